"""`linernotes redrive`: what was given up is tried again."""

from __future__ import annotations

from typing import Any

from rich.console import Console

from linernotes.local import drive
from linernotes.remote.stack import EndpointUrl, StackName, find
from linernotes.stack import Stack

_HIDDEN = 60  # seconds that a message is hidden from others while it is moved
_OUT = Console(highlight=False)


def redrive(stack: StackName, endpoint_url: EndpointUrl = "") -> None:
    """Put back into their queues all messages that were given up after five tries.

    Do it when the cause is gone: `linernotes status` shows the messages, the functions' logs say
    why they failed. What fails again comes back to the dead-letter queues.

    For example: linernotes redrive --stack linernotes
    """
    found = find(stack, endpoint_url)
    moved = {stage: count for stage in found.dead_letter_queues if (count := move(found, stage))}
    for stage, count in moved.items():
        _OUT.print(f"{stage.lower()}: {count:,} put back", soft_wrap=True)
    if not moved:
        _OUT.print("Nothing was given up.")


def move(stack: Stack, stage: str) -> int:
    """Put back what a stage gave up; how many messages.

    A message is sent before it is deleted. Whoever is interrupted between the two leaves it in both
    queues, and twice is as good as once. SQS has an order to move messages by itself; the embedded
    engine does not know it.
    """
    dead, alive = stack.dead_letter_queues[stage], stack.queues[stage]
    moved = 0
    while messages := stack.sqs.receive_message(
        QueueUrl=dead,
        MaxNumberOfMessages=10,
        VisibilityTimeout=_HIDDEN,
        WaitTimeSeconds=drive.LOOKING,
    ).get("Messages"):
        for message in messages:
            stack.sqs.send_message(
                QueueUrl=alive, MessageBody=message["Body"], **_order(alive, message["MessageId"])
            )
            stack.sqs.delete_message(QueueUrl=dead, ReceiptHandle=message["ReceiptHandle"])
            moved += 1
    return moved


def _order(url: str, message_id: str) -> Any:
    """What a first-in-first-out queue wants to know besides."""
    if not url.endswith(".fifo"):
        return {}
    return {"MessageGroupId": "publish", "MessageDeduplicationId": f"redrive-{message_id}"}
