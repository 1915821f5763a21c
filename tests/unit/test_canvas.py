"""Names as our fonts can show them."""

from __future__ import annotations

import io
import warnings

import numpy as np
import pytest
from PIL import Image

from linernotes import figures
from linernotes.canvas import legible
from linernotes.cards import CardFigure, card
from linernotes.figures import Bar
from linernotes.models import Analysis, Axis, Cluster


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


def scattered(label: str) -> Analysis:
    """Two tracks along axes of that name."""
    points = {"a": (0.0, 0.0), "b": (1.0, 1.0)}
    axes = (Axis(label=label, explained=0.6), Axis(label=label, explained=0.4))
    clusters = (Cluster(number=1, name="x", tracks=("a", "b")),)
    return Analysis(recipe=1, mode="blend", k=1, axes=axes, clusters=clusters, points=points)


def test_an_axis_named_by_genres_of_any_script_is_drawn_without_boxes() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # as above
        figures.scatter(scattered("from アニソン, فلكلور to 日本のロック, รักเรา"))


@pytest.mark.parametrize("letters", [30, 100, 3_000])
def test_the_name_of_an_axis_stays_on_the_picture(letters: int) -> None:
    drawn = Image.open(io.BytesIO(figures.scatter(scattered("W" * letters)))).convert("L")
    dark = np.asarray(drawn) < 200
    # Along the left and lower edge, where the names stand, the outermost pixels are free.
    assert not dark[:, -12:].any()
    assert not dark[:12].any()
    assert not dark[-12:].any()
