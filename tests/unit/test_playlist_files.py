"""A playlist given away as a file reads back as the same playlist."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from linernotes.catalog.shelves import Shelf
from linernotes.errors import Halt, Refused
from linernotes.formats import cleaning, read
from linernotes.formats.collecting import Row, track_of
from linernotes.formats.exportify import TITLES
from linernotes.local.export import choose, file_name
from linernotes.models import ExportReading, PlaylistDocument, Reading, Track
from linernotes.playlist_files import EXTENSIONS, Shape, write
from linernotes.playlists import documents
from tools import playlist_schema

ROOT = Path(__file__).parents[2]
EXPORTS = ROOT / "events" / "exports"
CORPUS = ROOT.parent / "shared" / "data" / "corpus" / "exportify"
SHAPES: tuple[Shape, ...] = ("csv", "web-api", "json")


def document(*tracks: Track, name: str = "A List", liked: bool = False) -> PlaylistDocument:
    reading = Reading(name=name, tracks=tracks, liked_tracks=liked)
    export = ExportReading(format="x", because="", playlists=(reading,))
    return next(documents(export, "x.json"))


def back(playlist: PlaylistDocument, shape: Shape) -> Reading:
    (found,) = read(write(playlist, shape), f"{playlist.name}{EXTENSIONS[shape]}").playlists
    assert found.skipped == ()
    return found


NAMES = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(
    [
        "=1+1",
        "'=1",
        "''-x",
        "@a",
        "＋1",
        "a;b",
        "a,b",
        "a\\",
        "\\;",
        "undefined",
        "'",
        'say "x"',
        "＝",
    ]
)
IDS = st.integers(0, 9**9).map(lambda n: f"{n:022d}")
UNIT = st.none() | st.floats(0, 1)
ROWS = st.builds(
    Row,
    uri=st.one_of(
        IDS.map(lambda one: f"spotify:track:{one}"),
        st.sampled_from(["", "spotify:local:A:B:C%20D:200", "spotify:local:::x:"]),
    ),
    name=NAMES.filter(lambda name: bool(cleaning.text(name))),
    artists=st.lists(NAMES, max_size=3),
    album=NAMES,
    album_id=IDS | st.just(""),
    label=NAMES,
    genres=st.lists(NAMES, max_size=3),
    release_date=st.sampled_from(["", "2001", "2001-02", "2001-02-03"]),
    added_at=st.none()
    | st.datetimes(datetime(1980, 1, 1), timezones=st.just(UTC)).map(  # noqa: DTZ001 - given below
        lambda at: at.isoformat()
    ),
    duration_ms=st.none() | st.integers(1, 10**7),
    popularity=st.none() | st.integers(0, 100),
    explicit=st.none() | st.booleans(),
    isrc=st.sampled_from(["", "USRC17607839"]),
    art=st.sampled_from(["", "https://i.scdn.co/image/ab67"]),
    features=st.fixed_dictionaries(
        {"energy": UNIT, "valence": UNIT, "loudness": st.none() | st.floats(-60, 4)},
        optional={"key": st.integers(0, 11), "mode": st.integers(0, 1), "tempo": st.floats(1, 250)},
    ),
)


@st.composite
def playlists(draw: Callable[..., Any]) -> PlaylistDocument:
    rows = draw(st.lists(ROWS, max_size=4))
    ids = draw(st.booleans())
    found: dict[str, Track] = {}
    for row in rows:
        told = [f"{n:022d}" for n in range(len(row.artists))] if ids else []
        track = track_of(Row(**{**row.__dict__, "artist_ids": told}))
        if isinstance(track, Track):
            found.setdefault(track.key, track)
    return document(*found.values())


@pytest.mark.parametrize("shape", SHAPES)
@settings(max_examples=150, derandomize=True, deadline=None)
@given(playlists())
def test_any_playlist_comes_back_the_same(shape: Shape, playlist: PlaylistDocument) -> None:
    found = back(playlist, shape)
    assert found.tracks == playlist.tracks
    assert found.name == playlist.name


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(
    "export",
    [path for path in sorted(EXPORTS.iterdir()) if path.suffix != ".md"],
    ids=lambda path: path.name,
)
def test_the_sample_library_comes_back_the_same(export: Path, shape: Shape) -> None:
    try:
        reading = read(export.read_bytes(), export.name)
    except Refused:
        assert "broken" in export.name
        return
    for playlist in documents(reading, export.name):
        found = back(playlist, shape)
        assert found.tracks == playlist.tracks
        if shape == "json":
            assert (found.name, found.liked_tracks) == (playlist.name, playlist.liked_tracks)


@pytest.mark.soak
@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not part of the repository")
@pytest.mark.parametrize("shape", SHAPES)
def test_thirty_real_playlists_come_back_the_same(shape: Shape) -> None:
    tracks = 0
    for file in sorted(CORPUS.iterdir()):
        for playlist in documents(read(file.read_bytes(), file.name), file.name):
            assert back(playlist, shape).tracks == playlist.tracks, file.name
            tracks += len(playlist.tracks)
    assert tracks > 3000


def test_liked_songs_come_back_as_liked_songs() -> None:
    track = track_of(Row(uri="spotify:track:" + "1" * 22, name="One", artists=["A"]))
    assert isinstance(track, Track)
    liked = document(track, name="Liked Songs", liked=True)
    for shape in SHAPES:
        assert back(liked, shape).liked_tracks
        assert read(write(liked, shape), "Liked_Songs.csv").liked == (track.key,)


def test_a_table_is_exportifys_with_more_at_the_end_and_no_formula_in_it() -> None:
    track = track_of(Row(uri="", name='=HYPERLINK("http://x")', artists=["@a;b", "+1"]))
    assert isinstance(track, Track)
    rows = list(csv.reader(io.StringIO(write(document(track), "csv").decode("utf-8-sig"))))
    assert tuple(rows[0][: len(TITLES)]) == TITLES
    assert rows[1][1] == '\'=HYPERLINK("http://x")'
    assert not [cell for cell in rows[1] if cell.startswith(("=", "+", "@"))]


def test_an_apostrophe_in_a_table_of_somebody_else_stays() -> None:
    table = b"Track URI,Track Name,Album Name,Artist Name(s)\nspotify:track:1,'=1,,A\n"
    assert read(table, "x.csv").playlists[0].tracks[0].name == "'=1"


def test_the_schema_in_the_documentation_is_that_of_the_model() -> None:
    assert playlist_schema.FILE.read_text("utf-8") == playlist_schema.schema(), (
        "run: python -m tools.playlist_schema"
    )


@settings(max_examples=50, derandomize=True, deadline=None)
@given(playlists())
def test_our_json_is_as_its_schema_says(playlist: PlaylistDocument) -> None:
    schema = json.loads(playlist_schema.schema())
    Draft202012Validator(schema).validate(json.loads(write(playlist, "json")))


def shelf(slug: str, name: str) -> Shelf:
    return Shelf(pid=slug, slug=slug, name=name, tracks=1, liked=0, since="2026-11-23T00:00:00Z")


def test_a_playlist_is_found_by_folder_or_name() -> None:
    there = [shelf("rock", "Rock"), shelf("rock-1a2b3c", "Rock"), shelf("jazz", "Jazz & Blues")]
    assert choose("jazz", there).slug == "jazz"
    assert choose("playlists/jazz/", there).slug == "jazz"
    assert choose("jazz & blues", there).slug == "jazz"
    assert choose("rock-1a2b3c", there).slug == "rock-1a2b3c"
    with pytest.raises(Halt, match=r"2 playlists are called Rock\. Name one of rock, rock-1a2b3c"):
        choose("Rock", there)
    with pytest.raises(Halt, match="There are: rock, rock-1a2b3c, jazz"):
        choose("Pop", there)


@pytest.mark.parametrize(
    ("name", "file"),
    [("Alt Pop", "Alt_Pop"), ("a/b:c", "abc"), ("..", "slug"), ("x" * 300, "slug"), ("", "slug")],
)
def test_a_file_is_named_as_exportify_names_it(name: str, file: str) -> None:
    assert file_name((shelf("slug", name), document(name=name))) == file
