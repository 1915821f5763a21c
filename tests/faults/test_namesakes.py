"""Artists of one name come apart, change places and become one again, whatever happens."""

from __future__ import annotations

import json
from itertools import permutations

import pytest

from tests.faults.quick import quicken
from tests.faults.schedules import check
from tests.faults.world import World
from tests.links import dead_links
from tests.remembered import without_memory

ONE, TWO = "1" * 22, "2" * 22
FEW = 23  # the stride of `make test`; `make soak` takes every call
# What the second export holds after a change: the ids of its tracks, by number. Before it, the
# first has the name and both have a page.
FIRST: dict[str, tuple[int, ...]] = {ONE: (1, 2, 3), TWO: (4,), "": (9,)}
BEFORE: dict[str, tuple[int, ...]] = {TWO: (5,)}
CHANGES: dict[str, dict[str, tuple[int, ...]]] = {
    "one again": {},
    "below the threshold": {ONE: (7,)},
    "have more than the first": {TWO: (5, 6, 7)},
    "come together": {ONE: (5,)},
}


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    quicken(monkeypatch)


def export(name: str, held: dict[str, tuple[int, ...]]) -> bytes:
    tracks = [
        {
            "track": {
                "type": "track",
                "uri": f"spotify:track:{number:022d}",
                "name": f"Song {number}",
                "artists": [{"name": "Ann", "id": spotify_id or None}],
                "album": {"name": "An Album"},
            }
        }
        for spotify_id, numbers in held.items()
        for number in numbers
    ]
    return json.dumps({"type": "playlist", "name": name, "tracks": {"items": tracks}}).encode()


def prepared(change: str) -> World:
    """A deployment in which publish is next."""
    world = World()
    world.drop("a.json", export("A", FIRST))
    world.drop("b.json", export("B", BEFORE))
    world.drain()
    assert len(artists(world)) == 2
    if CHANGES[change]:
        world.drop("b.json", export("B", CHANGES[change]))
    else:
        world.remove("b.json")
    for stage in ("ingest", "analyze", "draw"):
        while worker := world.start(stage):
            world.go(worker)
    return world


def artists(world: World) -> list[str]:
    """The folders of artists."""
    return sorted({path.split("/")[1] for path in world.site if path.startswith("artists/")})


@pytest.mark.parametrize("stride", [FEW, pytest.param(1, marks=pytest.mark.soak)])
@pytest.mark.parametrize("change", CHANGES)
def test_a_publisher_may_die_over_namesakes(change: str, stride: int) -> None:
    world = prepared(change)
    worker = world.start("publish")
    assert worker
    world.go(worker)
    calls = len(worker.calls)
    check(world)
    assert len(artists(world)) == (2 if change == "have more than the first" else 1)

    for call in range(1, calls, stride):
        world = prepared(change)
        worker = world.start("publish")
        assert worker
        world.go(worker, call)
        # A playlist that goes together with an artist may name them to the last.
        going = () if CHANGES[change] else ("playlists/b/",)
        links = (link for link in dead_links(world.site) if not link.startswith(going))
        dead = [link for link in links if "artists/" in link.partition(" -> ")[2]]
        assert not dead, f"a reader finds dead links after call {call}: {dead}"
        if not worker.done:
            world.kill(worker)
        check(world)


@pytest.mark.parametrize("at_once", [True, False])
def test_the_order_of_arrival_shows_in_who_has_the_slug_and_nowhere_else(at_once: bool) -> None:
    files = {
        "a.json": export("A", {ONE: (1, 2), "": (3,)}),
        "b.json": export("B", {ONE: (3,), TWO: (4, 5)}),
        "c.json": export("C", {TWO: (6, 7), "": (1, 8)}),
    }
    sites: dict[str, list[dict[str, bytes]]] = {}
    for order in permutations(files):
        world = World()
        for name in order:
            world.drop(name, files[name])
            if not at_once:
                world.drain()
        check(world)
        assert len(artists(world)) == 2
        sites.setdefault(holder(world), []).append(without_memory(world.site))
    assert all(site == some[0] for some in sites.values() for site in some)
    assert sites.keys() == ({TWO} if at_once else {ONE, TWO})


def holder(world: World) -> str:
    """The id of the artist whose the slug of the name is."""
    [row] = [row for row in world.rows("SLUGOF") if row["sk"]["S"] == "HOLDER"]
    return str(row["spotify"]["S"])
