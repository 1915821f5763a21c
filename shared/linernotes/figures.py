"""Figures, as PNG: the scatter of an analysis, which names nothing, and bar charts of names.

Names are in any script, so the fonts come along (see linernotes_fonts/README.md).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from linernotes.canvas import SETTINGS, canvas, families, fit, matplotlib, png
from linernotes.models import Analysis, Cluster
from linernotes.pages.escaping import shown, titled
from linernotes.pages.groups import MOST_BARS
from linernotes.palette import INK, LIKED, MUTED, PAPER, RULE, colour
from linernotes.sound import FeatureFigure, SoundFigure, reach, unit_of
from linernotes.spacing import apart

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SCATTER_SIZE = (1200, 900)  # pixels, width and height
_NUMBERS_APART = 44  # pixels between the middles of two numbers: the width of their rings
FEATURES_SIZE = (1200, 1010)

# Of a bar chart, in pixels: its width, the room for names, a row, what is above and below the rows.
_BARS_WIDTH, _NAMES_WIDTH, _ROW, _ABOVE, _BELOW = 1200, 420, 42, 64, 22
_LONGEST_NAME = 60  # characters, before the room they take is measured
_DROP = 6.5  # pixels from a bar's middle down to the line that letters of every script stand on
_GREY = "#b4b5b3"
# Of the figure of audio features, in pixels: how many stand side by side, what is above them, the
# room of one with its margin, and the height of its tallest bar.
_ACROSS, _FEATURES_ABOVE, _PANEL, _MARGIN, _TALLEST = 3, 80, (380, 310), 30, 190


@dataclass(frozen=True)
class Bar:
    """A bar of a chart: a name, how many tracks it has, and how many of them are known as liked."""

    name: str
    tracks: int
    liked: int = 0


def bars_size(count: int) -> tuple[int, int]:
    """Width and height in pixels of a chart of `count` bars, of which it shows `MOST_BARS`."""
    return _BARS_WIDTH, _ABOVE + _ROW * min(count, MOST_BARS) + _BELOW


def bars(lines: Sequence[Bar]) -> bytes:
    """Draw how many tracks each name has, the liked ones in green; the same bytes every time.

    Where none is liked nothing speaks of likes, so a chart that stands stays right when likes come
    to be known and none is of it.

    Parameters
    ----------
    lines : the bars, from the top down; those beyond `MOST_BARS` are left out. A name may be in
        any script and of any length: one that has no room is cut.

    Returns
    -------
    A PNG of the pixels that `bars_size` gives.

    Raises
    ------
    ValueError
        Where there is no bar.
    """
    if not lines:
        raise ValueError("a bar chart needs at least one bar")
    kept = lines[:MOST_BARS]
    library = matplotlib()
    with library.rc_context({**SETTINGS, "font.family": families()[0]}):
        width, height = bars_size(len(kept))
        figure = canvas((width, height))
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set_xlim(0, width)
        axes.set_ylim(height, 0)
        axes.set_axis_off()
        if any(line.liked for line in kept):
            _legend(axes, _NAMES_WIDTH, "tracks", "liked")
        # What is left of the longest bar is room for its number.
        scale = (width - _NAMES_WIDTH - 90) / max(1, *(line.tracks for line in kept))
        middles = [_ABOVE + _ROW * (place + 0.5) for place in range(len(kept))]
        for shade, lengths in (
            (_GREY, [line.tracks * scale for line in kept]),
            (LIKED.light, [line.liked * scale for line in kept]),
        ):
            axes.barh(middles, lengths, left=_NAMES_WIDTH, height=20, color=shade, linewidth=0)
        for line, middle in zip(kept, middles, strict=True):
            end = _NAMES_WIDTH + line.tracks * scale + 12
            axes.text(end, middle + _DROP, f"{line.tracks:,}", color=MUTED.light)
            _name(axes, line.name, middle)
        return png(figure)


def scatter(analysis: Analysis) -> bytes:
    """Draw every placed track in the plane of the first two axes; the same bytes every time.

    One colour a cluster and its number at the mean of its points; misfits are hollow. Both axes
    have the same scale, since a distance means the same in every direction.

    Parameters
    ----------
    analysis : has at least one cluster, and a point for each track to be drawn.

    Returns
    -------
    A PNG of `SCATTER_SIZE` pixels.

    Raises
    ------
    ValueError
        Where there is no point to draw.
    """
    shares = [(cluster, _points(analysis, cluster)) for cluster in analysis.clusters]
    if not any(points for _, points in shares):
        raise ValueError("a scatter needs at least one placed track")
    library = matplotlib()
    with library.rc_context(dict(SETTINGS)):
        figure = canvas(SCATTER_SIZE)
        axes = figure.add_axes((0.085, 0.1, 0.885, 0.87))
        _ground(axes, analysis)
        for cluster, points in shares:
            _dots(axes, cluster, points)
        # Only now it is settled how the places on the axes lie on the picture.
        axes.apply_aspect()
        _numbers(axes, [(cluster, points) for cluster, points in shares if points])
        return png(figure)


def features(shows: SoundFigure) -> bytes:
    """Draw how audio features are spread, three side by side; the same bytes every time.

    Grey bars are shares of the tracks, a green outline the shares of the liked tracks that they
    are compared with, and a line below the median of each. Every feature has a scale of its own,
    on which its tallest bar is as tall as any.

    Returns
    -------
    A PNG of `FEATURES_SIZE` pixels.

    Raises
    ------
    ValueError
        Where there is no feature.
    """
    if not shows.features:
        raise ValueError("a figure of features needs at least one")
    library = matplotlib()
    with library.rc_context(dict(SETTINGS)):
        width, height = FEATURES_SIZE
        figure = canvas(FEATURES_SIZE)
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set_xlim(0, width)
        axes.set_ylim(height, 0)
        axes.set_axis_off()
        if any(one.liked for one in shows.features):
            _legend(axes, _MARGIN, "these tracks", "liked tracks")
        for place, one in enumerate(shows.features):
            down, across = divmod(place, _ACROSS)
            corner = (across * _PANEL[0] + _MARGIN, _FEATURES_ABOVE + (down + 1) * _PANEL[1] - 70)
            _feature(axes, one, corner)
        return png(figure)


def _feature(axes: Axes, one: FeatureFigure, corner: tuple[float, float]) -> None:
    """Draw a feature; `corner` is where the floor of its bars begins."""
    left, floor = corner
    scale = _TALLEST / max(*one.bins, *one.liked)
    step = (_PANEL[0] - 2 * _MARGIN) / len(one.bins)
    heights = [percent * scale for percent in one.bins]
    middles = [left + step * (place + 0.5) for place in range(len(one.bins))]
    axes.bar(middles, [-tall for tall in heights], width=step - 2, bottom=floor, color=_GREY)
    if one.liked:
        edges = [left + step * place for place in range(len(one.liked) + 1)]
        tops = [floor - percent * scale for percent in one.liked]
        axes.stairs(tops, edges, baseline=floor, color=LIKED.light, linewidth=1.8)
    low, high = reach(one.name)
    ends = left, left + step * len(one.bins)
    axes.plot(ends, (floor, floor), color=RULE.light, linewidth=1)
    for median, shade, way in ((one.median, MUTED.light, 7), (one.liked_median, LIKED.light, 14)):
        if median is not None:
            at = left + (ends[1] - left) * min(1.0, max(0.0, (median - low) / (high - low)))
            axes.plot((at, at), (floor + 2, floor + way), color=shade, linewidth=2.4)
    for end, value, side in ((ends[0], low, "left"), (ends[1], high, "right")):
        worded = f"{value:g} {unit_of(one.name)}".strip().replace("-", "\u2212")
        axes.text(end, floor + 34, worded, color=MUTED.light, ha=side)
    axes.text(left, floor - _TALLEST - 16, one.name.capitalize(), color=INK.light)


def _legend(axes: Axes, left: float, all_tracks: str, liked: str) -> None:
    for shade, wording in ((_GREY, all_tracks), (LIKED.light, liked)):
        axes.barh(30, 22, left=left, height=14, color=shade, linewidth=0)
        axes.text(left + 32, 30 + _DROP, wording, color=MUTED.light)
        left += 40 + 18 * len(wording) if len(wording) > 6 else 130


def _name(axes: Axes, name: str, middle: float) -> None:
    """Set a name at the foot of its bar, cut until it has room."""
    text = axes.text(_NAMES_WIDTH - 16, middle + _DROP, "", color=INK.light, ha="right")
    fit(text, shown(titled(name), _LONGEST_NAME).text, _NAMES_WIDTH - 32)


def _points(analysis: Analysis, cluster: Cluster) -> dict[str, tuple[float, float]]:
    known = {key: analysis.points[key] for key in cluster.tracks if key in analysis.points}
    return {key: point for key, point in known.items() if all(map(math.isfinite, point))}


def _ground(axes: Axes, analysis: Analysis) -> None:
    axes.set_facecolor(PAPER.light)
    axes.set_aspect("equal", adjustable="datalim")
    axes.margins(0.06)
    # Places on a principal component have no unit; only which way they lie says anything.
    axes.set_xticks([])
    axes.set_yticks([])
    for side in axes.spines.values():
        side.set_color(RULE.light)
    axes.axhline(0, color=RULE.light, linewidth=0.8, zorder=0)
    axes.axvline(0, color=RULE.light, linewidth=0.8, zorder=0)
    across, up = axes.bbox.size
    for axis, direction, room in zip(
        analysis.axes, (axes.xaxis, axes.yaxis), (across, up), strict=False
    ):
        fit(direction.label, axis.label, room, f"  ({axis.explained:.0%} of the variance)")
        direction.label.set_color(MUTED.light)
        direction.labelpad = 9


def _dots(axes: Axes, cluster: Cluster, points: Mapping[str, tuple[float, float]]) -> None:
    shade = colour(cluster.number).light
    odd = set(cluster.misfits)
    fitting = [point for key, point in points.items() if key not in odd]
    misfits = [point for key, point in points.items() if key in odd]
    if fitting:
        xs, ys = zip(*fitting, strict=True)
        axes.scatter(xs, ys, s=42, color=shade, alpha=0.85, linewidths=0, zorder=2)
    if misfits:
        xs, ys = zip(*misfits, strict=True)
        axes.scatter(
            xs, ys, s=38, facecolors=PAPER.light, edgecolors=shade, linewidths=1.5, zorder=2
        )


def _numbers(
    axes: Axes, shares: Sequence[tuple[Cluster, Mapping[str, tuple[float, float]]]]
) -> None:
    """The number of each cluster at the mean of its points, beside it where two would meet."""
    means = [
        tuple(sum(values) / len(points) for values in zip(*points.values(), strict=True))
        for _, points in shares
    ]
    pixels = [(x, y) for x, y in axes.transData.transform(means).tolist()]
    places = axes.transData.inverted().transform(apart(pixels, _NUMBERS_APART)).tolist()
    for (cluster, _), (x, y) in zip(shares, places, strict=True):
        shade = colour(cluster.number).light
        axes.scatter([x], [y], s=330, color=PAPER.light, edgecolors=shade, linewidths=2.6, zorder=3)
        axes.annotate(
            str(cluster.number),
            (x, y),
            color=INK.light,
            fontsize=11.5,
            fontweight="bold",
            ha="center",
            va="center_baseline",
            zorder=4,
        )
