"""Every sample event is one that a function takes: none fails, and those of ours have an effect."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.aws.exports import playlist, track
from tests.aws.stack import STAGES, Stack

EVENTS = Path(__file__).parents[2] / "events"
CASES = sorted(EVENTS.glob("*/*.json"))
SAMPLES = [case for case in CASES if case.parent.name in STAGES]
OF_MINE = "international_pop.json"


def event(case: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(case.read_text(encoding="utf-8"))
    return told


def keys_of(case: Path) -> set[str]:
    """The keys of the inbox that an event tells of, without the product's own reading."""
    return {
        body["detail"]["object"]["key"]
        for record in event(case)["Records"]
        if record["body"].startswith("{")
        and (body := json.loads(record["body"])).get("detail", {}).get("bucket", {}).get("name")
        == "inbox"
    }


@pytest.mark.parametrize("case", SAMPLES, ids=lambda case: f"{case.parent.name}/{case.stem}")
def test_a_sample_event_is_taken(stack: Stack, case: Path) -> None:
    assert STAGES[case.parent.name].handler(event(case), None) == {"batchItemFailures": []}


@pytest.mark.parametrize(
    "case", [case for case in SAMPLES if keys_of(case)], ids=lambda case: case.stem
)
def test_an_event_of_the_inbox_brings_what_stands_at_its_key(stack: Stack, case: Path) -> None:
    [key] = keys_of(case)
    stack.drop(key, playlist("Mine", [track(1)]), tell=False)
    STAGES["ingest"].handler(event(case), None)
    stack.drain()
    assert "playlists/mine/overview.md" in stack.site()


@pytest.mark.parametrize("name", ["foreign-bucket", "test-event", "no-json"])
def test_an_event_of_something_else_brings_nothing(stack: Stack, name: str) -> None:
    stack.drop(OF_MINE, playlist("Mine", [track(1)]), tell=False)
    STAGES["ingest"].handler(event(EVENTS / "ingest" / f"{name}.json"), None)
    stack.drain()
    assert stack.rows() == []


def test_every_stage_has_a_sample() -> None:
    assert {case.parent.name for case in SAMPLES} == set(STAGES)
