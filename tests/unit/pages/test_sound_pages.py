"""Pages of audio features, beside the liked tracks."""

from __future__ import annotations

from dataclasses import replace

from linernotes.models import Features
from linernotes.pages import sound_pages
from linernotes.pages.views import SoundView, TrackLine
from linernotes.sound import liked_sound, sheet_of
from linernotes.usecases.sound_views import sound_view
from tests.unit.pages.library import SINCE, line
from tests.unit.pages.reading import html, markdown


def _lines(*energies: float) -> list[TrackLine]:
    return [
        replace(one, track=replace(one.track, features=Features(energy=energy)))
        for one, energy in (
            (line(number, liked=True), energy) for number, energy in enumerate(energies)
        )
    ]


def _view(lines: list[TrackLine], liked: list[TrackLine]) -> SoundView:
    tracks = [one.track for one in liked]
    sheet = sheet_of(tracks, {track.key for track in tracks})
    view = sound_view(
        "playlists/liked_songs",
        "Liked Songs",
        SINCE,
        lines,
        liked=liked_sound([sheet], 3),
        likes_known=True,
        least=3,
    )
    assert view is not None
    return view


def test_the_liked_tracks_are_not_compared_with_themselves() -> None:
    lines = _lines(0.2, 0.5, 0.9)
    view = _view(lines, lines)
    (part, *_) = markdown(sound_pages.record(view))
    assert "A typical track: energy 0.50." in part.paragraphs[0]
    assert part.tables[0].heads == ["Feature", "Median", "Eight of ten", "Tracks"]
    page = html(sound_pages.page(view))
    assert "A typical track: energy 0.50." in page.text
    assert "iked tracks" not in page.text
    assert not page.all("path", "mine")


def test_some_of_the_liked_tracks_are_compared_with_all_of_them() -> None:
    lines = _lines(0.2, 0.5, 0.9, 0.1, 0.2)
    view = _view(lines[:3], lines)
    (part, *_) = markdown(sound_pages.record(view))
    assert "Next to your liked tracks: much livelier." in part.paragraphs[0]
    assert "Liked tracks" in part.tables[0].heads
    assert html(sound_pages.page(view)).all("path", "mine")
