"""The page of possible slips comes, changes and goes with the playlists."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.aws.exports import playlist, track
from tests.aws.stack import Stack
from tests.aws.test_entities import orphans
from tests.links import dead_links

pytestmark = [pytest.mark.usefixtures("one_time", "light_figures"), pytest.mark.soak]


def told(stack: Stack) -> dict[str, Any]:
    page: dict[str, Any] = json.loads(stack.site()["errors/overview.json"])
    return page


def test_what_may_be_a_slip_is_named_and_goes_when_it_is_mended(
    stack: Stack, site_writes: list[str]
) -> None:
    songs = [track(n, artist=f"Artist {n}", label="") for n in range(10)]
    again = songs[0] | {"id": "x" * 22, "uri": "spotify:track:" + "x" * 22}
    stack.drop("a.json", playlist("A", [*songs, again, songs[2]]))
    stack.drop("b.json", playlist("B", songs[1:]))
    stack.drop("c.json", playlist("C", [track(n, artist="Аda") for n in range(50, 53)]))
    stack.drain()
    page = told(stack)
    assert [(one["name"], len(one["tracks"])) for one in page["playlists"]] == [("A", 1), ("C", 0)]
    assert page["playlists"][0]["tracks"][0]["name"] == "Song 0"
    assert [one["repeats"] for one in page["playlists"]] == [1, 0]
    assert "## Tracks that were added twice" in stack.site()["errors.md"].decode()
    [shared] = page["shared"]
    assert (shared["first"]["name"], shared["second"]["name"], shared["both"]) == ("A", "B", 9)
    assert page["playlists"][1]["lookalikes"][0]["looks"] == "Ada"
    site = stack.site()
    assert "[A](playlists/a/overview.md)" in site["errors.md"].decode()
    assert dead_links(site) == []
    assert orphans(site) == set()

    site_writes.clear()
    stack.drop("d.json", playlist("D", [track(90, artist="Dee")]))
    stack.drain()
    assert "errors.md" not in site_writes, "nothing of it changed"

    stack.drop("a.json", playlist("A", songs[:5]))
    stack.remove("c.json")
    stack.drain()
    page = told(stack)
    assert page["playlists"] == []
    assert page["shared"] == []
    assert "Nothing looks like a slip." in stack.site()["errors.md"].decode()

    for key in ("a.json", "b.json", "d.json"):
        stack.remove(key)
    stack.drain()
    assert "errors.md" not in stack.site()
    assert stack.rows("SLIPS") == []
    assert stack.rows("DIRTY") == []
    assert dead_links(stack.site()) == []


def test_one_name_with_two_ids_may_be_two_artists(stack: Stack) -> None:
    songs = [track(n, artist="Ann") for n in range(12)]
    other = [one | {"artists": [{"name": "Ann", "id": "9" * 22}]} for one in songs[10:]]
    stack.drop("a.json", playlist("A", songs[:10]))
    stack.drop("b.json", playlist("B", other))
    stack.drain()
    assert [(one["page"], one["ids"]) for one in told(stack)["artists"]] == [("artists/ann", 2)]
    stack.remove("b.json")
    stack.drain()
    assert told(stack)["artists"] == []
    stack.remove("a.json")
    stack.drain()
    assert dead_links(stack.site()) == []
