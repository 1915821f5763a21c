"""Thirty real playlists: the same end whatever the events did, and nothing written after it.

Standing analyses and slugs are of the ledger, which remembers how things came about. So nothing is
clustered here, and whoever came first to a slug keeps it.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from linernotes.models import Analysis, Gathering, PlaylistDocument
from linernotes.recipes import CLUSTERING
from linernotes.thresholds import Thresholds
from tests.faults.quick import quicken
from tests.faults.schedules import kept_rows
from tests.faults.world import STAGES, World
from tests.links import dead_links, linked
from tests.recount import check, check_playlist, folder_of, recount, rows_of
from tests.recount_tables import check_tables, completed
from tests.remembered import without_memory

FOLDER = Path(__file__).parents[3] / "shared" / "data" / "corpus" / "exportify"

pytestmark = [
    pytest.mark.soak,
    pytest.mark.timeout(900),
    pytest.mark.skipif(not FOLDER.is_dir(), reason="real exports of other people are not shipped"),
]

EXPORTS = {path.name: path.read_bytes() for path in sorted(FOLDER.glob("*.csv"))}


@pytest.fixture(scope="module", autouse=True)
def _quick() -> Iterator[None]:
    """What is read and rendered is remembered from one test to the next."""
    with pytest.MonkeyPatch.context() as patch:
        quicken(patch)
        patch.setattr("linernotes.clusters.analyse", _nothing)
        patch.setattr("linernotes.usecases.gatherings.gathering", lambda *_, **__: None)
        yield


def _nothing(document: PlaylistDocument | Gathering, *_: object) -> Analysis:
    keys = tuple(track.key for track in document.tracks)
    return Analysis(recipe=CLUSTERING, mode="none", why="", k=0, unplaced=keys)


@pytest.fixture(scope="module")
def straight(_quick: None) -> World:
    """A library into which all thirty were dropped at once."""
    world = World(Thresholds())
    for name, body in EXPORTS.items():
        world.drop(name, body)
    settle(world)
    return world


def with_claims_of(other: World) -> World:
    """An empty library in which whoever came first to a slug is known."""
    world = World(Thresholds())
    for row in other.dynamodb.all():
        if row["pk"]["S"].startswith("SLUG"):
            world.dynamodb.write(row)
    return world


def settle(world: World, order: random.Random | None = None) -> None:
    """Run stages dry: each in its turn or, in random order, for up to thirty messages at a time.

    One message a stage would publish the library a hundred times over.
    """
    stages = list(STAGES)
    while any(world.sqs.queue(_address(stage)).visible() for stage in STAGES):
        if order:
            order.shuffle(stages)
        for stage in stages:
            for _ in range(order.randrange(1, 30) if order else 1000):
                worker = world.start(stage)
                if worker is None:
                    break
                world.go(worker)
                assert not world.wrong, repr(world.wrong)
    assert not world.rows("DIRTY")


def _address(stage: str) -> str:
    return f"{stage}.fifo" if stage == "publish" else stage


def same(world: World, straight: World) -> None:
    """Both hold the same bytes, and know the same of them."""
    site, expected = without_memory(world.site), without_memory(straight.site)
    assert site.keys() == expected.keys()
    assert not [path for path, body in site.items() if body != expected[path]]
    assert rows(world) == rows(straight)


def rows(world: World) -> list[Any]:
    """What is known of pages and memberships, but for feeds, which tell of the past."""
    kept = []
    for row in kept_rows(world):
        if "files" in row:
            row["files"] = {"SS": sorted(set(row["files"]["M"]) - {"feed.atom", "feed.json"})}
        kept.append(row)
    return kept


def test_pages_count_what_a_recount_counts_and_a_second_drain_writes_nothing(
    straight: World,
) -> None:
    assert len(EXPORTS) == 30
    site = straight.site
    told = {name: list(rows_of(name, body)) for name, body in EXPORTS.items()}
    check(site, recount([row for one in told.values() for row in one], likes_known=False))
    for name, tracks in completed(told).items():
        check_playlist(site, folder_of(name, site), tracks.values())
    assert check_tables(site, told) > 20_000
    assert dead_links(site) == []
    pages = {path for path in site if path.endswith(("overview.md", "index.html"))}
    assert pages - linked(site) == set()

    calls, stand = straight.site_calls, straight.dynamodb.all()
    for name in EXPORTS:
        straight.tell(name)
    straight.wake()
    settle(straight)
    assert straight.site_calls == calls
    assert straight.dynamodb.all() == stand


def test_one_by_one_in_any_order(straight: World) -> None:
    world = with_claims_of(straight)
    names = list(EXPORTS)
    random.Random(1).shuffle(names)
    for name in names:
        world.drop(name, EXPORTS[name])
        settle(world)
    same(world, straight)


def test_twice_each_with_the_stages_in_any_order(straight: World) -> None:
    world = with_claims_of(straight)
    order = random.Random(2)
    drops = list(EXPORTS) * 2
    order.shuffle(drops)
    for name in drops:
        world.drop(name, EXPORTS[name])
        worker = world.start(order.choice(STAGES)) if order.random() < 0.2 else None
        if worker:
            world.go(worker)
    settle(world, order)
    same(world, straight)


def test_with_ten_of_them_deleted_and_put_back(straight: World) -> None:
    world = with_claims_of(straight)
    order = random.Random(3)
    for name, body in EXPORTS.items():
        world.drop(name, body)
    settle(world, order)
    some = order.sample(list(EXPORTS), 10)
    for name in some:
        world.remove(name)
    settle(world, order)
    assert dead_links(world.site) == []
    assert len(world.site) < len(straight.site)
    for name in some:
        world.drop(name, EXPORTS[name])
    settle(world, order)
    same(world, straight)
