"""A rebuild on the embedded engine: mappings off and on, and the site that stood."""

from __future__ import annotations

from typing import Any

import pytest

from linernotes.remote.rebuild import Mappings
from linernotes.remote.stack import cloud_of
from linernotes.usecases.rebuild import rebuild
from tests.aws.exports import library, playlist, track
from tests.local.conftest import Stacks


def made(number: int) -> dict[str, Any]:
    """A track; nobody has enough of them for clusters of their own, which may differ anew."""
    return track(number, artist=("Ann", "Bob", "Cat", "Dan", "Eve")[number % 5])


EXPORTS = {
    "mine.json": playlist("Mine", [made(n) for n in range(40)]),
    "other.json": playlist("Other", [made(n) for n in range(30, 60)]),
    "broken.json": b"{",
    "YourLibrary.json": library([made(n) for n in (3, 35)]),
}


@pytest.mark.soak
def test_what_is_made_anew_is_what_stood_byte_for_byte(stacks: Stacks) -> None:
    stack = stacks()
    for key, body in EXPORTS.items():
        stack.drop(key, body)
    stack.drain()
    # A past: clusters that started from others, a playlist that is gone, a change log.
    stack.drop("mine.json", playlist("Mine", [made(n) for n in range(5, 45)]))
    stack.remove("other.json")
    stack.drain()
    before = stack.site(whole=True)
    assert "playlists/mine/clusters/index.html" in before
    assert "feed.atom" in before
    catalog = cloud_of(stack.stack).catalog
    for row in stack.items():
        if row["pk"]["S"].startswith(("E#", "M#", "SHELF")):
            catalog.table.delete(row["pk"]["S"], row["sk"]["S"])
    done = rebuild(cloud_of(stack.stack), Mappings(stack.stack, lambda _: None, pause=0.2))
    assert done.exports == 3
    after = stack.site(whole=True)
    assert [path for path in before.keys() | after if before.get(path) != after.get(path)] == []
    assert stack.dead_letters() == ()
