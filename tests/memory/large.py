"""A very large export, ingested on the services in memory, and how large its rows are."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, cast

from linernotes.catalog import Catalog
from linernotes.catalog.table import Table
from linernotes.cloud import Cloud
from linernotes.inbox import Inbox
from linernotes.library import Library
from linernotes.messages import ExportHint
from linernotes.queues import Queues
from linernotes.site import Site
from linernotes.thresholds import Thresholds
from linernotes.usecases.ingest import ingest
from tests.memory.dynamodb import MemoryDynamo, Row
from tests.memory.s3 import MemoryS3
from tests.memory.sqs import MemorySqs

KEY = "large.csv"
_HEAD = "Track URI,Track Name,Album Name,Artist Name(s),Genres,Record Label\n"


def export(tracks: int, artists: int, seed: int = 0) -> bytes:
    """A table of exportify.net: every artist at least once, one of them on every fifth track.

    Two artists a track; one label has half of the tracks, and each tenth has a label of its own.
    """
    draw = random.Random(seed)
    others = itertools.cycle(draw.sample(range(1, artists), artists - 1))
    lines = []
    for n in range(tracks):
        first = 0 if n % 5 == 0 else next(others)
        second = int(draw.paretovariate(0.6)) % artists
        label = "Some Records" if n % 2 else f"House {n % (tracks // 10 or 1)}"
        genre = f"genre {draw.randrange(300)}"
        song, album = f"A Song 🎧 {n}", f"An Album {n % 9_000}"
        guest = f";Artist {second}" if second != first else ""
        lines.append(f"spotify:track:{n:022d},{song},{album},Artist {first}{guest},{genre},{label}")
    return (_HEAD + "\n".join(lines) + "\n").encode()


class Large:
    """A deployment that notes the largest item it is given."""

    def __init__(self) -> None:
        self.s3 = MemoryS3(frozenset(["inbox"]))
        self.dynamodb = MemoryDynamo(self._note)
        self.sqs = MemorySqs()
        self.largest = 0
        self._tokens = itertools.count(1)

    def ingest(self, body: bytes) -> None:
        """Drop an export and have it ingested."""
        self.s3.put_object(Bucket="inbox", Key=KEY, Body=body)
        ingest(ExportHint(key=KEY), self.cloud())

    def cloud(self) -> Cloud:
        """The deployment as a fresh process sees it."""
        s3, dynamodb, sqs = cast(Any, self.s3), cast(Any, self.dynamodb), cast(Any, self.sqs)
        library = Library(s3, "library")
        stages = ("ingest", "analyze", "draw", "publish.fifo")
        return Cloud(
            inbox=Inbox(s3, "inbox"),
            library=library,
            catalog=Catalog(Table(dynamodb, "catalog"), library),
            site=Site(s3, "site"),
            queues=Queues(sqs, *stages),
            now=lambda: datetime(2026, 11, 24, tzinfo=UTC),
            token=lambda: f"token {next(self._tokens)}",
            thresholds=Thresholds(),
        )

    def _note(self, _name: str, call: dict[str, Any], do: Any) -> Any:
        for item in _items(call):
            self.largest = max(self.largest, item_bytes(item))
        return do()


def item_bytes(item: Row) -> int:
    """What an item counts against DynamoDB's limit: names and values."""
    return sum(len(name.encode()) + _value_bytes(value) for name, value in item.items())


def _value_bytes(value: dict[str, Any]) -> int:
    [(kind, held)] = value.items()
    if kind == "M":
        return 3 + item_bytes(held) + len(held)
    if kind == "L":
        return 3 + sum(_value_bytes(one) + 1 for one in held)
    return len(str(held).encode())


def _items(call: dict[str, Any]) -> Iterator[Row]:
    if "Item" in call:
        yield call["Item"]
    for writes in call.get("RequestItems", {}).values():
        if isinstance(writes, list):
            yield from (one["PutRequest"]["Item"] for one in writes if "PutRequest" in one)
    for one in call.get("TransactItems", ()):
        if "Put" in one:
            yield one["Put"]["Item"]
