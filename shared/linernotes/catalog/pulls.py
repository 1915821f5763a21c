"""How pulling from Spotify stands: of the ledger, since no export tells it, written by refresh.

PULL / SIGN_IN     state, since, ends    how the owner's sign-in stood when last looked at
PULL / P#<id>      listed, body          what was dropped last of a playlist
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from linernotes.catalog.table import Table

_PARTITION, _SIGN_IN, _PLAYLIST = "PULL", "SIGN_IN", "P#"

# Nothing is to be pulled; nobody signed in; the sign-in holds; Spotify takes it no more.
State = Literal["off", "nobody", "holds", "ended"]


@dataclass(frozen=True)
class SignIn:
    """The owner's sign-in, made at `since`; it `ends` by itself. Both `None` without one."""

    state: State = "off"
    since: datetime | None = None
    ends: datetime | None = None


@dataclass(frozen=True)
class Dropped:
    """What was dropped of a playlist: digests of how it was listed and of the export's bytes."""

    listed: str
    body: str


@dataclass(frozen=True)
class Pulls:
    """The sign-in, and what was dropped."""

    table: Table

    def sign_in(self) -> SignIn:
        """How it stood when last looked at."""
        row: Any = self.table.get(_PARTITION, _SIGN_IN)
        if row is None:
            return SignIn()
        return SignIn(row["state"], _moment(row["since"]), _moment(row["ends"]))

    def note(self, now: SignIn) -> None:
        """Keep how it stands."""
        self._put(_SIGN_IN, state=now.state, since=_written(now.since), ends=_written(now.ends))

    def dropped(self) -> Mapping[str, Dropped]:
        """What was dropped last, by the playlist's id."""
        return {
            str(row["sk"]).removeprefix(_PLAYLIST): Dropped(str(row["listed"]), str(row["body"]))
            for row in self.table.query(_PARTITION, _PLAYLIST)
        }

    def leave(self, playlist: str, dropped: Dropped) -> None:
        """Keep what was dropped of a playlist."""
        self._put(_PLAYLIST + playlist, listed=dropped.listed, body=dropped.body)

    def _put(self, key: str, **fields: str) -> None:
        self.table.put({"pk": _PARTITION, "sk": key, **fields})


def _moment(written: str) -> datetime | None:
    return datetime.fromisoformat(written) if written else None


def _written(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""
