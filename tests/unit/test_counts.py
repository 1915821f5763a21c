"""Tables of artists, albums, labels, genres and years, counted from track lines."""

from __future__ import annotations

import csv
import io
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from linernotes import counts, labels
from linernotes.formats import read
from linernotes.models import Track
from linernotes.pages.views import Link, TableLine, TrackLine, YearLine

LIBRARY = Path(__file__).parents[3] / "shared" / "data" / "library"
ART = "https://i.scdn.co/image/ab67616d0000b273f609c79794752ed7ee09765"


def _line(number: int, *, liked: bool = False, paths: bool = False, **fields: Any) -> TrackLine:
    key = f"spotify:track:{number:022d}"
    track = Track(**{"key": key, "uri": key, "name": f"Track {number}"} | fields)
    return TrackLine(
        track,
        liked,
        None,
        artists=tuple(Link(name, "artists/x" if paths else "") for name in track.artists),
        labels=tuple(
            Link(one.spelling, "labels/x" if paths else "")
            for one in labels.split(track.label, track.artists)
        ),
        genres=tuple(Link(tag, "genres/x" if paths else "") for tag in track.genres),
    )


def _told(lines: Sequence[TableLine]) -> list[tuple[str, int, int]]:
    return [(line.name, line.tracks, line.liked) for line in lines]


def test_artists_come_most_tracks_first_and_ties_by_name() -> None:
    lines = [
        _line(1, artists=("Zola", "bibi"), liked=True),
        _line(2, artists=("Zola", "Abba")),
        _line(3, artists=("Éva",)),
    ]
    assert _told(counts.artists(lines)) == [
        ("Zola", 2, 1),
        ("Abba", 1, 0),
        ("bibi", 1, 1),
        ("Éva", 1, 0),
    ]


def test_a_track_that_names_an_artist_twice_counts_once() -> None:
    (only,) = counts.artists([_line(1, artists=("Zola", "ZOLA"), liked=True)])
    assert (only.tracks, only.liked) == (1, 1)


def test_spellings_meet_under_the_commonest() -> None:
    lines = [_line(1, artists=("TWICE",)), _line(2, artists=("Twice",))]
    lines += [_line(3, artists=("Twi\u200bce",)), _line(4, artists=("TWICE",))]
    assert _told(counts.artists(lines)) == [("TWICE", 4, 0)]


def test_look_alikes_stay_apart() -> None:
    lines = [_line(1, artists=("Adele",)), _line(2, artists=("\u0410dele",))]
    assert len(counts.artists(lines)) == 2


def test_a_name_of_nothing_visible_is_no_artist() -> None:
    assert counts.artists([_line(1, artists=("\u200b",), album="\u200b")]) == ()
    assert counts.albums([_line(1, album="\u200b")]) == ()


def test_an_artist_has_the_page_the_id_and_the_commonest_art_of_its_tracks() -> None:
    ids: dict[str, Any] = {"artist_ids": ("", "4Zr8"), "artists": ("A", "B")}
    lines = [
        _line(1, paths=True, art=ART + "1", **ids),
        _line(2, paths=True, art=ART + "2", **ids),
        _line(3, paths=True, art=ART + "2", artists=("B",)),
        _line(4, paths=True, art="https://evil.example/a", artists=("B",)),
    ]
    b, a = counts.artists(lines)
    assert (b.name, b.path, b.spotify, b.art) == ("B", "artists/x", "4Zr8", ART + "2")
    assert (a.name, a.spotify) == ("A", "")
    assert a.art == ART + "1"  # the first of equals, whatever the order


def test_albums_of_one_name_by_different_artists_are_different_albums() -> None:
    lines = [
        _line(1, album="Greatest Hits", artists=("Queen",)),
        _line(2, album="Greatest Hits", artists=("Abba",)),
        _line(3, album="greatest hits", artists=("Queen", "Bowie")),
    ]
    assert [line.tracks for line in counts.albums(lines)] == [2, 1]


def test_an_album_with_guests_is_one_album() -> None:
    lines = [
        _line(1, album="A Reckoning", artists=("Ryan Lott", "Kimbra")),
        _line(2, album="A Reckoning", artists=("Pink Siifu", "Tommy Raps")),
        _line(3, album="A Reckoning", artists=("Blur",)),
        _line(4, album="A Reckoning", artists=("Tommy Raps", "kimbra")),
        _line(5, album="A Reckoning"),
    ]
    assert [line.tracks for line in counts.albums(lines)] == [3, 1, 1]
    assert counts.albums(lines[::-1]) == counts.albums(lines)


def test_an_album_of_very_many_guests_is_counted_in_time() -> None:
    tracks = [_line(n, album="X", artists=(f"A {n}", f"A {n // 2}")) for n in range(20_000)]
    assert [line.tracks for line in counts.albums(tracks)] == [20_000]


def test_albums_of_one_id_are_one_album_whoever_is_on_them() -> None:
    lines = [
        _line(1, album="Now 100", album_id="x1", artists=("Queen",), release_date="1999-05-01"),
        _line(2, album="Now 100", album_id="x1", artists=("Abba",), release_date="1999-05-01"),
        _line(3, album="Now 100", artists=("Abba",)),  # told by an export that knows no ids
        _line(4, album="Now 100", album_id="x2", artists=("Blur",)),
    ]
    one, two = counts.albums(lines)
    assert (one.tracks, one.spotify, one.date) == (3, "x1", "1999-05-01")
    assert (two.tracks, two.spotify, two.date) == (1, "x2", "")


def test_labels_meet_by_their_standardised_name() -> None:
    lines = [
        _line(1, label="XL Recordings", paths=True, liked=True),
        _line(2, label="XL / Warner Records"),
        _line(3, label="XL Recordings"),
        _line(4, label=""),
    ]
    assert _told(counts.labels(lines)) == [("XL Recordings", 3, 1), ("Warner Records", 1, 0)]
    assert counts.labels(lines)[0].path == "labels/x"


def test_genres_meet_by_their_normalised_tag() -> None:
    lines = [_line(1, genres=("K-Pop", "pop")), _line(2, genres=("k-pop",), liked=True)]
    lines.append(_line(3, genres=("k-pop",), paths=True))
    assert _told(counts.genres(lines)) == [("k-pop", 3, 1), ("pop", 1, 0)]
    assert counts.genres(lines)[0].path == "genres/x"


def test_years_come_newest_first_and_what_has_no_date_is_left_out() -> None:
    lines = [
        _line(1, release_date="1999"),
        _line(2, release_date="2020-01-02", liked=True),
        _line(3, release_date="1999-05"),
        _line(4),
    ]
    assert counts.years(lines) == (YearLine("2020", 1, 1), YearLine("1999", 2, 0))
    assert counts.years([_line(1)]) == ()


def test_many_years_are_told_by_decades() -> None:
    lines = [_line(year, release_date=str(year)) for year in range(1960, 1990)]
    assert len(counts.years(lines)) == 30
    told = counts.years([*lines, _line(1, release_date="1990", liked=True)])
    assert [(one.name, one.tracks, one.liked) for one in told] == [
        ("1990s", 1, 1),
        ("1980s", 10, 0),
        ("1970s", 10, 0),
        ("1960s", 10, 0),
    ]


def test_no_lines_give_no_tables() -> None:
    tables = (counts.artists, counts.albums, counts.labels, counts.genres, counts.years)
    assert [table([]) for table in tables] == [()] * 5


@pytest.fixture(scope="module")
def library() -> dict[str, list[TrackLine]]:
    """The lines of each playlist of the sample exports, with hearts."""
    if not LIBRARY.exists():
        pytest.skip("the sample exports lie outside the project and are not here")
    found = [read(file.read_bytes(), file.name) for file in sorted(LIBRARY.iterdir())]
    liked = {key for one in found for key in one.liked}
    return {
        playlist.name: [replace(_of(track), liked=track.key in liked) for track in playlist.tracks]
        for one in found
        for playlist in one.playlists
    }


def _of(track: Track) -> TrackLine:
    split = labels.split(track.label, track.artists)
    return TrackLine(
        track,
        False,
        None,
        artists=tuple(Link(name) for name in track.artists),
        labels=tuple(Link(one.spelling) for one in split),
    )


def _recount(found: Iterable[tuple[str, str]]) -> dict[str, int]:
    """How many distinct tracks each name has, from pairs of name and track."""
    held: defaultdict[str, set[str]] = defaultdict(set)
    for name, track in found:
        held[name.casefold()].add(track)
    return {name: len(tracks) for name, tracks in held.items() if name}


def _by_name(lines: Sequence[TableLine]) -> dict[str, int]:
    return {line.name.casefold(): line.tracks for line in lines}


def test_the_artists_of_a_web_api_playlist_equal_a_plain_recount(
    library: dict[str, list[TrackLine]],
) -> None:
    raw = json.loads((LIBRARY / "international_pop.json").read_text("utf-8"))
    tracks = [item["track"] for item in raw["tracks"]["items"]]
    recounted = _recount(
        (one["name"], track["uri"]) for track in tracks for one in track["artists"]
    )
    assert _by_name(counts.artists(library["International Pop"])) == recounted


def test_the_tables_of_a_spreadsheet_equal_a_plain_recount(
    library: dict[str, list[TrackLine]],
) -> None:
    rows = list(csv.DictReader(io.StringIO((LIBRARY / "Alt-Pop.csv").read_text("utf-8-sig"))))
    hearts = {track["uri"] for track in _library()["tracks"]}
    lines = library["Alt-Pop"]
    artists = [
        (name, row["Track URI"]) for row in rows for name in row["Artist Name(s)"].split(";")
    ]
    assert _by_name(counts.artists(lines)) == _recount(artists)
    assert {line.name.casefold(): line.liked for line in counts.artists(lines) if line.liked} == (
        _recount((name, uri) for name, uri in artists if uri in hearts)
    )
    by_kimbra = {row["Album Name"] for row in rows if "Kimbra" in row["Artist Name(s)"].split(";")}
    of_kimbra = [line for line in lines if "Kimbra" in line.track.artists]
    assert sorted(line.name for line in counts.albums(of_kimbra)) == sorted(by_kimbra)
    warner = {row["Track URI"] for row in rows if row["Record Label"] == "Warner Records"}
    assert _by_name(counts.labels(lines))["warner records"] >= len(warner) > 0


def _library() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((LIBRARY / "YourLibrary.json").read_text("utf-8"))
    return found
