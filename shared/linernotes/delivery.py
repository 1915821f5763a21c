"""From a batch of queue messages to one use case, one message at a time.

What fails is reported alone and put off for longer each time; what is none of ours is
acknowledged with a log line.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from aws_lambda_powertools.utilities.batch import (
    BatchProcessor,
    EventType,
    FailureResponse,
    SqsFifoPartialProcessor,
    process_partial_response,
)
from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from botocore.exceptions import BotoCoreError, ClientError

from linernotes import aws
from linernotes.messages import Foreign
from linernotes.models import Model
from linernotes.observability import logger, take_up, timed

_FIRST_PUT_OFF = 5  # seconds before a failed message is seen again, doubled each time
_LONGEST_PUT_OFF = 300

# Takes the body of a message.
type Handle = Callable[[str], None]


def deliver(
    event: dict[str, Any], handle: Handle, queue_url: str, stage: str
) -> PartialItemFailureResponse:
    """Hand each message to `handle`; the answer names those that failed.

    How long the batch took is the metric `<stage>Seconds`.
    """
    return _deliver(event, handle, _Standard(queue_url), stage)


def deliver_together[H: Model](
    event: dict[str, Any],
    parse: Callable[[str], H],
    handle: Callable[[H, int], None],
    queue_url: str,
    stage: str,
) -> PartialItemFailureResponse:
    """Hand the messages of a FIFO queue over at once, where one piece of work answers all.

    `handle` gets the first and how many there are. The others are done when it is, and where it
    fails they come back with it.
    """
    answered = False

    def first(body: str) -> None:
        nonlocal answered
        hint = parse(body)  # each, as what is none of ours is to be logged
        if not answered:
            handle(hint, len(event["Records"]))
            answered = True

    return _deliver(event, first, _Fifo(queue_url), stage)


def _deliver(
    event: dict[str, Any], handle: Handle, processor: BatchProcessor, stage: str
) -> PartialItemFailureResponse:
    def each(record: SQSRecord) -> None:
        take_up(record.message_id)
        try:
            handle(record.body)
        except Foreign as foreign:
            logger().warning("ignored", why=str(foreign), body=record.body[:500])

    with timed(f"{stage}Seconds"):
        return process_partial_response(event=event, record_handler=each, processor=processor)


class _PutOff(BatchProcessor):
    """Sets a failed message's visibility, so that it neither spins nor waits out the queue's."""

    def __init__(self, queue_url: str) -> None:
        super().__init__(event_type=EventType.SQS, raise_on_entire_batch_failure=False)
        self.queue_url = queue_url

    def failure_handler(self, record: Any, exception: Any) -> FailureResponse:
        count = int(record.attributes.approximate_receive_count)
        logger().error("failed", exc_info=exception, received=count)
        try:
            aws.sqs().change_message_visibility(
                QueueUrl=self.queue_url,
                ReceiptHandle=record.receipt_handle,
                VisibilityTimeout=min(_FIRST_PUT_OFF * 2 ** (count - 1), _LONGEST_PUT_OFF),
            )
        except (BotoCoreError, ClientError):
            # It comes back all the same, when the queue's own visibility is over.
            logger().warning("could not put a message off", exc_info=True)
        return super().failure_handler(record, exception)


class _Standard(_PutOff):
    pass


class _Fifo(_PutOff, SqsFifoPartialProcessor):
    def __init__(self, queue_url: str) -> None:
        SqsFifoPartialProcessor.__init__(self)
        self.raise_on_entire_batch_failure = False
        self.queue_url = queue_url
