"""What exports tell of the owner's listening, and what publish made of it.

    PLAYS / <export>   gen, doc     a listening document; an empty doc is a tombstone
    RANKS / STAND      what it was made of, and where it is

The row of ranks is publish's own: whatever it was made of may be made anew at any time.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

from linernotes.catalog.table import Table


@dataclass(frozen=True)
class Stand:
    """The ranks that published pages go by.

    `plays`, `lists` and `liked` are digests of the histories, of the playlists and of the hearts
    that they were made of. The others are addresses of documents; `ranks` is empty where nobody
    listened, `forgotten` where no play is known.
    """

    plays: str
    lists: str
    liked: str
    heard: str
    holdings: str
    ranks: str
    forgotten: str


@dataclass(frozen=True)
class ListeningRows:
    """Reads of the histories' rows, reads and writes of what stands."""

    table: Table

    def documents(self) -> list[str]:
        """The addresses of all listening documents, sorted."""
        return sorted(row["doc"] for row in self.table.query("PLAYS") if row["doc"])

    def stand(self) -> Stand | None:
        """What stands, `None` where there is no history."""
        row = self.table.get("RANKS", "STAND")
        if row is None:
            return None
        return Stand(**{name: value for name, value in row.items() if name not in ("pk", "sk")})

    def put_stand(self, stand: Stand) -> None:
        """Say that every page that shows other ranks is dirty."""
        self.table.put({"pk": "RANKS", "sk": "STAND", **asdict(stand)})

    def drop_stand(self) -> None:
        """Say that every page that shows ranks is dirty."""
        self.table.delete("RANKS", "STAND")
