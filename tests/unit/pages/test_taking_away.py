"""Moods and running orders to take away: as a table, and as links to paste."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from linernotes import pages
from linernotes.formats import read
from linernotes.models import Features, Submood, Track
from linernotes.pages.csv_files import csv_of
from linernotes.pages.takeaway import TYPICAL
from linernotes.pages.views import PageFile, PlaylistView, TrackLine
from tests.unit.pages.library import HOSTILE, hostile, line, playlist, two_moods
from tests.unit.pages.reading import html

FOLDER = "playlists/international_pop"


def _files(view: PlaylistView) -> dict[str, PageFile]:
    return {file.path: file for file in pages.playlist(view)}


def _rows(file: PageFile) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.body.decode("utf-8-sig"), newline="")))


def _heard(lines: list[TrackLine]) -> list[TrackLine]:
    """The same lines with features, the key unknown of every third."""
    told = [
        Features(energy=n / 100, valence=0.5, tempo=80.0 + n, key=n % 12 if n % 3 else None, mode=1)
        for n in range(len(lines))
    ]
    return [
        replace(one, track=replace(one.track, features=features))
        for one, features in zip(lines, told, strict=True)
    ]


def test_a_mood_is_a_table_of_its_tracks_the_most_typical_first() -> None:
    view = two_moods()
    file = _files(view)[f"{FOLDER}/clusters/cluster_1.csv"]
    assert file.content_type.startswith("text/csv")
    uris = [row["Track URI"] for row in _rows(file)]
    assert tuple(uris) == view.analysis.clusters[0].tracks


def test_a_mood_is_links_to_paste_one_a_line() -> None:
    view = two_moods()
    text = _files(view)[f"{FOLDER}/clusters/cluster_2.txt"].body.decode()
    keys = view.analysis.clusters[1].tracks
    assert text.splitlines() == [
        f"https://open.spotify.com/track/{key.removeprefix('spotify:track:')}" for key in keys
    ]
    assert text.endswith("\n")


def test_the_most_typical_are_a_file_of_their_own_where_there_are_more() -> None:
    lines = [line(number) for number in range(1, 41)]
    files = _files(playlist(lines, [lines[:15], lines[15:]]))
    whole = files[f"{FOLDER}/clusters/cluster_2.txt"].body.decode().splitlines()
    typical = files[f"{FOLDER}/clusters/cluster_2_typical.txt"].body.decode().splitlines()
    assert typical == whole[:TYPICAL]
    assert f"{FOLDER}/clusters/cluster_1_typical.txt" not in files


def test_the_most_typical_are_those_that_can_be_pasted() -> None:
    lines = [line(number) for number in range(1, 82)]
    for place in (*range(TYPICAL), *range(40, 40 + TYPICAL)):
        uri = f"spotify:local:::mine:{place}"
        lines[place] = replace(lines[place], track=Track(key=uri, uri=uri, name="Mine"))
    files = _files(playlist(lines, [lines[:40], lines[40:]]))
    assert f"{FOLDER}/clusters/cluster_1_typical.txt" not in files
    whole = files[f"{FOLDER}/clusters/cluster_2.txt"].body.decode().splitlines()
    typical = files[f"{FOLDER}/clusters/cluster_2_typical.txt"].body.decode().splitlines()
    assert typical == whole[:TYPICAL]
    assert len(whole) == TYPICAL + 1


def test_a_track_that_is_not_on_spotify_is_in_the_table_but_not_among_the_links() -> None:
    lines = [line(number) for number in range(1, 5)]
    local = Track(key="spotify:local:::x:1", uri="spotify:local:::x:1", name="Mine")
    lines[1] = replace(lines[1], track=local)
    files = _files(playlist(lines, [lines]))
    assert "Mine" in files[f"{FOLDER}/clusters/cluster_1.csv"].body.decode()
    links = files[f"{FOLDER}/clusters/cluster_1.txt"].body.decode()
    assert len(links.splitlines()) == 3
    assert "3 links to paste" in files[f"{FOLDER}/clusters/overview.md"].body.decode()
    alone = _files(playlist([lines[1]], [[lines[1]]]))
    assert f"{FOLDER}/clusters/cluster_1.txt" not in alone


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+1", "-1", "@x", " =1", "\t=1", "\u200b-1"])
def test_a_name_is_no_formula_in_a_spreadsheet(name: str) -> None:
    body = csv_of(("a",), [(name,)]).decode("utf-8-sig")
    assert next(csv.DictReader(io.StringIO(body)))["a"] == "'" + name.strip("\u200b").strip()


def test_numbers_stay_numbers_and_what_is_not_known_is_empty() -> None:
    body = csv_of(("a", "b", "c", "d"), [(-6.25, None, True, 7)]).decode("utf-8-sig")
    assert body == "a,b,c,d\r\n-6.25,,true,7\r\n"


def test_no_name_breaks_a_table_out_of_its_cell() -> None:
    rows = _rows(_files(hostile())[f"{FOLDER}/clusters/cluster_1.csv"])
    assert len(rows) == len(HOSTILE)
    assert all(None not in row and None not in row.values() for row in rows)


def test_a_mood_that_was_taken_away_can_be_dropped_as_an_export() -> None:
    lines = _heard([line(number, artists=()) for number in range(1, 5)])
    lines[0] = replace(lines[0], track=replace(lines[0].track, artists=("Tyler, The Creator", "X")))
    file = _files(playlist(lines, [lines]))[f"{FOLDER}/clusters/cluster_1.csv"]
    (again,) = read(file.body, "cluster_1.csv").playlists
    assert [track.key for track in again.tracks] == [one.track.key for one in lines]
    assert again.tracks[0].artists == ("Tyler, The Creator", "X")
    assert [one.features for one in again.tracks] == [one.track.features for one in lines]


def test_moods_within_a_mood_are_shown_and_can_be_taken_away() -> None:
    lines = [line(number) for number in range(1, 31)]
    view = playlist(lines, [lines])
    halves = (lines[:18], lines[18:])
    within = tuple(
        Submood(name=name, tracks=tuple(one.track.key for one in half))
        for name, half in zip(("loud", HOSTILE[5]), halves, strict=True)
    )
    cluster = view.analysis.clusters[0].model_copy(update={"submoods": within})
    analysis = view.analysis.model_copy(update={"clusters": (cluster,)})
    files = _files(replace(view, analysis=analysis))
    shown = html(files[f"{FOLDER}/clusters/index.html"].body)
    (table,) = shown.all("table", "parts")
    assert [row.all("td")[1].text for row in table.all("tr")[1:]] == ["18", "12"]
    assert "Mood within" in files[f"{FOLDER}/clusters/overview.md"].body.decode()
    for place, half in enumerate(halves, start=1):
        rows = _rows(files[f"{FOLDER}/clusters/cluster_1_{place}.csv"])
        assert [row["Track URI"] for row in rows] == [one.track.uri for one in half]


def test_a_running_order_is_a_page_a_table_and_links() -> None:
    lines = _heard([line(number) for number in range(1, 31)])
    lines.append(line(31))
    files = _files(playlist(lines, [lines[:12], lines[12:30]]))
    rows = _rows(files[f"{FOLDER}/running_order.csv"])
    assert [row["Place"] for row in rows] == [str(place) for place in range(1, 32)]
    assert rows[-1]["Track URI"] == lines[-1].track.uri
    links = files[f"{FOLDER}/running_order.txt"].body.decode().splitlines()
    assert [link.rpartition("/")[2] for link in links] == [
        row["Track URI"].rpartition(":")[2] for row in rows
    ]
    shown = html(files[f"{FOLDER}/running_order/index.html"].body)
    tables = shown.all("table", "order")
    assert sum(len(table.all("tr")) - 1 for table in tables) == 30
    assert "10 tracks have no known key" in shown.text
    assert "Of 1 track no energy is known; it follows" in shown.text
    for page in ("index.html", "clusters/index.html", "overview.md", "clusters/overview.md"):
        assert "running_order" in files[f"{FOLDER}/{page}"].body.decode()


def test_a_playlist_without_features_has_no_running_order_and_no_link_to_one() -> None:
    files = _files(two_moods())
    assert not [path for path in files if "running_order" in path]
    assert not [path for path, file in files.items() if b"running_order" in file.body]
