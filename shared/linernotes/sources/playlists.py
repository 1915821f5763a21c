"""The owner's own playlists at Spotify, dropped into the inbox by night.

One export a playlist, at `spotify/<its id>.json`, as the Web API gives it: from there it is read
like any other. What is gone at Spotify stays in the inbox, where the owner deletes what they want
gone: a list that came back short must not take pages away.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from linernotes.catalog.pulls import Dropped, SignIn
from linernotes.cloud import Cloud
from linernotes.identity import digest
from linernotes.observability import count, logger
from linernotes.sources.grant import Grant, Grants
from linernotes.sources.http import Unavailable
from linernotes.sources.spotify import Access, Listed, PlaylistSource, SignInEnded

_ENOUGH = (401, 429)  # these say no of us, all else perhaps of one playlist alone
_FAILURES = 5  # of playlists, until the service is taken to be out of order


@dataclass(frozen=True)
class Pull:
    """Whom to ask, with which grant, and for how many `seconds` of a night.

    What is not reached comes the next night.
    """

    source: PlaylistSource
    grants: Grants
    seconds: float = 225.0


@dataclass(frozen=True)
class Pulled:
    """How many playlists were dropped, and whether the inbox page has something else to say."""

    playlists: int = 0
    news: bool = False


def pull(asked: Pull | None, began: datetime, cloud: Cloud) -> Pulled:
    """Drop what changed until the night that `began` then; raises nothing that Spotify did wrong.

    With nobody to ask it is noted that nothing is pulled.
    """
    before = cloud.catalog.pulls.sign_in()
    now, dropped = _pulled(asked, before, began, cloud) if asked else (SignIn(), 0)
    if now != before:
        cloud.catalog.pulls.note(now)
    return Pulled(dropped, news=now != before)


def _pulled(asked: Pull, before: SignIn, began: datetime, cloud: Cloud) -> tuple[SignIn, int]:
    grant = asked.grants.get()
    if grant is None:
        return SignIn("nobody"), 0
    dropped = 0
    # What Spotify took no more it is not shown again: only a new sign-in is.
    ended = before.state == "ended" and before.since == grant.since
    if not ended:
        try:
            dropped = _drop(asked, _access(asked, grant), began, cloud)
        except SignInEnded:
            logger().warning("Spotify no longer takes the sign-in: run linernotes login")
            ended = True
        except Unavailable as why:
            logger().warning("Spotify does not answer", why=str(why))
    count(SpotifyDaysLeft=0 if ended else grant.left(cloud.now()).days)
    return SignIn("ended" if ended else "holds", grant.since, grant.ends), dropped


def _access(asked: Pull, grant: Grant) -> Access:
    """Leave to ask; a renewed token is kept before anything else is done with it.

    The one before may be worth nothing from that moment on.
    """
    try:
        access = asked.source.access(grant)
    except SignInEnded:
        if asked.grants.get() != grant:  # somebody else renewed it, or signed in, at this moment
            raise Unavailable("the token was renewed while it was shown") from None
        raise
    # Whoever signed in meanwhile has the newer one.
    if access.refresh_token != grant.refresh_token and asked.grants.get() == grant:
        asked.grants.put(grant.model_copy(update={"refresh_token": access.refresh_token}))
    return access


def _drop(asked: Pull, access: Access, began: datetime, cloud: Cloud) -> int:
    """Drop what changed, each noted at once: a night that is cut short is no night lost."""
    until = began + timedelta(seconds=asked.seconds)
    before = cloud.catalog.pulls.dropped()
    count = failures = 0
    for one in asked.source.own(access):
        last = before.get(one.id, Dropped("", ""))
        # The snapshot of before the rows: where they change meanwhile, it is not the next one.
        listed = digest("listed", one.name, one.snapshot)
        if one.snapshot and last.listed == listed:
            continue
        if cloud.now() > until or failures == _FAILURES:
            logger().warning("not all playlists were pulled; the next night goes on")
            break
        try:
            export = _export(one, asked.source.rows(access, one))
        except Unavailable as why:
            logger().warning("a playlist could not be pulled", playlist=one.id, why=str(why))
            if why.status in _ENOUGH:
                break
            failures += 1
            continue
        dropped = Dropped(listed, digest("body", export.decode()))
        if dropped.body != last.body:
            cloud.inbox.put(f"spotify/{one.id}.json", export)
            count += 1
        if dropped != last:
            cloud.catalog.pulls.leave(one.id, dropped)
    return count


def _export(playlist: Listed, rows: Sequence[Any]) -> bytes:
    told = {
        "id": playlist.id,
        "name": playlist.name,
        "snapshot_id": playlist.snapshot,
        "items": {"items": rows, "total": len(rows)},
    }
    return json.dumps(told, ensure_ascii=False, sort_keys=True).encode("utf-8", "replace")
