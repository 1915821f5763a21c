"""Figures: pictures of what an analysis found, as PNG. They show no name out of an export."""

from __future__ import annotations

import io
import math
import os
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from linernotes.models import Analysis, Cluster
from linernotes.palette import INK, MUTED, PAPER, RULE, colour

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Raised by hand when a figure is drawn differently, so that standing ones are drawn anew.
RECIPE = 1
SCATTER_SIZE = (1200, 900)  # pixels, width and height

_DOTS_AN_INCH = 150
_SETTINGS: Mapping[str, Any] = {
    "font.family": "DejaVu Sans",  # comes with matplotlib, so every machine draws the same
    "font.size": 9,
    "text.parse_math": False,
    "path.simplify": False,
}


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
    matplotlib = _matplotlib()
    with matplotlib.rc_context(dict(_SETTINGS)):
        figure = _canvas()
        axes = figure.add_axes((0.085, 0.1, 0.885, 0.87))
        _ground(axes, analysis)
        for cluster, points in shares:
            _dots(axes, cluster, points)
        for cluster, points in shares:
            _number(axes, cluster, points)
        return _png(figure)


@cache
def _matplotlib() -> Any:
    """Import matplotlib with its cache in the temporary folder: a layer's own is read-only."""
    os.environ.setdefault(
        "MPLCONFIGDIR", str(Path(tempfile.gettempdir()) / "linernotes-matplotlib")
    )
    import matplotlib as module  # noqa: PLC0415 - the folder must be known before the import

    return module


def _canvas() -> Figure:
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415 - as above
    from matplotlib.figure import Figure  # noqa: PLC0415 - as above

    width, height = SCATTER_SIZE
    figure = Figure(
        figsize=(width / _DOTS_AN_INCH, height / _DOTS_AN_INCH),
        dpi=_DOTS_AN_INCH,
        facecolor=PAPER.light,
    )
    FigureCanvasAgg(figure)
    return figure


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
    wording = [f"{axis.label}  ({axis.explained:.0%} of the variance)" for axis in analysis.axes]
    for told, direction in zip(wording, (axes.xaxis, axes.yaxis), strict=False):
        direction.set_label_text(told, color=MUTED.light)
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


def _number(axes: Axes, cluster: Cluster, points: Mapping[str, tuple[float, float]]) -> None:
    if not points:
        return
    x = sum(point[0] for point in points.values()) / len(points)
    y = sum(point[1] for point in points.values()) / len(points)
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


def _png(figure: Figure) -> bytes:
    out = io.BytesIO()
    # Without metadata the bytes would name the library's version.
    figure.savefig(out, format="png", dpi=_DOTS_AN_INCH, metadata={"Software": None})
    return out.getvalue()
