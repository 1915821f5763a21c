"""What was given up goes back into its queue."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto import mock_aws

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
    for number in range(23):
        queues.sqs.send_message(
            QueueUrl=queues.dead_letter_queues["Ingest"], MessageBody=f"hint {number}"
        )
    assert move(queues, "Ingest") == 23
    assert sorted(bodies(queues, queues.queues["Ingest"])) == sorted(f"hint {n}" for n in range(23))
    assert bodies(queues, queues.dead_letter_queues["Ingest"]) == []
    assert move(queues, "Ingest") == 0


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
