"""What pages leave out where it is not known, and which export they name for it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from linernotes import pages
from linernotes.models import Features
from linernotes.pages.notes import missing, notes_of
from linernotes.pages.views import HomeView, PlaylistView, TableLine, TrackLine, YearView
from tests.unit.pages.library import line, playlist
from tests.unit.pages.reading import html, markdown
from tests.unit.pages.test_markdown_pages import shelf

FOLDER = "playlists/international_pop"
# The pages of a playlist that tell of the order to play it in.
ORDER = (
    "overview.md",
    "running_order.md",
    "clusters/overview.md",
    "clusters/index.html",
    "running_order/index.html",
)


def _files(view: PlaylistView) -> dict[str, str]:
    return {
        file.path.removeprefix(f"{FOLDER}/"): file.body.decode()
        for file in pages.playlist(view)
        if not file.path.endswith(".png")
    }


def _heard(count: int) -> list[TrackLine]:
    return [_with(line(number), energy=number / count, tempo=90.0) for number in range(count)]


def _with(one: TrackLine, **features: Any) -> TrackLine:
    return replace(one, track=replace(one.track, features=Features(**features)))


def _said(lines: list[TrackLine]) -> str:
    return " ".join(missing(lines, notes_of(tuple(lines), True, True).columns))


def test_an_order_without_clusters_speaks_of_none() -> None:
    files = _files(playlist(_heard(20)))
    for path in ORDER:
        assert "running" in files[path].lower(), path
        assert "mood" not in files[path], path
    table = next(part.tables[0] for part in markdown(files["running_order.md"]) if part.tables)
    assert table.heads == ["#", "Track", "Artists", "Tempo", "🔗"]
    assert {len(row) for row in table.rows} == {5}
    page = html(files["running_order/index.html"])
    assert [head.text for head in page.all("table")[0].all("th")] == table.heads
    assert "colours of the clusters" not in page.text
    assert "as an arc by tempo and key" in files["overview.md"]
    assert "as an arc by tempo and key" in files["clusters/index.html"]


def test_an_order_of_clustered_tracks_names_their_clusters() -> None:
    lines = _heard(20)
    files = _files(playlist(lines, [lines[:10], lines[10:]]))
    assert "| Cluster |" in files["running_order.md"]
    assert "at nearly the same tempo, in the same mood." in files["running_order.md"]
    assert "colours of the clusters" in files["running_order/index.html"]
    assert "as an arc by mood, tempo and key" in files["overview.md"]
    assert "as an arc by mood, tempo and key" in files["clusters/index.html"]


def test_without_audio_features_the_export_that_holds_them_is_named() -> None:
    genres = replace(line(1).track, genres=("pop",), release_date="2020")
    silent = replace(line(1), track=genres)
    assert "No audio features are known: an export made by exportify.net" in _said([silent])
    assert "exportify.net" not in _said([_with(silent, energy=0.5)])


def test_of_files_of_the_owners_own_no_export_is_said_to_tell_more() -> None:
    uri = "spotify:local:Ann:Demos:Song:200"
    local = line(1, art="", album="", labels=())
    local = replace(local, track=replace(local.track, key=uri, uri=uri))
    assert _said([local]) == ""
    assert "exportify.net" in _said([local, line(2)])


@pytest.mark.parametrize("count", [3, 20])
def test_artists_that_nobody_knows_are_not_counted_and_have_no_column(count: int) -> None:
    lines = [replace(one, artists=()) for one in _heard(count)]
    files = _files(playlist(lines))
    for path, page in files.items():
        assert "0 artists" not in page, path
        if path.endswith(".html"):
            assert "Artists" not in [head.text for head in html(page).all("th")], path
    assert "Artists" not in files["overview.md"]
    assert "Artists" not in files.get("running_order.md", "")
    assert "artists" not in json.loads(files["overview.json"])["counts"]


def test_the_page_of_clusters_keeps_its_columns_and_names_the_exports() -> None:
    silent = [replace(line(n), rank=None) for n in range(4)]
    view = replace(playlist(silent), likes_known=False, ranks_known=False)
    page = _files(view)["clusters/overview.md"]
    assert "| Art | Track | Album | Artists | Label | Rank | 💚 | 🔗 |" in page
    said = " ".join(markdown(page)[-1].paragraphs)
    assert "YourLibrary.json" in said
    assert "listening history" in said
    assert "exportify.net" in said
    liked = _files(replace(view, likes_known=True))["clusters/overview.md"]
    assert "YourLibrary.json" not in liked


def _year(**known: bool) -> YearView:
    lines = (line(1), line(2))
    return YearView(
        folder=f"{FOLDER}/1999",
        name="1999",
        playlist="International Pop",
        slug="international_pop",
        since=playlist([]).since,
        tracks=lines,
        artists=(),
        albums=(),
        labels=(),
        genres=(),
        years=(),
        **({"likes_known": False, "ranks_known": False} | known),
    )


def test_a_year_names_the_exports_that_would_tell_more_of_its_tracks() -> None:
    files = _files(replace(playlist([line(1), line(2)]), year_pages=(_year(),)))
    for path in ("1999/overview.md", "1999/index.html"):
        for export in ("YourLibrary.json", "listening history", "exportify.net"):
            assert export in files[path], path
    known = _year(likes_known=True, ranks_known=True)
    files = _files(replace(playlist([line(1), line(2)]), year_pages=(known,)))
    for path in ("1999/overview.md", "1999/index.html"):
        assert "YourLibrary.json" not in files[path]
        assert "listening history" not in files[path]


def _home(view: HomeView) -> tuple[str, str]:
    files = {file.path: file.body.decode() for file in pages.home(view)}
    return files["README.md"], files["index.html"]


def test_home_names_the_exports_that_would_tell_what_it_leaves_out() -> None:
    table = (TableLine("X", "labels/x", 10, 0, None, "", ""),)
    lacks = HomeView((shelf(),), False, 1, 0)
    for page in _home(lacks):
        for export in ("YourLibrary.json", "listening history", "exportify.net"):
            assert export in page
        assert "labels or genres" in page
    some = replace(lacks, likes_known=True, labels=table)
    for page in _home(some):
        assert "YourLibrary.json" not in page
        assert "genres on enough tracks" in page
        assert "labels or genres" not in page
    whole = replace(some, ranks_known=True, genres=table)
    for page in (*_home(whole), *_home(HomeView((), False, 0, 0))):
        assert "would tell it" not in page
