"""Memory that a worker takes for the largest export of each format (benchmarks/largest.py).

Each is ingested in a process of its own, whose peak counts everything: Python, the libraries that
readers import, the file, what was read out of it and the documents that are made of it. What the
services hold is not the worker's: objects lie in a folder, and rows that are written many at once,
hundreds of thousands, are let go of. What histories tell is published in a second process.
"""

from __future__ import annotations

import multiprocessing
import pickle
import re
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from benchmarks.figure import Figure
from benchmarks.largest import EXPORTS
from linernotes.messages import ExportHint
from linernotes.usecases.ingest import ingest
from tests.memory.flow import Flow
from tests.memory.s3 import MemoryS3

_AIM = 512  # MB
_KEY = "large"
_MANY_ROWS = ("dynamodb.BatchWriteItem", "dynamodb.TransactWriteItems")


class _FolderS3(MemoryS3):
    """Knows where the bodies lie, and holds none."""

    def __init__(self, folder: Path) -> None:
        super().__init__(frozenset(["inbox"]))
        self._folder = folder

    def put_object(self, **call: Any) -> Any:
        file = self._folder / uuid.uuid4().hex
        file.write_bytes(call["Body"])
        return super().put_object(**call | {"Body": str(file).encode()})

    def get_object(self, **call: Any) -> Any:
        found = super().get_object(**call)
        return found | {"Body": Path(found["Body"].read().decode()).open("rb")}


def _make(name: str, path: Path) -> None:
    path.write_bytes(EXPORTS[name]())


def _bare() -> float:
    Flow()
    return _peak()


def _ingest(export: Path, folder: Path) -> tuple[float, float, bool]:
    """Peak in MB, seconds, and whether there is something to rank."""
    began = time.perf_counter()
    flow = Flow(s3=_FolderS3(folder), dynamodb_gate=_without_many)
    # Not through the client: this process is not the one that drops it.
    MemoryS3.put_object(flow.s3, Bucket="inbox", Key=_KEY, Body=str(export).encode())
    ingest(ExportHint(key=_KEY), flow.cloud)
    taken, peak = time.perf_counter() - began, _peak()
    [export_doc] = flow.cloud.catalog.rows.inbox()
    if not export_doc.format:
        raise AssertionError(export_doc.refusals)
    kept = (flow.s3.buckets, flow.dynamodb.rows, flow.sqs.queues)
    (folder / "kept").write_bytes(pickle.dumps(kept))
    return peak, taken, bool(flow.cloud.catalog.listening.documents())


def _publish(folder: Path) -> tuple[float, float]:
    flow = Flow(s3=_FolderS3(folder))
    kept = pickle.loads((folder / "kept").read_bytes())  # noqa: S301 - written a moment ago
    flow.s3.buckets, flow.dynamodb.rows, flow.sqs.queues = kept
    began = time.perf_counter()
    flow.drain()
    return _peak(), time.perf_counter() - began


def _without_many(name: str, call: dict[str, Any], do: Callable[[], Any]) -> Any:
    if name in _MANY_ROWS:
        return {}
    if name == "dynamodb.BatchGetItem":  # whose the tracks are: this export's alone
        [(table, asked)] = call["RequestItems"].items()
        return {"Responses": {table: [one | {"export": {"S": _KEY}} for one in asked["Keys"]]}}
    return do()


def _peak() -> float:
    # Not the resource usage, which a process takes over from the one that started it.
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    return int(found[1]) / 1024 if found else 0.0


def figures() -> Iterator[Figure]:
    """Peaks in MB, and the seconds that it took."""
    fresh = multiprocessing.get_context("spawn").Pool(1, maxtasksperchild=1)
    with fresh as processes:
        yield Figure("memory of Python and its libraries", processes.apply(_bare), "MB")
        for name in EXPORTS:
            with tempfile.TemporaryDirectory() as made:
                folder = Path(made)
                export = folder / "export"
                processes.apply(_make, (name, export))
                note = f"{export.stat().st_size / 1e6:.0f} MB"
                peak, taken, told = processes.apply(_ingest, (export, folder))
                yield Figure(
                    f"ingesting {name}", peak, "MB", aim=_AIM, note=f"{note}, {taken:.0f} s"
                )
                if told:
                    peak, taken = processes.apply(_publish, (folder,))
                    yield Figure(
                        f"publishing it: {name}", peak, "MB", aim=_AIM, note=f"{taken:.0f} s"
                    )
