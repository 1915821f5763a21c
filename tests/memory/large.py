"""A very large export, ingested on the services in memory, and how large its rows are."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from typing import Any

from tests.memory.dynamodb import Row
from tests.memory.flow import Flow

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


class Large(Flow):
    """A deployment that notes the largest item it is given."""

    def __init__(self) -> None:
        super().__init__(dynamodb_gate=self._note)
        self.largest = 0

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
