"""How measured figures are shown."""

from __future__ import annotations

import json

import pytest

from benchmarks.figure import Figure, table


def test_a_figure_with_a_floor_is_held_to_its_ratio() -> None:
    assert Figure("upload", 3.0, "s", floor=2.0, aim=2.0).met is True
    assert Figure("upload", 5.0, "s", floor=2.0, aim=2.0).met is False


def test_a_figure_without_a_floor_is_held_to_its_value() -> None:
    assert Figure("refresh", 19.0, "s", aim=20).met is True
    assert Figure("refresh", 21.0, "s", aim=20).met is False


def test_a_figure_without_an_aim_is_neither_held_nor_missed() -> None:
    assert Figure("memory", 300.0, "MB").met is None


def test_a_floor_of_nothing_makes_no_ratio() -> None:
    assert Figure("calls", 3.0, "calls", floor=0.0).ratio is None


def test_the_table_names_what_was_missed() -> None:
    lines = list(
        table([Figure("one", 1.23456, "s", floor=1.0, aim=1.0), Figure("two", 12345, "B")])
    )
    assert "1.23 s" in lines[1]
    assert lines[1].endswith("MISSED")
    assert "12,345 B" in lines[2]


@pytest.mark.parametrize("figure", [Figure("a", 1.0, "s"), Figure("b", 2.0, "s", 1.0, 3.0, "how")])
def test_the_object_at_the_end_leaves_out_what_there_is_not(figure: Figure) -> None:
    told = json.loads(json.dumps(figure.as_json()))
    assert None not in told.values()
    assert ("ratio" in told) == (figure.floor is not None)
