"""The card of a playlist: the picture that is shown where somebody shares a link to it.

Its scatter, its moods by name, and its signature track: the most typical track of its largest
cluster.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from linernotes.canvas import SETTINGS, canvas, families, fit, matplotlib, png
from linernotes.models import Analysis, Model, PlaylistDocument
from linernotes.pages.escaping import titled
from linernotes.pages.words import capital, count
from linernotes.palette import INK, MUTED, PAPER, RULE, colour

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.text import Text

CARD_SIZE = (1200, 630)  # pixels, as Open Graph's readers want it

_MOST_MOODS = 5
_MARGIN, _COLUMN, _GAP = 64, 600, 40  # pixels: around, of the words, between words and scatter


class Mood(Model):
    """A cluster on a card: its number, which gives the colour, and its name."""

    number: int
    name: str


class CardFigure(Model):
    """All that a card shows; `points` are cluster number and place of each placed track."""

    name: str
    tracks: int
    moods: tuple[Mood, ...] = ()
    more_moods: int = 0
    signature: str = ""
    points: tuple[tuple[int, float, float], ...] = ()


def card_of(document: PlaylistDocument, analysis: Analysis) -> CardFigure:
    """What the card of a playlist shows, which names it as its page does."""
    tracks = {track.key: track for track in document.tracks}
    signature = ""
    # Of clusters of one size the first.
    largest = max(analysis.clusters, key=lambda one: len(one.tracks), default=None)
    order = largest.tracks if largest else ()
    typical = next((tracks[key] for key in order if key in tracks), None)
    if typical:
        by = f" by {typical.artists[0]}" if typical.artists else ""
        signature = f"{titled(typical.name)}{by}"
    return CardFigure(
        name=titled(document.name),
        tracks=len(document.tracks),
        moods=tuple(
            Mood(number=one.number, name=one.name) for one in analysis.clusters[:_MOST_MOODS]
        ),
        more_moods=max(0, len(analysis.clusters) - _MOST_MOODS),
        signature=signature,
        points=tuple(
            (one.number, *analysis.points[key])
            for one in analysis.clusters
            for key in one.tracks
            if key in analysis.points and all(map(math.isfinite, analysis.points[key]))
        ),
    )


def card(shows: CardFigure) -> bytes:
    """Draw a card; the same bytes every time.

    Returns
    -------
    A PNG of `CARD_SIZE` pixels.
    """
    library = matplotlib()
    with library.rc_context({**SETTINGS, "font.family": families()[0]}):
        figure = canvas(CARD_SIZE)
        axes = figure.add_axes((0, 0, 1, 1))
        width, height = CARD_SIZE
        axes.set_xlim(0, width)
        axes.set_ylim(height, 0)
        axes.set_axis_off()
        _words(axes, shows, _COLUMN if shows.points else width - 2 * _MARGIN)
        if shows.points:
            _scatter(axes, shows)
        return png(figure)


def _words(axes: Axes, shows: CardFigure, room: int) -> None:
    _text(axes, "LINERNOTES", 92, room, size=8.5, shade=MUTED.light)
    _text(axes, titled(shows.name), 172, room, size=27, shade=INK.light)
    _text(axes, count(shows.tracks, "track"), 222, room, size=11.5, shade=MUTED.light)
    down = 302
    for mood in shows.moods:
        shade = colour(mood.number).light
        axes.scatter([_MARGIN + 9], [down - 8], s=75, color=shade, linewidths=0)
        _text(axes, capital(mood.name), down, room - 36, left=36, size=13, shade=INK.light)
        down += 44
    if shows.more_moods:
        more = f"and {count(shows.more_moods, 'more mood')}"
        _text(axes, more, down, room - 36, left=36, size=10, shade=MUTED.light)
    if shows.signature:
        _text(axes, "Signature track", 538, room, size=8.5, shade=MUTED.light)
        _text(axes, shows.signature, 570, room, size=12, shade=INK.light)


def _text(
    axes: Axes,
    wording: str,
    down: int,
    room: int,
    *,
    size: float,
    shade: str,
    left: int = 0,
) -> Text:
    """Set one line from the margin on, its feet at `down`; what has no room is cut."""
    text = axes.text(_MARGIN + left, down, "", color=shade, fontsize=size)
    fit(text, wording, room)
    return text


def _scatter(axes: Axes, shows: CardFigure) -> None:
    """Every track as a dot in the right part, both axes of one scale."""
    width, height = CARD_SIZE
    start = _MARGIN + _COLUMN + _GAP
    axes.axvline(start - _GAP / 2, 0.1, 0.9, color=RULE.light, linewidth=0.8)
    xs, ys = [x for _, x, _ in shows.points], [y for _, _, y in shows.points]
    across, along = width - _MARGIN - start, height - 2 * _MARGIN
    spans = ((across, max(xs) - min(xs)), (along, max(ys) - min(ys)))
    scale = min((room / span for room, span in spans if span), default=0.0)
    middle_x, middle_y = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2
    for number in sorted({number for number, _, _ in shows.points}):
        mine = [(x, y) for one, x, y in shows.points if one == number]
        axes.scatter(
            [start + across / 2 + (x - middle_x) * scale for x, _ in mine],
            [height / 2 - (y - middle_y) * scale for _, y in mine],
            s=58,
            color=colour(number).light,
            alpha=0.88,
            edgecolors=PAPER.light,
            linewidths=0.8,
        )
