"""What was given up goes back into its queue."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto import mock_aws

from linernotes.local import drive
from linernotes.remote.redrive import move
from linernotes.stack import Stack

REGION = "eu-central-1"


@pytest.fixture
def queues(monkeypatch: pytest.MonkeyPatch) -> Iterator[Stack]:
    """A stack of queues, of which those of publish are first in, first out."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    with mock_aws():
        session = boto3.Session(region_name=REGION)
        sqs = session.client("sqs")
        outputs = {}
        for stage in ("Ingest", "Publish"):
            fifo: Any = {"FifoQueue": "true"} if stage == "Publish" else {}
            for kind in ("Queue", "DeadLetterQueue"):
                name = stage + kind + (".fifo" if fifo else "")
                url = sqs.create_queue(QueueName=name, Attributes=fifo)["QueueUrl"]
                outputs[f"{stage}{kind}Url"] = url
        yield Stack(name="s", outputs=outputs, session=session)


def give_up(stack: Stack, many: int) -> None:
    """Let so many hints lie in the dead-letter queue of ingest."""
    for number in range(many):
        stack.sqs.send_message(
            QueueUrl=stack.dead_letter_queues["Ingest"], MessageBody=f"hint {number}"
        )


def bodies(stack: Stack, url: str) -> list[str]:
    found = []
    while messages := stack.sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get(
        "Messages"
    ):
        found += [one["Body"] for one in messages]
        for one in messages:
            stack.sqs.delete_message(QueueUrl=url, ReceiptHandle=one["ReceiptHandle"])
    return found


def test_every_message_goes_back_and_none_stays(queues: Stack) -> None:
    give_up(queues, 23)
    assert move(queues, "Ingest") == 23
    assert sorted(bodies(queues, queues.queues["Ingest"])) == sorted(f"hint {n}" for n in range(23))
    assert bodies(queues, queues.dead_letter_queues["Ingest"]) == []
    assert move(queues, "Ingest") == 0


@pytest.fixture
def far_apart(queues: Stack, monkeypatch: pytest.MonkeyPatch) -> Stack:
    """The same on many servers, as AWS's are: who does not wait asks some that hold nothing."""
    receive = queues.sqs.receive_message

    def receive_message(**call: Any) -> Any:
        if not call.get("WaitTimeSeconds"):
            return {}
        return receive(**call)

    monkeypatch.setattr(queues.sqs, "receive_message", receive_message)
    return queues


def test_messages_far_apart_all_go_back(far_apart: Stack) -> None:
    give_up(far_apart, 12)
    assert move(far_apart, "Ingest") == 12
    left = drive.count(far_apart, far_apart.dead_letter_queues["Ingest"])
    assert left == 0


def test_what_was_given_up_is_shown_wherever_it_lies(far_apart: Stack) -> None:
    far_apart.sqs.send_message(
        QueueUrl=far_apart.dead_letter_queues["Ingest"], MessageBody="hint of pop.json"
    )
    for _ in range(2):
        [dead] = drive.dead_letters(far_apart)
        assert dead == drive.DeadLetters("Ingest", 1, ("hint of pop.json",))


def test_equal_wake_ups_of_the_publisher_all_go_back(queues: Stack) -> None:
    for number in range(3):
        queues.sqs.send_message(
            QueueUrl=queues.dead_letter_queues["Publish"],
            MessageBody="wake up",
            MessageGroupId="publish",
            MessageDeduplicationId=str(number),
        )
    assert move(queues, "Publish") == 3
    assert bodies(queues, queues.queues["Publish"]) == ["wake up"] * 3
