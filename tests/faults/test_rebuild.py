"""Catalog and site made anew from inbox and ledger are the ones that stood, byte for byte."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from linernotes.catalog import ledger
from linernotes.usecases.rebuild import STAGES, rebuild
from tests.faults.quick import quicken
from tests.faults.schedules import check, kept_rows, play
from tests.faults.world import World

# Facts that come from another export than the first, a playlist renamed and one that is gone, an
# export put over a good one that does not read, tracks that are liked.
PAST = (
    "drop a.json 0",
    "drop b.json 0",
    "run ingest",
    "run analyze",
    "run draw",
    "run publish",
    "drop c.json 2",
    "drop a.json 1",
    "run ingest",
    "drop b.json 2",
    "run analyze",
    "run ingest",
    "run draw",
    "run publish",
    "drop c.json 3",
    "drop a.json 3",
)


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    quicken(monkeypatch)


class Workers:
    """The workers of a deployment in memory; one may be slow to stop, or stopping be cut short."""

    def __init__(self, world: World, interrupted_at: str = "") -> None:
        self.world = world
        self.going = set(STAGES)
        self.interrupted_at = interrupted_at

    def stop(self, stage: str) -> None:
        self.going.discard(stage)
        self._reach(f"stop {stage}")

    def go_on(self, stage: str) -> None:
        self.going.add(stage)

    def rest(self, stages: Sequence[str]) -> None:
        self._reach(f"rest {' '.join(stages)}")
        assert set(stages) <= self.going, "whoever is off never rests"
        going = [stage.lower() for stage in STAGES if stage in self.going]
        while any(self._work(stage) for stage in going):
            pass

    def _work(self, stage: str) -> bool:
        worker = self.world.start(stage)
        if worker is not None:
            self.world.go(worker)
        return worker is not None

    def _reach(self, place: str) -> None:
        if place == self.interrupted_at:
            raise KeyboardInterrupt


def state(world: World) -> tuple[dict[str, bytes], list[dict[str, Any]], list[dict[str, Any]]]:
    """The site, the rows that must not depend on what happened, and the ledger."""
    return dict(world.site), kept_rows(world), of_ledger(world)


def of_ledger(world: World) -> list[dict[str, Any]]:
    return [row for row in world.rows("") if ledger.belongs(row["pk"]["S"], row["sk"]["S"])]


def lived(past: Sequence[str] = PAST) -> World:
    world = World()
    play(world, past)
    check(world)
    return world


def test_what_is_made_anew_is_what_stood_byte_for_byte() -> None:
    world = lived()
    before = state(world)
    assert len(before[0]) > 10
    done = rebuild(world.cloud(), Workers(world))
    assert done.rows > 20
    assert (done.exports, done.left, done.missing) == (3, 0, 0)
    assert state(world) == before
    check(world)


def test_only_the_ledger_is_there_when_the_first_export_is_read_anew() -> None:
    world = lived()
    kept = of_ledger(world)
    assert {row["pk"]["S"].partition("#")[0] for row in kept} == {
        "HISTORY",
        "LOG",
        "LOGGED",
        "P",
        "SLUG",
        "SLUGOF",
    }
    with pytest.raises(KeyboardInterrupt):
        rebuild(world.cloud(), Workers(world, "rest Ingest"))
    assert world.rows("") == kept


def test_objects_of_nothing_go_and_what_was_lost_comes_back() -> None:
    world = lived()
    before = state(world)
    world.s3.put_object(Bucket="site", Key="left/over.html", Body=b"")
    world.s3.delete_object(Bucket="site", Key="index.html")
    for row in world.dynamodb.all():
        if row["pk"]["S"].startswith(("E#", "M#", "X#")):
            world.dynamodb.remove(row["pk"]["S"], row["sk"]["S"])
    done = rebuild(world.cloud(), Workers(world))
    assert (done.left, done.missing) == (1, 0)
    assert state(world) == before


def test_what_is_under_way_is_finished_and_what_comes_meanwhile_waits() -> None:
    world = lived()
    play(world, ["drop b.json 1", "run ingest", "drop a.json 0"])
    rebuild(world.cloud(), Workers(world))
    check(world)


@pytest.mark.parametrize(
    "place",
    [
        "rest Ingest Analyze Draw Publish",
        *(f"stop {stage}" for stage in STAGES),
        *(f"rest {stage}" for stage in STAGES),
    ],
)
def test_whoever_is_interrupted_leaves_all_stages_going_and_may_begin_again(place: str) -> None:
    world = lived()
    before = state(world)
    workers = Workers(world, place)
    with pytest.raises(KeyboardInterrupt):
        rebuild(world.cloud(), workers)
    assert workers.going == set(STAGES)
    rebuild(world.cloud(), Workers(world))
    assert state(world)[0] == before[0]


def test_one_that_was_killed_is_made_up_for_by_the_next() -> None:
    world = lived()
    before = state(world)
    ledger.keep_alone(world.cloud().catalog.table)
    world.tell("a.json")
    workers = Workers(world)
    workers.going.clear()
    rebuild(world.cloud(), workers)
    assert state(world)[0] == before[0]


def test_an_empty_library_is_made_anew_too() -> None:
    world = lived(("drop a.json 0", "run ingest", "remove a.json"))
    before = state(world)
    rebuild(world.cloud(), Workers(world))
    assert state(world) == before
