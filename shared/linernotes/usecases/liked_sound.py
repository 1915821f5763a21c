"""How all liked tracks sound, kept so that one upload reads none of the other playlists.

Every playlist keeps a sheet of its liked tracks' features in a row. When a sheet changes, the
sheets, and no documents, are read; when that changes what pages show, all pages that compare with
liked tracks are dirty. It is worked out before the playlists of a round are published, so that
they compare with what holds after it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import partial

from linernotes.catalog.heads import Published
from linernotes.catalog.sounds import digest_of
from linernotes.cloud import Cloud
from linernotes.sound import LikedSound, SoundSheet, liked_sound, sheet_of
from linernotes.usecases.documents import Documents
from linernotes.usecases.waiting import PLAYLIST, SOUND, Waiting


def settle(
    stands: Mapping[str, Published],
    hearts: Collection[str] | None,
    *,
    cloud: Cloud,
    waiting: Waiting,
    documents: Documents,
    guard: Callable[[str, Callable[[], None]], None],
) -> LikedSound:
    """Bring the sheets of playlists up to date, and give what pages compare with.

    Parameters
    ----------
    stands : the playlists that are about to be published or to go, by id.
    hearts : keys of liked tracks, `None` where no export tells likes.
    """
    # What is not ready yet keeps its sheet.
    docs = {
        PLAYLIST + pid: one.ready.doc if one.ready and one.head.doc else ""
        for pid, one in stands.items()
        if one.ready or not one.head.doc
    }
    sounds = cloud.catalog.sounds
    stand = sounds.digests(list(docs))
    changed: dict[str, SoundSheet] = {}

    def look(thing: str, doc: str) -> None:
        sheet = sheet_of(documents.playlist(doc).tracks, hearts) if doc and hearts else SoundSheet()
        if digest_of(sheet) != stand.get(thing, ""):
            changed[thing] = sheet

    for thing, doc in docs.items():
        guard(thing, partial(look, thing, doc))
    if changed:
        waiting.add([SOUND])
        for thing, sheet in sorted(changed.items()):
            sounds.put_sheet(thing, sheet)
    stood = sounds.stands()
    token = waiting.take(SOUND)
    if token is None:
        return stood
    now = liked_sound(sounds.sheets(), cloud.thresholds.feature_tracks)
    if now != stood:
        shelves = cloud.catalog.shelves
        playlists = {PLAYLIST + one.pid for one in shelves.playlists() if one.features}
        artists = {thing for thing, one in shelves.entities("artist").items() if one.features}
        waiting.add(playlists | artists)
        sounds.put_stands(now)
    waiting.clear(SOUND, token)
    return now
