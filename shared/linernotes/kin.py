"""What sounds alike across the library: playlists, moods, and where a misfit would be at home.

Everything is measured in the fixed space (`linernotes.clusters.space`), whose units do not depend
on a playlist. A playlist is told by the centres of its moods, so that two are compared without
reading a track.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from hashlib import blake2b

from linernotes.models import Analysis, Model

MOST_ALIKE = 5
# Playlists of which each holds so much of the other are one playlist twice. A short one inside a
# long one is not: it may sound like the rest or not, and sketches tell little of what it shares.
NEAR_COPY = 0.8
# How much nearer another mood must be than the track's own; half-way between it fits both.
CLEARLY = 1.05
MOST_ODD = 200
_SKETCH, _HASH = 128, 5  # hashes of a sketch, and bytes of each
_DIGITS = 3


class SoundingMood(Model):
    """A cluster of a playlist: its centre in the fixed space, and how many tracks it holds."""

    number: int
    name: str
    tracks: int
    centre: tuple[float, ...]


class Odd(Model):
    """A misfit: the key of the track, the number of its cluster, its place in the fixed space."""

    track: str
    mood: int
    place: tuple[float, ...]


class Sound(Model):
    """A published playlist as others are compared with it.

    `sketch` are the smallest hashes of its track keys: two sketches tell how many tracks two
    playlists share (Broder, 1997). `guest` says that it is compared with others, but never named
    by them: the owner's liked songs are in all of them anyway.
    """

    pid: str
    slug: str
    name: str
    tracks: int
    moods: tuple[SoundingMood, ...]
    odd: tuple[Odd, ...] = ()
    sketch: tuple[str, ...] = ()
    guest: bool = False


class Akin(Model):
    """A playlist that sounds alike, and how far it is."""

    pid: str
    slug: str
    name: str
    distance: float


class AkinMood(Model):
    """The mood of another playlist that is nearest to mood `number` of this one, or to `track`."""

    number: int
    track: str = ""
    pid: str
    slug: str
    name: str
    mood: int
    mood_name: str
    distance: float


class Kin(Model):
    """What of the library is near a playlist, near each of its moods, and near its misfits."""

    playlists: tuple[Akin, ...] = ()
    moods: tuple[AkinMood, ...] = ()
    fits: tuple[AkinMood, ...] = ()

    @property
    def pids(self) -> frozenset[str]:
        """The playlists that are named."""
        moods = (one.pid for one in (*self.moods, *self.fits))
        return frozenset([*(one.pid for one in self.playlists), *moods])

    def only(self, pids: frozenset[str]) -> Kin:
        """The same without what names a playlist that is not one of `pids`."""
        return Kin(
            playlists=tuple(one for one in self.playlists if one.pid in pids),
            moods=tuple(one for one in self.moods if one.pid in pids),
            fits=tuple(one for one in self.fits if one.pid in pids),
        )


ALONE = Kin()


def sound_of(
    pid: str, slug: str, name: str, keys: Sequence[str], analysis: Analysis, *, guest: bool = False
) -> Sound | None:
    """What others need to know of a playlist; `None` where nothing is known of its sound."""
    moods = tuple(
        SoundingMood(
            number=one.number, name=one.name, tracks=len(one.tracks), centre=_short(one.centroid)
        )
        for one in analysis.clusters
        if one.centroid
    )
    if not moods:
        return None
    odd = (
        Odd(track=key, mood=one.number, place=_short(place))
        for one in analysis.clusters
        for key, place in zip(one.misfits, one.misfit_places, strict=False)
    )
    return Sound(
        pid=pid,
        slug=slug,
        name=name,
        tracks=len(keys),
        moods=moods,
        odd=tuple(odd)[:MOST_ODD],
        sketch=tuple(sorted(_hash(key) for key in set(keys))[:_SKETCH]),
        guest=guest,
    )


def kin_of(own: Sound, others: Iterable[Sound]) -> Kin:
    """What of `others` is near `own`, whatever order they come in.

    Near copies of it, guests and itself are left out.
    """
    known = sorted(
        (
            one
            for one in others
            if one.pid != own.pid and not one.guest and not near_copies(own, one)
        ),
        key=lambda one: one.pid,
    )
    homes = [(one, mood) for one in known for mood in one.moods]
    alike = sorted(((distance(own, one), one) for one in known), key=lambda two: two[0])
    return Kin(
        playlists=tuple(
            Akin(pid=one.pid, slug=one.slug, name=one.name, distance=far)
            for far, one in alike[:MOST_ALIKE]
        ),
        moods=tuple(_nearest(mood.number, "", mood.centre, homes) for mood in own.moods if homes),
        fits=tuple(_fits(own, homes)),
    )


def distance(one: Sound, other: Sound) -> float:
    """How far the middles of two playlists are apart, a track of each counting as any other.

    Of two random halves of a playlist, each is the other's nearest more often so than by the way
    from mood to mood (docs/clustering.md).
    """
    return round(math.dist(_middle(one), _middle(other)), _DIGITS)


def near_copies(one: Sound, other: Sound) -> bool:
    """Whether each of two playlists holds so much of the other that they are one twice."""
    both = sorted({*one.sketch, *other.sketch})[:_SKETCH]
    shared = {*one.sketch} & {*other.sketch}
    alike = sum(each in shared for each in both) / max(len(both), 1)
    common = alike / (1 + alike) * (one.tracks + other.tracks)
    return common >= NEAR_COPY * max(one.tracks, other.tracks)


def _middle(one: Sound) -> tuple[float, ...]:
    total = sum(mood.tracks for mood in one.moods)
    columns = zip(*(mood.centre for mood in one.moods), strict=True)
    weights = [mood.tracks / total for mood in one.moods]
    return tuple(math.sumprod(weights, column) for column in columns)


def _fits(own: Sound, homes: Sequence[tuple[Sound, SoundingMood]]) -> Iterable[AkinMood]:
    centres = {mood.number: mood.centre for mood in own.moods}
    for odd in own.odd if homes else ():
        found = _nearest(odd.mood, odd.track, odd.place, homes)
        if found.distance * CLEARLY < math.dist(odd.place, centres[odd.mood]):
            yield found


def _nearest(
    number: int,
    track: str,
    place: tuple[float, ...],
    homes: Sequence[tuple[Sound, SoundingMood]],
) -> AkinMood:
    one, mood = min(homes, key=lambda home: math.dist(place, home[1].centre))
    return AkinMood(
        number=number,
        track=track,
        pid=one.pid,
        slug=one.slug,
        name=one.name,
        mood=mood.number,
        mood_name=mood.name,
        distance=round(math.dist(place, mood.centre), _DIGITS),
    )


def _short(place: Iterable[float]) -> tuple[float, ...]:
    return tuple(round(value, _DIGITS) for value in place)


def _hash(key: str) -> str:
    return blake2b(key.encode("utf-8", "replace"), digest_size=_HASH).hexdigest()
