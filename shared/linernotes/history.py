"""A playlist's clusters over time: one point for each day that ended with another cut of it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime

from linernotes.identity import digest
from linernotes.models import Analysis, Model

# A playlist that changes every week shows more than two years. A row of so many points stays far
# below the 400 KB that it may have, and a figure has no room for more.
MOST_POINTS = 120
_LETTERS = 50  # of a name: a tag may be as long as it likes, and a row may not


class Size(Model):
    """A cluster as it was: its number, its name and how many tracks it had."""

    number: int
    name: str
    tracks: int


class Point(Model):
    """How a playlist was cut at the end of `day` (`YYYY-MM-DD`, UTC).

    `state` is the same for the same tracks in the same clusters; `unplaced` tracks were in none.
    """

    day: str
    state: str
    clusters: tuple[Size, ...] = ()
    unplaced: int = 0

    @property
    def tracks(self) -> int:
        """How many tracks the playlist had."""
        return self.unplaced + sum(one.tracks for one in self.clusters)


class History(Model):
    """Points by day, oldest first; two that follow each other never have one state."""

    points: tuple[Point, ...] = ()


def point_of(keys: Collection[str], analysis: Analysis, now: datetime) -> Point:
    """The point of a playlist of the tracks `keys`, of which this is the analysis, at `now`."""
    held = set(keys)
    placed = [(one, [key for key in one.tracks if key in held]) for one in analysis.clusters]
    unplaced = held.difference(*(mine for _, mine in placed))
    parts = [[str(one.number), *sorted(mine)] for one, mine in placed]
    return Point(
        day=now.astimezone(UTC).date().isoformat(),
        state=digest("placed", *(digest(*part) for part in (*parts, ["", *sorted(unplaced)]))),
        clusters=tuple(
            Size(number=one.number, name=one.name[:_LETTERS], tracks=len(mine))
            for one, mine in placed
        ),
        unplaced=len(unplaced),
    )


def with_point(history: History, point: Point) -> History:
    """The history when `point` is what stands at the end of its day.

    It takes the place of whatever the same day held before. So it does not matter how often or in
    what order a day's changes came, and a day that ends as it began leaves no point. A clock that
    went back does not bring the points out of their order.
    """
    last = max([point.day, *(one.day for one in history.points)])
    kept = [one for one in history.points if one.day < last]
    if not kept or kept[-1].state != point.state:
        kept.append(point.model_copy(update={"day": last}))
    return History(points=tuple(kept[-MOST_POINTS:]))
