"""Which playlist holds which tracks, brought up to date from the playlists that changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from linernotes.listening.documents import Holding, Holdings, PlaylistHoldings
from linernotes.models import PlaylistDocument, Track

_MINUTE = 60


def changed(before: Holdings, docs: Mapping[str, str]) -> list[str]:
    """Those of the documents of playlists (`docs`, by id) that `before` was not made of."""
    stand = {pid: one.doc for pid, one in before.playlists.items()}
    return sorted({doc for pid, doc in docs.items() if stand.get(pid) != doc})


def holdings(
    before: Holdings, docs: Mapping[str, str], new: Mapping[str, PlaylistHoldings]
) -> Holdings:
    """What the playlists hold whose documents are at `docs`, by playlist id.

    `new` has what the documents hold that `before` was not made of, by address.
    """
    made = {}
    for pid, doc in sorted(docs.items()):
        stands = before.playlists.get(pid)
        made[pid] = stands if stands and stands.doc == doc else new[doc]
    return Holdings(playlists=made)


def held_by(doc: str, document: PlaylistDocument) -> PlaylistHoldings:
    """What the playlist of the document at `doc` holds."""
    return PlaylistHoldings(
        doc=doc, tracks={track.key: _holding(track) for track in document.tracks}
    )


def _holding(track: Track) -> Holding:
    return Holding(
        name=track.name,
        artists=track.artists,
        album=track.album,
        art=track.art,
        added=minute(track.added_at) if track.added_at else None,
    )


def minute(at: datetime) -> int:
    """The minute since 1970 (UTC) of a point in time."""
    return int(at.timestamp()) // _MINUTE
