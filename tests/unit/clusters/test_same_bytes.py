"""The same bytes on another run, in another process, with any number of threads."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SAMPLE = Path(__file__).resolve().parents[3] / "events/exports/international_pop.json"
ANALYSE = """
import hashlib, pathlib, sys
from linernotes.clusters import analyse
from linernotes.formats import read
from linernotes.playlists import documents
file = pathlib.Path(sys.argv[1])
document = next(documents(read(file.read_bytes(), file.name), file.name))
print(hashlib.sha256(analyse(document).model_dump_json().encode()).hexdigest())
"""
HEAVY = ("matplotlib", "boto3", "jinja2")
LOADED = f"""
import sys
import linernotes.clusters
print([name for name in {HEAVY!r} if name in sys.modules])
"""


def run(code: str, *arguments: str, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


@pytest.fixture(scope="module")
def digest() -> str:
    return run(ANALYSE, str(SAMPLE))


@pytest.mark.parametrize("threads", ["1", "7"])
def test_the_number_of_threads_changes_nothing(digest: str, threads: str) -> None:
    told = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), threads)
    assert run(ANALYSE, str(SAMPLE), **told) == digest


def test_the_order_of_hashes_changes_nothing(digest: str) -> None:
    assert run(ANALYSE, str(SAMPLE), PYTHONHASHSEED="12345") == digest


def test_clustering_needs_neither_pages_nor_figures_nor_aws() -> None:
    assert run(LOADED) == "[]"
