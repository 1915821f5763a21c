"""The reckoning of docs/scale.md: what it says is what the script makes of the measured figures."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import scale

_DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.fixture(scope="module")
def use() -> scale.Use:
    return scale.measured(_DOCS / "scale.json")


@pytest.fixture(scope="module")
def flow(use: scale.Use) -> scale.Flow:
    return scale.simulated(use)


def test_the_tables_are_those_that_the_script_prints(use: scale.Use, flow: scale.Flow) -> None:
    told = (_DOCS / "scale.md").read_text("utf-8").splitlines()
    missing = [line for line in scale.lines(use, flow) if line not in told]
    assert missing == [], "python -m tools.scale --plot docs/scale.png"


def test_every_playlist_passes_every_stage_in_order(flow: scale.Flow) -> None:
    assert all(left[-1] < 1 for left in flow.waiting.values())
    done = [flow.done(stage) for stage in scale.STAGES]
    assert done == sorted(done)
    assert min(min(left) for left in flow.waiting.values()) > -1


def test_the_table_takes_no_more_than_it_is_allowed(flow: scale.Flow) -> None:
    assert max(flow.writes[: scale.DOUBLING]) <= scale.WRITES_AT_FIRST + 1
    assert max(flow.writes) <= scale.WRITES_AT_MOST + 1


def test_two_publishers_take_half_the_time_of_one(use: scale.Use, flow: scale.Flow) -> None:
    two = scale.simulated(use, publishers=2)
    assert two.done("publish") == pytest.approx(flow.done("publish") / 2, rel=0.05)
