"""What travels through the queues: hints, never instructions, each with its format's version."""

from __future__ import annotations

import json
from typing import Literal

from pydantic import ValidationError

from linernotes.models import Model


class ExportHint(Model):
    """Something may have changed at an object key of the inbox."""

    v: Literal[1] = 1
    key: str
    correlation: str = ""


class PlaylistHint(Model):
    """Something may have to be analyzed or drawn of a playlist."""

    v: Literal[1] = 1
    pid: str
    correlation: str = ""


class PublishHint(Model):
    """Something is dirty."""

    v: Literal[1] = 1
    correlation: str = ""


class Foreign(ValueError):
    """A message that is none of ours: acknowledged with a log line, never tried again."""


def export_hint(body: str, bucket: str) -> ExportHint:
    """Read a message of the ingest queue: S3's event by way of EventBridge, or a hint of ours.

    The event's key is raw (direct S3 notifications are form-encoded, and none is subscribed to).
    Raises `Foreign` for anything else: another bucket, a test event, what is no JSON.
    """
    try:
        event = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Foreign("not JSON") from error
    if not isinstance(event, dict):
        raise Foreign("not a JSON object")
    if "v" in event:
        return hint(ExportHint, body)
    try:
        detail = event["detail"]
        name, key = detail["bucket"]["name"], detail["object"]["key"]
    except (KeyError, TypeError) as error:
        raise Foreign("neither an event of a bucket nor a hint") from error
    if event.get("source") != "aws.s3" or name != bucket or not isinstance(key, str):
        raise Foreign("an event of something else")
    return ExportHint(key=key, correlation=str(event.get("id", "")))


def hint[H: Model](kind: type[H], body: str) -> H:
    """Read a hint of `kind`; raises `Foreign` for anything else."""
    try:
        return kind.model_validate_json(body)
    except ValidationError as error:
        raise Foreign(f"no {kind.__name__} that this version knows") from error
