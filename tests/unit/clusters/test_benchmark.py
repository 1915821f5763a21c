"""The benchmark of the clustering: a JSON line a playlist, and means."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks import clusters

pytestmark = pytest.mark.soak

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def lines() -> list[dict[str, object]]:
    capture = pytest.MonkeyPatch()
    written: list[str] = []
    capture.setattr("sys.stdout.write", written.append)
    try:
        clusters.main([ROOT / "events/exports"])
    finally:
        capture.undo()
    return [json.loads(line) for line in written]


def test_it_prints_a_line_a_playlist_and_then_the_means(lines: list[dict[str, object]]) -> None:
    *playlists, last = lines
    assert {line["name"] for line in playlists} >= {"Alt-Pop", "Aegyo", "International Pop"}
    assert last["playlists"] == len(playlists)


def test_recipe_and_reference_stand_side_by_side(lines: list[dict[str, object]]) -> None:
    line = next(line for line in lines if line.get("name") == "International Pop")
    assert set(line["recipe"]) == set(line["reference"])  # type: ignore[call-overload] # read as JSON
