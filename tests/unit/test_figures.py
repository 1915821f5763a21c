"""Figures: the same bytes every time, and what they show."""

from __future__ import annotations

import io
import math
import subprocess
import sys

import numpy as np
import pytest
from PIL import Image

from linernotes import figures
from linernotes.models import Analysis, Axis, Cluster
from linernotes.palette import PAPER, colour


def _analysis(misfits: tuple[str, ...] = ()) -> Analysis:
    points = {f"{n}": (math.cos(n) + (5 if n % 2 else 0), math.sin(n * 7)) for n in range(60)}
    halves = [tuple(key for key in points if int(key) % 2 == half) for half in (0, 1)]
    clusters = tuple(
        Cluster(number=number, name="x", tracks=keys, misfits=misfits)
        for number, keys in enumerate(halves, start=1)
    )
    axes = (
        Axis(label="from calm to loud", explained=0.5),
        Axis(label="$x^2$ to y", explained=0.3),
    )
    return Analysis(recipe=1, mode="sound", k=2, axes=axes, clusters=clusters, points=points)


def _pixels(png: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB")).astype(int)


def _count(png: bytes, hex_colour: str) -> int:
    wanted = [int(hex_colour[at : at + 2], 16) for at in (1, 3, 5)]
    return int((abs(_pixels(png) - wanted).max(axis=2) <= 2).sum())


def test_the_scatter_has_the_size_it_says() -> None:
    image = Image.open(io.BytesIO(figures.scatter(_analysis())))
    assert image.size == figures.SCATTER_SIZE


def test_the_same_analysis_is_the_same_bytes() -> None:
    assert figures.scatter(_analysis()) == figures.scatter(_analysis())


def test_the_picture_says_nothing_of_who_drew_it() -> None:
    assert not Image.open(io.BytesIO(figures.scatter(_analysis()))).info.get("Software")


def test_each_cluster_has_its_colour_on_the_page_s_ground() -> None:
    png = figures.scatter(_analysis())
    for number in (1, 2):
        assert _count(png, colour(number).light) > 100
    assert _count(png, colour(3).light) == 0
    assert _count(png, PAPER.light) > 500_000


def test_misfits_are_hollow() -> None:
    every = tuple(str(number) for number in range(60))
    assert figures.scatter(_analysis(every)) != figures.scatter(_analysis())


def test_a_point_that_is_no_place_is_left_out() -> None:
    analysis = _analysis()
    odd = analysis.model_copy(update={"points": {**analysis.points, "0": (math.nan, math.inf)}})
    assert Image.open(io.BytesIO(figures.scatter(odd))).size == figures.SCATTER_SIZE


def test_a_single_track_can_be_drawn() -> None:
    one = Analysis(
        recipe=1,
        mode="sound",
        k=1,
        clusters=(Cluster(number=1, name="x", tracks=("a",)),),
        points={"a": (0.0, 0.0)},
    )
    assert figures.scatter(one).startswith(b"\x89PNG")


def test_an_analysis_without_clusters_has_no_scatter() -> None:
    with pytest.raises(ValueError, match="at least one placed track"):
        figures.scatter(Analysis(recipe=1, mode="none", why="few", k=0))


def test_pages_and_palette_do_without_matplotlib_and_aws() -> None:
    check = (
        "import sys, linernotes.pages, linernotes.palette, linernotes.slugs, linernotes.figures;"
        "print(sorted({'matplotlib', 'numpy', 'boto3'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
