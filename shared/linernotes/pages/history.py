"""A playlist's clusters over time on its page: a small figure, and the numbers behind it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from linernotes.history import Point
from linernotes.pages import words
from linernotes.pages.bands import WIDTH, Figure, Share, Tick, bands
from linernotes.pages.escaping import Md, markdown, markdown_name
from linernotes.pages.markdown import Column, folded

TITLE = "Clusters over time"
ENOUGH = 3  # points: two are told better by the change log


@dataclass(frozen=True)
class HistoryNotes:
    """All that a page shows: `names` are the clusters' latest names by number; newest rows first.

    `shares` count the tracks of today, none for a cluster that is gone.

    `unplaced` says that some track at some time was in no cluster.
    """

    figure: Figure
    shares: tuple[Share, ...]
    lead: str
    names: dict[int, str]
    unplaced: bool
    rows: tuple[Point, ...]


def history_notes(points: Sequence[Point]) -> HistoryNotes | None:
    """Work out what a page shows; nothing below three points."""
    if len(points) < ENOUGH:
        return None
    days = [date.fromisoformat(one.day).toordinal() for one in points]
    wide = days[-1] - days[0]
    places = [round(WIDTH * (day - days[0]) / wide, 1) for day in days]
    heights = [
        {0: one.unplaced, **{size.number: size.tracks for size in one.clusters}} for one in points
    ]
    first, last = points[0], points[-1]
    names = {size.number: size.name for one in points for size in one.clusters}
    now = {0: last.unplaced, **{size.number: size.tracks for size in last.clusters}}
    unplaced = any(one.unplaced for one in points)
    return HistoryNotes(
        figure=Figure(
            bands(places, heights),
            (
                Tick(0, day(first)),
                *(Tick(round(100 * place / WIDTH, 2)) for place in places[1:-1]),
                Tick(100, day(last)),
            ),
        ),
        shares=(
            *(Share(number, name, now.get(number, 0)) for number, name in sorted(names.items())),
            *([Share(0, "", now[0])] if unplaced else []),
        ),
        lead=f"From {_held(first)} on {day(first)} to {_held(last)} on {day(last)}.",
        names=dict(sorted(names.items())),
        unplaced=unplaced,
        rows=tuple(reversed(points)),
    )


def day(point: Point) -> str:
    """Write a point's day out."""
    return words.day(datetime.fromisoformat(point.day).replace(tzinfo=UTC))


def _held(point: Point) -> str:
    tracks = words.count(point.tracks, "track")
    clusters = words.count(len(point.clusters), "cluster") if point.clusters else "no clusters"
    return f"{tracks} in {clusters}"


def history_section(points: Sequence[Point]) -> Iterator[Md]:
    """Lay out a playlist's history as a table of Markdown; nothing below three points."""
    notes = history_notes(points)
    if notes is None:
        return
    yield Md(f"## {TITLE}")
    yield markdown(notes.lead)
    heads = [
        Column("Day"),
        Column("Tracks", "right"),
        *(Column(markdown_name(words.capital(name)), "right") for name in notes.names.values()),
        *([Column("Not placed", "right")] if notes.unplaced else []),
    ]
    yield from folded(heads, [_row(one, notes) for one in notes.rows], "day")


def _row(point: Point, notes: HistoryNotes) -> list[Md]:
    held = {one.number: one.tracks for one in point.clusters}
    return [
        Md(day(point)),
        Md(str(point.tracks)),
        *(Md(str(held.get(number, 0))) for number in notes.names),
        *([Md(str(point.unplaced))] if notes.unplaced else []),
    ]


def history_data(points: Sequence[Point]) -> list[dict[str, Any]] | None:
    """Give every point for programs, oldest first; nothing without any."""
    return [
        {
            "day": one.day,
            "clusters": [size.model_dump() for size in one.clusters],
            "not_placed": one.unplaced,
        }
        for one in points
    ] or None
