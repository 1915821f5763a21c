"""Possible slips of an owner: what stands twice in a playlist, names that look like others.

Everything here is a guess for a reader to judge; nothing is merged or left out because of it.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from linernotes.identity import artist_key, normalise
from linernotes.models import Model, PlaylistDocument, Skip, Track

# Playlists of which each holds this share of the other's tracks are told of.
SHARED = 0.8
_SKETCH = 64  # hashes that stand for a playlist
_SAME_LENGTH = 2_000  # ms: one recording is cut a little differently on single and album
# Letters of other scripts that look like Latin ones, lower and upper case (Unicode UTS 39).
_LOOKALIKES = str.maketrans(
    "аеорсухіјѕһԁԛԝвкмнтАВЕКМНОРСТУХІЈЅοανικρτυχηΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "aeopcyxijshdqwbkmhtABEKMHOPCTYXIJSoavikptuxnABEZHIKMNOPTYX",
)
_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK")


class Twice(Model):
    """A track or an album that seems to stand more than once; `ids` are URIs or album ids."""

    name: str
    artist: str
    ids: tuple[str, ...]


class Lookalike(Model):
    """A name with letters of another script, and what it looks like in Latin ones.

    `mixed` says that one word of it has letters of two scripts, which no language does.
    """

    name: str
    looks: str
    mixed: bool


class Slips(Model):
    """The possible slips of one playlist.

    `repeats` are rows of its export with a track that stands in a row before.
    `twofold` are artists under whose name it has several Spotify ids. `sketch` are the smallest
    hashes of its tracks, by which playlists that share most tracks are found (Broder 1997).
    """

    repeats: int = 0
    tracks: tuple[Twice, ...] = ()
    albums: tuple[Twice, ...] = ()
    lookalikes: tuple[Lookalike, ...] = ()
    twofold: tuple[str, ...] = ()
    sketch: tuple[str, ...] = ()

    @property
    def any(self) -> bool:
        """Whether the playlist alone has something to show."""
        return bool(self.repeats or self.tracks or self.albums or self.lookalikes or self.twofold)


def slips_of(document: PlaylistDocument, skipped: Iterable[Skip] = ()) -> Slips:
    """Look a playlist through; `skipped` are the rows of its export that it was not made of."""
    names = {name for track in document.tracks for name in track.artists}
    return Slips(
        repeats=sum(one.reason == "duplicate" for one in skipped),
        tracks=_tracks(document.tracks),
        albums=_albums(document.tracks),
        lookalikes=tuple(one for name in sorted(names) if (one := lookalike(name))),
        twofold=tuple(
            min(one.spellings)
            for thing, one in document.entities.items()
            if thing.startswith("artist#") and len(one.ids) > 1
        ),
        sketch=sketch(track.key for track in document.tracks),
    )


def sketch(keys: Iterable[str]) -> tuple[str, ...]:
    """The smallest hashes of tracks; all of them where they are few."""
    hashes = {hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:12] for key in keys}
    return tuple(sorted(hashes)[:_SKETCH])


def candidates(sketches: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    """Pairs of playlists that may share most of their tracks, each in order.

    Where each holds four fifths of the other, two of three tracks of both are shared; half of that
    in the sketches is reason enough to count.
    """
    held: defaultdict[str, list[str]] = defaultdict(list)
    for thing in sorted(sketches):
        for one in sketches[thing]:
            held[one].append(thing)
    common: defaultdict[tuple[str, str], int] = defaultdict(int)
    for things in held.values():
        for place, first in enumerate(things):
            for second in things[place + 1 :]:
                common[first, second] += 1
    return sorted(
        pair
        for pair, count in common.items()
        if 3 * count >= min(len(sketches[pair[0]]), len(sketches[pair[1]]))
    )


def share(first: int, second: int, both: int) -> bool:
    """Whether playlists of so many tracks share enough of them."""
    return both > 0 and both >= SHARED * max(first, second)


def lookalike(name: str) -> Lookalike | None:
    """What a name in letters of another script looks like; `None` for one that does not.

    A name wholly in Cyrillic or Greek is one only where all of it could be read as Latin: it then
    depends on whether there is such an artist.
    """
    if name.isascii():
        return None
    looks = name.translate(_LOOKALIKES)
    if looks == name:
        return None
    mixed = any(len(_scripts(word)) > 1 for word in name.split())
    readable = all(_scripts(word) <= {"LATIN"} for word in looks.split())
    if not readable:
        return None
    return Lookalike(name=name, looks=looks, mixed=mixed)


def _scripts(word: str) -> set[str]:
    found = (unicodedata.name(letter, "").partition(" ")[0] for letter in word if letter.isalpha())
    return {script if script in _SCRIPTS else "OTHER" for script in found}


def _tracks(tracks: Iterable[Track]) -> tuple[Twice, ...]:
    """One recording under several addresses: of one ISRC, or of one title, artists and length."""
    alike: defaultdict[tuple[str, ...], list[Track]] = defaultdict(list)
    for track in tracks:
        title = normalise(track.name)
        if title and track.artists:
            alike[(title, *sorted(map(artist_key, track.artists)))].append(track)
    found = []
    for same in alike.values():
        for twins in _recordings(same):
            if len(twins) > 1:
                first = twins[0]
                ids = tuple(one.uri or one.key for one in twins)
                found.append(Twice(name=first.name, artist=first.artists[0], ids=ids))
    return _sorted(found)


def _recordings(same: Iterable[Track]) -> list[list[Track]]:
    """Tracks of one title and artists by recording, each sorted by key.

    Those of one ISRC are one recording, at any length; one without goes with those of its length.
    """
    made: defaultdict[str, list[Track]] = defaultdict(list)
    for number, alike in enumerate(_lengths(same)):
        isrc = min((one.isrc for one in alike if one.isrc), default=f"without, {number}")
        for one in alike:
            made[one.isrc or isrc].append(one)
    return [sorted(twins, key=lambda one: one.key) for twins in made.values()]


def _lengths(same: Iterable[Track]) -> list[list[Track]]:
    """Tracks by length, parted where the next is longer than one recording's cuts differ.

    A length that is not known may be any, so those tracks are with the shortest.
    """
    parted: list[list[Track]] = [[]]
    longest: int | None = None
    for one in sorted(same, key=lambda one: -1 if one.duration_ms is None else one.duration_ms):
        length = one.duration_ms
        if longest is not None and length is not None and length - longest > _SAME_LENGTH:
            parted.append([])
        parted[-1].append(one)
        longest = length
    return parted


def _albums(tracks: Iterable[Track]) -> tuple[Twice, ...]:
    """Albums of one name and one first artist under several ids."""
    ids: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    names: dict[tuple[str, str], tuple[str, str]] = {}
    for track in tracks:
        if track.album_id and normalise(track.album) and track.artists:
            key = normalise(track.album), artist_key(track.artists[0])
            ids[key].add(track.album_id)
            told = track.album, track.artists[0]
            names[key] = min(told, names.get(key, told))
    return _sorted(
        Twice(name=names[key][0], artist=names[key][1], ids=tuple(sorted(some)))
        for key, some in ids.items()
        if len(some) > 1
    )


def _sorted(found: Iterable[Twice]) -> tuple[Twice, ...]:
    return tuple(sorted(found, key=lambda one: (one.name.casefold(), one.artist, one.ids)))
