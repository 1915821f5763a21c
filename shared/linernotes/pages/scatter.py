"""Geometry of the scatter that stands inside a page, where each dot links to its row."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from linernotes.models import Analysis
from linernotes.pages.notes import Notes, credit
from linernotes.spacing import Place, apart

# User units of the drawing; the page scales it to the room there is.
WIDTH, HEIGHT, MARGIN = 720, 520, 34
# Beyond so many, dots are drawn without a link each; beyond so many, the page would be all drawing,
# and the picture file takes over.
MOST_LINKED, MOST_DOTS = 1_500, 5_000
# From the middle of one cluster's number to that of another: two of their rings, side by side.
CENTRES_APART = 38


@dataclass(frozen=True)
class Dot:
    """A track in the drawing: where, which cluster, its row's place and what it is called."""

    x: float
    y: float
    number: int
    place: int
    title: str
    misfit: bool


@dataclass(frozen=True)
class Centre:
    """Where a cluster's number stands: the mean of its dots, or beside it where two would meet."""

    x: float
    y: float
    number: int
    name: str
    tracks: int


@dataclass(frozen=True)
class Drawing:
    """Everything in the drawing, in user units; the second axis points up as in the picture.

    `origin` is where the playlist's mean lies.
    """

    dots: tuple[Dot, ...]
    centres: tuple[Centre, ...]
    origin: Place
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def linked(self) -> bool:
        """Whether each dot leads to its row."""
        return len(self.dots) <= MOST_LINKED


def drawing(analysis: Analysis, notes: Notes) -> Drawing | None:
    """Lay out the scatter; `None` where there is nothing to draw, or too much.

    Both axes have the same scale, since a distance means the same in every direction.
    """
    placed = [
        (section, line, analysis.points[line.track.key])
        for section in notes.sections
        for line in section.lines
        if line.track.key in analysis.points
    ]
    placed = [one for one in placed if all(map(math.isfinite, one[2]))]
    if not placed or len(placed) > MOST_DOTS:
        return None
    fitted = _fitting([point for _, _, point in placed])
    dots = tuple(
        Dot(
            *fitted(*point),
            number=section.number,
            place=notes.places[line.track.key],
            title=credit(line),
            misfit=line.track.key in section.misfits,
        )
        for section, line, point in placed
    )
    return Drawing(dots, _centres(dots, notes), fitted(0.0, 0.0))


def specks(drawing: Drawing) -> tuple[tuple[int, str], ...]:
    """Give each cluster's dots as one path, which round line ends turn into dots.

    A small map needs no link from each dot; said so, a hundred tracks are a kilobyte.
    """
    paths: dict[int, str] = {}
    for dot in drawing.dots:
        paths[dot.number] = f"{paths.get(dot.number, '')}M{dot.x:.0f} {dot.y:.0f}h0"
    return tuple(paths.items())


def _centres(dots: Sequence[Dot], notes: Notes) -> tuple[Centre, ...]:
    shown, middles = [], []
    for section in notes.sections:
        mine = [dot for dot in dots if dot.number == section.number]
        if mine:
            shown.append(section)
            x, y = sum(dot.x for dot in mine), sum(dot.y for dot in mine)
            middles.append((x / len(mine), y / len(mine)))
    return tuple(
        Centre(round(x, 1), round(y, 1), section.number, section.name, len(section.lines))
        for section, (x, y) in zip(shown, apart(middles, CENTRES_APART), strict=True)
    )


def _fitting(points: Sequence[tuple[float, float]]) -> Callable[[float, float], Place]:
    """Make the scale that fills the drawing with the points' largest spread, all in the middle."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    wide, high = max(xs) - min(xs), max(ys) - min(ys)
    room_x, room_y = WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN
    scale = min(room_x / wide if wide else math.inf, room_y / high if high else math.inf)
    if math.isinf(scale):
        scale = 0.0
    middle_x, middle_y = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2

    def fitted(x: float, y: float) -> Place:
        right, down = (x - middle_x) * scale, (middle_y - y) * scale
        return round(WIDTH / 2 + right, 1), round(HEIGHT / 2 + down, 1)

    return fitted
