"""What refresh remembers from one night to the next: written by refresh alone.

NIGHT / <name>    doc      the address of a document in the library
"""

from __future__ import annotations

from dataclasses import dataclass

from linernotes.catalog.table import Table


@dataclass(frozen=True)
class Nights:
    """Addresses of documents by name."""

    table: Table

    def last(self, name: str) -> str:
        """The document that was left under `name`; empty where none was."""
        row = self.table.get("NIGHT", name)
        return str(row["doc"]) if row else ""

    def leave(self, name: str, doc: str) -> None:
        """Leave a document under `name`."""
        self.table.put({"pk": "NIGHT", "sk": name, "doc": doc})
