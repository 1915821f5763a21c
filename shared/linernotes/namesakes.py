"""Artists of one name, told apart by their Spotify ids where exports give them.

The catalog knows artists by name. Of several ids under one name, each is an artist with tracks of
its own; tracks that come without an id are counted to the artist who has most.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from linernotes.identity import artist_key, entity
from linernotes.models import Track

# No key of a name has capital letters: names are case-folded.
_ID = " ID "


@dataclass(frozen=True)
class Namesake:
    """One of several artists of a name: its Spotify id and the keys of its tracks."""

    id: str
    tracks: frozenset[str]


def namesakes(thing: str, told: Iterable[Track]) -> tuple[Namesake, ...]:
    """The artists of one name, most tracks by id first, ties by id; none where one id is known.

    Parameters
    ----------
    thing : `artist#<key>`.
    told : the tracks that name it, as each playlist tells them: a track of several playlists is
        that of every id that any of them gives it.
    """
    held: defaultdict[str, set[str]] = defaultdict(set)
    keys: set[str] = set()
    for track in told:
        keys.add(track.key)
        for name, spotify_id in zip(track.artists, ids_of(track), strict=True):
            if spotify_id and entity("artist", artist_key(name)) == thing:
                held[spotify_id].add(track.key)
    if len(held) < 2:
        return ()
    untold = keys.difference(*held.values())
    first, *others = sorted(held, key=lambda one: (-len(held[one]), one))
    return (
        Namesake(first, frozenset(held[first] | untold)),
        *(Namesake(one, frozenset(held[one])) for one in others),
    )


def ids_of(track: Track) -> tuple[str, ...]:
    """The Spotify id of each artist of a track, empty where no export gives it."""
    return track.artist_ids or ("",) * len(track.artists)


def apart(thing: str, spotify_id: str) -> str:
    """The thing that one of several artists of a name is: `artist#<key> ID <id>`."""
    return f"{thing}{_ID}{spotify_id}"


def named(thing: str) -> str:
    """The thing under whose name a thing is mentioned: itself, but for one of several artists."""
    return thing.partition(_ID)[0]
