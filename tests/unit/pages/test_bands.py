"""Bands are as thick as what they stand for, and lie on each other without a gap."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping

import pytest

from linernotes.pages.bands import HEIGHT, WIDTH, bands

NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def edges(outline: str) -> tuple[dict[float, float], dict[float, float]]:
    """The upper and the lower edge of an outline, at the places that it passes through."""
    steps = re.findall(r"[MLC][^MLCZ]+", outline)
    points = [(float(x), float(y)) for x, y in (NUMBER.findall(step)[-2:] for step in steps)]
    half = len(points) // 2
    there, back = points[:half], points[half:]
    assert [x for x, _ in there] == [x for x, _ in reversed(back)]
    return dict(there), dict(back)


def columns(number: int, seed: int) -> list[Mapping[int, int]]:
    chance = random.Random(seed)
    return [{band: chance.randrange(30) for band in range(5)} for _ in range(number)]


@pytest.mark.parametrize("middle", [False, True])
@pytest.mark.parametrize("smooth", [False, True])
def test_each_band_is_as_thick_as_what_it_stands_for(middle: bool, smooth: bool) -> None:
    heights = columns(12, 7)
    places = [WIDTH * n / 11 for n in range(12)]
    drawn = {
        one.number: edges(one.outline)
        for one in bands(places, heights, middle=middle, smooth=smooth)
    }
    assert list(drawn) == [0, 4, 3, 2, 1], "what is in none at the bottom, the first on top"
    scale = 0.92 * HEIGHT / max(sum(one.values()) for one in heights)
    for number, (above, below) in drawn.items():
        for (x, top), column in zip(sorted(above.items()), heights, strict=True):
            assert below[x] - top == pytest.approx(column[number] * scale, abs=0.2)
    for under, over in zip(list(drawn)[:-1], list(drawn)[1:], strict=True):
        assert drawn[under][0] == drawn[over][1], "the upper edge of one is the lower of the next"
    every = [y for one in drawn.values() for edge in one for y in edge.values()]
    assert 0 <= min(every) < max(every) <= HEIGHT


def test_without_anything_to_show_nothing_is_drawn() -> None:
    assert bands([0, WIDTH], [{}, {1: 0}]) == ()
