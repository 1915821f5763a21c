"""What is known of the sound of liked tracks: written by publish alone.

SOUND / playlist#<pid>   digest, body     the liked tracks of a playlist with their features
SOUND / STANDS           doc              how features are spread over all liked tracks
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from linernotes.catalog.table import Item, Table
from linernotes.identity import digest
from linernotes.library import Library
from linernotes.sound import LikedSound, SoundSheet

_PARTITION = "SOUND"
_INLINE = 300_000  # bytes of a body; an item may have 400 KB


def digest_of(sheet: SoundSheet) -> str:
    """What tells one sheet from another; empty for an empty one."""
    return digest("sound", sheet.model_dump_json()) if sheet.tracks else ""


@dataclass(frozen=True)
class Sounds:
    """Reads and writes of those rows."""

    table: Table
    library: Library

    def digests(self, things: Sequence[str]) -> dict[str, str]:
        """What stands of each of the playlists `things`; those without liked tracks are absent."""
        rows = self.table.get_all([(_PARTITION, thing) for thing in things])
        return {row["sk"]: row["digest"] for row in rows}

    def put_sheet(self, thing: str, sheet: SoundSheet) -> None:
        """Let a playlist tell its liked tracks; an empty sheet takes them back."""
        if not sheet.tracks:
            self.table.delete(_PARTITION, thing)
            return
        row: Item = {"pk": _PARTITION, "sk": thing, "digest": digest_of(sheet)}
        inline = sheet.model_dump_json()
        fits = len(inline.encode()) <= _INLINE
        self.table.put(row | ({"body": inline} if fits else {"doc": self.library.put(sheet)}))

    def sheets(self) -> Iterator[SoundSheet]:
        """What every playlist tells, by the playlists' ids."""
        for row in self.table.query(_PARTITION, "playlist#"):
            if "body" in row:
                yield SoundSheet.model_validate_json(row["body"])
            else:
                yield self.library.get(SoundSheet, row["doc"])

    def stands(self) -> LikedSound:
        """How features are spread over all liked tracks, as pages compare with it."""
        row = self.table.get(_PARTITION, "STANDS")
        return self.library.get(LikedSound, row["doc"]) if row else LikedSound()

    def put_stands(self, liked: LikedSound) -> None:
        """Say that every page that compares with something else is dirty."""
        self.table.put({"pk": _PARTITION, "sk": "STANDS", "doc": self.library.put(liked)})
