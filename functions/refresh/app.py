"""The refresh function: once a night, and whenever somebody asks."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from linernotes.cloud import cloud
from linernotes.messages import RefreshHint
from linernotes.observability import timed
from linernotes.settings import settings
from linernotes.sources.chosen import feature_source, playlist_source
from linernotes.usecases.refresh import refresh


def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Answer with what was found; raises `ValidationError` for what is no hint of ours."""
    hint, chosen = RefreshHint.model_validate(event), settings()
    with timed("RefreshSeconds"):
        found = refresh(hint, cloud(), feature_source(chosen), playlist_source(chosen))
    return found.model_dump()
