"""The colours of clusters can be told apart by every reader."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np
import pytest

from linernotes.palette import CLUSTER_COLOURS, INK, MUTED, PAPER, colour, place

# Machado, Oliveira and Fernandes (2009), table 1, severity 1.0, on linear RGB.
SIGHTS = {
    "normal": np.eye(3),
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
# Ottosson (2020): linear sRGB to cone response, and its cube root to OKLab.
CONES = [
    [0.4122214708, 0.5363325363, 0.0514459929],
    [0.2119034982, 0.6806995451, 0.1073969566],
    [0.0883024619, 0.2817188376, 0.6299787005],
]
OKLAB = [
    [0.2104542553, 0.7936177850, -0.0040720468],
    [1.9779984951, -2.4285922050, 0.4505937099],
    [0.0259040371, 0.7827717662, -0.8086757660],
]


def _linear(hex_colour: str) -> np.ndarray:
    parts = np.array([int(hex_colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def _contrast(one: str, two: str) -> float:
    lights = sorted(float(_linear(c) @ [0.2126, 0.7152, 0.0722]) + 0.05 for c in (one, two))
    return lights[1] / lights[0]


def _seen(hex_colour: str, sight: str) -> Any:
    rgb = np.clip(np.array(SIGHTS[sight]) @ _linear(hex_colour), 0, 1)
    return np.array(OKLAB) @ np.cbrt(np.array(CONES) @ rgb)


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_any_two_clusters_differ_for_every_kind_of_sight(scheme: str, sight: str) -> None:
    shades = [getattr(one, scheme) for one in CLUSTER_COLOURS]
    for one, two in combinations(shades, 2):
        assert np.linalg.norm(_seen(one, sight) - _seen(two, sight)) > 0.09, (one, two)


def test_every_cluster_stands_out_from_the_page() -> None:
    for shade in CLUSTER_COLOURS:
        assert _contrast(shade.light, PAPER.light) >= 3, shade
        assert _contrast(shade.dark, PAPER.dark) >= 4.5, shade


def test_text_is_readable() -> None:
    for text, least in ((INK, 7), (MUTED, 4.5)):
        assert _contrast(text.light, PAPER.light) >= least
        assert _contrast(text.dark, PAPER.dark) >= least


def test_a_ninth_cluster_begins_again() -> None:
    assert place(9) == 1
    assert colour(9) == colour(1)
    assert colour(8) != colour(1)
