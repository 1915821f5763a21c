"""Whatever becomes of any one call of any function, the end is the one without it.

Each call of a worker is hit in turn: its process dies before it (which is after the one before), it
is throttled, its reply is lost, it is sent twice. Then the message is delivered again, the queues
run dry, and the deployment is held against one that was given the same exports and the same ledger
and no fault (`tests.faults.schedules.check`).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Literal

import pytest

from tests.faults.exports import CONTENTS
from tests.faults.quick import quicken
from tests.faults.schedules import check, play
from tests.faults.world import STAGES, Order, Worker, World

FAULTS: tuple[Order | Literal["death"], ...] = ("death", "throttled", "lost", "twice")
SAMPLE = 4  # calls of each function that are hit in quick tests, spread over all
# Exports that complete each other, hearts, pages that come and go, a playlist that goes.
BEFORE = (
    "drop a.json 0",
    "drop b.json 0",
    "drop c.json 2",
    *(f"run {stage}" for stage in STAGES),
    *(f"run {stage}" for stage in STAGES),
    "drop a.json 1",
    "drop c.json 3",
    "remove b.json",
)


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    quicken(monkeypatch)


@cache
def before(stage: str) -> World:
    """A deployment in which `stage` is next; it is made once, and copied."""
    world = World()
    if stage == "refresh":
        play(world, BEFORE[:-3])
        world.drain()
        # Events that nobody heard, an object that is gone, and one that belongs to nothing.
        world.s3.put_object(Bucket="inbox", Key="a.json", Body=CONTENTS["a.json"][1])
        world.s3.delete_object(Bucket="inbox", Key="b.json")
        world.s3.delete_object(Bucket="site", Key="index.html")
        world.s3.put_object(Bucket="site", Key="left/over.html", Body=b"")
        return world
    play(world, BEFORE)
    for earlier in STAGES[: STAGES.index(stage)]:
        play(world, [f"run {earlier}"])
    return world


def next_is(stage: str, pick: int = 0) -> Callable[[], tuple[World, Worker]]:
    """Makes deployments in which a worker of `stage` stands before its first call.

    It has the message at place `pick` of those that wait.
    """

    def make() -> tuple[World, Worker]:
        world = before(stage).copy()
        worker = world.night() if stage == "refresh" else world.start(stage, pick)
        assert worker is not None
        return world, worker

    return make


def unhit(make: Callable[[], tuple[World, Worker]]) -> tuple[World, Worker]:
    """A worker that goes through, and its deployment."""
    world, worker = make()
    world.go(worker)
    return world, worker


def _calls(one: tuple[tuple[World, Worker], object]) -> int:
    return len(one[0][1].calls)


def hit(world: World, worker: Worker, call: int, fault: Order | Literal["death"]) -> str:
    """Let a worker's `call`-th call (0 is the first) fail so; what it was about."""
    world.go(worker, call)
    about = worker.next_call
    if fault == "death":
        world.kill(worker)
    else:
        world.go(worker, 1, fault)
        world.go(worker)
    return about


def mended(world: World) -> None:
    """What the days after do, where nobody delivers a night's message again.

    What belongs to nothing goes in a night in which nothing else is due, which may be the second.
    """
    for _ in range(2):
        world.settle()
        world.go(world.night())
    check(world)


@pytest.mark.parametrize("stage", [*STAGES, "refresh"])
def test_any_of_a_few_calls_may_fail_in_any_way(stage: str) -> None:
    make, calls = busiest(stage)
    for call in range(0, calls, max(1, calls // SAMPLE)):
        for fault in FAULTS:
            ends_well(stage, make, call, fault)


@pytest.mark.soak
@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("stage", [*STAGES, "refresh"])
def test_any_call_may_fail_in_any_way(stage: str, fault: Order | Literal["death"]) -> None:
    make, calls = busiest(stage)
    for call in range(calls):
        ends_well(stage, make, call, fault)


def busiest(stage: str) -> tuple[Callable[[], tuple[World, Worker]], int]:
    """Of the messages that wait, the one that most is done about; how many calls that takes."""
    made, make = max(
        ((unhit(next_is(stage, pick)), next_is(stage, pick)) for pick in range(3)), key=_calls
    )
    calls = len(made[1].calls)
    assert calls >= 5
    finish(stage)(made[0])
    return make, calls


def finish(stage: str) -> Callable[[World], None]:
    """What brings a deployment to rest, and looks at it."""
    return mended if stage == "refresh" else check


def ends_well(
    stage: str,
    make: Callable[[], tuple[World, Worker]],
    call: int,
    fault: Order | Literal["death"],
) -> None:
    """Hit one call, and look at the end."""
    world, worker = make()
    about = hit(world, worker, call, fault)
    try:
        finish(stage)(world)
    except AssertionError as error:
        raise AssertionError(f"{fault} at call {call} of {stage}, {about}") from error
