"""What the page of a playlist's running order shows, worked out once for all its forms."""

from __future__ import annotations

import math
from dataclasses import dataclass

from linernotes.pages import words
from linernotes.pages.notes import Notes
from linernotes.pages.views import PlaylistView, TrackLine
from linernotes.running_order import (
    FEWEST_TRACKS,
    Smoothness,
    Step,
    as_they_stand,
    has_place,
    running_order,
    smoothness,
)

WIDTH, HEIGHT = 1000, 240
_MARGIN = 14


@dataclass(frozen=True)
class Stop:
    """A track of the running order: its place from 1, and where its dot stands in the picture."""

    place: int
    line: TrackLine
    step: Step
    x: float
    y: float

    @property
    def tempo(self) -> str:
        """The tempo in whole beats a minute; empty where it is not known."""
        return words.figure(self.step.tempo, 0) if self.step.tempo else ""

    @property
    def camelot(self) -> str:
        """The key as `8A`; empty where it is not known."""
        return self.step.key.camelot if self.step.key else ""

    @property
    def key(self) -> str:
        """The key as `A minor`; empty where it is not known."""
        return self.step.key.name if self.step.key else ""


@dataclass(frozen=True)
class OrderNotes:
    """The running order: its stops, what follows at the end without a place in the arc, and how
    smooth it is beside the playlist's own order."""

    stops: tuple[Stop, ...]
    rest: tuple[TrackLine, ...]
    now: Smoothness
    before: Smoothness

    @property
    def with_tempo(self) -> bool:
        """Whether any tempo is known."""
        return any(stop.tempo for stop in self.stops)

    @property
    def with_key(self) -> bool:
        """Whether any key is known."""
        return any(stop.camelot for stop in self.stops)

    @property
    def with_moods(self) -> bool:
        """Whether any track is in a cluster."""
        return any(stop.step.mood for stop in self.stops)


def has_order(view: PlaylistView) -> bool:
    """Whether enough is known of a playlist to put it into a running order."""
    return sum(has_place(line.track) for line in view.tracks) >= FEWEST_TRACKS


def arc_of(view: PlaylistView) -> str:
    """Say in a few words what the running order is made by."""
    by = ("mood", "tempo", "key") if view.analysis.clusters else ("tempo", "key")
    return f"an arc by {words.listed(by)}"


def order_notes(view: PlaylistView, notes: Notes) -> OrderNotes | None:
    """Work out the running order; `None` where too little is known of the tracks."""
    lines = {line.track.key: line for line in view.tracks}
    tracks = [line.track for line in view.tracks]
    order = running_order(tracks, notes.numbers)
    if order is None:
        return None
    low = min(step.lift for step in order.steps)
    reach = max(step.lift for step in order.steps) - low or 1.0
    way = (WIDTH - 2 * _MARGIN) / (len(order.steps) - 1)
    return OrderNotes(
        stops=tuple(
            Stop(
                place=place + 1,
                line=lines[step.track.key],
                step=step,
                x=round(_MARGIN + place * way, 1),
                y=round(HEIGHT - _MARGIN - (step.lift - low) / reach * (HEIGHT - 2 * _MARGIN), 1),
            )
            for place, step in enumerate(order.steps)
        ),
        rest=tuple(lines[track.key] for track in order.rest),
        now=smoothness(order.steps),
        before=smoothness(as_they_stand(order, tracks)),
    )


def said(told: OrderNotes) -> tuple[str, ...]:
    """Tell how the order is made and how smooth it came out."""
    mixes = ["in a neighbouring key", "at nearly the same tempo"]
    if told.with_moods:
        mixes.append("in the same mood")
    lines = [
        "From the calmest track up to the liveliest at two thirds of the way, and down again."
        " Of the next few in line the one follows that mixes best: "
        f"{', '.join(mixes)}."
    ]
    if told.now.keys_known:
        lines.append(
            f"{told.now.keys:,} of {words.count(told.now.keys_known, 'change')} "
            f"{'is' if told.now.keys == 1 else 'are'} to the same or a neighbouring key; "
            f"in the playlist's own order {told.before.keys:,} of {told.before.keys_known:,}."
        )
    if told.now.tempos_known:
        lines.append(
            f"{told.now.tempos:,} of {words.count(told.now.tempos_known, 'change')} "
            f"{'stays' if told.now.tempos == 1 else 'stay'} within 6 % of the tempo, its half or "
            f"its double; in the playlist's own order {told.before.tempos:,} of "
            f"{told.before.tempos_known:,}."
        )
    keyless = sum(not stop.camelot for stop in told.stops)
    if keyless and told.with_key:
        lines.append(
            f"{words.count(keyless, 'track has', 'tracks have')} no known key: to the others it "
            "counts as neither near nor far."
        )
    if not told.with_key:
        lines.append(
            "The keys are not known: an export with the columns Key and Mode, as exportify.net"
            " writes them, would add them."
        )
    if told.rest:
        lines.append(
            f"Of {words.count(len(told.rest), 'track')} no energy is known; "
            f"{'it follows' if len(told.rest) == 1 else 'they follow'} at the end, "
            "in the playlist's own order."
        )
    return tuple(lines)


def line_of(told: OrderNotes, smooth: int = 5) -> str:
    """The arc as the points of a line: the mean lift of a few stops around each."""
    points = []
    for place, stop in enumerate(told.stops):
        near = told.stops[max(0, place - smooth) : place + smooth + 1]
        points.append(f"{stop.x},{round(math.fsum(one.y for one in near) / len(near), 1)}")
    return " ".join(points)
