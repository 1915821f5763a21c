"""What travels through the queues: hints, never instructions, each with its format's version."""

from __future__ import annotations

import json
from typing import Literal

from pydantic import TypeAdapter, ValidationError

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


class GatheringHint(Model):
    """The tracks of a thing that is no playlist (an artist's, the library's) may have to be
    analyzed."""

    v: Literal[1] = 1
    thing: str
    correlation: str = ""


class FigureHint(Model):
    """A figure that the pages of a thing want may have to be drawn.

    `figure` says which of its figures, `doc` is the document in the library that it shows.
    """

    v: Literal[1] = 1
    thing: str
    figure: str
    doc: str
    correlation: str = ""


class PublishHint(Model):
    """Something is dirty."""

    v: Literal[1] = 1
    correlation: str = ""


class RefreshHint(Model):
    """Time to look for what is stale; `everything` takes all of it for stale."""

    v: Literal[1] = 1
    everything: bool = False
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


def analyze_hint(body: str) -> PlaylistHint | GatheringHint:
    """Read a message of the analyze queue; raises `Foreign` for anything else."""
    try:
        return _TO_ANALYZE.validate_json(body)
    except ValidationError as error:
        raise Foreign("nothing to analyze that this version knows") from error


def draw_hint(body: str) -> PlaylistHint | FigureHint:
    """Read a message of the draw queue; raises `Foreign` for anything else."""
    try:
        return _TO_DRAW.validate_json(body)
    except ValidationError as error:
        raise Foreign("nothing to draw that this version knows") from error


def hint[H: Model](kind: type[H], body: str) -> H:
    """Read a hint of `kind`; raises `Foreign` for anything else."""
    try:
        return kind.model_validate_json(body)
    except ValidationError as error:
        raise Foreign(f"no {kind.__name__} that this version knows") from error


_TO_ANALYZE: TypeAdapter[PlaylistHint | GatheringHint] = TypeAdapter(PlaylistHint | GatheringHint)
_TO_DRAW: TypeAdapter[PlaylistHint | FigureHint] = TypeAdapter(PlaylistHint | FigureHint)
