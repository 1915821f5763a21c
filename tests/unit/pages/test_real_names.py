"""Names of real exports come out of every page as they went in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from linernotes import pages
from linernotes.errors import Refused
from linernotes.formats import read
from linernotes.models import Reading, Track
from linernotes.pages.escaping import shown
from linernotes.pages.views import Link, PlaylistView, TrackLine
from tests.unit.pages.library import playlist
from tests.unit.pages.reading import html, markdown

ROOT = Path(__file__).parents[3]
SAMPLES = ROOT / "events/exports"
CORPUS = ROOT.parent / "shared/data/corpus/exportify"


def _readings(folder: Path) -> Iterator[Reading]:
    for file in sorted(folder.iterdir()):
        try:
            found = read(file.read_bytes(), file.name)
        except Refused:
            continue
        yield from found.playlists


def _line(track: Track) -> TrackLine:
    labels = (Link(track.label),) if track.label else ()
    return TrackLine(track, False, None, tuple(Link(name) for name in track.artists), labels)


def _wanted(track: Track) -> list[str]:
    name = track.name if shown(track.name).text else "(untitled)"
    cells = [name, track.album, ", ".join(track.artists), track.label]
    return [" ".join(shown(cell).text.split()) for cell in cells]


def _view(reading: Reading) -> PlaylistView:
    lines = [_line(track) for track in reading.tracks]
    return playlist(lines, [lines[::2]] if lines else [], name=reading.name)


@pytest.mark.parametrize("folder", [SAMPLES, CORPUS], ids=["samples", "corpus"])
def test_every_track_of_an_export_is_on_its_pages_as_it_is_called(folder: Path) -> None:
    if not folder.exists():
        pytest.skip(f"{folder.name} lies outside the project and is not here")
    tracks = 0
    for reading in _readings(folder):
        view = _view(reading)
        wanted = sorted(_wanted(track) for track in reading.tracks)
        files = {file.path: file.body for file in pages.playlist(view)}
        rows = [
            row[1:5]
            for part in markdown(files["playlists/international_pop/clusters/overview.md"])
            for row in part.rows
        ]
        assert sorted(rows) == wanted, reading.name
        page = html(files["playlists/international_pop/index.html"])
        told = [
            [cell.text for cell in row.all("td", "track") + row.all("td", "artists")]
            for row in page.all("tr")
            if "id" in row.attributes
        ]
        assert sorted(told) == sorted([cells[0], cells[2]] for cells in wanted), reading.name
        tracks += len(rows)
    assert tracks > 200
