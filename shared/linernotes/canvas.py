"""What all figures are drawn on: the same bytes on every machine, and fonts for every script."""

from __future__ import annotations

import io
import os
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from linernotes.palette import PAPER

if TYPE_CHECKING:
    from matplotlib.figure import Figure

DOTS_AN_INCH = 150
SETTINGS: Mapping[str, Any] = {
    "font.family": "DejaVu Sans",  # comes with matplotlib, so every machine draws the same
    "font.size": 9,
    "text.parse_math": False,
    "path.simplify": False,
}


@cache
def matplotlib() -> Any:
    """Import matplotlib with its cache in the temporary folder: a layer's own is read-only."""
    os.environ.setdefault(
        "MPLCONFIGDIR", str(Path(tempfile.gettempdir()) / "linernotes-matplotlib")
    )
    import matplotlib as module  # noqa: PLC0415 - the folder must be known before the import

    return module


@cache
def families() -> tuple[str, ...]:
    """Names of the families of our fonts, in the order in which a letter is looked up.

    matplotlib takes each letter from the first that has it.
    """
    matplotlib()
    from matplotlib import font_manager  # noqa: PLC0415 - matplotlib must know its folder

    import linernotes_fonts  # noqa: PLC0415 - where charts are drawn, and nowhere else

    files = linernotes_fonts.files()
    for file in files:
        font_manager.fontManager.addfont(file)
    families = [font_manager.get_font(file).family_name for file in files]
    return (*families, "DejaVu Sans")  # which has many signs and arrows


def canvas(size: tuple[int, int]) -> Figure:
    """An empty figure of so many pixels, width and height, on the colour of the page."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415 - as above
    from matplotlib.figure import Figure  # noqa: PLC0415 - as above

    width, height = size
    figure = Figure(
        figsize=(width / DOTS_AN_INCH, height / DOTS_AN_INCH),
        dpi=DOTS_AN_INCH,
        facecolor=PAPER.light,
    )
    FigureCanvasAgg(figure)
    return figure


def png(figure: Figure) -> bytes:
    """The figure as PNG, the same bytes every time."""
    out = io.BytesIO()
    # Without metadata the bytes would name the library's version.
    figure.savefig(out, format="png", dpi=DOTS_AN_INCH, metadata={"Software": None})
    return out.getvalue()
