"""What may be a slip: twice in a playlist, most of another one, names that look like others."""

from __future__ import annotations

from typing import Any

import pytest

from linernotes import slips
from linernotes.models import PlaylistDocument, Skip, Track
from linernotes.playlists import memberships


def track(key: str, name: str, *, artist: str = "Ann", **told: Any) -> Track:
    return Track(key=key, uri=key, name=name, artists=(artist,), **told)


def found(*tracks: Track) -> slips.Slips:
    return slips.slips_of(
        PlaylistDocument(
            recipe=1, pid="p", export="x", name="P", tracks=tracks, entities=memberships(tracks)
        )
    )


def test_one_recording_under_two_addresses_stands_twice() -> None:
    [twice] = found(track("b", "Song"), track("a", "SONG "), track("c", "Other")).tracks
    assert (twice.name, twice.artist, twice.ids) == ("SONG ", "Ann", ("a", "b"))


@pytest.mark.parametrize(
    "other",
    [
        track("b", "Song", artist="Bob"),
        track("b", "Song (Live)"),
        track("b", "Song", duration_ms=203_000),
        track("b", "Song", duration_ms=200_000, isrc="GB2"),
    ],
)
def test_other_recordings_do_not(other: Track) -> None:
    assert found(track("a", "Song", duration_ms=200_000, isrc="GB1"), other).tracks == ()


def test_two_addresses_of_another_cut_stand_twice() -> None:
    [twice] = found(
        track("a", "Song", duration_ms=180_000),
        track("b", "Song", duration_ms=200_000),
        track("c", "Song", duration_ms=200_500),
    ).tracks
    assert twice.ids == ("b", "c")


def test_each_recording_that_stands_twice_is_told_by_itself() -> None:
    told = found(
        track("a", "Song", duration_ms=180_000, isrc="GB1"),
        track("b", "Song", duration_ms=200_000, isrc="GB2"),
        track("c", "Song", duration_ms=230_000, isrc="GB1"),
        track("d", "Song", duration_ms=201_000),
        track("e", "Song", duration_ms=260_000),
    ).tracks
    assert [twice.ids for twice in told] == [("a", "c"), ("b", "d")]


def test_a_track_of_unknown_length_may_be_any_of_its_title() -> None:
    [twice] = found(track("a", "Song", duration_ms=200_000), track("b", "Song")).tracks
    assert twice.ids == ("a", "b")


def test_an_album_under_two_ids_stands_twice() -> None:
    [twice] = found(
        track("a", "A", album="Best", album_id="1"),
        track("b", "B", album="best", album_id="2"),
        track("c", "C", album="Best", album_id="3", artist="Bob"),
        track("d", "D", album="Best"),
    ).albums
    assert (twice.name, twice.artist, twice.ids) == ("Best", "Ann", ("1", "2"))


def test_a_name_under_two_ids_may_be_two() -> None:
    told = found(
        track("a", "A", artist_ids=("1",)),
        track("b", "B", artist_ids=("2",)),
        track("c", "C", artist="Bob", artist_ids=("3",)),
    )
    assert told.twofold == ("Ann",)


@pytest.mark.parametrize(
    ("name", "looks", "mixed"),
    [("Аdele", "Adele", True), ("АВВА", "ABBA", False), ("Beyοncé", "Beyoncé", True)],
)
def test_letters_of_another_script_are_seen(name: str, looks: str, mixed: bool) -> None:
    told = slips.lookalike(name)
    assert told == slips.Lookalike(name=name, looks=looks, mixed=mixed)


@pytest.mark.parametrize(
    "name", ["Adele", "Beyoncé", "Кино", "Μόνικα", "宇多田ヒカル", "Ленинград", "ДДТ", "t.A.T.u."]
)
def test_names_in_one_script_are_left_alone(name: str) -> None:
    assert slips.lookalike(name) is None


def test_playlists_that_share_most_tracks_are_candidates_and_others_are_not() -> None:
    def tracks(first: int, last: int) -> tuple[str, ...]:
        return slips.sketch(f"spotify:track:{n}" for n in range(first, last))

    sketches = {
        "a": tracks(0, 1000),
        "b": tracks(150, 1100),
        "c": tracks(5000, 6000),
        "d": tracks(0, 5),
        "e": tracks(1, 6),
    }
    assert slips.candidates(sketches) == [("a", "b"), ("d", "e")]
    assert slips.share(1000, 950, 850)
    assert not slips.share(1000, 950, 799)
    assert not slips.share(0, 0, 0)


def test_a_track_that_was_added_twice_is_a_slip_of_its_own() -> None:
    rows = (
        Skip(row=3, reason="duplicate", detail="Song (first in row 1)"),
        Skip(row=5, reason="duplicate", detail="Song (first in row 1)"),
        Skip(row=6, reason="episode", detail="Talk"),
    )
    document = PlaylistDocument(recipe=1, pid="p", export="x", name="P", tracks=(), entities={})
    told = slips.slips_of(document, rows)
    assert (told.repeats, told.any) == (2, True)
    assert not slips.slips_of(document).any
