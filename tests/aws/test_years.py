"""Release years within a playlist: which have a page, and when it goes."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.aws.exports import playlist, track
from tests.aws.stack import Stack
from tests.aws.test_entities import orphans
from tests.links import dead_links

pytestmark = pytest.mark.usefixtures("one_time", "light_figures")


def of(year: int, *numbers: int) -> list[dict[str, Any]]:
    made = [track(n, artist=f"Artist {n}", label="") for n in numbers]
    return [one | {"album": one["album"] | {"release_date": f"{year}-03-01"}} for one in made]


def years(stack: Stack) -> dict[str, int]:
    """The pages of years and decades, with their tracks."""
    prefix, suffix = "playlists/a/", "/overview.json"
    return {
        path.removeprefix(prefix).removesuffix(suffix): json.loads(body)["counts"]["tracks"]
        for path, body in stack.site().items()
        if path.startswith(prefix) and path.endswith(suffix) and path[len(prefix)].isdigit()
    }


@pytest.mark.soak
def test_a_year_has_a_page_from_twenty_tracks_and_else_its_decade_from_ten(stack: Stack) -> None:
    full = of(2019, *range(20))
    rest = of(2015, *range(20, 25)) + of(2011, *range(25, 30))
    few = of(2004, *range(30, 39))
    stack.drop("a.json", playlist("A", full + rest + few))
    stack.drain()
    assert years(stack) == {"2019": 20, "2010s": 30}
    site = stack.site()
    assert dead_links(site) == []
    assert orphans(site) == set()
    overview = site["playlists/a/overview.md"].decode()
    assert "[2019](2019/overview.md)" in overview
    assert "[2015](2010s/overview.md)" in overview
    assert "| 2004 |" in overview
    assert "[2019](../2019/overview.md)" in site["playlists/a/2010s/overview.md"].decode()

    stack.drop("a.json", playlist("A", full[:19] + few))
    stack.drain()
    assert years(stack) == {"2010s": 19}
    assert dead_links(stack.site()) == []

    stack.drop("a.json", playlist("A", few))
    stack.drain()
    assert years(stack) == {}
    assert not [path for path in stack.site() if path.startswith("playlists/a/20")]
    assert stack.rows("DIRTY") == []
