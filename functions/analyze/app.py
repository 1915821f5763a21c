"""The analyze function: hints from its queue, one at a time."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.typing import LambdaContext

from linernotes.cloud import cloud
from linernotes.delivery import deliver
from linernotes.messages import analyze_hint
from linernotes.settings import settings
from linernotes.usecases.analyze import analyze


def _handle(body: str) -> None:
    analyze(analyze_hint(body), cloud())


def handler(event: dict[str, Any], context: LambdaContext) -> PartialItemFailureResponse:
    """Answer with the messages of this batch that failed."""
    return deliver(event, _handle, settings().analyze_queue_url, "Analyze")
