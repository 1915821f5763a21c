"""Bar charts: what they show, in any script, the same bytes every time."""

from __future__ import annotations

import io
import unicodedata
import warnings
from pathlib import Path

import numpy as np
import pytest
from fontTools.ttLib import TTFont
from PIL import Image

import linernotes_fonts
from linernotes import figures
from linernotes.figures import Bar
from linernotes.palette import LIKED

FONTS = Path(linernotes_fonts.__file__).parent

# One name a script, as exports hold them.
NAMES = {
    "Japanese": "宇多田ヒカル 髙橋 﨑",
    "Korean": "방탄소년단",
    "Chinese": "周杰倫 张学友",
    "Hebrew": "לך לישון",
    "Arabic": "فيروز",
    "Hindi": "लता मंगेशकर",
    "Thai": "คาราบาว",
    "Cyrillic": "Кино Ђорђе",
    "Greek": "Θάνος Μικρούτσικος",
    "Georgian": "თბილისი",
    "Gurmukhi": "ਗੁਰਦਾਸ ਮਾਨ",
    "Bengali": "রবীন্দ্রনাথ ঠাকুর",
    "Tamil": "இளையராஜா",
    "emoji": "🎧 ❄️ 👩\u200d👩\u200d👧 💚",
    "signs": "♥ ★ ☆ ♪ → ™ ½ †††",
    "accents": "Sigur Rós, Čechomor, Beyoncé, Tiësto, Łąki Łan, Đorđe, Işın",
}


def _pixels(png: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB")).astype(int)


def _green(png: bytes) -> int:
    wanted = [int(LIKED.light[at : at + 2], 16) for at in (1, 3, 5)]
    return int((abs(_pixels(png) - wanted).max(axis=2) <= 2).sum())


def test_a_chart_has_the_size_it_says() -> None:
    for count in (1, 3, 30):
        made = figures.bars([Bar(str(number), number + 1) for number in range(count)])
        assert Image.open(io.BytesIO(made)).size == figures.bars_size(count)


def test_a_chart_stops_at_thirty_bars() -> None:
    many = [Bar(f"Artist {number}", 50 - number) for number in range(40)]
    assert figures.bars(many) == figures.bars(many[:30])
    assert figures.bars_size(40) == figures.bars_size(30)


def test_the_same_bars_are_the_same_bytes() -> None:
    lines = [Bar(name, 9, 4) for name in NAMES.values()]
    assert figures.bars(lines) == figures.bars(lines)


def test_liked_tracks_are_green_in_proportion() -> None:
    def green(liked: int) -> int:
        return _green(figures.bars([Bar("A", 1000, liked), Bar("B", 1000, 1)]))

    little, half, whole = green(1), green(500), green(1000)
    assert whole - little > 10_000
    assert half - little == pytest.approx((whole - little) / 2, rel=0.02)


def test_nothing_speaks_of_likes_where_none_is_known() -> None:
    assert _green(figures.bars([Bar("A", 10)])) == 0


@pytest.mark.parametrize("script", NAMES)
def test_a_name_in_this_script_has_no_boxes(script: str) -> None:
    with warnings.catch_warnings():
        # matplotlib says so when no font has a letter.
        warnings.simplefilter("error")
        figures.bars([Bar(NAMES[script], 1)])


def test_a_letter_that_no_font_has_is_noticed() -> None:
    with pytest.warns(UserWarning, match="missing from font"):
        figures.bars([Bar("\U00013000", 1)])  # a hieroglyph


def _ink(name: str) -> np.ndarray:
    """Where the name is inked, as (rows, columns) of the room for names."""
    return (_pixels(figures.bars([Bar(name, 1)])) < 128).all(axis=2)[:, :410]


def test_arabic_letters_join() -> None:
    apart = "\u200c".join("فيروز")
    assert (_ink("فيروز") != _ink(apart)).any()


def test_hebrew_runs_from_right_to_left() -> None:
    # Lamed alone rises above the line; as the first of five letters it stands at the right.
    rows, columns = np.nonzero(_ink("לווווו"))
    assert columns[rows == rows.min()].mean() > (columns.min() + columns.max()) / 2


@pytest.mark.parametrize(
    "name",
    [
        "W" * 5000,
        "夜に駆ける" * 100,
        "a" + "\u0301" * 60,
        "",
        "$x^2$ \\frac{1}{2} %s {0}",
        "\u202egnp",
    ],
)
def test_no_name_is_too_long_or_too_odd(name: str) -> None:
    made = _pixels(figures.bars([Bar(name, 3, 1), Bar("B", 2)]))
    # Nothing of it reaches the picture's edge.
    assert (made[:, :8] == made[0, 0]).all()


def test_mathematics_is_not_set() -> None:
    assert figures.bars([Bar("$x$", 1)]) != figures.bars([Bar("x", 1)])


def test_a_chart_of_nothing_is_an_error() -> None:
    with pytest.raises(ValueError, match="at least one bar"):
        figures.bars([])


def test_the_fonts_are_ours_by_name_and_small() -> None:
    files = sorted(FONTS.glob("*.[ot]tf"))
    assert len(files) == 21
    assert sum(file.stat().st_size for file in files) < 9_200_000
    for file in files:
        with TTFont(file) as font:
            family = font["name"].getDebugName(1)
            assert family.startswith("Notes ")
            assert "Open Font License" in font["name"].getDebugName(13)
    assert "SIL OPEN FONT LICENSE" in (FONTS / "OFL.txt").read_text("utf-8")


def test_every_common_ideograph_and_syllable_has_a_shape() -> None:
    with TTFont(FONTS / "NotesCJK.otf") as font:
        known = set(font.getBestCmap())
    wanted = [*range(0x4E00, 0x9FA6), *range(0xAC00, 0xD7A4), *range(0x3041, 0x30FF)]
    assert not [hex(one) for one in wanted if unicodedata.name(chr(one), "") and one not in known]
