"""Make the fonts that figures name things with: `python -m tools.fonts FOLDER…`.

The folders hold Noto fonts as Debian's `fonts-noto-core` and `fonts-noto-cjk` install them, and the
variable `NotoEmoji[wght].ttf` of the distribution `manimgx-fonts`. Each is cut down to what a
name on a figure needs and written into `linernotes_fonts` under a family name of its own, so that
no font of the machine stands in for it. The same sources make the same bytes.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

FONTS = Path(__file__).resolve().parent.parent / "shared" / "linernotes_fonts"

# Kana, Hangul, the unified and compatibility ideographs, and what is set among them. A subset by
# the national character sets would lack letters of real names (髙, 﨑); the rare ideographs of
# extension A would weigh as much as all other scripts together.
_EAST_ASIAN = (
    *range(0x3000, 0x3400),
    *range(0x4E00, 0xA000),
    *range(0xA960, 0xA980),
    *range(0xAC00, 0xD7A4),
    *range(0xF900, 0xFB00),
    *range(0xFE30, 0xFE50),
    *range(0xFF00, 0xFFF0),
)


@dataclass(frozen=True)
class Source:
    """A font as it is published: the file, which face of a collection, and what is kept of it.

    `family` is what it is called here. `letters` are code points, all of them if empty. Scripts
    whose letters change shape beside others need the font's `layout`.
    """

    file: str
    family: str
    letters: tuple[int, ...] = ()
    face: int = 0
    layout: bool = True


_SCRIPTS = (
    *("", "Arabic", "Armenian", "Bengali", "Devanagari", "Ethiopic", "Georgian", "Gujarati"),
    *("Gurmukhi", "Hebrew", "Kannada", "Khmer", "Lao", "Malayalam", "Myanmar", "Sinhala"),
    *("Tamil", "Telugu", "Thai"),
)
SOURCES = (
    *(Source(f"NotoSans{script}-Regular.ttf", f"Notes {script or 'Sans'}") for script in _SCRIPTS),
    Source("NotoSansCJK-Regular.ttc", "Notes CJK", _EAST_ASIAN, layout=False),
    Source("NotoEmoji[wght].ttf", "Notes Emoji"),
)
_FAMILY_NAMES = (1, 4, 16)  # records of the name table


def make(source: Source, folders: Iterable[Path], target: Path) -> Path:
    """Cut one font down and return where it was written; `SystemExit` where no folder has it."""
    found = next(
        (folder / source.file for folder in folders if (folder / source.file).exists()), None
    )
    if found is None:
        raise SystemExit(f"fonts: {source.file} is in none of the folders")
    font = TTFont(found, fontNumber=source.face, recalcTimestamp=False)
    if "fvar" in font:
        font = instancer.instantiateVariableFont(font, {"wght": 400})
    options = subset.Options(
        hinting=False,
        layout_features=["*"] if source.layout else [],
        name_IDs=[0, 2, 6, 13, 14],
        notdef_outline=True,
        recalc_timestamp=False,
        drop_tables=[*subset.Options().drop_tables, "vhea", "vmtx", "VORG", "BASE", "MVAR", "STAT"],
    )
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=source.letters or font.getBestCmap())
    cutter.subset(font)
    for record in _FAMILY_NAMES:
        font["name"].removeNames(nameID=record)
        font["name"].setName(source.family, record, 3, 1, 0x409)
    made = target / f"{source.family.replace(' ', '')}{'.otf' if 'CFF ' in font else '.ttf'}"
    font.save(made)
    return made


def main(arguments: list[str]) -> int:
    """Make every font from the folders named."""
    folders = [Path(argument) for argument in arguments]
    FONTS.mkdir(exist_ok=True)
    for source in SOURCES:
        made = make(source, folders, FONTS)
        sys.stderr.write(f"{made.name} {made.stat().st_size:,}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
