"""Throughput of a backfill: exports of 30 tracks read, analyzed, drawn and published in one go.

The stages run in this process over services in memory (benchmarks/in_memory.py). Reading, analyzing
and drawing fan out; publishing is one after the other. So on two processors a playlist takes half
of what the first three take, or what publishing takes, whichever is more. The bare work is one
k-means fit and one picture for each, on the same two processors. `EXPORTS=500` takes more of them.
"""

from __future__ import annotations

import io
import json
import os
import random
import time
from collections.abc import Iterator
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib import pyplot
from sklearn.cluster import KMeans

from benchmarks.figure import Figure
from benchmarks.in_memory import InMemory
from linernotes.figures import SCATTER_SIZE

_TRACKS = 30
_FAN_OUT = ("ingest", "analyze", "draw")


def figures() -> Iterator[Figure]:
    """Seconds of two processors a playlist, and of each stage."""
    mpl.use("Agg")
    count = int(os.environ.get("EXPORTS", "100"))
    driven = InMemory()
    driven.drop("warm.json", export(10**6))
    driven.drain()
    _bare(0)
    driven.spent.clear()
    driven.runs.clear()
    for number in range(count):
        driven.drop(f"{number:05d}.json", export(number))
    driven.drain()
    each = {stage: cost.cpu / count for stage, cost in driven.spent.items()}
    began = time.process_time()
    for number in range(20):
        _bare(number)
    bare = (time.process_time() - began) / 20 / 2
    taken = max(sum(each[stage] for stage in _FAN_OUT) / 2, each["publish"])
    yield Figure(
        f"a playlist of {_TRACKS} tracks in a backfill of {count}, on two processors",
        taken,
        "s",
        floor=bare,
        note=f"{1 / taken:.1f} playlists a second",
    )
    for stage, seconds in each.items():
        calls = sum(driven.spent[stage].calls.values()) / count
        note = f"{calls:.0f} calls a playlist, {driven.runs[stage]} invocations"
        yield Figure(f"the same, {stage}: processor", seconds, "s", note=note)


def export(number: int) -> bytes:
    """A playlist of tracks in two moods by some of two thousand artists; always the same."""
    draw = random.Random(number)  # noqa: S311 - made-up playlists guard nothing
    items = [{"track": _track(draw, number * 100 + n)} for n in range(_TRACKS)]
    told = {"type": "playlist", "name": f"Playlist {number}", "tracks": {"items": items}}
    return json.dumps(told).encode()


def _track(draw: random.Random, number: int) -> dict[str, Any]:
    mood = number % 2
    return {
        "uri": f"spotify:track:{number:022d}",
        "name": f"Song {number}",
        "artists": [{"name": f"Artist {int(2_000 * draw.random() ** 2)}"}],
        "album": {"name": f"Album {number // 3}", "label": f"Label {draw.randrange(300)}"},
        "audio_features": {
            "danceability": draw.gauss(0.4 + 0.3 * mood, 0.05),
            "energy": draw.gauss(0.3 + 0.5 * mood, 0.05),
            "speechiness": 0.05,
            "acousticness": draw.gauss(0.8 - 0.6 * mood, 0.05),
            "instrumentalness": 0.1,
            "liveness": 0.1,
            "valence": draw.gauss(0.3 + 0.3 * mood, 0.05),
            "loudness": draw.gauss(-12 + 5 * mood, 1.0),
            "tempo": draw.gauss(90 + 35 * mood, 5.0),
        },
    }


def _bare(seed: int) -> None:
    points = np.random.default_rng(seed).normal(size=(_TRACKS, 9))
    KMeans(2, n_init=10, random_state=seed).fit(points)
    figure = pyplot.figure(figsize=(SCATTER_SIZE[0] / 100, SCATTER_SIZE[1] / 100), dpi=100)
    figure.add_subplot().scatter(points[:, 0], points[:, 1])
    figure.savefig(io.BytesIO(), format="png")
    pyplot.close(figure)
