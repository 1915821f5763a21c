"""What all figures are drawn on: the same bytes on every machine, and fonts for every script."""

from __future__ import annotations

import io
import os
import tempfile
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from string import ascii_uppercase
from typing import TYPE_CHECKING, Any

from linernotes.pages.escaping import shown
from linernotes.palette import PAPER

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from matplotlib.ft2font import FT2Font
    from matplotlib.text import Text

DOTS_AN_INCH = 150
_LONGEST = 120  # letters of a line, before the room that it takes is measured
SETTINGS: Mapping[str, Any] = {
    "font.family": "DejaVu Sans",  # comes with matplotlib, so every machine draws the same
    "font.size": 9,
    "text.parse_math": False,
    "path.simplify": False,
}
# White letters in a dark circle or square, which Unicode does not name as styles of plain ones.
_REVERSED: Mapping[str, str] = {
    chr(first + place): letter
    for first in (0x1F150, 0x1F170)
    for place, letter in enumerate(ascii_uppercase)
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
    return tuple(font.family_name for font in _fonts())


@cache
def _fonts() -> tuple[FT2Font, ...]:
    matplotlib()
    from matplotlib import font_manager  # noqa: PLC0415 - matplotlib must know its folder

    import linernotes_fonts  # noqa: PLC0415 - where charts are drawn, and nowhere else

    files = linernotes_fonts.files()
    for file in files:
        font_manager.fontManager.addfont(file)
    signs = font_manager.findfont("DejaVu Sans")  # which has many signs and arrows
    return tuple(font_manager.get_font(file) for file in (*map(str, files), signs))


def legible(text: str) -> str:
    """Text as our fonts can show it: styled letters that none of them has become plain ones."""
    return text if text.isascii() else "".join(map(_legible, text))


@lru_cache(maxsize=4_096)
def _legible(letter: str) -> str:
    if _has(letter):
        return letter
    plain = _REVERSED.get(letter) or unicodedata.normalize("NFKC", letter)
    return plain if all(map(_has, plain)) else letter


def _has(letter: str) -> bool:
    return any(font.get_char_index(ord(letter)) for font in _fonts())


def fit(text: Text, wording: str, room: float, ending: str = "") -> None:
    """Set `text` to as much of `wording` as has room, in letters that our fonts have.

    Parameters
    ----------
    text : stands on a figure, upright or lying.
    wording : in any script; its control characters are left out, and what has no room is cut.
    room : pixels, at least a few letters wide.
    ending : what follows in any case, in plain letters.
    """
    wording = legible(shown(wording, _LONGEST).text)
    if not wording.isascii():  # twenty fonts take their time to be looked up
        text.set_fontfamily(families())
    text.set_text(wording + ending)
    while (long := _length(text)) > room and len(wording) > 2:
        # Never less than one letter a time, so that it ends.
        fitting = min(len(wording) - 2, int(len(wording) * room / long))
        wording = wording[: max(1, fitting)].rstrip(" …") + "…"
        text.set_text(wording + ending)


def _length(text: Text) -> float:
    """How long a line is in pixels, whichever way it runs."""
    extent = text.get_window_extent()
    return max(extent.width, extent.height)


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
