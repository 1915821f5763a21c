"""What a playlist of the Million Playlist Dataset's shape uses: the figures of docs/scale.json.

A generated slice (benchmarks/slices.py) goes through the stages over services in memory
(benchmarks/in_memory.py). `PLAYLISTS=200` takes more of them. The figures have no aims: they are
what `python -m tools.scale` reckons with.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

from benchmarks.figure import Figure
from benchmarks.in_memory import STAGES, Cost, InMemory
from benchmarks.slices import slice_of
from linernotes.messages import PublishHint
from linernotes.usecases import kinship, publish

_WRITES = ("PutObject", "ListObjectsV2", "ListObjectVersions")


def figures() -> Iterator[Figure]:
    """Seconds, calls, rows and bytes a playlist."""
    count = int(os.environ.get("PLAYLISTS", "60"))
    driven = Counted()
    driven.drop("warm.json", slice_of(3, seed=1))
    driven.drain()
    before = sum(map(len, driven.s3.objects("site").values()))
    driven.spent.clear()
    driven.rows.clear()
    driven.drop("slice.json", slice_of(count))
    with (
        driven.apart("lists", publish._Run, "lists", lambda *_: True),
        driven.apart("kin", kinship, "compare", lambda *_: True),
    ):
        driven.drain()
    wide = driven.spent["lists"].plus(driven.spent.get("kin", Cost()))
    spent = driven.spent | {"publish": driven.spent["publish"].without(wide)}
    for stage in STAGES:
        yield Figure(f"{stage}: processor", spent[stage].cpu / count, "s")
        yield Figure(f"{stage}: calls", sum(spent[stage].calls.values()) / count, "calls")
    calls = sum((cost.calls for cost in spent.values()), Counter[str]())
    of_s3 = {call: n for call, n in calls.items() if call.startswith("s3.")}
    put = sum(n for call, n in of_s3.items() if call.split(".")[1] in _WRITES)
    yield Figure("rows written", driven.rows["written"] / count, "units")
    yield Figure("rows read", driven.rows["read"] / count, "units")
    yield Figure("objects written", put / count, "requests")
    yield Figure("objects read", (sum(of_s3.values()) - put) / count, "requests")
    yield Figure("messages", calls["sqs.SendMessage"] / count, "messages")
    site = driven.s3.objects("site")
    yield Figure("bytes of the site", (sum(map(len, site.values())) - before) / count, "bytes")
    yield Figure("objects of the site", len(site) / count, "objects")
    library = sum(map(len, driven.s3.objects("library").values()))
    yield Figure("bytes of the library", library / count, "bytes")
    rows = driven.dynamodb.all()
    yield Figure("rows that stand", len(rows) / count, "rows")
    weight = sum(len(str(value)) for row in rows for value in row.values())
    yield Figure("bytes of rows", weight / count, "bytes")
    yield Figure("bytes of home", len(site["index.html"]) / count, "bytes")
    began = time.process_time()
    stand = len(driven.cloud.catalog.shelves.playlists())
    yield Figure("order of all playlists: processor", (time.process_time() - began) / stand, "s")
    yield from _idle(driven)


def _idle(driven: InMemory) -> Iterator[Figure]:
    """A run of the publisher that finds nothing to do."""
    driven.spent.clear()
    driven.waiting["publish"].append(PublishHint())
    driven.drain()
    cost = driven.spent["publish"]
    yield Figure("a wake-up for nothing: processor", cost.cpu, "s")
    yield Figure("a wake-up for nothing: calls", sum(cost.calls.values()), "calls")


class Counted(InMemory):
    """Counts units of the table too: rows up to a kilobyte written, up to four read."""

    def __init__(self) -> None:
        self.rows: Counter[str] = Counter()
        super().__init__()

    def _gate(self, name: str, call: Any, do: Any) -> Any:
        if name in ("dynamodb.PutItem", "dynamodb.DeleteItem"):
            self.rows["written"] += 1
        elif name == "dynamodb.BatchWriteItem":
            self.rows["written"] += sum(map(len, call["RequestItems"].values()))
        elif name == "dynamodb.TransactWriteItems":
            self.rows["written"] += 2 * len(call["TransactItems"])
        elif name == "dynamodb.BatchGetItem":
            self.rows["read"] += sum(len(one["Keys"]) for one in call["RequestItems"].values())
        elif name in ("dynamodb.GetItem", "dynamodb.Query"):
            self.rows["read"] += 1
        return super()._gate(name, call, do)
