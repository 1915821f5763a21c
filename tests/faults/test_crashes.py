"""A worker dies after any of its AWS calls; its message comes back; the end is the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from linernotes import aws
from tests.aws.exports import playlist, track
from tests.aws.stack import STAGES, Stack, forget_clients

pytestmark = pytest.mark.usefixtures("one_time")

# Enough tracks for clusters and a figure where those are made; elsewhere a few calls are enough.
TRACKS = {"ingest": 2, "analyze": 32, "draw": 32, "publish": 2}
OTHER = playlist("Other", [track(2, artist="Cat"), track(99)])


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
        {name: value for name, value in row.items() if name not in ("gen", "attempt", "rev")}
        for row in stack.rows()
    ]
    return stack.site(), rows


@pytest.mark.parametrize("stage", STAGES)
def test_a_worker_may_die_after_any_call(new_stack: Callable[[], Stack], stage: str) -> None:
    stack = prepared(new_stack(), stage)
    with dying_after(1_000_000) as calls:
        assert stack.step(stage)
    stack.drain()
    if stage != "publish":
        stack.remove("gone.json")
        stack.drain()
    expected = outcome(stack)
    assert calls
    assert any("sqs" in call for call in calls), "each stage sends on"

    for call in range(len(calls)):
        stack = prepared(new_stack(), stage)
        with dying_after(call), pytest.raises(Death):
            stack.step(stage)
        forget_clients()
        stack.revive()
        stack.drain()
        if stage != "publish":
            stack.remove("gone.json")
            stack.drain()
        assert outcome(stack) == expected, f"death after call {call}: {calls[call]}"
