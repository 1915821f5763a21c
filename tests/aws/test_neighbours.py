"""Each playlist's page leads to the one before it on home and to the one after it."""

from __future__ import annotations

import json

import pytest

from tests.aws.exports import playlist, track
from tests.aws.stack import Stack
from tests.links import dead_links

pytestmark = [pytest.mark.usefixtures("one_time", "light_figures"), pytest.mark.soak]


def drop(stack: Stack, *names: str) -> None:
    for name in names:
        first = 100 * ord(name[0])
        tracks = [track(first + n, artist=name) for n in range(3)]
        stack.drop(f"{name}.json", playlist(name, tracks))
    stack.drain()


def walked(stack: Stack) -> dict[str, tuple[str | None, str | None]]:
    """What each playlist's page names before and after it."""
    pages = (
        json.loads(body)
        for path, body in stack.site().items()
        if path.startswith("playlists/") and path.count("/") == 2 and path.endswith(".json")
    )
    return {
        page["name"]: (page.get("before", {}).get("name"), page.get("after", {}).get("name"))
        for page in pages
    }


def test_playlists_are_walked_through_in_the_order_of_home(stack: Stack) -> None:
    drop(stack, "B", "d", "A")
    assert walked(stack) == {"A": (None, "B"), "B": ("A", "d"), "d": ("B", None)}
    site = stack.site()
    assert b'rel="next" href="../b/"' in site["playlists/a/index.html"]
    assert b"Before: [A](../a/overview.md)" in site["playlists/b/overview.md"]


def test_only_its_two_neighbours_are_written_again_for_one_that_comes_or_goes(
    stack: Stack, site_writes: list[str]
) -> None:
    drop(stack, "A", "B", "D", "E")
    before = stack.site()
    site_writes.clear()
    drop(stack, "C")
    assert walked(stack)["C"] == ("B", "D")
    assert walked(stack)["B"] == ("A", "C")
    written = {path.split("/")[1] for path in site_writes if path.startswith("playlists/")}
    assert written == {"b", "c", "d"}
    stack.remove("C.json")
    stack.drain()
    assert stack.site() == before
    assert dead_links(stack.site()) == []
    assert stack.rows("DIRTY") == []


def test_a_renamed_playlist_moves(stack: Stack) -> None:
    drop(stack, "A", "B", "C")
    tracks = [track(100 * ord("A") + n, artist="A") for n in range(3)]
    stack.drop("A.json", playlist("Z", tracks))
    stack.drain()
    assert walked(stack) == {"B": (None, "C"), "C": ("B", "Z"), "Z": ("C", None)}
    assert dead_links(stack.site()) == []
