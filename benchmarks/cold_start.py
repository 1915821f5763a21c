"""Sizes, starts and memory of the built functions, as Lambda runs them.

`sam build` builds for this machine; each function is started by Lambda's runtime interface client
in an interpreter that sees its code and its layers alone (tools/lambda_runtime.py). How long a
start takes says little by itself, so a bare handler is started in between, one that imports boto3
and powertools, makes two clients and does nothing: the aims are for what a function takes on top.
Initialisation is importing, on one processor, so its seconds are those of the processor, which
other programs on the machine change least; the notes tell the clock's. Invocations run on the
sample library, on an embedded engine that shares the processors with them.
"""

from __future__ import annotations

import subprocess
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from platform import machine
from statistics import median

from benchmarks.figure import Figure
from linernotes.local import engine
from tools.lambda_runtime import Root, bare, lay_out, started
from tools.stages import STAGES, Invocation, idle_stack, staged

_ROOT = Path(__file__).resolve().parent.parent
_BUILT = _ROOT / ".aws-sam" / "bench"
_EXPORTS = _ROOT / "events" / "exports"
_STARTS = 7  # of each function; the quickest counts, as everything else only delays
_MOST_MEGABYTES = 230
# Seconds of initialisation above a bare handler's.
_AIMS = {"Ingest": 0.2, "Publish": 0.2, "Refresh": 0.2, "Draw": 0.45, "Analyze": 1.0}
_BARE = """
import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType

logger = Logger(service="bare")
processor = BatchProcessor(event_type=EventType.SQS)
s3 = boto3.client("s3")
dynamodb = boto3.client("dynamodb")


def handler(event, context):
    return {"batchItemFailures": []}
"""
_NAMES = ("INBOX_BUCKET", "LIBRARY_BUCKET", "SITE_BUCKET", "CATALOG_TABLE")
_VARIABLES = {
    **dict.fromkeys(_NAMES, "none"),
    "AWS_ACCESS_KEY_ID": "none",
    "AWS_SECRET_ACCESS_KEY": "none",
}


def figures() -> Iterator[Figure]:
    """Size, start, first and later invocations, and peak memory of each function."""
    build(_BUILT)
    with tempfile.TemporaryDirectory(dir=_BUILT.parent) as folder:
        yield from _starts(Path(folder))
        yield from _invocations(Path(folder) / "stages")


def build(target: Path) -> None:
    """Build everything for this machine."""
    architecture = "arm64" if machine() in ("aarch64", "arm64") else "x86_64"
    arguments = f"--build-dir {target}"
    subprocess.run(  # noqa: S603 - our own makefile
        ["make", "--silent", "build", f"ARCHITECTURE={architecture}", f"ARGS={arguments}"],  # noqa: S607 - from the PATH
        cwd=_ROOT,
        check=True,
        capture_output=True,
    )


def _starts(folder: Path) -> Iterator[Figure]:
    floor = bare(_BUILT, _BARE, folder / "bare")
    roots = {name: lay_out(_BUILT, f"{name}Function", folder / name) for name in _AIMS}
    for name, root in roots.items():
        yield Figure(
            f"size of {name.lower()} with its layers", root.size() / 1e6, "MB", aim=_MOST_MEGABYTES
        )
    inits: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for _ in range(_STARTS):
        for name, root in {"bare": floor, **roots}.items():
            inits[name].append(_init(root))
    processor = {name: min(one for one, _ in times) for name, times in inits.items()}
    clock = {name: min(one for _, one in times) for name, times in inits.items()}
    least = processor["bare"]
    yield Figure("init of a bare handler", least, "s", note=f"{clock['bare']:.3f} s by the clock")
    for name, aim in _AIMS.items():
        yield Figure(
            f"init of {name.lower()} above the bare handler's",
            processor[name] - least,
            "s",
            aim=aim,
            note=f"{processor[name]:.3f} s in all, {clock[name]:.3f} s by the clock",
        )


def _init(root: Root) -> tuple[float, float]:
    """Seconds of the processor and of the clock that a start takes."""
    with started(root, _VARIABLES) as running:
        return running.init_processor, running.init


def _invocations(folder: Path) -> Iterator[Figure]:
    with engine.running() as running:
        stack = idle_stack(running, _BUILT / "template.yaml", "bench", "999900000201")
        with staged(_BUILT, stack, folder) as stages:
            for export in sorted(_EXPORTS.iterdir()):
                if export.suffix in (".csv", ".json"):
                    stages.drop(export.name, export.read_bytes())
            found: dict[str, list[Invocation]] = defaultdict(list)
            for one in stages.work():
                found[one.stage].append(one)
            for stage in STAGES:
                first, *later = (one.seconds for one in found[stage])
                yield Figure(f"first invocation of {stage.lower()}", first, "s")
                yield Figure(
                    f"later invocations of {stage.lower()}",
                    median(later),
                    "s",
                    note=f"median of {len(later)} on the sample library",
                )
                yield Figure(
                    f"most memory of {stage.lower()}",
                    stages.running[stage].peak_memory() / 1e6,
                    "MB",
                    note="on the sample library",
                )
