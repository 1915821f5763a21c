"""Clusters of what is no playlist: of an artist's tracks, of the whole library.

    GATHERED   / <thing>    doc                    what is to be clustered: written by publish alone
    A#<thing>  / CLUSTERS   input, doc, analysis   the analysis that stands (ledger)

The second is what `P#<pid> / CLUSTERS` is to a playlist, and outlives the first: clusters that come
back keep their numbers.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from linernotes.catalog.heads import Standing
from linernotes.catalog.table import Item, Table

_GATHERED = "GATHERED"


@dataclass(frozen=True)
class GatheringRows:
    """Reads and conditional writes of those rows."""

    table: Table

    def doc(self, thing: str) -> str:
        """The address of what is to be clustered; empty where nothing is."""
        row = self.table.get(_GATHERED, thing)
        return str(row["doc"]) if row else ""

    def docs(self) -> dict[str, str]:
        """The same of everything, by thing."""
        return {row["sk"]: row["doc"] for row in self.table.query(_GATHERED)}

    def put_doc(self, thing: str, doc: str) -> None:
        """Say what is to be clustered."""
        self.table.put({"pk": _GATHERED, "sk": thing, "doc": doc})

    def drop(self, thing: str) -> None:
        """Say that nothing is to be clustered any more."""
        self.table.delete(_GATHERED, thing)

    def clusters(self, thing: str) -> Standing | None:
        """The analysis that stands for a thing."""
        row = self.table.get(f"A#{thing}", "CLUSTERS")
        return _standing(row) if row else None

    def all_clusters(self, things: Iterable[str]) -> dict[str, Standing]:
        """The analyses that stand for things; those that never had one are absent."""
        rows = self.table.get_all([(f"A#{thing}", "CLUSTERS") for thing in things])
        return {row["pk"].removeprefix("A#"): _standing(row) for row in rows}

    def put_clusters(self, thing: str, standing: Standing, read: Standing | None) -> bool:
        """Let an analysis stand; False unless what stood is what was `read`."""
        item: Item = {"pk": f"A#{thing}", "sk": "CLUSTERS", **asdict(standing)}
        if read is None:
            return self.table.put(item, "attribute_not_exists(#pk)")
        condition = "#input = :input AND #doc = :doc AND #analysis = :analysis"
        return self.table.put(item, condition, **asdict(read))


def _standing(row: Item) -> Standing:
    return Standing(row["input"], row["doc"], row["analysis"])
