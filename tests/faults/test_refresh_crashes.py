"""A refresh dies after any of its AWS calls; the next night makes up for it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from linernotes import aws
from tests.aws.exports import playlist, track
from tests.aws.nights import night
from tests.aws.stack import Stack, forget_clients
from tests.faults.test_crashes import Death, before_sending, deaths, dying_after

pytestmark = pytest.mark.usefixtures("one_time")


def stale(stack: Stack) -> Stack:
    """A deployment with an event that was lost, a page that is missing and one that is left."""
    stack.drop("mine.json", playlist("Mine", [track(n) for n in range(3)]))
    stack.drop("other.json", playlist("Other", [track(7)]))
    stack.drain()
    night()
    stack.drop("mine.json", playlist("Mine", [track(n) for n in range(4)]), tell=False)
    stack.drop("new.json", playlist("New", [track(9)]))
    stack.drain()
    aws.s3().delete_object(Bucket="site", Key="playlists/other/index.html")
    aws.s3().put_object(Bucket="site", Key="left/over.html", Body=b"")
    return stack


@pytest.mark.parametrize("when", [before_sending, pytest.param(deaths, marks=pytest.mark.soak)])
def test_a_refresh_may_die_after_any_call(
    new_stack: Callable[[], Stack], when: Callable[[list[str]], list[int]]
) -> None:
    stack = stale(new_stack())
    with dying_after(1_000_000) as calls:
        assert night() == {"exports": 1, "missing": 1, "left": 1}
    stack.drain()
    # What belongs to nothing goes in a night in which nothing else is due.
    assert night() == {"left": 1}
    stack.drain()
    expected = stack.site()
    assert "left/over.html" not in expected
    assert "Song 3" in expected["playlists/mine/overview.md"].decode()
    assert when(calls)
    for call in when(calls):
        stack = stale(new_stack())
        with dying_after(call), pytest.raises(Death):
            night()
        forget_clients()
        stack.revive()
        for _ in range(2):
            stack.drain()
            night()
        stack.drain()
        assert stack.site() == expected, f"death after call {call}: {calls[call]}"
        assert night() == {}
