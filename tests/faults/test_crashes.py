"""A worker dies after any of its AWS calls; its message comes back; the end is the same."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from linernotes import aws
from tests.aws.exports import playlist, track
from tests.aws.stack import STAGES, Stack, forget_clients
from tests.faults.kept import Kept

pytestmark = pytest.mark.usefixtures("one_time", "light_figures")

# Enough tracks for clusters and a figure where those are made, for a page of the artist where it is
# written; elsewhere a few calls are enough.
TRACKS = {"ingest": 2, "analyze": 32, "draw": 32, "publish": 12}
OTHER = playlist("Other", [track(2, artist="Cat"), track(99)])


READS = re.compile(r"\.(Get|BatchGet|Head|List|Receive|Query)[A-Za-z]*$")
PARTS = 6


class Death(BaseException):
    """The process is gone: nothing may catch this."""


@contextmanager
def dying_after(call: int) -> Iterator[list[str]]:
    """Let the process die after its `call`-th AWS call (0 is the first); notes each call."""
    made: list[str] = []
    dead: list[bool] = []

    def count(event_name: str, **_: Any) -> None:
        if dead:
            raise Death  # the other threads of a dead process make no calls either
        made.append(event_name)
        if len(made) == call + 1:
            dead.append(True)
            raise Death

    clients: list[Any] = [aws.s3(), aws.dynamodb(), aws.sqs()]
    for client in clients:
        client.meta.events.register("after-call", count)
    try:
        yield made
    finally:
        for client in clients:
            client.meta.events.unregister("after-call", count)


def prepared(stack: Stack, stage: str) -> Stack:
    """A deployment in which `stage` is next, with a changed export and one that is gone."""
    many = TRACKS[stage]
    stack.drop("mine.json", playlist("Mine", [track(n, artist="Ann") for n in range(many)]))
    stack.drop("other.json", OTHER)
    stack.drop("gone.json", playlist("Gone", [track(7)]))
    stack.drain()
    changed = [track(n, artist="Bob", liked=n == 2) for n in range(1, many + 1)]
    stack.drop("mine.json", playlist("Mine", changed))
    if stage == "publish":
        stack.remove("gone.json")
    for earlier in STAGES:
        if earlier == stage:
            return stack
        while stack.step(earlier):
            pass
    return stack


def outcome(stack: Stack) -> tuple[dict[str, bytes], list[Any]]:
    """The site, and the rows as they are read: without fences and without tombstones."""
    rows = [
        {
            name: value
            for name, value in row.items()
            if name not in ("gen", "attempt", "rev", "rows")
        }
        for row in stack.rows()
    ]
    return stack.site(), rows


def differences(
    one: tuple[dict[str, bytes], list[Any]], other: tuple[dict[str, bytes], list[Any]]
) -> list[Any]:
    """Where two outcomes differ: paths of the site, and rows of either that the other lacks."""
    paths = sorted(
        path for path in one[0].keys() | other[0] if one[0].get(path) != other[0].get(path)
    )
    rows = [row for row in one[1] if row not in other[1]]
    return [*paths, *rows, *(row for row in other[1] if row not in one[1])]


def deaths(calls: list[str]) -> list[int]:
    """The calls after which a death can matter.

    A death after a read leaves what a death after the write before it left. Of many writes of one
    kind in a row, which run side by side, the first and the last stand for those between.
    """
    writes = [n for n, call in enumerate(calls) if not READS.search(call)]
    kinds = [calls[n] for n in writes]
    return [
        n
        for at, n in enumerate(writes)
        if kinds[at] != (kinds[at - 1] if at else "")
        or kinds[at] != "".join(kinds[at + 1 : at + 2])
    ]


def before_sending(calls: list[str]) -> list[int]:
    """The last write before a stage sends on: all is done, and nobody was told."""
    return [n for n in deaths(calls) if ".sqs." not in calls[n]][-1:]


@pytest.mark.parametrize("when", [before_sending, pytest.param(deaths, marks=pytest.mark.soak)])
@pytest.mark.parametrize("stage", [stage for stage in STAGES if stage != "publish"])
def test_a_worker_may_die_after_any_call(
    new_stack: Callable[[], Stack], stage: str, when: Callable[[list[str]], list[int]]
) -> None:
    stack = prepared(new_stack(), stage)
    with dying_after(1_000_000) as calls:
        assert stack.step(stage)
    stack.drain()
    stack.remove("gone.json")
    stack.drain()
    expected = outcome(stack)
    assert any("sqs" in call for call in calls), "each stage sends on"

    assert when(calls)
    for call in when(calls):
        stack = prepared(new_stack(), stage)
        with dying_after(call), pytest.raises(Death):
            stack.step(stage)
        forget_clients()
        stack.revive()
        stack.drain()
        stack.remove("gone.json")
        stack.drain()
        told = f"death after call {call}: {calls[call]}"
        assert differences(outcome(stack), expected) == [], told


@pytest.mark.soak
def test_a_worker_may_die_after_any_call_for_an_export_of_many_rows(
    new_stack: Callable[[], Stack], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Many rows are written in transactions; here three are many."""
    monkeypatch.setattr("linernotes.catalog.table._MANY", 3)
    stack = prepared(new_stack(), "ingest")
    with dying_after(1_000_000) as calls:
        assert stack.step("ingest")
    assert [call for call in calls if call.endswith("TransactWriteItems")]
    test_a_worker_may_die_after_any_call(new_stack, "ingest", deaths)


@pytest.mark.parametrize(
    "part", [pytest.param(part, marks=pytest.mark.soak) for part in range(PARTS)] + ["last"]
)
def test_a_publisher_may_die_after_any_call(
    new_stack: Callable[[], Stack], part: int | str
) -> None:
    kept = Kept.of(prepared(new_stack(), "publish"))
    stack = kept.put_into(new_stack())
    with dying_after(1_000_000) as calls:
        assert stack.step("publish")
    stack.drain()
    expected = outcome(stack)
    assert "artists/bob/overview.md" in expected[0], "one page comes in this run"
    assert "artists/ann/overview.md" not in expected[0], "and one goes"
    assert any(call.endswith("DeleteObjects") for call in calls)

    after = before_sending(calls) if part == "last" else deaths(calls)[int(part) :: PARTS]
    assert after
    for call in after:
        stack = kept.put_into(new_stack())
        with dying_after(call), pytest.raises(Death):
            stack.step("publish")
        time.sleep(1)  # its message comes back, and with it those of its group
        forget_clients()
        stack.revive()
        stack.drain()
        told = f"death after call {call}: {calls[call]}"
        assert differences(outcome(stack), expected) == [], told
