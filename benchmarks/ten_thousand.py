"""Memory of each function for a playlist of 10,000 tracks: `TRACKS=50000` takes another number.

Every time a stage works it does so in a fresh process, over services in memory
(benchmarks/in_memory.py) that go from process to process in a file. A peak counts everything:
Python, the libraries, the work, and the services, which on AWS are somebody else's memory; so it is
rather too high. The aim is what template.yaml gives the function.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.figure import Figure
from benchmarks.in_memory import STAGES, InMemory

_ROOT = Path(__file__).resolve().parents[1]


def figures() -> Iterator[Figure]:
    """The most that any process of a stage held, in MB."""
    count = int(os.environ.get("TRACKS", "10000"))
    given = memory_given((_ROOT / "template.yaml").read_text("utf-8"))
    fresh = multiprocessing.get_context("spawn").Pool(1, maxtasksperchild=1)
    peaks = dict.fromkeys(STAGES, 0.0)
    seconds = dict.fromkeys(STAGES, 0.0)
    with tempfile.TemporaryDirectory() as folder, fresh as processes:
        state = Path(folder, "state")
        before = InMemory()
        before.drop("large.json", export(count))
        before.save(state)
        left = True
        while left:
            left = False
            for stage in STAGES:
                peak, spent = processes.apply(_work, (state, stage))
                peaks[stage] = max(peaks[stage], peak)
                seconds[stage] = max(seconds[stage], spent)
                left = left or bool(spent)
                if spent:
                    told = f"{stage}: {peak:.0f} MB, {spent:.0f} s"
                    print(told, file=sys.stderr, flush=True)  # noqa: T201 - how far it is
    for stage in STAGES:
        yield Figure(
            f"memory of {stage} for a playlist of {count:,} tracks",
            peaks[stage],
            "MB",
            aim=given[stage],
            note=f"{seconds[stage]:.1f} s of the processor",
        )


def memory_given(template: str) -> dict[str, int]:
    """Megabytes that a template gives each of the stages' functions."""
    default = re.search(r"^Globals:.*?MemorySize: (\d+)", template, re.DOTALL | re.MULTILINE)
    found = {}
    for stage in STAGES:
        block = re.search(
            rf"^  {stage.capitalize()}Function:\n(.*?)(?=^  \w)", template, re.DOTALL | re.MULTILINE
        )
        own = re.search(r"MemorySize: (\d+)", block[1]) if block else None
        if size := own or default:
            found[stage] = int(size[1])
    return found


def _work(state: Path, stage: str) -> tuple[float, float]:
    """Let a stage do all that waits for it; the peak of this process in MB, and its seconds."""
    driven = InMemory()
    driven.load(state)
    if not driven.waiting[stage]:
        return 0.0, 0.0
    began = time.process_time()
    driven.step(stage)
    spent = time.process_time() - began
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    driven.save(state)
    return int(found[1]) / 1024 if found else 0.0, spent


def export(count: int) -> bytes:
    """A Web API playlist of so many tracks by three thousand artists on five hundred labels."""
    draw = random.Random(count)  # noqa: S311 - made-up playlists guard nothing
    items = [{"track": _track(draw, number)} for number in range(count)]
    return json.dumps({"type": "playlist", "name": "Large", "tracks": {"items": items}}).encode()


def _track(draw: random.Random, number: int) -> dict[str, Any]:
    mood = number % 4
    return {
        "uri": f"spotify:track:{number:022d}",
        "name": f"A Song With A Name {number}",
        "artists": [{"name": f"Some Artist {int(3_000 * draw.random() ** 2)}"}],
        "album": {"name": f"Album {number // 4}", "label": f"Label {draw.randrange(500)}"},
        "duration_ms": 200_000,
        "audio_features": {
            "danceability": draw.gauss(0.3 + 0.12 * mood, 0.06),
            "energy": draw.gauss(0.2 + 0.2 * mood, 0.06),
            "speechiness": 0.05,
            "acousticness": draw.gauss(0.8 - 0.2 * mood, 0.06),
            "instrumentalness": 0.1,
            "liveness": 0.1,
            "valence": draw.gauss(0.3 + 0.15 * (mood % 2), 0.06),
            "loudness": draw.gauss(-14 + 2 * mood, 1.0),
            "tempo": draw.gauss(90 + 12 * mood, 5.0),
        },
    }
