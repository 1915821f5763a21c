"""Bar charts on the site: drawn where there is something to compare, anew when hearts change."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from linernotes.palette import LIKED
from tests.aws.exports import library, playlist, track
from tests.aws.stack import Stack
from tests.links import dead_links, linked

pytestmark = pytest.mark.usefixtures("one_time")

CHART = "images/playlists/a/artists.png"
TRACKS = [
    *(track(n, artist="BIBI") for n in range(3)),
    *(track(n, artist="夜に駆ける") for n in range(3, 5)),
    track(6, artist="Zola"),
]


def _is_green(png: bytes) -> bool:
    pixels = np.asarray(Image.open(io.BytesIO(png)).convert("RGB")).astype(int)
    wanted = [int(LIKED.light[at : at + 2], 16) for at in (1, 3, 5)]
    return bool((abs(pixels - wanted).max(axis=2) <= 2).any())


def test_a_playlist_shows_charts_of_what_can_be_compared(stack: Stack) -> None:
    stack.drop("a.json", playlist("A", TRACKS))
    stack.drain()
    site = stack.site()
    # One label, no genres and no years: nothing to compare.
    shown = sorted(path for path in site if path.startswith("images/"))
    assert shown == ["images/playlists/a/albums.png", CHART, "images/playlists/a/card.png"]
    assert CHART in linked(site)
    assert dead_links(site) == []
    record = site["playlists/a/overview.md"].decode()
    assert "![Artists by number of tracks](../../images/playlists/a/artists.png)" in record


def test_a_heart_turns_the_bar_green_and_its_end_turns_it_grey(stack: Stack) -> None:
    stack.drop("a.json", playlist("A", TRACKS))
    stack.drain()
    grey = stack.site()[CHART]
    assert not _is_green(grey)
    stack.drop("YourLibrary.json", library([TRACKS[0]]))
    stack.drain()
    assert _is_green(stack.site()[CHART])
    stack.remove("YourLibrary.json")
    stack.drain()
    assert stack.site()[CHART] == grey
    assert stack.rows("DIRTY") == []


def test_a_chart_goes_with_what_it_compared(stack: Stack) -> None:
    stack.drop("a.json", playlist("A", TRACKS))
    stack.drain()
    stack.drop("a.json", playlist("A", TRACKS[:5]))
    stack.drain()
    site = stack.site()
    assert CHART not in site
    assert dead_links(site) == []
