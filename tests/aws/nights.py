"""A night of refresh on moto, and what is written meanwhile."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from functions.refresh import app
from linernotes import aws

_READS = re.compile(r"\.(Get|BatchGet|Head|List|Query)[A-Za-z0-9]*$")


@contextmanager
def written() -> Iterator[list[str]]:
    """Every call meanwhile that is no read."""
    calls: list[str] = []

    def note(event_name: str, **_: Any) -> None:
        if not _READS.search(event_name):
            calls.append(event_name.removeprefix("after-call."))

    clients: list[Any] = [aws.s3(), aws.dynamodb(), aws.sqs()]
    for client in clients:
        client.meta.events.register("after-call", note)
    try:
        yield calls
    finally:
        for client in clients:
            client.meta.events.unregister("after-call", note)


def night(**event: Any) -> dict[str, int]:
    """What a night found, without what it did not find."""
    found = app.handler({"v": 1, **event}, None)  # type: ignore[arg-type]  # it asks no context
    return {what: count for what, count in found.items() if count}
