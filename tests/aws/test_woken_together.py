"""The publisher is woken by several messages at once, and runs once for all of them."""

from __future__ import annotations

from typing import Any

import pytest

from functions.publish import app
from linernotes.errors import Retry
from linernotes.messages import PublishHint
from tests.aws.stack import STAGES, Stack, sqs_event


def woken(stack: Stack, messages: int) -> dict[str, Any]:
    """The event of so many messages, the second of which is none of ours."""
    for number in range(messages):
        stack.cloud.queues.publish(f"token {number}", f"drop {number}")
    event = sqs_event(stack.receive("publish", 10))
    event["Records"][1]["body"] = "what is this?"
    return event


def test_one_run_answers_all_messages_of_a_batch(
    stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs: list[tuple[str, int]] = []

    def note(hint: PublishHint, cloud: object, wakes: int) -> None:
        runs.append((hint.correlation, wakes))

    monkeypatch.setattr(app, "publish", note)
    assert STAGES["publish"].handler(woken(stack, 4), None) == {"batchItemFailures": []}
    assert runs == [("drop 0", 4)]


def test_when_that_run_fails_all_of_them_come_back(
    stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise Retry("the world is at fault")

    monkeypatch.setattr(app, "publish", fail)
    event = woken(stack, 4)
    answer = STAGES["publish"].handler(event, None)
    ids = [record["messageId"] for record in event["Records"]]
    assert [one["itemIdentifier"] for one in answer["batchItemFailures"]] == ids
