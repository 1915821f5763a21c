"""Thirty real playlists: counts on every page, and the same end whatever the events did."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from linernotes import clusters
from linernotes.models import Analysis, PlaylistDocument
from tests.aws.stack import Stack
from tests.aws.test_entities import orphans
from tests.aws.test_order import published, slugs, with_slugs, without_fences
from tests.links import dead_links
from tests.recount import check, check_playlist, recount, rows_of

FOLDER = Path(__file__).parents[3] / "shared" / "data" / "corpus" / "exportify"

pytestmark = [
    pytest.mark.usefixtures("one_time", "light_figures", "_no_clusters"),
    pytest.mark.soak,
    pytest.mark.timeout(1800),
    pytest.mark.skipif(not FOLDER.is_dir(), reason="real exports of other people are not shipped"),
]


EXPORTS = {path.name: path.read_bytes() for path in sorted(FOLDER.glob("*.csv"))}


@pytest.fixture
def _no_clusters(monkeypatch: pytest.MonkeyPatch) -> None:
    """Standing analyses are part of the ledger: how they came about may show, so there are none."""

    def nothing(document: PlaylistDocument, *_: object) -> Analysis:
        keys = tuple(track.key for track in document.tracks)
        return Analysis(recipe=1, mode="none", why="nothing is looked for", k=0, unplaced=keys)

    monkeypatch.setattr(clusters, "analyse", nothing)


def folder_of(name: str, site: dict[str, bytes]) -> str:
    """The folder of the playlist that was read from an export."""
    [folder] = [
        page["page"]
        for path, body in site.items()
        if path.startswith("playlists/") and path.count("/") == 2 and path.endswith(".json")
        if (page := json.loads(body))["export"] == name
    ]
    return str(folder)


def filled(stack: Stack) -> dict[str, bytes]:
    for name, body in EXPORTS.items():
        stack.drop(name, body)
    settle(stack)
    return stack.site()


def settle(stack: Stack, order: random.Random | None = None) -> None:
    """Run stages dry: each in its turn or, in random order, for up to thirty messages at a time.

    One message a stage, as `drain` does it, would publish the library a hundred times over.
    """
    while any(stack.receive(stage) for stage in stack.urls):
        for stage in order.sample(list(stack.urls), 4) if order else list(stack.urls):
            for _ in range(order.randrange(1, 30) if order else 1000):
                if not stack.step(stage):
                    break


def test_every_page_counts_what_a_recount_counts_and_running_again_writes_nothing(
    stack: Stack, site_writes: list[str]
) -> None:
    assert len(EXPORTS) == 30
    site = filled(stack)
    rows = [row for name, body in EXPORTS.items() for row in rows_of(name, body)]
    check(site, recount(rows, likes_known=False))
    for name, body in EXPORTS.items():
        check_playlist(site, folder_of(name, site), rows_of(name, body))
    assert dead_links(site) == []
    assert orphans(site) == set()
    assert stack.rows("DIRTY") == []
    site_writes.clear()
    for name in EXPORTS:
        stack.tell(name)
    settle(stack)
    assert site_writes == []


def test_thirty_exports_end_in_the_same_bytes_whatever_the_events_did(
    new_stack: Callable[[], Stack],
) -> None:
    """Twice each, in random order, ten of them deleted and put back, the stages in random order."""
    straight = new_stack()
    expected = filled(straight)
    rows, claims = published(straight), slugs(straight)
    order = random.Random(30)
    stack = with_slugs(new_stack(), claims)
    drops = list(EXPORTS) * 2
    order.shuffle(drops)
    for key in drops:
        stack.drop(key, EXPORTS[key])
        if order.random() < 0.1:
            stack.step(order.choice(list(stack.urls)))
    settle(stack, order)
    again = order.sample(list(EXPORTS), 10)
    for key in again:
        stack.remove(key)
    settle(stack, order)
    assert dead_links(stack.site()) == []
    for key in again:
        stack.drop(key, EXPORTS[key])
    settle(stack, order)
    assert stack.site() == expected
    assert without_fences(published(stack)) == without_fences(rows)
