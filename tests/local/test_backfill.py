"""An inbox that was filled while nobody listened is read as a whole."""

from __future__ import annotations

import pytest

from linernotes.remote import backfill, refresh
from linernotes.remote.stack import cloud_of
from tests.aws.exports import playlist, track
from tests.local.conftest import Stacks
from tests.local.driver import Driver


def filled(stack: Driver, exports: int) -> Driver:
    """An inbox with that many playlists of three tracks, and one file that does not read."""
    stack.stack.client("events").disable_rule(Name=stack.stack.outputs["InboxRuleName"])
    for number in range(exports - 1):
        tracks = [track(3 * number + n, artist=f"Artist {number % 40}") for n in range(3)]
        stack.drop(f"{number:05d}.json", playlist(f"Playlist {number}", tracks))
    stack.drop("broken.json", b"{")
    return stack


@pytest.mark.soak
@pytest.mark.parametrize("exports", [300])
def test_a_full_inbox_becomes_pages(stacks: Stacks, exports: int) -> None:
    stack = filled(stacks(), exports)
    cloud = cloud_of(stack.stack)
    keys = [listed.key for listed in cloud.inbox.listing()]
    assert backfill.summary(keys, cloud).unfinished == exports
    sent: list[int] = []
    backfill.send(stack.stack, keys, sent.append)
    assert sent[-1] == exports
    backfill.settle(stack.stack, lambda _: None, pause=0.2)
    told = backfill.summary(keys, cloud)
    assert told == backfill.Backfilled(
        exports=exports,
        read=exports - 1,
        refused=1,
        playlists=exports - 1,
        tracks=3 * (exports - 1),
    )
    published = [path for path in stack.site() if path.startswith("playlists/")]
    assert sum(path.endswith("/overview.md") for path in published) >= exports - 1
    assert stack.dead_letters() == ()
    assert not any(refresh.call(stack.stack).model_dump().values())
