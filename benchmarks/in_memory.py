"""A deployment in memory, its stages run in this process: what they cost without AWS.

The services are those of `tests.memory`, which answer at once, in pages as long as AWS's, so that a
list that grows is read in more calls. Processor seconds are those of our own code alone: parsing,
analyzing, drawing and rendering, without the services' and the SDK's, which go with the calls.
"""

from __future__ import annotations

import logging
import pickle
import time
import uuid
from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast
from unittest import mock

from linernotes.catalog import Catalog
from linernotes.catalog.table import Table
from linernotes.cloud import Cloud
from linernotes.inbox import Inbox
from linernotes.library import Library
from linernotes.messages import ExportHint, PublishHint
from linernotes.observability import logger
from linernotes.queues import Queues
from linernotes.site import Site
from linernotes.thresholds import Thresholds
from linernotes.usecases.analyze import analyze
from linernotes.usecases.draw import draw
from linernotes.usecases.ingest import ingest
from linernotes.usecases.publish import publish
from tests.memory.dynamodb import MemoryDynamo
from tests.memory.s3 import MemoryS3

_NOW = datetime(2026, 11, 23, tzinfo=UTC)
_QUERY_BYTES = 1_000_000  # DynamoDB answers a query in pages of so much
_LISTED = 1_000  # and S3 a listing in pages of so many keys
STAGES: Mapping[str, Callable[..., None]] = {
    "ingest": ingest,
    "analyze": analyze,
    "draw": draw,
    "publish": publish,
}
WRITES = ("Put", "Delete", "Write", "Send")


@dataclass
class Cost:
    """Calls by operation, and seconds of this process's processor and of the clock."""

    calls: Counter[str] = field(default_factory=Counter)
    cpu: float = 0.0
    wall: float = 0.0

    @property
    def writes(self) -> int:
        """How many of the calls write or send."""
        return sum(n for call, n in self.calls.items() if call.split(".")[1].startswith(WRITES))

    def plus(self, other: Cost) -> Cost:
        """This cost and another."""
        return Cost(self.calls + other.calls, self.cpu + other.cpu, self.wall + other.wall)

    def without(self, other: Cost) -> Cost:
        """This cost, less another that is part of it."""
        return Cost(self.calls - other.calls, self.cpu - other.cpu, self.wall - other.wall)


class Paged:
    """A paginator that hands out what is found in several pages, each a call of its own."""

    def __init__(self, find: Callable[..., Any], gate: Callable[..., Any], name: str) -> None:
        self._find = find
        self._gate = gate
        self._name = name

    def paginate(self, **asked: Any) -> Iterator[Any]:
        """The pages that AWS would answer."""
        found = self._find(**asked)
        [(name, entries)] = found.items() if len(found) == 1 else [("", [])]
        if not entries:
            yield found
            return
        pages = self._gate("", {}, lambda: list(_pages(entries)))  # no call, but a service's work
        for number, page in enumerate(pages):
            if number:
                self._gate(self._name, {}, dict)
            yield {name: page}


def _pages(entries: list[Any]) -> Iterator[list[Any]]:
    page: list[Any] = []
    size = 0
    for entry in entries:
        weight = _weight(entry)
        if page and (size + weight > _QUERY_BYTES or (len(page) == _LISTED and "Key" in entry)):
            yield page
            page, size = [], 0
        page.append(entry)
        size += weight
    yield page


def _weight(entry: Any) -> int:
    """Bytes of a row; nothing for an entry of a listing, which counts as one."""
    return sum(len(str(value)) for value in entry.values()) if "pk" in entry else 0


class _Dynamo(MemoryDynamo):
    def get_paginator(self, operation: str) -> Any:
        name = {"query": "dynamodb.Query", "scan": "dynamodb.Scan"}[operation]
        find = {"query": self.query, "scan": self.scan}[operation]
        return Paged(find, self.gate, name)


class _S3(MemoryS3):
    def get_paginator(self, operation: str) -> Any:
        if operation == "list_object_versions":
            return super().get_paginator(operation)
        return Paged(self.list_objects_v2, self.gate, "s3.ListObjectsV2")


class _Lists(Queues):
    """Queues that keep their hints in lists of ours, each counted as the message it would be."""

    waiting: dict[str, deque[Any]]
    gate: Any

    def _send(self, url: str, hints: Any) -> None:
        for hint in hints:
            self.gate("sqs.SendMessage", {}, dict)
            self.waiting[url].append(hint)

    def publish(self, token: str, correlation: str) -> None:
        self.gate("sqs.SendMessage", {}, dict)
        self.waiting["publish"].append(PublishHint())


class InMemory:
    """The stages of a deployment in memory, run by hand.

    `spent` holds what each stage cost so far, and under names of their own what `apart` saw.
    """

    def __init__(self) -> None:
        self.waiting: dict[str, deque[Any]] = {stage: deque() for stage in STAGES}
        self.calls: Counter[str] = Counter()
        self.spent: dict[str, Cost] = {}
        self.runs: Counter[str] = Counter()
        self._served: list[float] = []  # seconds of a processor that the services took
        self.s3 = _S3(frozenset(["inbox"]), self._gate)
        self.dynamodb = _Dynamo(self._gate)
        self.cloud = self._cloud()
        logger().setLevel(logging.CRITICAL)  # standard output is the table's

    def _gate(self, name: str, _call: Any, do: Callable[[], Any]) -> Any:
        if name:
            self.calls[name] += 1
        began = time.thread_time()
        try:
            return do()
        finally:
            self._served.append(time.thread_time() - began)

    def _cloud(self) -> Cloud:
        s3, dynamodb = cast(Any, self.s3), cast(Any, self.dynamodb)
        library = Library(s3, "library")
        queues = _Lists(cast(Any, None), "ingest", "analyze", "draw", "publish")
        object.__setattr__(queues, "waiting", self.waiting)
        object.__setattr__(queues, "gate", self._gate)
        return Cloud(
            inbox=Inbox(s3, "inbox"),
            library=library,
            catalog=Catalog(Table(dynamodb, "catalog"), library),
            site=Site(s3, "site"),
            queues=queues,
            now=lambda: _NOW,
            token=lambda: uuid.uuid4().hex,
            thresholds=Thresholds(),
        )

    def drop(self, key: str, body: bytes) -> None:
        """Put an export."""
        self.cloud.inbox.put(key, body)
        self.waiting["ingest"].append(ExportHint(key=key))

    def drain(self) -> None:
        """Run the stages until nothing waits, each time in a process that remembers nothing.

        A hint that waits already counts once.
        """
        while any(self.waiting.values()):
            for stage in STAGES:
                self.step(stage)

    def step(self, stage: str) -> None:
        """Let a stage have what waits for it now."""
        hints = dict.fromkeys(self.waiting[stage])
        self.waiting[stage].clear()
        for hint in hints:
            self.forget()
            self.runs[stage] += 1
            with self.measured(stage):
                STAGES[stage](hint, self.cloud)

    def save(self, path: Path) -> None:
        """Write down what the services hold, and what waits."""
        state = (self.s3.buckets, self.dynamodb.rows, self.waiting)
        path.write_bytes(pickle.dumps(state))

    def load(self, path: Path) -> None:
        """Take up what `save` wrote."""
        state = pickle.loads(path.read_bytes())  # noqa: S301 - a file of ours
        self.s3.buckets, self.dynamodb.rows, waiting = state
        self.waiting.update(waiting)

    def forget(self) -> None:
        """Go on as a process that has read nothing yet."""
        self.cloud.library._warm.clear()

    @contextmanager
    def measured(self, name: str) -> Iterator[Cost]:
        """Add what the block costs to `spent[name]`."""
        cost = self.spent.setdefault(name, Cost())
        calls, cpu, wall = self.calls.copy(), time.process_time(), time.perf_counter()
        served = len(self._served)
        try:
            yield cost
        finally:
            cost.calls += self.calls - calls
            cost.cpu += time.process_time() - cpu - sum(self._served[served:])
            cost.wall += time.perf_counter() - wall

    @contextmanager
    def apart(
        self, name: str, where: Any, function: str, mine: Callable[..., bool]
    ) -> Iterator[None]:
        """See what calls of a function cost of which `mine` says so, under `name`."""
        before = getattr(where, function)

        def seen(*given: Any, **named: Any) -> Any:
            if not mine(*given, **named):
                return before(*given, **named)
            with self.measured(name):
                return before(*given, **named)

        with mock.patch.object(where, function, seen):
            yield
