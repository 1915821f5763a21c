"""Geometry of figures in which bands lie on each other: additions, and clusters, over time.

A figure is stretched to the room there is, so nothing in it is written: what is to be read stands
at `Tick`s beside it, placed in hundredths of the width.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

# User units; the page scales both ways by themselves.
WIDTH, HEIGHT = 1000.0, 200.0
_FULL = 0.92  # of the height, for the highest stack


@dataclass(frozen=True)
class Band:
    """A cluster's band: its number, 0 for what is in none, and the outline of an SVG path."""

    number: int
    outline: str


@dataclass(frozen=True)
class Share:
    """What a band stands for: a cluster with so many tracks; number 0 and no name for none."""

    number: int
    name: str
    tracks: int


@dataclass(frozen=True)
class Tick:
    """A mark below the figure, at so many hundredths of its width, and what is to be read there."""

    at: float
    words: str = ""


@dataclass(frozen=True)
class Figure:
    """Bands from below upwards, and what to read under them."""

    bands: tuple[Band, ...]
    ticks: tuple[Tick, ...]
    width: float = WIDTH
    height: float = HEIGHT


def bands(
    places: Sequence[float],
    heights: Sequence[Mapping[int, int]],
    *,
    middle: bool = False,
    smooth: bool = False,
) -> tuple[Band, ...]:
    """Lay bands on each other, that of the smallest number on top, of those in none at the bottom.

    Parameters
    ----------
    places : where on the width each height stands, ascending, in user units.
    heights : of each band by its number, at each place; the highest stack nearly fills the
        figure.
    middle : whether stacks stand around the middle of the figure instead of on its ground.
    smooth : whether outlines bend from place to place. They never overshoot: between two places
        each band's thickness lies between those at both.
    """
    highest = max((sum(one.values()) for one in heights), default=0)
    if not highest:
        return ()
    scale = _FULL * HEIGHT / highest
    numbers = {number for one in heights for number, height in one.items() if height}
    below = [(HEIGHT + (sum(one.values()) * scale if middle else HEIGHT)) / 2 for one in heights]
    made = []
    for number in [*([0] if 0 in numbers else []), *sorted(numbers - {0}, reverse=True)]:
        above = [low - one.get(number, 0) * scale for low, one in zip(below, heights, strict=True)]
        there = list(zip(places, above, strict=True))
        back = list(zip(places, below, strict=True))[::-1]
        made.append(Band(number, f"M{_line(there, smooth)}L{_line(back, smooth)}Z"))
        below = above
    return tuple(made)


def _line(points: Sequence[tuple[float, float]], smooth: bool) -> str:
    (x, y), *others = points
    told = [_pair(x, y)]
    for right, down in others:
        if smooth:
            half = (x + right) / 2
            told.append(f"C{_pair(half, y)} {_pair(half, down)} {_pair(right, down)}")
        else:
            told.append(f"L{_pair(right, down)}")
        x, y = right, down
    return "".join(told)


def _pair(x: float, y: float) -> str:
    return f"{_short(x)} {_short(y)}"


def _short(value: float) -> str:
    return f"{abs(round(value, 1)):g}"  # nothing lies left of the figure or above it
