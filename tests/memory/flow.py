"""Exports published whole by the real use cases on the services in memory, stage after stage."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, cast

from linernotes.catalog import Catalog
from linernotes.catalog.table import Table
from linernotes.cloud import Cloud
from linernotes.inbox import Inbox
from linernotes.library import Library
from linernotes.messages import ExportHint, PublishHint, analyze_hint, draw_hint, hint
from linernotes.queues import Queues
from linernotes.site import Site
from linernotes.thresholds import Thresholds
from linernotes.usecases.analyze import analyze
from linernotes.usecases.draw import draw
from linernotes.usecases.ingest import ingest
from linernotes.usecases.publish import publish
from tests.memory.dynamodb import MemoryDynamo
from tests.memory.gate import Gate, through
from tests.memory.s3 import MemoryS3
from tests.memory.sqs import MemorySqs

QUEUES = ("ingest", "analyze", "draw", "publish.fifo")
_NOW = datetime(2026, 11, 24, tzinfo=UTC)
_MOST = 100_000  # messages; no library here sends as many


def published(
    exports: Mapping[str, bytes], root: str = "", gate: Gate = through
) -> dict[str, bytes]:
    """Give every object of the site that comes of exports, by path.

    Parameters
    ----------
    root : the site's own address, where it knows one.
    gate : what every call of S3 passes through.
    """
    flow = Flow(root, s3_gate=gate)
    for key, body in exports.items():
        flow.drop(key, body)
    flow.drain()
    return flow.s3.objects("site")


class Flow:
    """A deployment whose messages are handled here, in one process."""

    def __init__(
        self,
        root: str = "",
        s3_gate: Gate = through,
        dynamodb_gate: Gate = through,
        s3: MemoryS3 | None = None,
    ) -> None:
        self.s3 = s3 or MemoryS3(frozenset(["inbox"]), s3_gate)
        self.dynamodb = MemoryDynamo(dynamodb_gate)
        self.sqs = MemorySqs()
        self.cloud = _cloud(self.s3, self.dynamodb, self.sqs, root)

    def drop(self, key: str, body: bytes) -> None:
        """Put an export into the inbox and read it."""
        self.s3.put_object(Bucket="inbox", Key=key, Body=body)
        ingest(ExportHint(key=key), self.cloud)

    def remove(self, key: str) -> None:
        """Take an export out of the inbox."""
        self.s3.delete_object(Bucket="inbox", Key=key)
        ingest(ExportHint(key=key), self.cloud)

    def drain(self) -> None:
        """Handle messages until none is left."""
        for _ in range(_MOST):
            # Each stage is finished before the next begins, so pages are written once or nearly so.
            if not any(self.step(queue, most=1) for queue in QUEUES):
                return
        raise AssertionError("the queues do not run dry")

    def step(self, queue: str, most: int = _MOST) -> int:
        """Handle at most so many messages of one queue; how many there were."""
        stages: dict[str, Callable[[str], None]] = {
            "ingest": lambda body: ingest(hint(ExportHint, body), self.cloud),
            "analyze": lambda body: analyze(analyze_hint(body), self.cloud),
            "draw": lambda body: draw(draw_hint(body), self.cloud),
            "publish.fifo": lambda body: publish(hint(PublishHint, body), self.cloud),
        }
        done = 0
        while done < most and (waiting := self.sqs.queue(queue).visible()):
            receipt = self.sqs.take(waiting[0])
            stages[queue](waiting[0].body)
            self.sqs.delete_message(QueueUrl=queue, ReceiptHandle=receipt)
            done += 1
        return done


def _cloud(s3: MemoryS3, dynamodb: MemoryDynamo, sqs: MemorySqs, root: str) -> Cloud:
    client = cast(Any, s3)
    library = Library(client, "library")
    tokens = itertools.count(1)
    return Cloud(
        inbox=Inbox(client, "inbox"),
        library=library,
        catalog=Catalog(Table(cast(Any, dynamodb), "catalog"), library),
        site=Site(client, "site"),
        queues=Queues(cast(Any, sqs), *QUEUES),
        now=lambda: _NOW,
        token=lambda: f"token {next(tokens)}",
        thresholds=Thresholds(),
        root=root,
    )
