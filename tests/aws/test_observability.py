"""What the functions write to their logs: what each line is about, and what they count."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest

from linernotes import aws, observability
from tests.aws.exports import playlist, track
from tests.aws.nights import night
from tests.aws.stack import Stack

SERVICE = "my-stack"
BEGAN = "17793124-05d4-b198-2fde-7ededc63b103"


@pytest.fixture(autouse=True)
def _named_after_the_stack(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[None]:
    monkeypatch.setenv("POWERTOOLS_SERVICE_NAME", SERVICE)
    _forget()
    yield
    _forget()


def _forget() -> None:
    """As a fresh worker process, whose log is where standard output is now."""
    observability.logger.cache_clear()
    observability._metrics.cache_clear()
    logging.Logger.manager.loggerDict.pop(SERVICE, None)


def drop(stack: Stack, key: str, body: bytes) -> None:
    """Put an export, and tell of it as EventBridge does."""
    stack.drop(key, body, tell=False)
    detail = {"bucket": {"name": "inbox"}, "object": {"key": key}}
    event = {"source": "aws.s3", "id": BEGAN, "detail": detail}
    aws.sqs().send_message(QueueUrl=stack.urls["ingest"], MessageBody=json.dumps(event))


def counted(lines: list[dict[str, Any]]) -> dict[str, list[float]]:
    """What CloudWatch reads out of the lines, as its embedded metric format documents."""
    found: dict[str, list[float]] = {}
    for line in lines:
        for directive in line.get("_aws", {}).get("CloudWatchMetrics", ()):
            assert directive["Namespace"] == "Linernotes"
            assert directive["Dimensions"] == [["service"]]
            assert line["service"] == SERVICE
            for metric in directive["Metrics"]:
                found.setdefault(metric["Name"], []).extend(line[metric["Name"]])
    return found


def test_every_line_says_what_began_it_and_every_stage_counts(
    stack: Stack, capsys: pytest.CaptureFixture[str]
) -> None:
    drop(stack, "good.json", playlist("Good", [track(n) for n in range(3)]))
    stack.drain()
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    told = {line["message"]: line for line in lines if "message" in line}
    assert {"ingested", "analyzed", "published"} <= told.keys()
    for line in told.values():
        assert line["correlation_id"] == BEGAN
        assert line["service"] == SERVICE
    assert told["ingested"]["export"] == "good.json"
    assert len(told["analyzed"]["pid"]) == 32
    assert "export" not in told["published"], "nothing of another message's"

    found = counted(lines)
    assert found["ExportsRead"] == [1.0]
    assert found["ExportsRefused"] == [0.0]
    assert found["PlaylistsRead"] == [1.0]
    assert sum(found["PagesWritten"]) == len(stack.site(whole=True))
    for stage in ("Ingest", "Analyze", "Draw", "Publish"):
        assert all(0 < seconds < 60 for seconds in found[f"{stage}Seconds"])


def test_a_refused_export_is_counted_as_refused(
    stack: Stack, capsys: pytest.CaptureFixture[str]
) -> None:
    drop(stack, "broken.json", b'{"tracks": [')
    stack.step("ingest")
    found = counted([json.loads(line) for line in capsys.readouterr().out.splitlines()])
    assert (found["ExportsRead"], found["ExportsRefused"]) == ([0.0], [1.0])


def test_an_upload_is_still_due_every_night_until_it_is_published(
    stack: Stack, capsys: pytest.CaptureFixture[str]
) -> None:
    def due() -> list[float]:
        capsys.readouterr()
        night()
        lines = capsys.readouterr().out.splitlines()
        return counted([json.loads(line) for line in lines])["StillDue"]

    stack.drop("mine.json", playlist("Mine", [track(1)]), tell=False)
    assert due() == [1.0], "its event was lost"
    assert due() == [1.0], "and nobody took the message of the night before"
    while stack.step("ingest"):
        pass
    [waiting] = due()
    assert waiting > 0, "it is read, and its pages wait"
    stack.drain()
    assert due() == [0.0]
    night(everything=True)
    lines = capsys.readouterr().out.splitlines()
    assert counted([json.loads(line) for line in lines])["StillDue"] == [0.0], "nothing was due"
