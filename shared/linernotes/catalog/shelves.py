"""Which things have a page, and what other pages need to know of them: written by publish alone.

    SHELF          / playlist#<pid>   body, told, rows
    SHELF#<kind>   / <kind>#<key>     body
    RULES          / STAND            digest        what all published pages went by

A thing is put here when its pages stand and taken off before they go: a page links to what is on a
shelf and to nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pydantic import Field

from linernotes.catalog.table import Item, Key, Table
from linernotes.models import EntityKind, Model

_PLAYLISTS = "SHELF"


class Shelf(Model):
    """A published playlist as home lists it. `art` is the commonest art among its tracks.

    `sizes` are the tracks of each of its `clusters`; `doc` is the document that is published, for
    what shows the tracks of the whole library; `features` says that it has a page of audio
    features, `folders` where its HTML pages stand.
    """

    pid: str
    slug: str
    name: str
    tracks: int
    liked: int
    clusters: tuple[str, ...] = ()
    sizes: tuple[int, ...] = ()
    art: str = ""
    since: str
    liked_tracks: bool = False
    doc: str = ""
    features: bool = False
    folders: tuple[str, ...] = ()


class EntityShelf(Model):
    """A published artist, label or genre; `spotify` is the commonest id of an artist.

    `features` says that it has a page of audio features, `folders` where its HTML pages stand,
    `ids` how many Spotify ids were seen with its name. `apart` is where tracks lead whose artist is
    another one of that name: the slug, empty without a page, by Spotify id (empty: without one).
    """

    slug: str
    name: str
    tracks: int
    liked: int
    art: str = ""
    spotify: str = ""
    ids: int = 0
    apart: dict[str, str] = Field(default_factory=dict)
    features: bool = False
    folders: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shelved:
    """A published playlist. `told` is the digest of all that its entities were told of it.

    `rows` is that of its head then: they may have been others since, and be these again.
    """

    shelf: Shelf
    told: str
    rows: int


@dataclass(frozen=True)
class Shelves:
    """Reads and writes of what has a page."""

    table: Table

    def playlists(self) -> list[Shelf]:
        """Every published playlist, by thing."""
        return [Shelf.model_validate_json(row["body"]) for row in self.table.query(_PLAYLISTS)]

    def key(self, thing: str) -> Key:
        """Where what is known of a published thing stands."""
        return _partition(thing), thing

    def playlist(self, thing: str) -> Shelved | None:
        """A playlist, if it is published."""
        row = self.table.get(*self.key(thing))
        return _shelved(row) if row else None

    def playlists_of(self, things: Sequence[str]) -> dict[str, Shelved]:
        """Those of the playlists `things` that are published."""
        return {
            row["sk"]: _shelved(row)
            for row in self.table.get_all([(_PLAYLISTS, thing) for thing in things])
        }

    def put_playlist(self, thing: str, shelved: Shelved) -> None:
        """Let other pages tell of a playlist."""
        body = shelved.shelf.model_dump_json()
        row: Item = {"pk": _PLAYLISTS, "sk": thing, "body": body}
        self.table.put(row | {"told": shelved.told, "rows": shelved.rows})

    def entities(self, kind: EntityKind) -> dict[str, EntityShelf]:
        """Every published artist, label or genre, by thing."""
        return {
            row["sk"]: EntityShelf.model_validate_json(row["body"])
            for row in self.table.query(f"{_PLAYLISTS}#{kind}")
        }

    def entities_of(self, things: Iterable[str]) -> dict[str, EntityShelf]:
        """Those of the artists, labels and genres `things` that have a page."""
        keys = [(_partition(thing), thing) for thing in sorted(set(things))]
        return {
            row["sk"]: EntityShelf.model_validate_json(row["body"])
            for row in self.table.get_all(keys)
        }

    def put_entity(self, thing: str, shelf: EntityShelf) -> None:
        """Let other pages link to an artist, a label or a genre."""
        self.table.put({"pk": _partition(thing), "sk": thing, "body": shelf.model_dump_json()})

    def drop(self, thing: str) -> None:
        """Let no page link to a thing any longer."""
        self.table.delete(_partition(thing), thing)

    def rules(self) -> str | None:
        """The digest of the rules that published pages went by; `None` before the first."""
        row = self.table.get("RULES", "STAND")
        return row["digest"] if row else None

    def put_rules(self, digest: str) -> None:
        """Say that every page that went by other rules is dirty."""
        self.table.put({"pk": "RULES", "sk": "STAND", "digest": digest})


def _shelved(row: Item) -> Shelved:
    shelf = Shelf.model_validate_json(row["body"])
    return Shelved(shelf, row["told"], int(row.get("rows", 0)))


def _partition(thing: str) -> str:
    kind, _, _ = thing.partition("#")
    return _PLAYLISTS if kind == "playlist" else f"{_PLAYLISTS}#{kind}"
