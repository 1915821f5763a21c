"""Driving a stack: dropping exports, waiting until all is done, taking what came of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from linernotes.errors import Halt
from linernotes.stack import Stack

if TYPE_CHECKING:
    from mypy_boto3_sqs.literals import QueueAttributeFilterType

_THREADS = 8
IN_FLIGHT: QueueAttributeFilterType = "ApproximateNumberOfMessagesNotVisible"
COUNTS: tuple[QueueAttributeFilterType, ...] = (
    "ApproximateNumberOfMessages",
    IN_FLIGHT,
    "ApproximateNumberOfMessagesDelayed",
)

# Seconds that SQS may look for messages. Without any it asks only some of its servers, and may
# find none of those that are there.
LOOKING = 2

# Messages that wait or are being worked on, by stage (`Ingest`).
Backlog = Mapping[str, int]


@dataclass(frozen=True)
class DeadLetters:
    """What a stage could not do: how many messages, and the bodies of up to ten of them."""

    stage: str
    count: int
    bodies: tuple[str, ...]


@dataclass(frozen=True)
class SiteObject:
    """An object of the site bucket."""

    path: str
    etag: str
    size: int


def drop(stack: Stack, key: str, body: bytes | IO[bytes]) -> None:
    """Put an export into the inbox."""
    stack.s3.put_object(Bucket=stack.outputs["InboxBucketName"], Key=key, Body=body)


def remove(stack: Stack, key: str) -> None:
    """Delete an export from the inbox."""
    stack.s3.delete_object(Bucket=stack.outputs["InboxBucketName"], Key=key)


def drop_again(stack: Stack) -> None:
    """Put every export of the inbox once more, so that all stages look at it anew."""
    bucket = stack.outputs["InboxBucketName"]
    for key in inbox(stack):
        body = stack.s3.get_object(Bucket=bucket, Key=key)["Body"].read()
        drop(stack, key, body)


def inbox(stack: Stack) -> dict[str, str]:
    """ETags of the inbox's current objects by key."""
    return {item.path: item.etag for item in _listing(stack, stack.outputs["InboxBucketName"])}


def backlog(stack: Stack) -> Backlog:
    """How many messages are visible, in flight or delayed, stage by stage."""
    return {stage: count(stack, url) for stage, url in stack.queues.items()}


def drain(
    stack: Stack,
    *,
    timeout: float | None = None,
    on_progress: Callable[[Backlog], None] | None = None,
) -> None:
    """Wait until there is nothing left to do.

    The engine has an event in its queue when a put returns, and a stage sends on before its own
    message goes. Publish may send work back to draw between two looks, so the queues have to be
    empty twice in a row.

    Parameters
    ----------
    timeout : seconds; None waits for as long as it takes.
    on_progress : told of every backlog seen.

    Raises
    ------
    Halt : the time is over; says what was left.
    """
    deadline = None if timeout is None else time.monotonic() + timeout
    empty = 0
    pause = 0.01
    while empty < 2:
        left = backlog(stack)
        if on_progress:
            on_progress(left)
        if not any(left.values()):
            empty += 1
            continue
        empty = 0
        if deadline is not None and time.monotonic() > deadline:
            counts = ", ".join(f"{stage} {count}" for stage, count in left.items() if count)
            raise Halt(f"Not done after {timeout:.0f} s. Messages left: {counts}.")
        time.sleep(pause)
        pause = min(pause * 1.5, 0.2)


def dead_letters(stack: Stack) -> tuple[DeadLetters, ...]:
    """What was given up, stage by stage; empty when all went through."""
    found = []
    for stage, url in stack.dead_letter_queues.items():
        if number := count(stack, url):
            messages = stack.sqs.receive_message(
                QueueUrl=url, MaxNumberOfMessages=10, VisibilityTimeout=0, WaitTimeSeconds=LOOKING
            )
            bodies = tuple(message["Body"] for message in messages.get("Messages", []))
            found.append(DeadLetters(stage, number, bodies))
    return tuple(found)


def site_listing(stack: Stack) -> tuple[SiteObject, ...]:
    """What the site bucket holds, in order of its paths."""
    return _listing(stack, stack.outputs["SiteBucketName"])


def site_bytes(stack: Stack, path: str) -> bytes:
    """The bytes of one object of the site."""
    response = stack.s3.get_object(Bucket=stack.outputs["SiteBucketName"], Key=path)
    return response["Body"].read()


def site(stack: Stack) -> dict[str, bytes]:
    """The whole site by path."""
    paths = [item.path for item in site_listing(stack)]
    with ThreadPoolExecutor(_THREADS) as threads:
        return dict(
            zip(paths, threads.map(lambda path: site_bytes(stack, path), paths), strict=True)
        )


def _listing(stack: Stack, bucket: str) -> tuple[SiteObject, ...]:
    pages = stack.s3.get_paginator("list_objects_v2").paginate(Bucket=bucket)
    return tuple(
        SiteObject(item["Key"], item["ETag"].strip('"'), item["Size"])
        for page in pages
        for item in page.get("Contents", [])
    )


def count(stack: Stack, url: str, counts: Sequence[QueueAttributeFilterType] = COUNTS) -> int:
    """How many messages a queue has that are counted by these of its attributes."""
    attributes = stack.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=counts)["Attributes"]
    return sum(int(number) for number in attributes.values())
