"""What is kept and not listened to, and what is listened to and not kept."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from linernotes.listening import ranks
from linernotes.listening.documents import (
    Faded,
    Forgotten,
    Heard,
    Holding,
    Holdings,
    Unkept,
    song_keys,
)
from linernotes.listening.ranks import Placed

YEAR = 365 * 24 * 60  # minutes
MOST = 100  # of each list are told


@dataclass
class _Song:
    plays: int = 0
    last: int | None = None

    def add(self, score: int, last: int | None) -> None:
        self.plays += score
        self.last = max(filter(None, (self.last, last)), default=None)


def forgotten(heard: Heard, holdings: Holdings, liked: Collection[str]) -> Forgotten | None:
    """What the page of forgotten tracks lists; `None` where no play is known.

    A track is listed that is liked, or kept for a year and longer before the newest known play,
    and whose song has no play in that year, be it as another track or without a URI.
    """
    if heard.first is None or heard.last is None:
        return None
    titles = ranks.placed(heard, holdings)
    since = heard.last - YEAR
    kept = [one for one in _kept(titles, holdings, liked) if _is_due(one, since)]
    kept = _by_song(sorted(kept, key=_order))
    once = [one for one in kept if one.plays]
    never = [one for one in kept if not one.plays]
    unkept = _unkept(titles, holdings)
    return Forgotten(
        first=heard.first,
        last=heard.last,
        forgotten=tuple(once[:MOST]),
        forgotten_in_all=len(once),
        never=tuple(never[:MOST]),
        never_in_all=len(never),
        unkept=tuple(unkept[:MOST]),
        unkept_in_all=len(unkept),
    )


def _is_due(one: Faded, since: int) -> bool:
    """Whether a track had a year to be listened to, and was not.

    Of a liked one it is not asked since when: most exports of liked songs do not tell.
    """
    long_kept = one.holding.added is not None and one.holding.added <= since
    return (one.liked or long_kept) and (one.last is None or one.last <= since)


def _order(one: Faded) -> tuple[int, bool, int, str, str]:
    """What was listened to most, then the liked, then what is kept longest."""
    added = one.holding.added
    # A track that came at an unknown time stands after those that are known to be old.
    return (-one.plays, not one.liked, 2**62 if added is None else added, one.holding.name, one.key)


def _by_song(kept: Iterable[Faded]) -> list[Faded]:
    """Each song once, as its first row tells, with the playlists of all its rows."""
    songs: list[Faded] = []
    places: dict[tuple[str, str], int] = {}
    for one in kept:
        known_by = song_keys(one.holding.name, one.holding.artists)
        place = next((places[key] for key in known_by if key in places), len(songs))
        if place == len(songs):
            songs.append(one)
        else:
            pids = dict.fromkeys((*songs[place].playlists, *one.playlists))
            songs[place] = songs[place].model_copy(update={"playlists": tuple(pids)})
        for key in known_by:
            places.setdefault(key, place)
    return songs


def _kept(titles: Iterable[Placed], holdings: Holdings, liked: Collection[str]) -> Iterable[Faded]:
    """Every track that a playlist holds, with the plays of its song."""
    by_key: defaultdict[str, list[int]] = defaultdict(list)
    by_song: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    heard = list(titles)
    for number, one in enumerate(heard):
        by_key[one.key].append(number)
        for song in song_keys(one.title.name, one.title.artists):
            by_song[song].append(number)
    for key, (holding, pids) in _held(holdings).items():
        numbers = set(by_key.get(key, ()))
        for song in song_keys(holding.name, holding.artists):
            numbers.update(by_song.get(song, ()))
        plays = _Song()
        for number in numbers:
            plays.add(heard[number].title.score, heard[number].title.last)
        yield Faded(
            key=key,
            holding=holding,
            playlists=pids,
            liked=key in liked,
            plays=plays.plays,
            last=plays.last,
        )


def _held(holdings: Holdings) -> dict[str, tuple[Holding, tuple[str, ...]]]:
    """Every track with its playlists: as the first of them has it, but there since the earliest."""
    found: dict[str, tuple[Holding, tuple[str, ...]]] = {}
    for pid, one in holdings.playlists.items():
        for key, holding in one.tracks.items():
            first, pids = found.get(key, (holding, ()))
            added = min(filter(None, (first.added, holding.added)), default=None)
            found[key] = (first.model_copy(update={"added": added}), (*pids, pid))
    return found


def _unkept(titles: Collection[Placed], holdings: Holdings) -> list[Unkept]:
    """Titles of which no playlist holds the song, most plays first."""
    held = {key for one in holdings.playlists.values() for key in one.tracks}
    songs = {
        song
        for one in holdings.playlists.values()
        for track in one.tracks.values()
        for song in song_keys(track.name, track.artists)
    }
    scores = ranks.tracks(titles)
    place = ranks.places(scores)
    written: dict[str, Counter[int]] = {}
    for number, one in enumerate(titles):
        songs_of = song_keys(one.title.name, one.title.artists)
        if one.key not in held and songs.isdisjoint(songs_of):
            written.setdefault(one.key, Counter())[number] = one.title.score
    listed = list(titles)
    found = []
    for key, numbers in written.items():
        title = listed[min(numbers, key=lambda number: (-numbers[number], number))].title
        found.append(
            Unkept(
                key=key,
                name=title.name,
                artists=title.artists,
                album=title.album,
                plays=scores[key],
                rank=place[key],
            )
        )
    return sorted(found, key=lambda one: (one.rank, one.name, one.key))
