"""What is different between two states of a playlist, worked out from its documents alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Literal

from linernotes.models import Analysis, Cluster, Model, Track

MOST_NAMED = 20  # tracks that an entry names; the rest are counted


class Shift(Model):
    """What became of a cluster that had `was` tracks and has `now`.

    `other` is the number of the cluster that it split off from or went into, 0 without one.
    """

    what: Literal["found", "split", "grew", "shrank", "merged", "gone"]
    number: int
    name: str
    was: int = 0
    now: int = 0
    other: int = 0


class Tracks(Model):
    """Tracks by title and artists, the first `MOST_NAMED` of `count`."""

    count: int = 0
    names: tuple[str, ...] = ()


class Move(Model):
    """An artist whose place in the owner's listening was `was` and is `now`.

    `path` is the folder of the artist's page.
    """

    name: str
    path: str
    was: int
    now: int


class Change(Model):
    """An entry of the change log.

    `thing` is what changed and `at` when: the time of the export that told it. `path` is the
    folder of its pages. A playlist is `new`, `changed` or `gone`; an artist, a label or a genre is
    `new` when it gains a page; `moves` are of the ranks.
    """

    thing: str
    at: datetime
    what: Literal["new", "changed", "gone"]
    name: str
    path: str
    tracks: int = 0
    added: Tracks = Tracks()
    removed: Tracks = Tracks()
    clusters: tuple[Shift, ...] = ()
    moves: tuple[Move, ...] = ()

    @property
    def tells_something(self) -> bool:
        """Whether a reader would find anything different."""
        told = self.added.count or self.removed.count or self.clusters or self.moves
        return self.what != "changed" or bool(told)


def tracks_changed(old: Iterable[Track], new: Iterable[Track]) -> tuple[Tracks, Tracks]:
    """The tracks that were added, in their order, and those that were removed, in theirs."""
    before = {track.key: track for track in old}
    after = {track.key: track for track in new}
    return (
        _named(track for key, track in after.items() if key not in before),
        _named(track for key, track in before.items() if key not in after),
    )


def clusters_changed(old: Analysis, new: Analysis) -> tuple[Shift, ...]:
    """What became of clusters, by number; numbers stand for the same cluster before and after.

    A cluster that came, or went, belongs to the one that most of its tracks were in before, or
    are in now, where that is at least half of them.
    """
    before = {cluster.number: cluster for cluster in old.clusters}
    after = {cluster.number: cluster for cluster in new.clusters}
    shifts = []
    for number in sorted(before.keys() | after.keys()):
        was, now = before.get(number), after.get(number)
        if was and now and len(was.tracks) != len(now.tracks):
            what: Literal["grew", "shrank"] = "grew"
            if len(now.tracks) < len(was.tracks):
                what = "shrank"
            shifts.append(_shift(what, now, len(was.tracks), len(now.tracks)))
        elif now and not was:
            parent = _mostly(now, before)
            shifts.append(_shift("split" if parent else "found", now, 0, len(now.tracks), parent))
        elif was and not now:
            heir = _mostly(was, after)
            shifts.append(_shift("merged" if heir else "gone", was, len(was.tracks), 0, heir))
    return tuple(shifts)


def _shift(
    what: Literal["found", "split", "grew", "shrank", "merged", "gone"],
    cluster: Cluster,
    was: int,
    now: int,
    other: int = 0,
) -> Shift:
    return Shift(what=what, number=cluster.number, name=cluster.name, was=was, now=now, other=other)


def _mostly(cluster: Cluster, others: Mapping[int, Cluster]) -> int:
    """The number of the cluster that holds at least half of these tracks, 0 where none does."""
    holder = {key: other.number for other in others.values() for key in other.tracks}
    held = Counter(holder[key] for key in cluster.tracks if key in holder)
    most = min(held, key=lambda number: (-held[number], number), default=0)
    return most if most and held[most] * 2 >= len(cluster.tracks) else 0


def _named(tracks: Iterable[Track]) -> Tracks:
    names = [_credit(track) for track in tracks]
    return Tracks(count=len(names), names=tuple(names[:MOST_NAMED]))


def _credit(track: Track) -> str:
    title = track.name or "(untitled)"
    return f"{title} by {', '.join(track.artists)}" if track.artists else title
