"""Places in the owner's listening: most first, and ties share the smaller number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from linernotes.identity import artist_key, shortened, track_key
from linernotes.listening.documents import (
    Heard,
    HeardTitle,
    Holding,
    Holdings,
    Ranks,
    album_keys,
    song_keys,
)


@dataclass(frozen=True, slots=True)
class Placed:
    """A title with the track that its plays count for; what no playlist holds has a key too."""

    key: str
    title: HeardTitle


def places(scores: Mapping[str, int]) -> dict[str, int]:
    """Places from 1, the highest score first; equal ones share the smaller number."""
    best: dict[int, int] = {}
    for place, score in enumerate(sorted(scores.values(), reverse=True), start=1):
        best.setdefault(score, place)
    return {key: best[score] for key, score in sorted(scores.items())}


def placed(heard: Heard, holdings: Holdings) -> list[Placed]:
    """Each title with the key of its track.

    A title without URI is the track of that name and artist that is in most playlists, of equals
    the one with the smallest key; of tracks, those count that a playlist holds or a history tells
    by URI. Without any, the title has a key of its own.
    """
    keys = _by_song(heard, holdings)
    return [Placed(title.key or _key(title, keys), title) for title in heard.titles]


def _key(title: HeardTitle, keys: Mapping[tuple[str, str], str]) -> str:
    for song in song_keys(title.name, title.artists):
        if song in keys:
            return keys[song]
    return track_key("", "", title.name, title.artists)


def _by_song(heard: Heard, holdings: Holdings) -> dict[tuple[str, str], str]:
    held = Counter(key for one in holdings.playlists.values() for key in one.tracks)
    best: dict[tuple[str, str], str] = {}
    for key, name, artists in _candidates(heard, holdings):
        for song in song_keys(name, artists):
            stands = best.setdefault(song, key)
            # Of equals one with an address at Spotify, as it is what others link to.
            best[song] = min(
                stands, key, key=lambda one: (-held[one], not one.startswith("spotify:"), one)
            )
    return best


def _candidates(heard: Heard, holdings: Holdings) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    for one in holdings.playlists.values():
        for key, track in one.tracks.items():
            yield key, track.name, track.artists
    for title in heard.titles:
        if title.key:
            yield title.key, title.name, title.artists


def tracks(titles: Iterable[Placed]) -> Counter[str]:
    """Plays or points of every track that was listened to."""
    scores: Counter[str] = Counter()
    for one in titles:
        scores[one.key] += one.title.score
    return scores


def rank(heard: Heard, holdings: Holdings) -> Ranks:
    """The places, among all that was listened to, of what stands in a playlist.

    Artists and albums are those that the history names; an album that it leaves out is that of
    the track as the first playlist, by id, has it.
    """
    held: dict[str, Holding] = {}
    for playlist in holdings.playlists.values():
        held = playlist.tracks | held
    albums: Counter[str] = Counter()
    titles = placed(heard, holdings)
    for one in titles:
        album = one.title.album or held.get(one.key, Holding()).album
        for key in set(album_keys(album, one.title.artists)):
            albums[key] += one.title.score
    known = [track for one in holdings.playlists.values() for track in one.tracks.values()]
    names = {shortened(artist_key(name)) for track in known for name in track.artists}
    return Ranks(
        tracks=_of(tracks(titles), held),
        artists=_of(artist_scores(heard), names),
        albums=_of(albums, {k for track in known for k in album_keys(track.album, track.artists)}),
    )


def artist_scores(heard: Heard) -> Counter[str]:
    """Plays or points of every artist whom the history names, by catalog key."""
    scores: Counter[str] = Counter()
    for title in heard.titles:
        for artist in {shortened(artist_key(name)) for name in title.artists} - {""}:
            scores[artist] += title.score
    return scores


def _of(scores: Mapping[str, int], wanted: Iterable[str]) -> dict[str, int]:
    kept = frozenset(wanted)
    return {key: place for key, place in places(scores).items() if key in kept}


def moved(before: Mapping[str, int], now: Mapping[str, int]) -> frozenset[str]:
    """The keys whose place is another than before."""
    return frozenset(key for key, _ in before.items() ^ now.items())


def affected(before: Ranks, now: Ranks, holdings: Holdings) -> dict[str, frozenset[str]]:
    """The keys of tracks whose own place, artists' or album's is another now, by playlist id."""
    found = {}
    tracks_moved = moved(before.tracks, now.tracks)
    artists_moved = moved(before.artists, now.artists)
    albums_moved = moved(before.albums, now.albums)
    for pid, one in holdings.playlists.items():
        keys = frozenset(
            key
            for key, track in one.tracks.items()
            if key in tracks_moved
            or any(shortened(artist_key(name)) in artists_moved for name in track.artists)
            or not albums_moved.isdisjoint(album_keys(track.album, track.artists))
        )
        if keys:
            found[pid] = keys
    return found
