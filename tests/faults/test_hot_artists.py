"""An artist on more playlists than a page lists."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.faults.quick import quicken
from tests.faults.world import World
from tests.links import dead_links

_LISTED = 3  # playlists of a page, in place of five hundred
_PAGE = "artists/hot/overview.json"


@pytest.fixture(autouse=True)
def short_tables() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        quicken(patch)
        patch.setattr("linernotes.usecases.entity_views._MOST_PLAYLISTS", _LISTED)
        yield


def playlist(name: str, tracks: int) -> bytes:
    """A playlist that holds the first so many tracks of the artist."""
    rows = [
        {
            "pos": number,
            "artist_name": "Hot",
            "track_name": f"Song {number}",
            "track_uri": f"spotify:track:{number:022d}",
            "album_name": "An Album",
            "duration_ms": 200_000,
        }
        for number in range(tracks)
    ]
    lists = [{"name": name, "pid": 0, "tracks": rows}]
    return json.dumps({"info": {"slice": "0-0"}, "playlists": lists}).encode()


def five_playlists() -> World:
    world = World()
    for number, name in enumerate(("A", "B", "C", "D", "E"), start=1):
        world.drop(f"{name}.json", playlist(name, number))
    world.drain()
    return world


def told(world: World) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(world.site[_PAGE])
    return found


def listed(world: World) -> list[str]:
    return [one["name"] for one in told(world)["playlists"]]


def who_names(world: World) -> set[str]:
    """The playlists that the artist's page is known to name."""
    rows = world.dynamodb.all()
    pages = (row for row in rows if row["sk"]["S"] == "M#artist#hot")
    return {name for row in pages if (name := row["pk"]["S"]).startswith("L#playlist#")}


def check(world: World) -> None:
    assert dead_links(world.site) == []
    assert world.rows("DIRTY") == []
    assert world.wrong == []


def test_those_with_most_of_the_artists_tracks_are_listed_and_the_others_counted() -> None:
    world = five_playlists()
    assert listed(world) == ["E", "D", "C"]
    assert told(world)["counts"]["playlists"] == 5
    assert told(world)["beyond"] == {"playlists": 2}
    said = "The first 3 are listed; 2 more playlists are not."
    for page in ("overview.md", "index.html"):
        assert said in world.site[f"artists/hot/{page}"].decode()
    assert len(who_names(world)) == _LISTED, "what is not listed is not mentioned either"
    check(world)


def test_when_a_listed_playlist_goes_the_next_moves_up() -> None:
    world = five_playlists()
    world.remove("D.json")
    world.drain()
    assert listed(world) == ["E", "C", "B"]
    assert told(world)["beyond"] == {"playlists": 1}
    assert len(who_names(world)) == _LISTED
    check(world)


def test_a_playlist_that_is_not_listed_goes_and_is_counted_no_more() -> None:
    world = five_playlists()
    world.remove("A.json")
    world.remove("B.json")
    world.drain()
    assert listed(world) == ["E", "D", "C"]
    assert told(world)["counts"]["playlists"] == 3
    assert "beyond" not in told(world)
    assert "are not." not in world.site["artists/hot/overview.md"].decode()
    check(world)


def test_a_playlist_that_gains_tracks_moves_into_the_list() -> None:
    world = five_playlists()
    world.drop("A.json", playlist("A", 7))
    world.drain()
    assert listed(world) == ["A", "E", "D"]
    assert len(who_names(world)) == _LISTED
    check(world)
