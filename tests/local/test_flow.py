"""The sample library on the embedded engine: what is dropped is read as pages."""

from __future__ import annotations

import json
import re

import pytest
from markdown_it import MarkdownIt

from tests.links import dead_links
from tests.local.conftest import ROOT
from tests.local.driver import Driver
from tests.recount import (
    check,
    check_playlist,
    check_ranks,
    folder_of,
    places,
    plays_of,
    recount,
    rows_of,
)
from tests.recount_tables import check_tables, completed

EXPORTS = ROOT / "events" / "exports"
CLUSTERS = "playlists/international_pop/clusters/overview.md"
HEADER = "| Art | Track | Album | Artists | Label | Rank | 💚 | 🔗 |"
BROKEN = "broken download.json"
# What of a playlist says nothing of others. Its pages may: who comes next and who sounds alike,
# and its audio features lie beside those of all liked tracks.
OWN = re.compile(
    r"assets/|(playlists/aegyo/(running_order|clusters/.*\.(csv|txt)))|images/.*aegyo/clusters"
)
HISTORY = "StreamingHistory_music_0.json"


def sample(stack: Driver, *names: str) -> None:
    for export in sorted(EXPORTS.iterdir()):
        if export.suffix in (".json", ".csv") and (not names or export.name in names):
            stack.drop(export.name, export.read_bytes())


@pytest.fixture(
    scope="module", params=[pytest.param(False, id="anyone"), pytest.param(True, id="iam-enforced")]
)
def library(request: pytest.FixtureRequest) -> Driver:
    """A stack with the sample library, without and with IAM enforced."""
    stack: Driver = request.getfixturevalue("module_stacks")(auth=request.param)
    sample(stack)
    stack.drain()
    return stack


@pytest.fixture(scope="module")
def published(library: Driver) -> dict[str, bytes]:
    """Its site."""
    return library.site()


def test_nothing_is_given_up_and_no_error_is_logged(library: Driver) -> None:
    assert library.dead_letters() == ()
    assert not [line for line in library.logs() if '"level":"ERROR"' in line]


def sections(markdown: str) -> dict[str, str]:
    """The text under each second-level heading."""
    parts = re.split(r"^## (.+)$", markdown, flags=re.M)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def table_rows(markdown: str) -> list[list[str]]:
    """The body rows of every table, cells as text, read by a CommonMark parser."""
    tokens = MarkdownIt("commonmark", {"html": True}).enable("table").parse(markdown)
    rows: list[list[str]] = []
    in_head = False
    for token in tokens:
        if token.type == "thead_open":
            in_head = True
        elif token.type == "thead_close":
            in_head = False
        elif token.type == "tr_open" and not in_head:
            rows.append([])
        elif token.type == "inline" and rows and not in_head:
            rows[-1].append(token.content)
    return [row for row in rows if row]


def test_every_track_is_in_one_cluster_or_not_placed(published: dict[str, bytes]) -> None:
    page = published[CLUSTERS].decode()
    assert page.startswith("# Clusters in International Pop\n")
    found = sections(page)
    clusters = {name: text for name, text in found.items() if name.startswith("Cluster #")}
    assert len(clusters) >= 2
    placed = 0
    for text in clusters.values():
        [count] = re.findall(r"^(\d+) tracks$", text, flags=re.M)
        assert HEADER in text
        assert len(table_rows(text)) == int(count)
        placed += int(count)
    unplaced = table_rows(found["Not placed"])
    assert (placed, len(unplaced)) == (103, 3)
    assert list(found)[-1] == "Not placed"


def test_names_arrive_whole_and_nothing_reads_nan(published: dict[str, bytes]) -> None:
    page = published[CLUSTERS].decode()
    names = {row[1] for row in table_rows(page)}
    given = json.loads((EXPORTS / "international_pop.json").read_text(encoding="utf-8"))
    assert {"群青", "夜に駆ける"} <= names
    assert sum("YOASOBI" in row[3] for row in table_rows(page)) == sum(
        any(artist["name"] == "YOASOBI" for artist in item["track"]["artists"])
        for item in given["tracks"]["items"]
    )
    for path, body in published.items():
        if path.endswith((".md", ".html")):
            assert not re.search(r"\b(nan|None|undefined)\b", body.decode()), path


def test_every_link_and_picture_leads_somewhere(published: dict[str, bytes]) -> None:
    assert "images/playlists/international_pop/clusters/clusters_scatter.png" in published
    assert dead_links(published) == []


def test_every_count_equals_a_plain_recount(published: dict[str, bytes]) -> None:
    told = {
        export.name: list(rows_of(export.name, export.read_bytes()))
        for export in sorted(EXPORTS.iterdir())
        if export.suffix in (".json", ".csv") and export.name not in (BROKEN, HISTORY)
    }
    check(published, recount([row for rows in told.values() for row in rows], likes_known=True))
    for name, tracks in completed(told).items():
        check_playlist(published, folder_of(name, published), tracks.values())
    assert check_tables(published, told) > 1_000


def test_every_rank_equals_a_plain_recount(published: dict[str, bytes]) -> None:
    bodies = {
        export.name: export.read_bytes()
        for export in EXPORTS.iterdir()
        if export.suffix in (".json", ".csv") and export.name not in (BROKEN, HISTORY)
    }
    plays = plays_of((EXPORTS / HISTORY).read_bytes())
    assert check_ranks(published, places(plays, bodies.items())) > 100


def test_the_sample_library_has_every_kind_of_page(published: dict[str, bytes]) -> None:
    shown = {
        "artists/kimbra",
        "artists/madame_placeholder",
        "labels/polydor_records",
        "labels/fictitious_records",
        "genres/dream_pop",
        "playlists/paper_boats/2019",
        "playlists/liked_tracks",
        "forgotten",
    }
    assert {f"{page}/index.html" for page in shown} <= published.keys()
    inbox = published["inbox.md"].decode()
    assert "1 empty row, 1 podcast episode and 1 repeated track" in inbox


def test_a_playlist_of_each_shape_has_its_pages_and_likes_have_theirs(
    published: dict[str, bytes],
) -> None:
    for slug in ("international_pop", "aegyo", "alt-pop", "liked_tracks"):
        assert f"playlists/{slug}/overview.md" in published
        assert f"playlists/{slug}/clusters/index.html" in published
    assert published[CLUSTERS].decode().count("💚") > 50


def test_the_inbox_page_names_the_broken_file_and_why(published: dict[str, bytes]) -> None:
    page = published["inbox.md"].decode()
    assert "broken download" in page
    assert re.search(r"line \d", page), "where in the file it breaks off"


def test_one_export_after_another_changes_only_what_depends_on_it(stack: Driver) -> None:
    sample(stack, "aegyo.json")
    stack.drain()
    first = stack.site()
    written = stack.listing()

    sample(stack, "aegyo.json")
    stack.drain()
    assert stack.listing() == written, "the same bytes again write nothing"

    sample(stack, "international_pop.json")
    stack.drain()
    both = stack.site()
    own = [path for path in first if OWN.match(path)]
    assert len(own) > 10
    assert {path for path in own if both[path] != first[path]} == set()

    changed = json.loads((EXPORTS / "international_pop.json").read_text(encoding="utf-8"))
    changed["tracks"]["items"] = changed["tracks"]["items"][:-1]
    stack.drop("international_pop.json", json.dumps(changed).encode())
    stack.drain()
    fewer = stack.site()
    assert {path for path in own if fewer[path] != both[path]} == set()
    assert fewer[CLUSTERS] != both[CLUSTERS]

    stack.drop("international_pop.json", b"\x00garbage")
    stack.drain()
    assert stack.site()[CLUSTERS] == fewer[CLUSTERS]

    stack.remove("international_pop.json")
    stack.drain()
    assert stack.site() == first
    assert stack.dead_letters() == ()
