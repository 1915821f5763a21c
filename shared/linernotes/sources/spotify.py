"""The owner's playlists, asked of Spotify in the owner's name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from linernotes.sources.grant import Grant
from linernotes.sources.http import Server, Unavailable

ACCOUNTS = "https://accounts.spotify.com"
API = "https://api.spotify.com"
_PAGE = 50  # the most that Spotify hands out at a time
_PAGES = 400  # of one list; a playlist holds 10,000 tracks, which are 200
# Of a row: who put it there is nobody's business here, and lists of countries are half of it.
_LEFT_OUT = ("added_by", "available_markets")
_ID = re.compile(r"[0-9A-Za-z]{1,64}")
_TOKEN = re.compile(r"[\x20-\x7e]+")  # RFC 6749, appendix A; else no header could carry it


class SignInEnded(Exception):
    """Spotify takes the refresh token no more: the owner has to sign in again."""


@dataclass(frozen=True)
class Listed:
    """A playlist as the list of playlists names it."""

    id: str
    name: str
    snapshot: str


@dataclass(frozen=True)
class Access:
    """A token for an hour, and the refresh token that is to be used from now on."""

    token: str = field(repr=False)
    refresh_token: str = field(repr=False)


class PlaylistSource(Protocol):
    """Where the owner's playlists may come from."""

    def access(self, grant: Grant) -> Access:
        """Leave to ask in the owner's name; raises `SignInEnded` and `Unavailable`."""

    def own(self, access: Access) -> tuple[Listed, ...]:
        """The owner's own playlists, each once, by id; raises `Unavailable`."""

    def rows(self, access: Access, playlist: Listed) -> list[Any]:
        """All rows of a playlist, as the Web API gives them; raises `Unavailable`."""


@dataclass(frozen=True)
class Spotify:
    """A `PlaylistSource`: Spotify's accounts service and its Web API."""

    accounts: Server = field(default_factory=lambda: Server(ACCOUNTS))
    api: Server = field(default_factory=lambda: Server(API))

    def access(self, grant: Grant) -> Access:
        """Trade the refresh token for one that lasts an hour."""
        form = {
            "grant_type": "refresh_token",
            "refresh_token": grant.refresh_token,
            "client_id": grant.client_id,
        }
        try:
            answer = self.accounts.post("/api/token", form)
        except Unavailable as why:
            if why.status == 400 and _word(why.body, "error") == "invalid_grant":
                raise SignInEnded from why
            raise
        return access_of(answer, grant.refresh_token)

    def own(self, access: Access) -> tuple[Listed, ...]:
        """What the owner follows is left out: it is other people's music."""
        owner = _word(self._get(access, "/v1/me"), "id")
        if not owner:
            raise Unavailable("Spotify does not say whose playlists they are")
        found = {
            one["id"]: Listed(one["id"], _word(one, "name"), _word(one, "snapshot_id"))
            for one in self._pages(access, "/v1/me/playlists")
            if _word(_inner(one, "owner"), "id") == owner and _ID.fullmatch(_word(one, "id"))
        }
        return tuple(found[one] for one in sorted(found))

    def rows(self, access: Access, playlist: Listed) -> list[Any]:
        """Episodes and rows without a track among them: the reader says what it left out."""
        return [_kept(row) for row in self._pages(access, f"/v1/playlists/{playlist.id}/items")]

    def _pages(self, access: Access, path: str) -> list[Any]:
        """All of a list, or `Unavailable`: half a list would read as a shorter one.

        It is over when an answer says that no page is next; `total` counts what cannot be played
        and is not handed out. The address of the next page is worked out here: one in an answer
        would get the token as well.
        """
        found: list[Any] = []
        totals: list[Any] = []
        for number in range(_PAGES):
            page = self._get(access, path, {"limit": str(_PAGE), "offset": str(number * _PAGE)})
            some = _inner(page, "items")
            if not isinstance(some, list) or len(some) > _PAGE or "next" not in page:
                raise Unavailable("Spotify answers something else than it did", 200)
            found += some
            totals.append(page.get("total"))
            if totals[0] != totals[-1]:
                raise Unavailable("the list changed while it was read", 200)
            if page["next"] is None:
                break
        else:
            raise Unavailable("Spotify's list has no end", 200)
        if totals[0] and not found:
            raise Unavailable("Spotify hands out nothing of what it counts", 200)
        return found

    def _get(self, access: Access, path: str, fields: Mapping[str, str] | None = None) -> Any:
        return self.api.get(path, fields, {"Authorization": f"Bearer {access.token}"})


def access_of(answer: Any, refresh_token: str = "") -> Access:
    """What the accounts service granted; it may keep to the refresh token that it was shown.

    Raises `Unavailable` for what is no grant.
    """
    token = _word(answer, "access_token")
    lasting = _word(answer, "refresh_token") or refresh_token
    if not _TOKEN.fullmatch(token) or not _TOKEN.fullmatch(lasting):
        raise Unavailable("Spotify answers something else than a token")
    return Access(token, lasting)


def _kept(row: Any) -> Any:
    """A row without what is not read; whatever it is, it is the reader that refuses it."""
    if not isinstance(row, dict):
        return row
    return {
        name: _kept(value) if name in ("item", "track", "album") else value
        for name, value in row.items()
        if name not in _LEFT_OUT
    }


def _inner(answer: Any, name: str) -> Any:
    return answer.get(name) if isinstance(answer, dict) else None


def _word(answer: Any, name: str) -> str:
    found = _inner(answer, name)
    return found if isinstance(found, str) else ""
