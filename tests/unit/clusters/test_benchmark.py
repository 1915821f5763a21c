"""The benchmark of the clustering: a JSON line a playlist, and means."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from benchmarks import clusters, goals
from benchmarks.goals import Goal
from benchmarks.mixes import mixes
from tests.unit.clusters.playlists import PARTY, around

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def lines() -> list[dict[str, object]]:
    capture = pytest.MonkeyPatch()
    written: list[str] = []
    capture.setattr("sys.stdout.write", written.append)
    try:
        assert clusters.measured([ROOT / "events/exports"]) == 0
    finally:
        capture.undo()
    return [json.loads(line) for line in written]


@pytest.mark.soak
def test_it_prints_a_line_a_playlist_and_then_the_means(lines: list[dict[str, object]]) -> None:
    *playlists, last = lines
    assert {line["name"] for line in playlists} >= {"Alt-Pop", "Aegyo", "International Pop"}
    assert last["playlists"] == len(playlists)


@pytest.mark.soak
def test_recipe_and_reference_stand_side_by_side(lines: list[dict[str, object]]) -> None:
    line = next(line for line in lines if line.get("name") == "International Pop")
    assert set(line["recipe"]) == set(line["reference"])  # type: ignore[call-overload] # read as JSON


@pytest.mark.soak
def test_every_goal_that_the_samples_allow_to_measure_is_told(
    lines: list[dict[str, object]],
) -> None:
    told: list[dict[str, object]] = lines[-1]["goals"]  # type: ignore[assignment] # read as JSON
    held = {goal["name"]: goal["held"] for goal in told}
    assert held["stability, as on the page"] is True
    assert held["names empty or twice in a playlist"] is True
    assert held["analyses that change with rows shuffled, on two threads"] is True
    # Too few of the samples have genres for a mix.
    assert held["mixes by blend, adjusted Rand index"] is None


def test_a_goal_is_held_at_its_aim_and_missed_beyond() -> None:
    assert Goal("stability", 0.85, 0.85).held is True
    assert Goal("stability", 0.85, 0.849).held is False
    assert Goal("seconds", 5.0, 5.0, most=True).held is True
    assert Goal("seconds", 5.0, 5.001, most=True).held is False
    assert Goal("stability", 0.85, None).held is None


def test_names_that_are_empty_or_stand_twice_in_one_playlist_are_counted() -> None:
    assert goals.of_names([("Calm", "Loud"), ("Calm", "Quiet")]).found == 0
    assert goals.of_names([("Calm", "Calm", " "), ("Loud",)]).found == 2


def test_the_table_of_goals_says_what_was_missed_and_what_was_not_measured() -> None:
    rows = [*goals.table([Goal("a", 1, 2), Goal("b", 1, 2, most=True), Goal("c", 1, None)])]
    assert [row.split()[-1] for row in rows] == ["held", "MISSED", "measured"]


def test_a_folder_without_exports_is_said_to_be_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "notes.csv").write_bytes(b"\xff\x00 no export")
    assert clusters.measured([tmp_path]) == 1
    told = capsys.readouterr()
    assert not told.out
    assert f"left out: {tmp_path / 'notes.csv'}" in told.err
    assert "no export that can be read" in told.err


def test_what_is_no_folder_is_said_to_be_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert clusters.measured([tmp_path / "nowhere"]) == 2
    assert "nowhere is no folder" in capsys.readouterr().err


def test_one_small_playlist_is_measured_and_what_needs_more_is_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "aegyo.json").write_bytes((ROOT / "events/exports/aegyo.json").read_bytes())
    assert clusters.measured([tmp_path]) == 0
    told = capsys.readouterr()
    line, last = map(json.loads, told.out.splitlines())
    assert (line["name"], line["recipe"]) == ("Aegyo", None)
    assert last["mixes"] == {"sound": None, "blend": None}
    assert "no mixes (sound)" in told.err
    assert "no refreshes" in told.err


@pytest.mark.parametrize("playlists", [3, 4, 7])
def test_mixes_are_of_three_to_five_playlists_or_as_many_as_there_are(playlists: int) -> None:
    pool = [tuple(around(PARTY, 40, f"p{number}")) for number in range(playlists)]
    sources = {len(set(mix.source.tolist())) for mix in mixes(pool, 20)}
    assert sources == set(range(3, min(5, playlists) + 1))


def test_tracks_that_only_one_label_tells_apart_are_measured_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    labels = ["Stax" if i % 3 else f"Label {i}" for i in range(60)]
    rows = [f"spotify:track:{i:022d},Track {i},{label}" for i, label in enumerate(labels)]
    heads = "Track URI,Track Name,Record Label"
    (tmp_path / "labels.csv").write_text("\n".join([heads, *rows]))
    assert clusters.measured([tmp_path]) == 0
    line, _ = map(json.loads, capsys.readouterr().out.splitlines())
    assert (line["mode"], line["recipe"]["k"]) == ("context", 2)


HEADS = (
    "Track URI,Track Name,Danceability,Energy,Loudness,Speechiness,Acousticness,Instrumentalness,"
    "Liveness,Valence,Tempo"
)


@pytest.mark.parametrize(
    "sound",
    [
        "0.5,0.5,-7,0.05,0.1,0,0.1,0.5,120",
        # No track tells its tempo or how it was recorded.
        "0.5,0.5,-7,0.05,0.1,,0.1,0.5,",
    ],
)
def test_tracks_that_are_all_alike_are_measured_too(
    sound: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [f"spotify:track:{i:022d},Track {i},{sound}" for i in range(40)]
    (tmp_path / "alike.csv").write_text("\n".join([HEADS, *rows]))
    assert clusters.measured([tmp_path]) == 0
    line, _ = map(json.loads, capsys.readouterr().out.splitlines())
    assert len(line["clusters"]) == 1
    assert all(math.isfinite(figure) for figure in line["reference"].values())
