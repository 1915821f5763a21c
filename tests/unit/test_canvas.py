"""Names as our fonts can show them."""

from __future__ import annotations

import warnings

import pytest

from linernotes import figures
from linernotes.canvas import legible
from linernotes.cards import CardFigure, card
from linernotes.figures import Bar


@pytest.mark.parametrize(
    ("styled", "plain"),
    [
        ("𝓼𝓪𝓭 𝓱𝓸𝓾𝓻𝓼", "sad hours"),
        ("𝔊𝔬𝔱𝔥 𝗯𝗼𝗹𝗱 𝚖𝚘𝚗𝚘", "Goth bold mono"),
        ("ⓅⓄⓅ ⓦ⒲", "POP w(w)"),
        ("🅵🆄🅽 🅐🅩 🄰🅉", "FUN AZ AZ"),
    ],
)
def test_styled_letters_that_no_font_has_become_plain_ones(styled: str, plain: str) -> None:
    assert legible(styled) == plain


@pytest.mark.parametrize(
    "name",
    [
        "Sigur Rós",
        "夜に駆ける",
        "ｆｕｌｌ ㈱",
        "①②③",
        "🅱 🅾",
        "𝕕𝕠𝕦𝕓𝕝𝕖",
        "🎧 ❄️ 💚",
        "فيروز",
        "x²",
        "\U000f0000",
    ],
)
def test_what_a_font_has_or_nothing_stands_for_stays(name: str) -> None:
    assert legible(name) == name


def test_a_name_in_styled_letters_is_drawn_without_boxes() -> None:
    name = "𝓼𝓪𝓭 𝓱𝓸𝓾𝓻𝓼 · ⓅⓄⓅ · 🅵🆄🅽"
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # matplotlib warns of each letter that no font has
        figures.bars([Bar(name, 2), Bar("B", 1)])
        card(CardFigure(name=name, tracks=1, signature=name))
