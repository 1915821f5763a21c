"""The Markdown of the whole sample library, read by a CommonMark library, against its JSON."""

from __future__ import annotations

import json
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import Any
from urllib.parse import unquote

import pytest

from tests.memory.flow import published
from tests.unit.pages.reading import Part, Table, markdown

EXPORTS = Path(__file__).parents[2] / "events" / "exports"
FIGURES = ("figures.bars", "figures.features", "figures.scatter", "usecases.draw.card")
GROUPS = {"Artists": "artists", "Albums": "albums", "Labels": "labels", "Genres": "genres"}
MOST_ROWS = 100  # of artists, albums, labels

pytestmark = pytest.mark.soak


@pytest.fixture(scope="module")
def site() -> dict[str, bytes]:
    with pytest.MonkeyPatch.context() as patch:
        for figure in FIGURES:
            patch.setattr(f"linernotes.{figure}", lambda *_: b"\x89PNG")
        return published({path.name: path.read_bytes() for path in sorted(EXPORTS.iterdir())})


def _pages(site: dict[str, bytes], *needed: str) -> dict[str, tuple[list[Part], dict[str, Any]]]:
    """Each page that has a JSON beside it with these lists: its parts and what the JSON tells."""
    found = {}
    for path in sorted(site):
        if path.endswith("overview.md"):
            told = json.loads(site[path.removesuffix("md") + "json"])
            if all(isinstance(told.get(name), list) for name in needed):
                found[path] = markdown(site[path]), told
    return found


def _tracks(parts: list[Part]) -> list[dict[str, str]]:
    """The rows of every table of tracks, by heading."""
    return [
        dict(zip(table.heads, row, strict=True))
        for part in parts
        for table in part.tables
        if {"Track", "Artists", "🔗"} <= set(table.heads)
        for row in table.rows
    ]


def _check_track(path: str, row: dict[str, str], told: dict[str, Any]) -> None:
    title = row["Track"]
    assert title.startswith(told["name"]), path
    assert title == told["name"] or "misfit" in title, (path, title)
    expected = {
        "Album": told.get("album", ""),
        "Artists": ", ".join(one["name"] for one in told["artists"]),
        "Label": ", ".join(one["name"] for one in told.get("labels", ())),
        "Rank": str(told.get("rank", "–")),
        "💚": "💚" if told.get("liked") else "",
    }
    for head, cell in expected.items():
        if head in row:
            assert (path, title, row[head]) == (path, title, cell)


def test_tables_of_tracks_have_a_row_for_each_track_in_its_order(site: dict[str, bytes]) -> None:
    pages = _pages(site, "tracks", "artists") | _pages(site, "tracks", "spellings")
    assert len(pages) > 30
    for path, (parts, told) in pages.items():
        rows = _tracks(parts)
        assert len(rows) == len(told["tracks"]), path
        for row, track in zip(rows, told["tracks"], strict=True):
            _check_track(path, row, track)


def test_a_page_of_clusters_has_a_heading_for_each_and_all_its_tracks(
    site: dict[str, bytes],
) -> None:
    pages = {
        path: page
        for path, page in _pages(site, "clusters", "not_placed").items()
        if path.endswith("clusters/overview.md")
    }
    assert len(pages) >= 7
    for path, (parts, told) in pages.items():
        assert (parts[0].level, parts[0].title) == (1, f"Clusters in {told['name']}")
        numbers = [f"Cluster #{one['number']}" for one in told["clusters"]]
        assert [part.title for part in parts if part.level == 2] == [*numbers, "Not placed"], path
        at = {part.title: part for part in parts if part.level == 2}
        for cluster in told["clusters"]:
            part = at[f"Cluster #{cluster['number']}"]
            assert part.paragraphs[0] == f"{len(cluster['tracks'])} tracks"
            _check_all(path, part, cluster["tracks"])
        _check_all(path, at["Not placed"], told["not_placed"])


def _check_all(path: str, part: Part, tracks: list[dict[str, Any]]) -> None:
    rows = _tracks([part])
    assert len(rows) == len(tracks), (path, part.title)
    for row, track in zip(rows, tracks, strict=True):
        _check_track(path, row, track)


def test_tables_of_artists_albums_labels_and_genres_count_and_link_as_the_data_do(
    site: dict[str, bytes],
) -> None:
    compared = 0
    for path, (parts, told) in (_pages(site) | _pages(site, "tracks")).items():
        for part in parts:
            named = GROUPS.get(part.title, "")
            if named in told and part.tables:
                expected = told[named][: None if named == "genres" else MOST_ROWS]
                rows = [pair for table in part.tables for pair in _rows(table)]
                assert len(rows) == len(expected), (path, named)
                for (row, links), one in zip(rows, expected, strict=True):
                    compared += 1
                    _check_group(path, row, links, one)
    assert compared > 500


def _rows(table: Table) -> list[tuple[dict[str, str], list[str]]]:
    return [
        (dict(zip(table.heads, row, strict=True)), links)
        for row, links in zip(table.rows, _grouped(table), strict=True)
    ]


def _grouped(table: Table) -> list[list[str]]:
    """The links of each row: they are kept cell by cell."""
    wide = len(table.heads)
    cells = [table.links[at : at + wide] for at in range(0, len(table.links), wide)]
    return [[link for cell in row for link in cell] for row in cells]


def _check_group(path: str, row: dict[str, str], links: list[str], told: dict[str, Any]) -> None:
    name = next(row[head] for head in ("Artist", "Album", "Label", "Genre") if head in row)
    assert (path, name) == (path, told["name"])
    assert row["Tracks"] == f"{told['tracks']:,}"
    if "💚" in row:
        assert row["💚"] == f"{told['liked']:,}"
    if "Rank" in row:
        assert row["Rank"] == str(told.get("rank", "–"))
    inside = [link for link in links if "://" not in link]
    expected = [f"{told['page']}/overview.md"] if told.get("page") else []
    assert [normpath(join(dirname(path), unquote(link))) for link in inside] == expected
