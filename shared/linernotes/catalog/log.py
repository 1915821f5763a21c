"""The change log: what changed and when. It is kept when all else is made anew (the ledger).

    LOG    / <thing>#<digest>   at, body    an entry; the digest is of what was told last and now
    LOGGED / <thing>            state, at   what the log told last of a thing

What the log told last is its own to remember. It knows what changed even where everything that is
published was forgotten and is made again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from linernotes.catalog.table import Key, Table
from linernotes.changes import Change
from linernotes.identity import digest

# The order of entries of one time.
_KINDS = ("playlist", "ranks", "artist", "label", "genre")
_LAST_FIRST = ("gone", "changed", "new")
# Entries are kept for so long before the newest of them.
KEPT = timedelta(days=90)


@dataclass(frozen=True)
class Logged:
    """What was told last of a thing: its state, empty when it had gone, and the time of that."""

    state: str
    at: datetime


@dataclass(frozen=True)
class Log:
    """Reads and writes of the change log."""

    table: Table

    def key(self, thing: str) -> Key:
        """Where what was told last of a thing stands."""
        return "LOGGED", thing

    def logged(self, thing: str) -> Logged | None:
        """What was told last of a thing; `None` where nothing ever was."""
        row = self.table.get(*self.key(thing))
        return Logged(row["state"], datetime.fromisoformat(row["at"])) if row else None

    def tell(self, change: Change | None, thing: str, last: Logged | None, new: Logged) -> None:
        """Put an entry, where there is one, then that `new` is what was told last, after `last`.

        Told twice it is told once, since its key is made of what was told last.
        """
        at = new.at.isoformat()
        if change is not None:
            since = (last.state, last.at.isoformat()) if last else ("", "")
            key = f"{thing}#{digest(*since, new.state)[:16]}"
            body = change.model_dump_json(exclude_defaults=True)
            self.table.put({"pk": "LOG", "sk": key, "at": at, "body": body})
        self.table.put({"pk": "LOGGED", "sk": thing, "state": new.state, "at": at})

    def of(self, thing: str) -> list[Change]:
        """The entries of one thing, newest first."""
        return self._read(f"{thing}#")

    def entries(self) -> list[Change]:
        """All entries, newest first."""
        return self._read("")

    def forget(self, thing: str) -> None:
        """Take back that an artist, a label or a genre was told of: it has no page any more."""
        rows = self.table.query("LOG", f"{thing}#")
        self.table.delete_all(("LOG", row["sk"]) for row in rows)
        self.table.delete("LOGGED", thing)

    def newest(self) -> datetime | None:
        """The time of the newest entry; `None` without one."""
        return max(self._times().values(), default=None)

    def prune(self) -> None:
        """Drop the entries that are too old next to the newest."""
        times = self._times()
        last = max(times.values(), default=None)
        if last is not None:
            old: Iterable[str] = (key for key, at in times.items() if at < last - KEPT)
            self.table.delete_all(("LOG", key) for key in old)

    def _times(self) -> dict[str, datetime]:
        return {row["sk"]: datetime.fromisoformat(row["at"]) for row in self.table.query("LOG")}

    def _read(self, prefix: str) -> list[Change]:
        rows = self.table.query("LOG", prefix)
        found = [Change.model_validate_json(row["body"]) for row in rows]
        found.sort(key=_of_one_time)
        return sorted(found, key=lambda one: one.at, reverse=True)


def _of_one_time(change: Change) -> tuple[int, str, int]:
    kind = change.thing.partition("#")[0]
    return _KINDS.index(kind), change.thing, _LAST_FIRST.index(change.what)
