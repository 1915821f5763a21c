"""Where the exports that the readers are tried on lie."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="session")
def exports() -> Path:
    """The sample library that the project ships."""
    return ROOT / "events" / "exports"


@pytest.fixture(scope="session")
def data() -> Path:
    """Real exports that may not be shipped, beside the project."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("real exports of other people are not shipped with the project")
    return folder
