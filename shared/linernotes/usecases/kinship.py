"""Keeping what sounds alike in step with what is published.

A playlist's own row of sound changes when its pages do; then some of the others are nearer to it,
or farther, and only the pages of those are made again.
"""

from __future__ import annotations

from linernotes.catalog.catalog import Catalog
from linernotes.catalog.kinship import KnownKin, mark
from linernotes.kin import Kin, Sound, kin_of, sound_of
from linernotes.models import PlaylistDocument
from linernotes.pages.views import PlaylistView
from linernotes.usecases.waiting import KIN, PLAYLIST, Waiting


def hear(thing: str, sound: Sound | None, catalog: Catalog, waiting: Waiting) -> None:
    """Let a playlist be known by its sound, or by none; the others wait to hear of it."""
    same = catalog.kinships.sound(thing) == sound
    if same and (sound is None or catalog.kinships.known(thing).of == mark(sound)):
        return
    waiting.add([KIN])
    if same:
        return  # it is the others that have to hear of it anew
    if sound:
        catalog.kinships.put(thing, sound)
    else:
        catalog.kinships.drop(thing)


def sound(document: PlaylistDocument, view: PlaylistView) -> Sound | None:
    """How a playlist sounds, as the others are to know it."""
    keys = [track.key for track in document.tracks]
    return sound_of(
        document.pid, view.slug, view.name, keys, view.analysis, guest=document.liked_tracks
    )


def known(thing: str, catalog: Catalog) -> Kin:
    """What is near a playlist, of all that has a page at the moment."""
    kin = catalog.kinships.kin(thing)
    shelf = catalog.shelves.playlists_of(named(kin))
    return kin.only(frozenset(one.shelf.pid for one in shelf.values()))


def named(kin: Kin) -> list[str]:
    """The playlists that pages name which show `kin`, as things."""
    return sorted(PLAYLIST + pid for pid in kin.pids)


def compare(token: str, catalog: Catalog, waiting: Waiting) -> None:
    """Let every playlist know what is near it; pages that show something else become dirty.

    The rows of playlists that changed are written last: until then they count as changed, so a
    run that died in between is made good by the next.
    """
    sounds, known = catalog.kinships.sounds(), catalog.kinships.all_kin()
    marks = {thing: mark(sound) for thing, sound in sounds.items()}
    stands = {thing: one.of for thing, one in known.items()}
    new = {thing for thing in marks if stands.get(thing) != marks[thing]}
    gone = stands.keys() - marks.keys()
    changed = {thing.partition("#")[2] for thing in new | gone}
    for thing in [*sorted(marks.keys() - new), *sorted(new)]:
        stood = known.get(thing, KnownKin(Kin(), ""))
        near = stood.kin.pids
        # None of the others has moved: whatever is nearest now was so before, or has changed.
        settled = thing not in new and not near & changed
        others = [
            one for one in sounds.values() if not settled or one.pid in near or one.pid in changed
        ]
        now = KnownKin(kin_of(sounds[thing], others), marks[thing])
        if now.kin != stood.kin:
            waiting.add([thing])
        if now != stood:
            catalog.kinships.put_kin(thing, now)
    for thing in sorted(gone):
        catalog.kinships.drop_kin(thing)
    waiting.clear(KIN, token)
