"""How published playlists sound, and what of the library is near each: written by publish alone.

    HEARD / playlist#<pid>   body
    KIN   / playlist#<pid>   body, of     `of` marks the HEARD that all KIN rows know of

KIN rows tell of playlists that may have gone since: a page names only those that are on a shelf.
"""

from __future__ import annotations

from dataclasses import dataclass

from linernotes.catalog.table import Key, Table
from linernotes.identity import digest
from linernotes.kin import Kin, Sound
from linernotes.recipes import KINSHIP

_HEARD, _KIN = "HEARD", "KIN"


@dataclass(frozen=True)
class KnownKin:
    """What is near a playlist, and the mark of its sound that the whole library has heard of."""

    kin: Kin
    of: str


@dataclass(frozen=True)
class Kinships:
    """Reads and writes of what sounds alike."""

    table: Table

    def keys(self, thing: str) -> tuple[Key, ...]:
        """Where the sound of a playlist stands, and what is near it."""
        return (_HEARD, thing), (_KIN, thing)

    def sounds(self) -> dict[str, Sound]:
        """How every playlist sounds of which something is known, by thing."""
        rows = self.table.query(_HEARD)
        return {row["sk"]: Sound.model_validate_json(row["body"]) for row in rows}

    def put(self, thing: str, sound: Sound) -> None:
        """Let a playlist be compared with others."""
        self.table.put({"pk": _HEARD, "sk": thing, "body": sound.model_dump_json()})

    def sound(self, thing: str) -> Sound | None:
        """How a playlist sounds, as others know it."""
        row = self.table.get(_HEARD, thing)
        return Sound.model_validate_json(row["body"]) if row else None

    def drop(self, thing: str) -> None:
        """Let a playlist be compared with none."""
        self.table.delete(_HEARD, thing)

    def all_kin(self) -> dict[str, KnownKin]:
        """What is near every playlist, by thing."""
        return {
            row["sk"]: KnownKin(Kin.model_validate_json(row["body"]), row["of"])
            for row in self.table.query(_KIN)
        }

    def kin(self, thing: str) -> Kin:
        """What is near a playlist; nothing before it was compared."""
        return self.known(thing).kin

    def known(self, thing: str) -> KnownKin:
        """What is near a playlist, and what of its sound the others know."""
        row = self.table.get(_KIN, thing)
        if row is None:
            return KnownKin(Kin(), "")
        return KnownKin(Kin.model_validate_json(row["body"]), row["of"])

    def put_kin(self, thing: str, known: KnownKin) -> None:
        """Say what is near a playlist."""
        body = known.kin.model_dump_json()
        self.table.put({"pk": _KIN, "sk": thing, "body": body, "of": known.of})

    def drop_kin(self, thing: str) -> None:
        """Forget what was near a playlist."""
        self.table.delete(_KIN, thing)


def mark(sound: Sound) -> str:
    """The digest of all that others know of a playlist, and of how they are compared."""
    return digest("sound", str(KINSHIP), sound.model_dump_json())
