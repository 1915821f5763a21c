"""A bar chart with names in many scripts looks as it looked when people last looked at it.

`UPDATE_GOLDEN=1 pytest tests/golden` draws it anew; look at it before it is committed.
"""

from __future__ import annotations

import io
import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from linernotes import figures
from linernotes.figures import Bar

GOLDEN = Path(__file__).parent / "bars.png"
NAMES = (
    "宇多田ヒカル",
    "방탄소년단",
    "周杰倫 张学友",
    "עידן רייכל",
    "فيروز",
    "लता मंगेशकर",
    "คาราบาว",
    "Кино",
    "🎧 ❄️ 💚",
    "Sigur Rós & Łona",
)
BARS = tuple(Bar(name, 30 - 2 * place, 12 - place) for place, name in enumerate(NAMES))
# Another processor may round a shade or a hair's breadth otherwise; a letter that is missing, a box
# in its place or letters that do not join change a patch of this many pixels by far more.
_PATCH = 14
_SHADES = 10.0


def _patches(png: bytes) -> np.ndarray:
    """Mean shade of every patch, as (rows, columns)."""
    shades = np.asarray(Image.open(io.BytesIO(png)).convert("L")).astype(float)
    high, wide = (side // _PATCH for side in shades.shape)
    cut = shades[: high * _PATCH, : wide * _PATCH]
    return cut.reshape(high, _PATCH, wide, _PATCH).mean(axis=(1, 3))


def _differ(one: bytes, other: bytes) -> bool:
    a, b = _patches(one), _patches(other)
    return a.shape != b.shape or bool((abs(a - b) > _SHADES).any())


def test_names_in_many_scripts_look_as_they_did() -> None:
    drawn = figures.bars(BARS)
    if os.environ.get("UPDATE_GOLDEN"):
        GOLDEN.write_bytes(drawn)
    assert not _differ(drawn, GOLDEN.read_bytes())


@pytest.mark.parametrize("place", range(len(NAMES)))
def test_a_name_in_boxes_would_be_seen(place: int) -> None:
    boxes = [
        Bar("\U000f0000" * len(one.name) if at == place else one.name, one.tracks, one.liked)
        for at, one in enumerate(BARS)
    ]
    with pytest.warns(UserWarning, match="missing from font"):
        drawn = figures.bars(boxes)
    assert _differ(drawn, GOLDEN.read_bytes())


def test_arabic_letters_that_do_not_join_would_be_seen() -> None:
    apart = [
        Bar("\u200c".join(one.name) if one.name == "فيروز" else one.name, one.tracks, one.liked)
        for one in BARS
    ]
    assert _differ(figures.bars(apart), GOLDEN.read_bytes())
