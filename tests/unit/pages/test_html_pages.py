"""The HTML pages: the same data, readable by people, machines and screen readers."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from urllib.parse import unquote, urlsplit

import pytest

from linernotes import pages
from linernotes.models import Refusal, Skip
from linernotes.pages.views import (
    ChangeLine,
    ErrorsView,
    HomeView,
    InboxPlaylist,
    InboxView,
    Link,
    PageFile,
    PlaylistView,
)
from linernotes.usecases.views import shelf_of
from tests.unit.pages.library import HOSTILE, SINCE, hostile, line, playlist, two_moods
from tests.unit.pages.reading import Element, html
from tests.unit.pages.test_markdown_pages import export, shelf
from tests.unit.pages.test_over_time import kept_for_years

CLUSTERS = "playlists/international_pop/clusters/index.html"
OVERVIEW = "playlists/international_pop/index.html"


def _site(view: PlaylistView) -> dict[str, PageFile]:
    """A whole small site around one playlist."""
    names = [shelf(name, slug="international_pop") for name in HOSTILE]
    refusals = tuple(Refusal(since=SINCE, reason=name, place=name) for name in HOSTILE)
    skips = tuple(Skip(row=1, reason="duplicate", detail=name) for name in HOSTILE)
    told = [InboxPlaylist(name, "international_pop", 1, skips, HOSTILE) for name in HOSTILE]
    exports = [
        export(key=name, because=name, warnings=HOSTILE, refusals=refusals, playlists=tuple(told))
        for name in HOSTILE[:3]
    ]
    files = [
        *pages.playlist(view),
        *pages.home(HomeView(tuple(names), True, 1, 1)),
        *pages.inbox(InboxView(tuple(exports))),
        *pages.assets(),
    ]
    return {file.path: file for file in files}


def _read(view: PlaylistView, path: str = CLUSTERS) -> Element:
    return html(next(file.body for file in pages.playlist(view) if file.path == path))


def _cells(table: Element) -> list[list[str]]:
    return [[cell.text for cell in row.all("td")] for row in table.all("tr")[1:]]


def _sections(page: Element) -> list[Element]:
    return [one for one in page.all("section", "cluster") if "rest" not in one.classes]


ALL_VIEWS = [two_moods(), hostile(), playlist([]), playlist([line(1)]), kept_for_years()]


@pytest.mark.parametrize("view", ALL_VIEWS)
def test_no_page_needs_more_than_the_security_policy_allows(view: PlaylistView) -> None:
    for path, file in _site(view).items():
        if not path.endswith(".html"):
            continue
        for element in html(file.body).all():
            assert "style" not in element.attributes, path
            assert not any(name.startswith("on") for name in element.attributes), path
            assert element.tag not in ("style", "iframe", "object", "base", "form"), path
            if element.tag == "script":
                assert element.attributes["src"].startswith(("/assets/", "assets/", "../"))
                assert not element.text
            if element.tag == "img":
                source = element.attributes["src"]
                assert source.startswith("https://i.scdn.co/") or not urlsplit(source).scheme


@pytest.mark.parametrize("view", ALL_VIEWS)
def test_every_link_inside_the_site_leads_somewhere(view: PlaylistView) -> None:
    site = _site(view)
    if view.scatter:
        site[view.scatter.path] = PageFile(view.scatter.path, b"", "image/png")
    site["artists/x/index.html"] = site["artists/bibi/index.html"] = site["404.html"]
    site["labels/decca_(umo)/index.html"] = site["errors/index.html"] = site["404.html"]
    pages = {path: html(file.body).all() for path, file in site.items() if path.endswith(".html")}
    ids = {path: {one.attributes.get("id") for one in all_of} for path, all_of in pages.items()}
    for path, elements in pages.items():
        for element in elements:
            for name in ("href", "src"):
                address = element.attributes.get(name, "")
                if address and not urlsplit(address).scheme:
                    _assert_leads_somewhere(set(site), ids, path, address)


def _assert_leads_somewhere(
    site: set[str], ids: Mapping[str, set[str | None]], path: str, address: str
) -> None:
    if address == "#disc" or address.startswith(("#heart", "#out")):
        return
    target, _, place = unquote(address).partition("#")
    found = posixpath.normpath(posixpath.join(posixpath.dirname(path), target)).lstrip("/")
    if not target:
        found = path
    elif target.endswith("/"):
        found = posixpath.normpath(posixpath.join(found, "index.html"))
    assert found in site, f"{path}: {address}"
    if place:
        # A shelf may know a cluster that this one playlist does not have.
        assert place in ids[found] or path == "index.html", f"{path}: {address}"


@pytest.mark.parametrize("view", ALL_VIEWS)
def test_ids_are_unique(view: PlaylistView) -> None:
    for path in (CLUSTERS, OVERVIEW):
        ids = [e.attributes["id"] for e in _read(view, path).all() if "id" in e.attributes]
        assert len(ids) == len(set(ids))


def test_a_cluster_shows_its_tracks_most_typical_first() -> None:
    view = two_moods()
    names = {one.track.key: one.track.name for one in view.tracks}
    sections = _sections(_read(view))
    for section, cluster in zip(sections, view.analysis.clusters, strict=True):
        rows = [row for table in section.all("table") for row in _cells(table)]
        assert [row[1].removesuffix(" misfit") for row in rows] == [
            names[key] for key in cluster.tracks
        ]
        assert section.all("p", "count")[0].text == f"{len(rows)} tracks"
    assert [len(_cells(table)) for table in sections[0].all("table")] == [10, 10]
    assert sections[0].all("summary")[0].text == "10 more tracks"


def test_what_is_not_placed_stands_last() -> None:
    last = _read(two_moods()).all("section", "cluster")[-1]
    assert last.all("h2")[0].text == "Not placed"
    assert [row[1] for row in _cells(last.all("table")[0])] == ["Track 31", "Track 32", "Track 33"]


def test_hostile_names_are_cells_like_any_other() -> None:
    names = [" ".join(name.split()) for name in HOSTILE]
    for path in (CLUSTERS, OVERVIEW):
        page = _read(hostile(), path)
        rows = [row for table in page.all("table") for row in _cells(table)]
        assert [row[1] for row in rows] == names
        assert [row[3] for row in rows] == [f"{name}, {name}" for name in names]
        assert [row[4] for row in rows] == names
        assert HOSTILE[5] in page.all("h1")[0].text


def test_direction_marks_and_line_breaks_reach_no_page() -> None:
    bad = "a\u202eb\n\u2028c\ud800\0"
    told = line(1, bad, album=bad)
    view = playlist([told], [[told]], name=bad)
    axes = [axis.model_copy(update={"label": bad}) for axis in view.analysis.axes]
    view = replace(
        view, export=bad, analysis=view.analysis.model_copy(update={"axes": tuple(axes)})
    )
    files = [*pages.playlist(view)]
    told_export = export(key=bad, because=bad, warnings=(bad,))
    files += pages.inbox(InboxView((told_export,)))
    for file in files:
        text = file.body.decode()
        assert not set("\u202e\u2028\0") & set(text), file.path


def test_every_dot_of_the_picture_links_to_its_row_and_says_what_it_is() -> None:
    page = _read(two_moods())
    dots = page.all("a", "dot")
    assert len(dots) == 30
    rows = {row.attributes["id"]: row for row in page.all("tr") if "id" in row.attributes}
    for dot in dots:
        row = rows[dot.attributes["href"].removeprefix("#")]
        called = row.all("td", "track")[0].all("bdi")[0].text
        assert dot.all("title")[0].text == f"{called} by BIBI, Becky G"
        assert set(dot.classes) & set(row.classes)
    assert [centre.text for centre in page.all("g", "centre")] == ["1", "2"]
    assert len(page.all("a", "misfit")) == 1
    assert "Hollow dots are misfits." in page.all("figcaption")[0].text


def test_a_picture_with_many_dots_has_no_link_for_each_and_is_still_picked_from(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("linernotes.pages.scatter.MOST_LINKED", 19)
    many = [line(number) for number in range(1, 21)]
    plane = _read(playlist(many, [many[:7], many[7:]])).all("svg", "plane")[0]
    assert not plane.all("a")
    assert plane.attributes["role"] == "img"
    drawn = {one.classes[1]: one.attributes["d"] for one in plane.all("path", "specks")}
    assert {name: path.count("M") for name, path in drawn.items()} == {"c1": 7, "c2": 13}


def test_a_picture_with_too_many_dots_is_the_picture_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("linernotes.pages.scatter.MOST_DOTS", 19)
    many = [line(number) for number in range(1, 21)]
    image = _read(playlist(many, [many])).all("figure")[0].all("img")[0]
    assert image.attributes["src"].endswith("/clusters/clusters_scatter.png")
    assert (image.attributes["width"], image.attributes["height"]) == ("1200", "900")


def test_art_keeps_its_room_and_waits_until_it_is_seen() -> None:
    image = _read(two_moods()).all("td", "art")[0].all("img")[0]
    wanted = {"alt": "", "width": "50", "height": "50", "loading": "lazy"}
    assert wanted.items() <= image.attributes.items()


def test_a_thing_without_art_has_a_tile_with_initials() -> None:
    told = line(1, art="", album="Jai Jai Shivshankar")
    tile = _read(playlist([told], [[told]])).all("span", "sleeve")[0]
    assert tile.attributes["data-initials"] == "JJ"
    assert not tile.all("img")


def test_unknown_columns_are_absent() -> None:
    view = replace(playlist([line(1, album="", labels=())]), likes_known=False, ranks_known=False)
    for path in (CLUSTERS, OVERVIEW):
        page = _read(view, path)
        heads = [head.text for head in page.all("table")[0].all("th")]
        assert heads == ["Art", "Track", "Artists", "🔗"]
        assert "YourLibrary.json" in page.all("aside")[0].text


def test_an_unknown_rank_is_a_dash() -> None:
    cells = _cells(_read(playlist([line(1), line(2, rank=7)])).all("table")[0])
    assert [row[5] for row in cells] == ["–", "7"]


def test_a_page_says_where_it_stands_and_when_it_changed() -> None:
    page = _read(two_moods())
    crumbs = page.all("nav", "crumbs")[0]
    assert [item.text for item in crumbs.all("li")] == ["Library", "International Pop", "Clusters"]
    assert page.all("time")[0].attributes["datetime"] == "2026-11-03T23:30:00+00:00"
    assert page.all("time")[0].text == "3 November 2026"
    links = [link.attributes["href"] for link in page.all("footer")[0].all("a")]
    assert "overview.md" in links


def test_a_table_keeps_its_meaning_where_its_layout_changes() -> None:
    table = _read(two_moods()).all("table")[0]
    assert table.attributes["role"] == "table"
    assert {cell.attributes["role"] for cell in table.all("td")} == {"cell"}
    assert {head.attributes["scope"] for head in table.all("th")} == {"col"}
    assert table.attributes["aria-label"] == "Tracks of cluster 1"


def test_a_page_of_clusters_has_a_table_of_contents() -> None:
    page = _read(two_moods())
    contents = page.all("nav", "contents")[0]
    assert [item.text for item in contents.all("li")] == [
        "1 Mood 1 20",
        "2 Mood 2 10",
        "Not placed 3",
    ]
    addresses = [link.attributes["href"] for link in contents.all("a")]
    assert addresses == ["#cluster-1", "#cluster-2", "#not-placed"]


def test_a_cluster_leads_to_the_one_before_and_the_one_after() -> None:
    turns = [nav.all("a") for nav in _read(two_moods()).all("nav", "turn")]
    assert [[link.attributes["href"] for link in turn] for turn in turns] == [
        ["#cluster-2"],
        ["#cluster-1"],
    ]


def test_a_linked_page_shows_its_title_and_its_picture() -> None:
    files = {file.path: file for file in pages.playlist(two_moods(), "https://x.example/notes/")}
    metas = {
        meta.attributes["property"]: meta.attributes["content"]
        for meta in html(files[CLUSTERS].body).all("meta")
        if "property" in meta.attributes
    }
    assert metas["og:title"] == "Clusters in International Pop"
    assert metas["og:image"] == (
        "https://x.example/notes/images/playlists/international_pop/clusters/clusters_scatter.png"
    )
    assert metas["og:description"] == (
        "International Pop: 33 tracks, 2 artists, 2 clusters (Mood 1 and Mood 2)."
    )


def test_moods_whose_names_have_commas_are_told_apart_in_a_description() -> None:
    view = two_moods()
    one, two = view.analysis.clusters
    named = (one.model_copy(update={"name": "upbeat, loud"}), two)
    view = replace(view, analysis=view.analysis.model_copy(update={"clusters": named}))
    for path in (OVERVIEW, CLUSTERS):
        [told] = [
            one
            for one in _read(view, path).all("meta")
            if one.attributes.get("name") == "description"
        ]
        assert told.attributes["content"].endswith("2 clusters (Upbeat, loud; Mood 2).")


def test_the_pages_of_the_inbox_and_of_slips_are_shown_where_they_are_linked_too() -> None:
    root = "https://x.example/notes/"
    for path, files in (
        ("inbox/", pages.inbox(InboxView((export(),)), root)),
        ("errors/", pages.errors(ErrorsView((), (), (), SINCE), root)),
    ):
        page = html(next(file.body for file in files if file.path == f"{path}index.html"))
        metas = {meta.attributes.get("property"): meta.attributes for meta in page.all("meta")}
        assert metas["og:title"]["content"] == page.all("h1")[0].text.strip()
        assert metas["og:description"]["content"]
        assert metas["og:url"]["content"] == root + path
        [canonical] = [to for to in page.all("link") if to.attributes["rel"] == "canonical"]
        assert canonical.attributes["href"] == root + path
        assert page.all("footer")[0].all("time")[0].text == "3 November 2026"


def test_a_sleeve_is_the_same_on_home_and_on_the_page() -> None:
    arts = [f"https://i.scdn.co/image/{letter * 40}" for letter in "ba"]
    view = playlist([line(number, art=address) for number, address in enumerate(arts)])
    sleeve = _read(view, OVERVIEW).all("header", "title")[0].all("img")[0]
    assert sleeve.attributes["src"] == shelf_of("p", view, "d", []).art


def test_home_shows_each_playlist_with_its_clusters() -> None:
    files = pages.home(HomeView((shelf(),), True, 3, 1))
    page = html(files[1].body)
    record = page.all("li", "record")[0]
    assert record.all("h2")[0].text == "International Pop"
    assert [chip.text for chip in record.all("ol", "chips")[0].all("li")] == ["Upbeat", "Calm"]
    assert "106 tracks · 54" in record.text
    assert "1 export was refused." in page.text


def test_the_bar_of_a_playlist_at_home_is_shared_as_its_tracks_are() -> None:
    made = shelf(tracks=100, sizes=(50, 30))
    page = html(pages.home(HomeView((made,), True, 1, 0))[1].body)
    stripes = page.all("li", "record")[0].all("svg", "spine")[0].all("rect")
    assert [one.classes for one in stripes] == [["c1"], ["c2"], ["rest"]]
    assert [one.attributes["width"] for one in stripes] == ["500.0", "300.0", "200.0"]
    # A row of an earlier version tells no sizes.
    assert not html(pages.home(HomeView((shelf(),), True, 1, 0))[1].body).all("svg", "spine")


def test_a_playlist_shows_a_map_that_leads_to_its_clusters() -> None:
    page = _read(two_moods(), OVERVIEW)
    (shown,) = page.all("a", "map")
    assert shown.attributes["href"] == "clusters/"
    assert shown.all("svg")[0].attributes["aria-label"]
    assert not _read(playlist([line(1)]), OVERVIEW).all("a", "map")


def test_a_day_of_changes_is_dated_once_for_the_eye_and_on_every_line_for_the_ear() -> None:
    days = (SINCE, SINCE, SINCE - timedelta(days=1))
    changes = tuple(
        ChangeLine(str(n), day, "New playlist", (Link(f"P{n}"),)) for n, day in enumerate(days)
    )
    page = html(pages.home(HomeView((shelf(),), True, 1, 0, changes=changes))[1].body)
    lines = page.all("ol", "log")[0].all("li")
    assert ["same" in one.classes for one in lines] == [False, True, False]
    assert all(one.all("time") for one in lines)


def test_the_page_for_lost_readers_works_at_any_address() -> None:
    page = html(next(file.body for file in pages.assets() if file.path == "404.html"))
    for element in page.all():
        for name in ("href", "src"):
            address = element.attributes.get(name, "/")
            assert address.startswith(("/", "#"))


def test_shared_files_are_named_by_their_bytes() -> None:
    paths = [file.path for file in pages.assets()]
    assert re.fullmatch(r"assets/style-[0-9a-f]{12}\.css", paths[0])
    assert pages.assets() == pages.assets()
    for file in pages.assets():
        assert not re.search(rb"https?://(?!www\.w3\.org)", file.body), file.path


def test_the_same_view_makes_the_same_bytes() -> None:
    assert pages.playlist(two_moods()) == pages.playlist(two_moods())
