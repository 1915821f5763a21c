"""Taste and history on pages: numbers, sentences, and names as strangers write them."""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from linernotes import pages
from linernotes.changes import Change, Move, Tracks
from linernotes.history import History, Point, Size, with_point
from linernotes.pages.change_words import on_home
from linernotes.pages.feeds import feeds
from linernotes.pages.history import history_section
from linernotes.pages.taste import taste_notes, taste_section
from linernotes.pages.views import ClustersView, HomeView, PlaylistView
from linernotes.taste import Taste, Year, dated, taste
from tests.unit.pages.library import HOSTILE, SINCE, line, playlist
from tests.unit.pages.reading import html, markdown, reads
from tests.unit.pages.test_markdown_pages import shelf

OVERVIEW = "playlists/international_pop/index.html"
SHOWN = [" ".join(name.split()) for name in HOSTILE]


def kept_for_years(names: Sequence[str] = HOSTILE) -> PlaylistView:
    """A playlist of as many moods as there are names, added over six years, that grew three times.

    One track in ten is not placed, one in seven has no date.
    """
    lines = [line(number) for number in range(300)]
    start = datetime(2019, 2, 3, tzinfo=UTC)
    lines = [
        replace(
            one,
            track=replace(
                one.track, added_at=start + timedelta(days=7 * number) if number % 7 else None
            ),
        )
        for number, one in enumerate(lines)
    ]
    placed = [one for number, one in enumerate(lines) if number % 10]
    view = playlist(lines, [placed[n :: len(names)] for n in range(len(names))])
    clusters = tuple(
        cluster.model_copy(update={"name": name})
        for cluster, name in zip(view.analysis.clusters, names, strict=True)
    )
    analysis = view.analysis.model_copy(update={"clusters": clusters})
    dates = dated((one.track for one in lines), SINCE)
    return replace(
        view,
        analysis=analysis,
        taste=taste(dates, analysis, len(lines)),
        history=points(names, (3, 5, 4, 6)),
    )


def points(names: Sequence[str], sizes: Sequence[int]) -> tuple[Point, ...]:
    """A history in which every cluster has these sizes on days a month apart."""
    history = History()
    for month, size in enumerate(sizes, start=1):
        clusters = tuple(
            Size(number=number, name=name, tracks=size) for number, name in enumerate(names, 1)
        )
        point = Point(day=f"2026-{month:02}-09", state=str(size), clusters=clusters, unplaced=month)
        history = with_point(history, point)
    return history.points


def read(view: PlaylistView, path: str) -> bytes:
    return next(file.body for file in pages.playlist(view) if file.path == path)


def test_the_page_names_every_mood_as_it_is_called() -> None:
    page = html(read(kept_for_years(), OVERVIEW))
    (section,) = page.all("section", "taste")
    links = list(section.all("ol", "chips")[0].all("a"))
    assert [one.text for one in links] == [name[:1].upper() + name[1:] for name in SHOWN]
    bands = [one.all("title")[0].text for one in section.all("path")]
    assert sorted(bands) == sorted([*SHOWN, "Not placed"])
    assert not page.all("img", "x")
    assert all("src" in one.attributes for one in page.all("script"))


def test_the_figure_is_told_to_those_who_do_not_see_it() -> None:
    page = html(read(kept_for_years(), OVERVIEW))
    ids = {one.attributes.get("id"): one.text for one in page.all()}
    figures = list(page.all("svg", "bands"))
    assert len(figures) == 2
    for figure in figures:
        assert figure.attributes["role"] == "img"
        assert all(ids[name] for name in figure.attributes["aria-labelledby"].split())


def test_the_tables_of_both_pages_say_the_same() -> None:
    view = kept_for_years(("calm", "upbeat", "dark"))
    (part,) = (one for one in markdown(read(view, _md())) if one.title == "Your taste over time")
    (section,) = html(read(view, OVERVIEW)).all("section", "taste")
    rows = [[cell.text for cell in row.all("td")] for row in section.all("tr")[1:]]
    assert part.tables[0].heads == ["Year", "Tracks", "calm", "upbeat", "dark", "Not placed"]
    for row, (year, tracks, told) in zip(part.tables[0].rows, rows, strict=True):
        assert row[:2] == [year, tracks]
        assert [one.split()[0] for one in told.split(" · ")] == [n for n in row[2:] if n != "0"]
        assert sum(map(int, row[2:])) == int(tracks)
    data = json.loads(read(view, "playlists/international_pop/overview.json"))["taste"]
    assert [str(one["tracks"]) for one in data["years"]] == [row[1] for row in rows]
    assert sum(sum(one["added"].values()) for one in data["spans"]) == data["known"] == 257


def _md() -> str:
    return "playlists/international_pop/overview.md"


def test_hostile_names_leave_the_markdown_whole() -> None:
    parts = {one.title: one for one in markdown(read(kept_for_years(), _md()))}
    heads = parts["Your taste over time"].tables[0].heads
    assert heads == ["Year", "Tracks", *SHOWN, "Not placed"]
    capitals = [name[:1].upper() + name[1:] for name in SHOWN]
    assert parts["Clusters over time"].tables[0].heads == ["Day", "Tracks", *capitals, "Not placed"]
    assert parts["Clusters over time"].tables[0].rows[0][:3] == ["9 April 2026", "154", "6"]


def test_home_shows_the_taste_of_the_library() -> None:
    view = kept_for_years()
    moods = ClustersView("", "the library", SINCE, view.tracks, view.analysis, None, True, True)
    home = HomeView((shelf(),), True, 1, 0, moods=moods, taste=view.taste)
    files = {file.path: file.body for file in pages.home(home)}
    (section,) = html(files["index.html"]).all("section", "taste")
    assert section.all("a")[0].attributes["href"] == "clusters/#cluster-1"
    assert b"(clusters/overview.md#cluster-1)" in files["README.md"]
    assert json.loads(files["overview.json"])["taste"]["of"] == 300


def test_history_is_shown_from_three_points_on() -> None:
    for number in range(5):
        view = replace(kept_for_years(("calm", "dark")), history=points("ab", range(1, number + 1)))
        page = read(view, OVERVIEW)
        assert (b'id="clusters-over-time"' in page) == (number >= 3)
        assert bool(list(history_section(view.history))) == (number >= 3)


YEARS: Mapping[str, tuple[dict[int, int], str]] = {
    "few": ({1: 4}, "2020: only 4 tracks added."),
    "one": ({1: 1}, "2020: only 1 track added."),
    "mostly": ({1: 6, 2: 4}, "2020: mostly calm (6 of 10 tracks added)."),
    "alone": ({2: 7}, "2020: nothing but upbeat (7 tracks added)."),
    "both": ({1: 4, 2: 5}, "2020: upbeat and calm (5 and 4 of 9 tracks added)."),
    "many": ({1: 4, 2: 3, 3: 3}, "2020: calm and upbeat (4 and 3 of 10 tracks added)."),
    "mixed": (
        {1: 400, 2: 300, 3: 299, 4: 298},
        "2020: a bit of everything, most often calm (400 of 1,297 tracks added).",
    ),
    "even": ({1: 9, 2: 9, 3: 9, 4: 9}, "2020: a bit of everything (36 tracks added)."),
    "unplaced": ({0: 9, 1: 5}, "2020: 14 tracks added, most of them in no cluster."),
    "nowhere": ({0: 6}, "2020: 6 tracks added, most of them in no cluster."),
    "a few placed": ({0: 2, 1: 4}, "2020: 6 tracks added, only 4 of them in a cluster."),
    "half placed": ({0: 4, 1: 3, 2: 1}, "2020: 8 tracks added, only 4 of them in a cluster."),
}


@pytest.mark.parametrize("kind", YEARS)
def test_a_year_is_told_in_a_sentence_that_its_tracks_can_carry(kind: str) -> None:
    added, sentence = YEARS[kind]
    found = kept_for_years(("calm", "upbeat", "dark", "odd")).taste
    assert found
    assert sentences(replace(found, years=(Year(2020, added),)))[0] == sentence


def test_years_without_a_track_are_told_together() -> None:
    found = kept_for_years(("calm", "upbeat")).taste
    assert found
    years = [Year(2010, {1: 9}), *(Year(y, {}) for y in range(2011, 2015)), Year(2015, {2: 9})]
    assert sentences(replace(found, years=tuple(years))) == [
        "2010: nothing but calm (9 tracks added).",
        "2011–2014: nothing added.",
        "2015: nothing but upbeat (9 tracks added).",
    ]


def sentences(found: Taste) -> list[str]:
    blocks = list(taste_section("README.md", "clusters/overview.md", found))
    return [reads(one.removeprefix("- ")) for one in blocks[2].split("\n")]


def test_two_moods_of_a_year_are_told_apart_where_their_names_have_commas() -> None:
    view = kept_for_years(("calm, slow", "upbeat"))
    assert view.taste
    one = Year(2010, {1: 9, 2: 8, 3: 1})
    found = replace(view.taste, years=(one,))
    assert sentences(found) == ["2010: calm, slow; upbeat (9 and 8 of 18 tracks added)."]
    page = html(read(replace(view, taste=found), "playlists/international_pop/index.html"))
    (item,) = page.all("ul", "years")[0].all("li")
    assert " ".join(item.text.split()) == "2010 calm, slow; upbeat (9 and 8 of 18 tracks added)"


def test_tracks_by_several_artists_are_told_apart_in_what_changed() -> None:
    names = ("One by Ann, Bob", "Two by Ann")
    added = Tracks(count=3, names=names)
    change = Change(
        thing="playlist#p", at=SINCE, what="changed", name="P", path="playlists/p", added=added
    )
    (told,) = on_home([change], {"playlists/p"})
    home = HomeView((shelf(),), True, 1, 0, changes=(told,))
    files = {file.path: file.body for file in pages.home(home)}
    expected = "3 tracks added: One by Ann, Bob; Two by Ann and 1 more"
    (log,) = html(files["index.html"]).all("ol", "log")
    assert log.all("ul")[0].all("li")[0].text == expected
    assert expected in files["README.md"].decode()
    for feed in feeds((told,)):
        assert expected in feed.body.decode()


@pytest.mark.parametrize("months", range(3, 260, 23))
def test_words_below_the_stream_stand_in_order_and_have_room(months: int) -> None:
    start = datetime(2001, 1, 1, tzinfo=UTC)
    dates = {f"t{n}": start + timedelta(days=n * months * 30 / 200) for n in range(200)}
    view = kept_for_years(("calm", "upbeat"))
    notes = taste_notes(taste(dates, view.analysis, 200))
    assert notes
    places = [tick.at for tick in notes.figure.ticks]
    assert 1 <= len(places) <= 8
    assert places == sorted(places)
    room = 12 if months < 24 else 9
    assert all(b - a >= room for a, b in itertools.pairwise(places))
    assert len({tick.words for tick in notes.figure.ticks}) == len(places)


def test_ranks_that_moved_are_told_with_their_places_and_hostile_names() -> None:
    moves = tuple(
        Move(name=name, path="artists/x", was=10, now=place)
        for place, name in zip((3, 1_200), HOSTILE[:2], strict=True)
    )
    change = Change(thing="ranks", at=SINCE, what="changed", name="", path="", moves=moves)
    (told,) = on_home([change], {"artists/x"})
    home = HomeView((shelf(),), True, 1, 0, changes=(told,))
    files = {file.path: file.body for file in pages.home(home)}
    (log,) = html(files["index.html"]).all("ol", "log")
    assert [one.text for one in log.all("p", "what")] == [told.label]
    items = [one.text for one in log.all("ul")[0].all("li")]
    assert items == [f"Up from 10 to 3: {SHOWN[0]}", f"Down from 10 to 1,200: {SHOWN[1]}"]
    assert [a.attributes["href"] for a in log.all("a")] == ["artists/x/"] * 2
    assert told.label in files["README.md"].decode()
    atom, data = (file.body for file in feeds((told,), "https://notes.example/"))
    (item,) = json.loads(data)["items"]
    assert item["title"] == told.label
    assert "Up from 10 to 3: A|B" in item["content_html"]
    assert told.label.encode() in atom


def test_an_artist_who_lost_the_page_is_told_of_without_a_link() -> None:
    move = Move(name="Ann", path="artists/ann", was=2, now=1)
    change = Change(thing="ranks", at=SINCE, what="changed", name="", path="", moves=(move,))
    (told,) = on_home([change], set())
    assert (told.notes[0].names, told.notes[0].path) == (("Ann",), "")
