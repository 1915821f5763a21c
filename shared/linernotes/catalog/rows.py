"""The rows that ingest writes under its fence, and those that only ever grow.

    E#<kind>#<name> / P#<pid>    gen, body        a membership; an empty body is a tombstone
    LIKED           / <export>   gen, doc         liked track keys; an empty doc is a tombstone
    PLAYS           / <export>   gen, doc         listening; an empty doc is a tombstone
    INBOX           / <export>   gen, key, body   the export document, for the inbox page
    T#<track>       / F#<export> gen, key, quality, body   what an export says of a track
    T#<track>       / P#<pid>    export           who to tell when something about a track changes
    T#<track>       / WHOSE      export           the one that holds it or tells of it; empty once
                                                  there were two

A row is written only where none stands or an older attempt's does (`gen`), and what goes is
written as a tombstone that expires: a worker that wakes up late must meet the newer fence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import batched, chain

from pydantic import BaseModel, RootModel

from linernotes.aws import THREADS
from linernotes.catalog.table import Item, Table
from linernotes.facts import Said, Told
from linernotes.identity import shortened
from linernotes.library import Library
from linernotes.models import ExportDocument, Membership

# A zombie lives 15 minutes, the longest that Lambda lets a function run.
TOMBSTONE_LIFE = timedelta(days=1)
_INLINE = 300_000  # bytes of a body; an item may have 400 KB
_ASKED = 10_000  # rows that are asked for together; of 100,000 the answers take 30 MB
_WHOSE = "WHOSE"
_FENCE = "attribute_not_exists(#pk) OR #gen < :gen"


class Keys(RootModel[tuple[str, ...]]):
    """A document that is a sorted list of track keys."""


@dataclass(frozen=True)
class Known:
    """What exports say of a track, and the exports whose playlists hold it; by object key."""

    told: Mapping[str, Told]
    exports: frozenset[str]


@dataclass(frozen=True)
class Fenced:
    """Rows under the fence of one attempt: its `gen`, and the clock for tombstones."""

    table: Table
    library: Library
    gen: int
    now: datetime

    def memberships(self, standing: Iterable[tuple[str, str, Membership | None]]) -> None:
        """Write how entities stand in playlists: (playlist id, entity, how), `None` if no more."""
        self._put(self._row(f"E#{entity}", f"P#{pid}", body) for pid, entity, body in standing)

    def facts(self, told: Iterable[tuple[str, Told]], gone: Iterable[str], export: str) -> None:
        """Write what an export says of each track, and take its word back for those `gone`."""
        said = (
            self._row(f"T#{shortened(track)}", f"F#{export}", Said(one.fact))
            | {"key": one.key, "quality": one.quality}
            for track, one in told
        )
        unsaid = (self._row(f"T#{shortened(track)}", f"F#{export}", None) for track in gone)
        self._put(chain(said, unsaid))

    def liked(self, export: str, doc: str) -> None:
        """Write which liked tracks an export tells; an empty `doc` takes its word back."""
        self._put([self._pointer("LIKED", export, doc)])

    def plays(self, export: str, doc: str) -> None:
        """Write what an export tells of listening; an empty `doc` takes its word back."""
        self._put([self._pointer("PLAYS", export, doc)])

    def inbox(self, export: str, key: str, document: ExportDocument | None) -> None:
        """Write what the inbox page shows of the export at a key; `None` takes it off the page."""
        self._put([self._row("INBOX", export, document) | {"key": key}])

    def _put(self, rows: Iterable[Item]) -> None:
        self.table.put_each(rows, _FENCE, gen=self.gen)

    def _pointer(self, pk: str, sk: str, doc: str) -> Item:
        row: Item = {"pk": pk, "sk": sk, "gen": self.gen, "doc": doc}
        return row if doc else row | self._expiry()

    def _row(self, pk: str, sk: str, body: BaseModel | None) -> Item:
        row: Item = {"pk": pk, "sk": sk, "gen": self.gen}
        if body is None:
            return row | self._expiry()
        inline = body.model_dump_json(exclude_defaults=True)
        if len(inline.encode()) <= _INLINE:
            return row | {"body": inline}
        return row | {"doc": self.library.put(body)}

    def _expiry(self) -> Item:
        return {"expires": int((self.now + TOMBSTONE_LIFE).timestamp())}


@dataclass(frozen=True)
class Rows:
    """Reads of those rows; tombstones, expired or not, are as if absent."""

    table: Table
    library: Library

    def memberships(self, entity: str) -> Iterator[tuple[str, Membership]]:
        """The playlists that entity `<kind>#<name>` stands in, with how."""
        return (
            (row["sk"].removeprefix("P#"), body)
            for row in self.table.query(f"E#{entity}", "P#")
            if (body := self._body(row, Membership))
        )

    def liked(self) -> frozenset[str] | None:
        """The keys of all liked tracks; `None` where no export tells what is liked."""
        docs = [row["doc"] for row in self.table.query("LIKED") if row["doc"]]
        if not docs:
            return None
        return frozenset(key for doc in docs for key in self.library.get(Keys, doc).root)

    def likes_known(self) -> bool:
        """Whether any export tells what is liked."""
        return any(row["doc"] for row in self.table.query("LIKED"))

    def inbox(self) -> list[ExportDocument]:
        """Every export that stands in the inbox, by object key."""
        return self.inbox_with_gone()[0]

    def inbox_with_gone(self) -> tuple[list[ExportDocument], set[str]]:
        """The same, and the object keys of those that were taken off in the last day."""
        documents: list[ExportDocument] = []
        gone: set[str] = set()
        for row in self.table.query("INBOX"):
            if document := self._body(row, ExportDocument):
                documents.append(document)
            elif "key" in row:
                gone.add(row["key"])
        return sorted(documents, key=lambda one: one.key), gone

    def export(self, export: str) -> ExportDocument | None:
        """One export as the inbox page shows it, `None` where none stands."""
        row = self.table.get("INBOX", export)
        return self._body(row, ExportDocument) if row else None

    def _body[D: BaseModel](self, row: Item, kind: type[D]) -> D | None:
        if "body" in row:
            return kind.model_validate_json(row["body"])
        return self.library.get(kind, row["doc"]) if "doc" in row else None

    def mark(self, holders: Iterable[tuple[str, str]], key: str) -> None:
        """Note (track, playlist id): who is to be told when something about the track changes.

        `key` is the object key of their export, through which they are told.
        """
        self.table.put_all(
            {"pk": f"T#{shortened(track)}", "sk": f"P#{pid}", "export": key}
            for track, pid in holders
        )

    def claim(self, tracks: Iterable[str], key: str) -> set[str]:
        """Say that the export at `key` holds or tells of tracks; those that another does too.

        Of a track that nobody had claimed, no other export had said anything either, since claims
        come before facts. Whoever comes second says so before it reads facts, so the first, which
        looks after writing its own (`shared`), learns of it or is read by it.
        """
        places = {f"T#{shortened(track)}": track for track in tracks}
        whose = self._whose(places)
        new = sorted(places.keys() - whose.keys())
        claims: Iterable[Item] = ({"pk": pk, "sk": _WHOSE, "export": key} for pk in new)
        lost = self.table.put_each(claims, "attribute_not_exists(#pk)")
        whose |= dict.fromkeys(new, key) | self._whose(row["pk"] for row in lost)
        self.table.put_all(
            {"pk": pk, "sk": _WHOSE, "export": ""}
            for pk, export in sorted(whose.items())
            if export not in ("", key)
        )
        return {places[pk] for pk, export in whose.items() if export != key}

    def shared(self, tracks: Iterable[str], key: str) -> set[str]:
        """Those of tracks that another export than the one at `key` holds or tells of."""
        found: set[str] = set()
        for some in batched(tracks, _ASKED):
            places = {f"T#{shortened(track)}": track for track in some}
            whose = self._whose(places)
            found.update(track for pk, track in places.items() if whose.get(pk) != key)
        return found

    def _whose(self, places: Iterable[str]) -> dict[str, str]:
        rows = self.table.get_all([(pk, _WHOSE) for pk in places])
        return {row["pk"]: row["export"] for row in rows}

    def known(self, tracks: Iterable[str]) -> dict[str, Known]:
        """What is known of each track, and who is to be told of it."""
        tracks = list(tracks)
        with ThreadPoolExecutor(THREADS) as threads:
            return dict(zip(tracks, threads.map(self._known, tracks), strict=True))

    def _known(self, track: str) -> Known:
        told: dict[str, Told] = {}
        exports: set[str] = set()
        for row in self.table.query(f"T#{shortened(track)}"):
            if row["sk"].startswith("P#"):
                exports.add(row["export"])
            elif row["sk"] == _WHOSE:
                continue
            elif said := self._body(row, Said):
                told[row["key"]] = Told(key=row["key"], quality=row["quality"], fact=said.root)
        return Known(told, frozenset(exports))

    def marked(self, tracks: Iterable[str]) -> set[str]:
        """The ids of the playlists that noted any of these tracks."""
        with ThreadPoolExecutor(THREADS) as threads:
            found = threads.map(
                lambda key: list(self.table.query(f"T#{shortened(key)}", "P#")), tracks
            )
            return {row["sk"].removeprefix("P#") for rows in found for row in rows}
