"""The colours of clusters: one a cluster, the same in figures, tables and pages.

The eight were searched for in OKLab (Ottosson 2020) so that every two stay apart for readers with
protanopia, deuteranopia and tritanopia (simulated after Machado, Oliveira and Fernandes 2009), and
so that each stands out from the page by a contrast of 3:1 in light and of 4.5:1 in dark. The first
four, which most playlists need, are the brightest.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Colour:
    """A colour as `#rrggbb`, for a light page and for a dark one."""

    light: str
    dark: str


CLUSTER_COLOURS: tuple[Colour, ...] = (
    Colour("#3387ff", "#5373f9"),  # blue
    Colour("#ea662c", "#fd8b2e"),  # vermilion
    Colour("#017470", "#44cca9"),  # sea green
    Colour("#c44bb9", "#b462a2"),  # orchid
    Colour("#652ba1", "#b29bfd"),  # violet
    Colour("#825606", "#fed85b"),  # bronze
    Colour("#78060f", "#d65442"),  # wine
    Colour("#184357", "#c7eafd"),  # ink blue
)
PAPER = Colour("#f7f7f5", "#131418")
INK = Colour("#17181c", "#ecece9")
MUTED = Colour("#5c6067", "#a3a6ae")
RULE = Colour("#d8d8d3", "#30323a")
LIKED = Colour("#178a4c", "#4cc783")


def place(number: int) -> int:
    """Place of cluster `number` (from 1) among the colours, from 1; a ninth begins again."""
    return (number - 1) % len(CLUSTER_COLOURS) + 1


def colour(number: int) -> Colour:
    """Return the colour of cluster `number` (from 1)."""
    return CLUSTER_COLOURS[place(number) - 1]
