"""A worker dies over a listening history; its message comes back; the ranks are the same."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from tests.aws.exports import history, playlist, track
from tests.aws.stack import Stack, forget_clients
from tests.faults.test_crashes import Death, before_sending, deaths, dying_after, outcome

pytestmark = [pytest.mark.usefixtures("one_time"), pytest.mark.soak]

MINE = [track(n, artist="Ann") for n in range(3)]
BEFORE = history(("2025-01-01 12:00", "Song 0", "Ann"), ("2025-01-02 12:00", "Song 0", "Ann"))
AFTER = history(("2025-01-01 12:00", "Song 1", "Ann"), ("2025-03-01 12:00", "Song 9", "Bob"))


def prepared(stack: Stack, stage: str, *, removed: bool) -> Stack:
    """A deployment in which `stage` is next, after a history was replaced or removed."""
    stack.drop("mine.json", playlist("Mine", MINE))
    stack.drop("history.json", BEFORE)
    stack.drain()
    if removed:
        stack.remove("history.json")
    else:
        stack.drop("history.json", AFTER)
    if stage == "publish":
        while stack.step("ingest"):
            pass
    return stack


@pytest.mark.parametrize("removed", [False, True], ids=["replaced", "removed"])
@pytest.mark.parametrize("stage", ["ingest", "publish"])
@pytest.mark.parametrize("when", [before_sending, deaths])
def test_a_worker_may_die_over_a_history(
    new_stack: Callable[[], Stack],
    when: Callable[[list[str]], list[int]],
    stage: str,
    removed: bool,
) -> None:
    stack = prepared(new_stack(), stage, removed=removed)
    with dying_after(1_000_000) as calls:
        assert stack.step(stage)
    stack.drain()
    expected = outcome(stack)
    assert ("forgotten.md" in expected[0]) != removed

    assert when(calls)
    for call in when(calls):
        stack = prepared(new_stack(), stage, removed=removed)
        with dying_after(call), pytest.raises(Death):
            stack.step(stage)
        if stage == "publish":
            time.sleep(1)  # its message comes back, and with it those of its group
        forget_clients()
        stack.revive()
        stack.drain()
        assert outcome(stack) == expected, f"death after call {call}: {calls[call]}"
