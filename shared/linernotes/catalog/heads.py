"""What an object key holds now, and what a playlist is made of now: the fences of ingest.

    X#<export> / HEAD      gen, doc, was, state, playlists, attempt
    P#<pid>    / HEAD      gen, doc, was, state, rows
    P#<pid>    / CLUSTERS  input, doc, analysis
    P#<pid>    / READY     doc, analysis, figures, recipe

A head is never deleted. An empty `doc` is the empty document: nothing stands there any more.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from typing import Literal

from linernotes.catalog.table import Item, Table

State = Literal["APPLYING", "APPLIED"]
_AS_READ = "#gen = :gen AND #doc = :doc AND #state = :state"


@dataclass(frozen=True)
class ExportHead:
    """What an object key holds. `gen` fences every row that an attempt writes.

    `playlists` are the ids of old and new playlists; `was` the export documents whose rows may
    still stand; `attempt` tells two workers apart that write the same thing at the same time.
    """

    gen: int = 0
    doc: str = ""
    was: tuple[str, ...] = ()
    state: State = "APPLIED"
    playlists: tuple[str, ...] = ()
    attempt: str = ""


@dataclass(frozen=True)
class PlaylistHead:
    """What a playlist is made of. `was` are the documents whose rows may still stand.

    `rows` is the generation since which none but the rows of `doc` have stood.
    """

    gen: int = 0
    doc: str = ""
    was: tuple[str, ...] = ()
    state: State = "APPLIED"
    rows: int = 0


@dataclass(frozen=True)
class Standing:
    """The analysis that stands for an input (see `linernotes.usecases.analyze.input_of`).

    `doc` is the document that it was made of.
    """

    input: str
    doc: str
    analysis: str


@dataclass(frozen=True)
class Ready:
    """What may be published: a document, its analysis, and its figures by name.

    `recipe` is the number of the recipe for figures that they were drawn by.
    """

    doc: str
    analysis: str
    figures: dict[str, str] = field(default_factory=dict)
    recipe: int = 0


@dataclass(frozen=True)
class Published:
    """A playlist's head, and what of it may be published."""

    head: PlaylistHead
    ready: Ready | None


@dataclass(frozen=True)
class Stages:
    """How far a playlist is: its head, the analysis that stands, what may be published."""

    head: PlaylistHead
    clusters: Standing | None
    ready: Ready | None


@dataclass(frozen=True)
class Heads:
    """Reads and conditional writes of the heads."""

    table: Table

    def export(self, export: str) -> ExportHead | None:
        """What stands at an export, `None` if it never was."""
        item = self.table.get(f"X#{export}", "HEAD")
        return ExportHead(**_fields(item)) if item else None

    def put_export(self, export: str, head: ExportHead, read: ExportHead | None) -> bool:
        """Write an export's head; False unless what stands is exactly what was `read`."""
        item: Item = {"pk": f"X#{export}", "sk": "HEAD", **_lists(asdict(head))}
        if read is None:
            return self.table.put(item, "attribute_not_exists(#pk)")
        return self.table.put(item, _AS_READ, gen=read.gen, doc=read.doc, state=read.state)

    def playlist(self, pid: str) -> PlaylistHead | None:
        """What stands at a playlist, `None` if it never was."""
        item = self.table.get(f"P#{pid}", "HEAD")
        return PlaylistHead(**_fields(item)) if item else None

    def put_playlist(self, pid: str, head: PlaylistHead, read: PlaylistHead | None) -> bool:
        """Write a playlist's head; False unless what stands is exactly what was `read`."""
        item: Item = {"pk": f"P#{pid}", "sk": "HEAD", **_lists(asdict(head))}
        if read is None:
            return self.table.put(item, "attribute_not_exists(#pk)")
        return self.table.put(item, _AS_READ, gen=read.gen, doc=read.doc, state=read.state)

    def applied_playlist(self, pid: str, head: PlaylistHead) -> None:
        """Say that all rows of `head` stand, unless a newer attempt took over."""
        self.put_playlist(pid, replace(head, state="APPLIED", was=()), head)

    def applied_export(self, export: str, head: ExportHead, playlists: tuple[str, ...]) -> None:
        """Say that all of `head` stands, unless a newer attempt took over.

        Until here the head lists old and new playlists together; of these `playlists` stay.
        """
        stands = replace(head, state="APPLIED", was=(), playlists=playlists)
        self.put_export(export, stands, head)

    def clusters(self, pid: str) -> Standing | None:
        """The analysis that stands for a playlist."""
        item = self.table.get(f"P#{pid}", "CLUSTERS")
        return Standing(**_fields(item)) if item else None

    def put_clusters(self, pid: str, standing: Standing, read: Standing | None) -> bool:
        """Let an analysis stand; False unless what stood is what was `read`."""
        item: Item = {"pk": f"P#{pid}", "sk": "CLUSTERS", **asdict(standing)}
        if read is None:
            return self.table.put(item, "attribute_not_exists(#pk)")
        condition = "#input = :input AND #doc = :doc AND #analysis = :analysis"
        return self.table.put(item, condition, **asdict(read))

    def ready(self, pid: str) -> Ready | None:
        """What may be published of a playlist."""
        item = self.table.get(f"P#{pid}", "READY")
        return Ready(**_fields(item)) if item else None

    def published(self, pids: Iterable[str]) -> dict[str, Published]:
        """Head and READY of many playlists; a playlist that never was has the empty head."""
        pids = list(pids)
        keys = [(f"P#{pid}", sk) for pid in pids for sk in ("HEAD", "READY")]
        found = {(item["pk"], item["sk"]): _fields(item) for item in self.table.get_all(keys)}
        return {
            pid: Published(
                PlaylistHead(**found.get((f"P#{pid}", "HEAD"), {})),
                Ready(**found[f"P#{pid}", "READY"]) if (f"P#{pid}", "READY") in found else None,
            )
            for pid in pids
        }

    def unfinished(self, exports: Iterable[str]) -> set[str]:
        """Those of the exports whose rows may not all stand yet."""
        rows = self.table.get_all([(f"X#{export}", "HEAD") for export in exports])
        return {row["pk"].removeprefix("X#") for row in rows if row["state"] != "APPLIED"}

    def stages(self, pids: Iterable[str]) -> dict[str, Stages]:
        """How far many playlists are; one that never was has the empty head."""
        pids = list(pids)
        keys = [(f"P#{pid}", sk) for pid in pids for sk in ("HEAD", "CLUSTERS", "READY")]
        rows = self.table.get_all(keys)
        found = {(row["pk"], row["sk"]): _fields(row) for row in rows}
        return {
            pid: Stages(
                PlaylistHead(**found.get((f"P#{pid}", "HEAD"), {})),
                Standing(**clusters) if (clusters := found.get((f"P#{pid}", "CLUSTERS"))) else None,
                Ready(**ready) if (ready := found.get((f"P#{pid}", "READY"))) else None,
            )
            for pid in pids
        }

    def put_ready(self, pid: str, ready: Ready, read: Ready | None) -> bool:
        """Let something be published.

        False unless the playlist's head still holds `ready.doc` and READY is what was `read`.
        """
        if read is None:
            condition, values = "attribute_not_exists(#pk)", {}
        else:
            condition = "#doc = :doc AND #analysis = :analysis AND #figures = :figures"
            values = {"doc": read.doc, "analysis": read.analysis, "figures": read.figures}
        return self.table.put_if_other(
            {"pk": f"P#{pid}", "sk": "READY", **asdict(ready)},
            condition,
            values,
            other=(f"P#{pid}", "HEAD"),
            other_condition="#doc = :doc",
            other_values={"doc": ready.doc},
        )


def _fields(item: Item) -> Item:
    """A row without its key, lists as tuples."""
    return {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in item.items()
        if name not in ("pk", "sk")
    }


def _lists(fields: Item) -> Item:
    return {n: list(v) if isinstance(v, tuple) else v for n, v in fields.items()}
