"""The page of possible slips is as new as the newest playlist that was looked through for it."""

from __future__ import annotations

import pytest

from tests.aws.exports import playlist, track
from tests.memory.flow import Flow
from tests.unit.pages.reading import html

pytestmark = pytest.mark.usefixtures("light_figures")


def dated(flow: Flow, path: str) -> str:
    """When a page says that it was last updated."""
    [updated] = html(flow.s3.objects("site")[path]).all("footer")[0].all("time")
    return updated.attributes["datetime"]


def test_the_page_of_slips_is_dated_as_home_is_whatever_is_dropped() -> None:
    songs = [track(number, artist="Ann") for number in range(5)]
    flow = Flow()
    seen = []
    # Of the second drop only the time differs, as it holds the same tracks in other bytes.
    for body in (playlist("A", songs), playlist("A", songs) + b"\n", playlist("A", songs[:3])):
        flow.drop("a.json", body)
        flow.drain()
        seen.append(dated(flow, "errors/index.html"))
        assert seen[-1] == dated(flow, "index.html")
    assert seen == sorted(set(seen))
