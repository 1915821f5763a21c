"""One export of 120 tracks, from upload until all its pages stand, against the bare work in it.

Warm, on the embedded engine: functions have run before. The bare work, measured in the same run,
is one k-means fit, one picture by matplotlib of the scatter's size, and putting the same objects
to the same engine. By the clock, the quickest of three counts; in seconds of the processor those of
this process, the engine and its workers together count, which other programs change least.
"""

from __future__ import annotations

import io
import json
import os
import random
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib import pyplot
from sklearn.cluster import KMeans

from benchmarks.figure import Figure
from linernotes.figures import SCATTER_SIZE
from linernotes.local import deploy, drive, engine
from linernotes.stack import Stack

_ROOT = Path(__file__).resolve().parents[1]
_TRACKS = 120
_TIMES = 3
_AIM = 2.0


def figures() -> Iterator[Figure]:
    """Seconds from upload to pages, and of the bare work."""
    mpl.use("Agg")
    with engine.running() as running:
        stack = deploy.deploy(running, _ROOT / "template.yaml")
        _publish(stack, "warm", 0)
        spent, bare, counts = [], [], []
        spent_cpu, bare_cpu = [], []
        for number in range(1, _TIMES + 1):
            before = _objects(stack)
            began, worked = time.perf_counter(), processor(running.group)
            _publish(stack, f"export {number}", number)
            spent.append(time.perf_counter() - began)
            spent_cpu.append(processor(running.group) - worked)
            after = _objects(stack)
            written = [
                size for path, (tag, size) in after.items() if (tag, size) != before.get(path)
            ]
            counts.append(len(written))
            worked = processor(running.group)
            bare.append(_bare(stack, written, number))
            bare_cpu.append(processor(running.group) - worked)
        yield Figure(
            f"an export of {_TRACKS} tracks, upload to pages, warm",
            min(spent),
            "s",
            floor=min(bare),
            aim=_AIM,
            note=f"the floor puts {round(median(counts))} objects; load {os.getloadavg()[0]:.1f}",
        )
        yield Figure(
            f"an export of {_TRACKS} tracks, upload to pages, warm: processor",
            min(spent_cpu),
            "s",
            floor=min(bare_cpu),
            note="with the engine's own work",
        )


def processor(group: int) -> float:
    """Seconds that this process and those of a process group have computed."""
    ticks = 0
    for process in Path("/proc").glob("[0-9]*"):
        try:
            told = (process / "stat").read_text().rpartition(")")[2].split()
        except OSError:  # gone since
            continue
        if int(told[2]) == group:
            ticks += sum(map(int, told[11:15]))  # its own, and those of children that ended
    return time.process_time() + ticks / os.sysconf("SC_CLK_TCK")


def _publish(stack: Stack, name: str, seed: int) -> None:
    drive.drop(stack, f"{name}.json", _export(name, seed))
    drive.drain(stack)


def _objects(stack: Stack) -> dict[str, tuple[str, int]]:
    """ETag and size of every object of site and library."""
    found = {}
    for bucket in (stack.outputs["SiteBucketName"], stack.outputs["LibraryBucketName"]):
        for page in stack.s3.get_paginator("list_objects_v2").paginate(Bucket=bucket):
            for one in page.get("Contents", []):
                found[f"{bucket}/{one['Key']}"] = (one["ETag"], one["Size"])
    return found


def _bare(stack: Stack, sizes: list[int], seed: int) -> float:
    points = np.random.default_rng(seed).normal(size=(_TRACKS, 9))
    began = time.perf_counter()
    KMeans(4, n_init=10, random_state=seed).fit(points)
    figure = pyplot.figure(figsize=(SCATTER_SIZE[0] / 100, SCATTER_SIZE[1] / 100), dpi=100)
    figure.add_subplot().scatter(points[:, 0], points[:, 1])
    figure.savefig(io.BytesIO(), format="png")
    pyplot.close(figure)
    for number, size in enumerate(sizes):
        stack.s3.put_object(
            Bucket=stack.outputs["LibraryBucketName"],
            Key=f"bare/{seed}/{number}",
            Body=b"x" * size,
        )
    return time.perf_counter() - began


def _export(name: str, seed: int) -> bytes:
    draw = random.Random(seed)  # noqa: S311 - made-up playlists guard nothing
    rows = [{"track": _track(draw, name, seed * 1000 + n)} for n in range(_TRACKS)]
    return json.dumps({"type": "playlist", "name": name, "tracks": {"items": rows}}).encode()


def _track(draw: random.Random, name: str, number: int) -> dict[str, Any]:
    mood = number % 3
    return {
        "uri": f"spotify:track:{number:022d}",
        "name": f"Song {number}",
        "artists": [{"name": f"Artist {draw.randrange(40)} of {name}"}],
        "album": {"name": f"Album {draw.randrange(60)}", "label": f"Label {draw.randrange(20)}"},
        "audio_features": {
            "danceability": draw.gauss(0.3 + 0.2 * mood, 0.08),
            "energy": draw.gauss(0.2 + 0.3 * mood, 0.08),
            "speechiness": 0.05,
            "acousticness": draw.gauss(0.8 - 0.35 * mood, 0.08),
            "instrumentalness": 0.1,
            "liveness": 0.1,
            "valence": draw.gauss(0.5, 0.15),
            "loudness": draw.gauss(-12.0 + 4 * mood, 1.5),
            "tempo": draw.gauss(90.0 + 20 * mood, 8.0),
        },
    }
