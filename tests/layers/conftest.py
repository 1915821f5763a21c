"""What `make build` makes, for this machine and for arm64, once for all test processes."""

from __future__ import annotations

import fcntl
import os
import platform
import subprocess
from pathlib import Path

import pytest

from tests.local.conftest import local_engine, module_stacks, strict_engine
from tests.unit.source_tree import ROOT

__all__ = ["local_engine", "module_stacks", "strict_engine"]  # fixtures of the embedded engine

NATIVE = {"x86_64": "x86_64", "AMD64": "x86_64", "aarch64": "arm64", "arm64": "arm64"}[
    platform.machine()
]


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of `sam build` for this machine."""
    return _build(tmp_path_factory, NATIVE)


@pytest.fixture(scope="session")
def deployed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of `sam build` for arm64, on which functions run unless told otherwise."""
    return _build(tmp_path_factory, "arm64")


def _build(factory: pytest.TempPathFactory, architecture: str) -> Path:
    """Build where the first of the test processes that share a folder has not done so yet."""
    base = factory.getbasetemp()
    shared = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    folder = shared / f"built-{architecture}"
    with (shared / "building").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            made = folder.with_suffix(".new")
            subprocess.run(
                [
                    *("make", "--silent", "build", f"ARCHITECTURE={architecture}"),
                    f"ARGS=--build-dir {made}",
                ],
                cwd=ROOT,
                check=True,
            )
            made.rename(folder)
    return folder
