"""More playlists than a run of the publisher takes: several runs, each of which sends the next."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from tests.faults.quick import quicken
from tests.faults.world import World, address

_RUN = 4  # playlists a run, in place of five hundred


@pytest.fixture(autouse=True)
def small_runs() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        quicken(patch)
        patch.setattr("linernotes.usecases.publish._PLAYLISTS", _RUN)
        yield


def slice_of(playlists: int, first: int = 0) -> bytes:
    lists = [
        {
            "name": f"Playlist {number:02d}",
            "pid": number,
            "tracks": [
                {
                    "pos": 0,
                    "artist_name": f"Artist {number}",
                    "track_name": f"Song {number}",
                    "track_uri": f"spotify:track:{number:022d}",
                    "album_name": "An Album",
                    "duration_ms": 200_000,
                }
            ],
        }
        for number in range(first, first + playlists)
    ]
    return json.dumps(
        {"info": {"slice": f"{first}-{first + playlists - 1}"}, "playlists": lists}
    ).encode()


def all_but_published(playlists: int) -> World:
    """A deployment in which so many playlists are ready, and one message wakes the publisher."""
    world = World()
    world.drop("slice.json", slice_of(playlists))
    for stage in ("ingest", "analyze", "draw"):
        while worker := world.start(stage):
            world.go(worker)
    world.sqs.queue(address("publish")).messages.clear()
    world.wake()
    return world


def pages(world: World) -> list[str]:
    return [path for path in world.site if path.startswith("playlists/playlist_")]


def published(world: World) -> int:
    return sum(path.count("/") == 2 and path.endswith("/overview.md") for path in pages(world))


def run_once(world: World) -> None:
    worker = world.start("publish")
    assert worker
    world.go(worker)
    assert world.wrong == []


def test_each_run_takes_so_many_and_sends_the_next() -> None:
    world = all_but_published(10)
    standing = []
    while world.sqs.queue(address("publish")).visible():
        run_once(world)
        standing.append(published(world))
    assert standing[:3] == [_RUN, 2 * _RUN, 10], "what has a page is written again after that"
    assert len(standing) <= 6, "once for each that came, and once more at most"


def test_home_and_search_come_with_the_last_run() -> None:
    world = all_but_published(10)
    while world.sqs.queue(address("publish")).visible():
        assert not {"index.html", "search.json", "inbox/index.html"} & world.site.keys()
        run_once(world)
    home = world.site["index.html"].decode()
    assert all(f"Playlist {number:02d}" in home for number in range(10))
    assert "search.json" in world.site


def test_a_run_answers_all_that_woke_it_and_home_waits_for_one_that_was_woken_less() -> None:
    """While ten messages come at once, more playlists are on their way to home."""
    world = all_but_published(3)
    for _ in range(22):
        world.wake()
    runs = 0
    while waiting := len(world.sqs.queue(address("publish")).visible()):
        assert "index.html" not in world.site
        run_once(world)
        runs += 1
        assert published(world) == 3, "playlists wait for nothing"
        assert ("index.html" in world.site) == (waiting < 10)
    assert runs == 3, "of ten, of ten, and of three that were there and two that were sent"
    assert world.rows("DIRTY") == []


def test_nothing_that_goes_is_taken_away_before_home_forgets_it() -> None:
    """The last run writes home; until then a page that home still names has to stand."""
    world = all_but_published(3)
    run_once(world)
    assert published(world) == 3
    world.drop("slice.json", slice_of(12))
    world.drop("gone.json", slice_of(1))
    world.drain()
    world.remove("gone.json")
    world.drop("slice.json", b'{"info": {}, "playlists": []}')
    world.drain()
    named = {line for line in world.site["index.html"].decode().split('"') if "playlists/" in line}
    assert all(any(path.startswith(one.strip("./")) for path in world.site) for one in named)


def test_more_playlists_may_go_than_a_run_publishes() -> None:
    """They stay dirty until home is written, and must not keep a run from writing it."""
    world = all_but_published(3 * _RUN)
    world.drain()
    assert published(world) == 3 * _RUN
    world.drop("slice.json", slice_of(1))
    world.drop("more.json", slice_of(2 * _RUN, 100))
    world.drain()
    assert published(world) == 1 + 2 * _RUN
    assert world.rows("DIRTY") == []
    assert world.wrong == []


@pytest.mark.soak
def test_five_thousand_small_playlists_are_published(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("linernotes.usecases.publish._PLAYLISTS", 500)
    world = World()
    for first in range(0, 5_000, 250):
        world.drop(f"slice-{first:04d}.json", slice_of(250, first))
    for stage in ("ingest", "analyze", "draw"):
        while worker := world.start(stage):
            world.go(worker)
    world.sqs.queue(address("publish")).messages.clear()
    world.wake()
    runs = 0
    while world.sqs.queue(address("publish")).visible():
        run_once(world)
        runs += 1
        assert published(world) == min(500 * runs, 5_000)
        assert ("index.html" in world.site) == (not world.sqs.queue(address("publish")).visible())
    assert 10 <= runs <= 21
    assert world.site["index.html"].decode().count('href="playlists/playlist_') >= 5_000
    calls = world.site_calls
    world.wake()
    run_once(world)
    assert world.site_calls == calls, "another run writes nothing"
