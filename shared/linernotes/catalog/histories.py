"""A playlist's clusters over time. It is kept when all else is made anew (the ledger).

HISTORY / playlist#<pid>   body    its points, in one row: writing one twice is writing it once
"""

from __future__ import annotations

from dataclasses import dataclass

from linernotes.catalog.table import Key, Table
from linernotes.history import History

PARTITION = "HISTORY"


@dataclass(frozen=True)
class Histories:
    """Reads and writes of histories: by publish alone."""

    table: Table

    def key(self, thing: str) -> Key:
        """Where the history of a playlist stands."""
        return PARTITION, thing

    def of(self, thing: str) -> History:
        """The history of a playlist; without points before its first."""
        row = self.table.get(*self.key(thing))
        return History.model_validate_json(row["body"]) if row else History()

    def put(self, thing: str, history: History) -> None:
        """Let this be the history of a playlist."""
        body = history.model_dump_json(exclude_defaults=True)
        self.table.put({"pk": PARTITION, "sk": thing, "body": body})

    def forget(self, thing: str) -> None:
        """Let a playlist that goes take its history along."""
        self.table.delete(PARTITION, thing)
