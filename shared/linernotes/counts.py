"""Who and what is on a list of tracks, and how often: the tables of artists, albums and the like.

Every number counts distinct tracks of the list. Spellings that meet in one key are one line, under
the commonest of them. Lines come most tracks first, ties by name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from linernotes.identity import artist_key, normalise
from linernotes.labels import standardise
from linernotes.listening.documents import Ranks
from linernotes.models import Track
from linernotes.pages import links
from linernotes.pages.views import TableLine, TrackLine, YearLine

# A list of more release years than this is told by decades.
MOST_YEARS = 30

_YEAR = re.compile(r"\d{4}")
# An album's normalised name and one of the artists on it.
type _Credit = tuple[str, str]


@dataclass
class _Tally:
    """What is gathered under one key; a track counts once, however often it names it."""

    tracks: int = 0
    liked: int = 0
    last: str = ""
    names: Counter[str] = field(default_factory=Counter)
    paths: Counter[str] = field(default_factory=Counter)
    ids: Counter[str] = field(default_factory=Counter)
    art: Counter[str] = field(default_factory=Counter)
    dates: Counter[str] = field(default_factory=Counter)
    ranks: set[int] = field(default_factory=set)

    def add(self, line: TrackLine) -> bool:
        """Count the track of a line; false if it was counted already."""
        if self.last == line.track.key:
            return False
        self.last = line.track.key
        self.tracks += 1
        self.liked += line.liked
        self.art[links.art(line.track.art)] += 1
        return True


def artists(lines: Iterable[TrackLine], ranks: Ranks | None = None) -> tuple[TableLine, ...]:
    """Count artists by normalised name; `path` is that of the tracks' own links.

    Several artists of one name are counted apart where their links lead apart.

    `rank` is the artist's place in the owner's listening, not that of the tracks here; `art` is the
    commonest art among the artist's tracks here, `spotify` the commonest id.
    """
    tallies: dict[tuple[str, str], _Tally] = {}
    for line in lines:
        for link, spotify_id in zip(line.artists, _ids(line), strict=True):
            key = artist_key(link.name)
            if key and (tally := _of(tallies, (key, link.path))).add(line):
                tally.names[link.name] += 1
                tally.paths[link.path] += 1
                tally.ids[spotify_id] += 1
                if ranks and (place := ranks.artist(link.name)):
                    tally.ranks.add(place)
    return _table(tallies.values())


def albums(lines: Iterable[TrackLine], ranks: Ranks | None = None) -> tuple[TableLine, ...]:
    """Count albums, by id where an export gives it.

    Without ids, tracks of one album name are of one album if they share an artist, be it through
    others: two `Greatest Hits` stay apart, an album with guests stays one. `date` is the commonest
    release date among the tracks, `spotify` the id; `rank` is the best that the album has with any
    of the artists.
    """
    known = [line for line in lines if normalise(line.track.album)]
    tallies: dict[str, _Tally] = {}
    for line, key in zip(known, _album_keys([line.track for line in known]), strict=True):
        track = line.track
        if (tally := _of(tallies, key)).add(line):
            tally.names[track.album] += 1
            tally.ids[track.album_id] += 1
            tally.dates[track.release_date] += 1
            if ranks and (place := ranks.album(track)):
                tally.ranks.add(place)
    return _table(tallies.values())


def labels(lines: Iterable[TrackLine]) -> tuple[TableLine, ...]:
    """Count labels by standardised name; `path` is that of the tracks' own links."""
    tallies: dict[str, _Tally] = {}
    for line in lines:
        for link in line.labels:
            if (key := standardise(link.name)) and (tally := _of(tallies, key)).add(line):
                tally.names[link.name] += 1
                tally.paths[link.path] += 1
    return _table(tallies.values())


def genres(lines: Iterable[TrackLine]) -> tuple[TableLine, ...]:
    """Count genres by normalised tag; `path` is that of the tracks' own links."""
    tallies: dict[str, _Tally] = {}
    for line in lines:
        for link in line.genres:
            if (key := normalise(link.name)) and (tally := _of(tallies, key)).add(line):
                tally.names[link.name] += 1
                tally.paths[link.path] += 1
    return _table(tallies.values())


def years(lines: Iterable[TrackLine]) -> tuple[YearLine, ...]:
    """Count release years, the newest first: by decades (`1990s`) beyond `MOST_YEARS` years.

    Years between the first and the last of which there is no track are left out.
    """
    dated = [(found[0], line) for line in lines if (found := _YEAR.match(line.track.release_date))]
    if len({year for year, _ in dated}) > MOST_YEARS:
        dated = [(f"{year[:3]}0s", line) for year, line in dated]
    tallies: dict[str, _Tally] = {}
    for name, line in dated:
        _of(tallies, name).add(line)
    return tuple(
        YearLine(name, tally.tracks, tally.liked)
        for name, tally in sorted(tallies.items(), reverse=True)
    )


def _of[K](tallies: dict[K, _Tally], key: K) -> _Tally:
    return tallies.setdefault(key, _Tally())


def _table(tallies: Iterable[_Tally]) -> tuple[TableLine, ...]:
    made = [
        TableLine(
            name=_commonest(tally.names),
            path=_commonest(tally.paths),
            tracks=tally.tracks,
            liked=tally.liked,
            rank=min(tally.ranks, default=None),
            art=_commonest(tally.art),
            spotify=_commonest(tally.ids),
            date=_commonest(tally.dates),
        )
        for tally in tallies
    ]
    return tuple(sorted(made, key=lambda one: (-one.tracks, one.name.casefold(), one.name)))


def _commonest(counted: Counter[str]) -> str:
    """The commonest that is not empty, the first by sort order of equals."""
    known = [value for value in counted if value]
    return min(known, key=lambda value: (-counted[value], value), default="")


def _ids(line: TrackLine) -> Sequence[str]:
    """The Spotify id of each artist of a line, empty where no export gives it."""
    ids = line.track.artist_ids
    return ids if len(ids) == len(line.artists) else [""] * len(line.artists)


def _album_keys(tracks: Sequence[Track]) -> list[str]:
    """What tells each track's album from others; the same whatever the order of the tracks."""
    albums_of = _Credits()
    for track in tracks:
        albums_of.join(_credits(track))
    ids: dict[_Credit, str] = {}
    for track in tracks:
        if track.album_id:
            shared = albums_of.of(_credits(track)[0])
            ids[shared] = min(track.album_id, ids.get(shared, track.album_id))
    keys = []
    for track in tracks:
        shared = albums_of.of(_credits(track)[0])
        keys.append(track.album_id or ids.get(shared) or "\n".join(shared))
    return keys


def _credits(track: Track) -> list[_Credit]:
    album = normalise(track.album)
    return [(album, artist_key(artist)) for artist in track.artists] or [(album, "")]


class _Credits:
    """Credits of albums, joined to sets (a union-find); the least of a set stands for it."""

    def __init__(self) -> None:
        self._above: dict[_Credit, _Credit] = {}

    def of(self, credit: _Credit) -> _Credit:
        """The credit that stands for the set of `credit`."""
        while (above := self._above.setdefault(credit, credit)) != credit:
            # Every second step is cut out on the way, so that the way stays short.
            self._above[credit] = credit = self._above[above]
        return credit

    def join(self, found: Iterable[_Credit]) -> None:
        """Make one set of those that hold any of these."""
        stand = {self.of(credit) for credit in found}
        least = min(stand)
        self._above.update((one, least) for one in stand)
