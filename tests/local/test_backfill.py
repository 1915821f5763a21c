"""An inbox that was filled while nobody listened is read as a whole.

    PLAYLISTS=5000 .venv/bin/python -m pytest -s -m soak -k slices tests/local/test_backfill.py

publishes as many small playlists as are asked for, twenty exports in all, and prints what waits
before each stage; `make soak` does it with 500.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator

import pytest

from linernotes.local import drive
from linernotes.remote import backfill, refresh
from linernotes.remote.stack import cloud_of
from tests.aws.exports import playlist, track
from tests.local.conftest import Stacks
from tests.local.driver import Driver

_SLICES = 20
_SLOW = 1800  # seconds that queues hide a message: a run that publishes 500 playlists may take long


def slices(playlists: int) -> Iterator[bytes]:
    """So many playlists of one to three tracks, in equal slices of the Million Playlist Dataset."""
    each = playlists // _SLICES
    for first in range(0, playlists, each):
        lists = [
            {
                "name": f"Playlist {pid:04d}",
                "pid": pid,
                "tracks": [song(3 * pid + place, place) for place in range(1 + pid % 3)],
            }
            for pid in range(first, first + each)
        ]
        info = {"slice": f"{first}-{first + each - 1}"}
        yield json.dumps({"info": info, "playlists": lists}).encode()


def song(number: int, place: int) -> dict[str, object]:
    """A track of one playlist, every tenth by one of seven artists who are on many of them."""
    artist = number // 10 % 7 if number % 10 == 0 else 7 + number % 4001
    return {
        "pos": place,
        "artist_name": f"Artist {artist}",
        "artist_uri": f"spotify:artist:{artist:022d}",
        "track_name": f"Song {number}",
        "track_uri": f"spotify:track:{number:022d}",
        "album_name": f"Album {number}",
        "album_uri": f"spotify:album:{number:022d}",
        "duration_ms": 200_000,
    }


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


@pytest.mark.soak
@pytest.mark.timeout(7_200)  # thousands take a while
def test_slices_of_small_playlists_become_pages(stacks: Stacks) -> None:
    """The publisher keeps up: run after run, home with the last, and nothing is left over."""
    playlists = int(os.environ.get("PLAYLISTS", "500"))
    assert playlists % _SLICES == 0
    stack = stacks(visibility=_SLOW)
    stack.stack.client("events").disable_rule(Name=stack.stack.outputs["InboxRuleName"])
    for number, body in enumerate(slices(playlists)):
        stack.drop(f"mpd.slice.{number:02d}.json", body)
    cloud = cloud_of(stack.stack)
    keys = [listed.key for listed in cloud.inbox.listing()]
    backfill.send(stack.stack, keys)
    backfill.settle(stack.stack, print, pause=2.0)
    told = backfill.summary(keys, cloud)
    assert (told.exports, told.read, told.unfinished) == (_SLICES, _SLICES, 0)
    assert told.playlists == playlists
    assert told.tracks == sum(1 + pid % 3 for pid in range(playlists))
    assert stack.dead_letters() == ()
    assert cloud.catalog.dirt.read() == {}
    pages = {listed.path for listed in drive.site_listing(stack.stack)}
    home = json.loads(drive.site_bytes(stack.stack, "overview.json"))
    assert len(home["playlists"]) == playlists
    assert all(f"{line['page']}/overview.md" in pages for line in home["playlists"])
    assert not any(refresh.call(stack.stack).model_dump().values())
