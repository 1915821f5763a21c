"""The possible slips of every published playlist: written by publish alone.

SLIPS / playlist#<pid>   body, or doc: the document in the library that it does not fit
"""

from __future__ import annotations

from dataclasses import dataclass

from linernotes.catalog.table import Item, Key, Table
from linernotes.library import Library
from linernotes.slips import Slips

_PARTITION = "SLIPS"
_INLINE = 300_000  # bytes of a body; an item may have 400 KB


@dataclass(frozen=True)
class SlipRows:
    """Reads and writes of those rows."""

    table: Table
    library: Library

    def all(self) -> dict[str, Slips]:
        """The slips of every playlist, by thing."""
        return {row["sk"]: self._body(row) for row in self.table.query(_PARTITION)}

    def key(self, thing: str) -> Key:
        """Where the slips of a playlist stand."""
        return _PARTITION, thing

    def get(self, thing: str) -> Slips | None:
        """What stands of one playlist."""
        row = self.table.get(*self.key(thing))
        return self._body(row) if row else None

    def put(self, thing: str, slips: Slips) -> None:
        """Let the page of slips tell of a playlist."""
        inline = slips.model_dump_json()
        fits = len(inline.encode()) <= _INLINE
        body = {"body": inline} if fits else {"doc": self.library.put(slips)}
        self.table.put({"pk": _PARTITION, "sk": thing, **body})

    def drop(self, thing: str) -> None:
        """Forget a playlist."""
        self.table.delete(_PARTITION, thing)

    def _body(self, row: Item) -> Slips:
        if "body" in row:
            return Slips.model_validate_json(row["body"])
        return self.library.get(Slips, row["doc"])
