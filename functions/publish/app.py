"""The publish function: the only writer of the site, woken by hints in order."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.typing import LambdaContext

from linernotes.cloud import cloud
from linernotes.delivery import deliver_together
from linernotes.messages import PublishHint, hint
from linernotes.settings import settings
from linernotes.usecases.publish import publish


def _parse(body: str) -> PublishHint:
    return hint(PublishHint, body)


def _handle(first: PublishHint, wakes: int) -> None:
    publish(first, cloud(), wakes)


def handler(event: dict[str, Any], context: LambdaContext) -> PartialItemFailureResponse:
    """Answer with the messages of this batch that failed."""
    return deliver_together(event, _parse, _handle, settings().publish_queue_url, "Publish")
