"""Telling the change log which ranks a new listening history moved."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from botocore.exceptions import ClientError
from pydantic import ValidationError

from linernotes.catalog.log import Logged
from linernotes.catalog.shelves import EntityShelf
from linernotes.changes import Change, Move
from linernotes.cloud import Cloud
from linernotes.identity import entity
from linernotes.library import Library
from linernotes.listening.documents import Heard
from linernotes.listening.ranks import artist_scores, places
from linernotes.usecases.telling import after
from linernotes.usecases.views import folder_of

THING = "ranks"
MOST_MOVES = 10


def tell_ranks(cloud: Cloud, plays: str, listened: Heard) -> None:
    """Tell of the artists whose place is another since the log told of ranks last.

    What it told last are the histories, as digest and as document. A playlist moves nobody's
    place, so nothing is told while the histories are the same, nor of the first of them, which
    moves nobody either.

    Parameters
    ----------
    plays : the digest of the histories.
    listened : all that they tell.
    """
    log = cloud.catalog.log
    last = log.logged(THING)
    old = last.state.partition(" ")[0] if last else ""
    if old == plays:
        return
    at = after(last, _newest(cloud))
    before = _heard(last.state.partition(" ")[2], cloud.library) if last else None
    moves = largest_moves(before, listened, cloud.catalog.shelves.entities("artist"))
    change = Change(thing=THING, at=at, what="changed", name="", path="", moves=moves)
    state = f"{plays} {cloud.library.put(listened)}"
    log.tell(change if moves else None, THING, last, Logged(state, at))


def largest_moves(
    before: Heard | None, now: Heard, paged: Mapping[str, EntityShelf]
) -> tuple[Move, ...]:
    """The artists with a page who moved furthest, at most `MOST_MOVES`; of equals the better place.

    Who was not listened to before, or is not any more, moved from or to nowhere and is left out.

    Parameters
    ----------
    paged : the artists who have a page, by thing.
    """
    if before is None:
        return ()
    was, at = places(artist_scores(before)), places(artist_scores(now))
    found = [
        Move(
            name=paged[thing].name,
            path=folder_of(thing, paged[thing].slug),
            was=was[key],
            now=place,
        )
        for key, place in at.items()
        if key in was and was[key] != place and (thing := entity("artist", key)) in paged
    ]
    found.sort(key=lambda one: (-abs(one.was - one.now), one.now, one.path))
    return tuple(found[:MOST_MOVES])


def _heard(address: str, library: Library) -> Heard | None:
    """What the histories told before; nothing where another version wrote it."""
    try:
        return library.get(Heard, address)
    except ValidationError:
        return None
    except ClientError as error:
        if error.response["Error"]["Code"] != "NoSuchKey":
            raise
        return None


def _newest(cloud: Cloud) -> datetime:
    """When the newest export came that tells of listening; now, while its row is being written."""
    exports = cloud.catalog.rows.inbox()
    return max((one.since for one in exports if one.listening), default=cloud.now())
