"""The change log in words: lines for pages and feeds."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby

from linernotes.changes import Change, Shift, Tracks
from linernotes.identity import digest
from linernotes.pages import words
from linernotes.pages.views import ChangeLine, Link, Note

ON_HOME, ON_A_PLAYLIST, IN_A_FEED = 10, 5, 50
_LISTED = 5  # names in a line


def on_home(changes: Sequence[Change], paths: Collection[str]) -> tuple[ChangeLine, ...]:
    """Give the entries of the library, newest first; those made pages of one kind are one.

    Parameters
    ----------
    changes : newest first.
    paths : the folders of all things that have a page: an artist, a label or a genre without one
        is not told of, a playlist without one is told of without a link.
    """
    lines = []
    for (at, kind), group in groupby(changes, key=lambda one: (one.at, _kind(one))):
        entries = list(group)
        if kind == "playlist":
            lines += [_playlist(one, paths) for one in entries]
        elif kind == "ranks":
            lines += [_ranks(one, paths) for one in entries]
        elif known := [one for one in entries if one.path in paths]:
            lines.append(_pages(at, kind, known))
    return tuple(lines)


def on_playlist(changes: Iterable[Change]) -> tuple[ChangeLine, ...]:
    """Give what changed in one playlist, newest first; that it came is no change of it."""
    told = [one for one in changes if one.what == "changed"][:ON_A_PLAYLIST]
    return tuple(_playlist(one, ()) for one in told)


def _kind(change: Change) -> str:
    return change.thing.partition("#")[0]


def _playlist(change: Change, paths: Collection[str]) -> ChangeLine:
    label = {"new": "New playlist", "changed": "Changed", "gone": "Gone"}[change.what]
    at = change.at.isoformat()
    return ChangeLine(
        key=digest(change.thing, at, change.model_dump_json(exclude={"path", "name"})),
        at=change.at,
        label=label,
        links=(Link(change.name, change.path if change.path in paths else ""),),
        notes=tuple(_notes(change)),
    )


def _ranks(change: Change, paths: Collection[str]) -> ChangeLine:
    at = change.at.isoformat()
    return ChangeLine(
        key=digest(change.thing, at, change.model_dump_json(include={"moves"})),
        at=change.at,
        label="Your listening histories changed and moved your ranks",
        links=(),
        notes=tuple(
            Note(
                f"{'Up' if one.now < one.was else 'Down'} from {one.was:,} to {one.now:,}",
                (one.name,),
                path=one.path if one.path in paths else "",
            )
            for one in change.moves
        ),
    )


def _pages(at: datetime, kind: str, changes: Sequence[Change]) -> ChangeLine:
    one = len(changes) == 1
    named = sorted(changes, key=lambda change: (change.name.casefold(), change.path))
    return ChangeLine(
        key=digest("pages", kind, at.isoformat()),
        at=at,
        label=f"New {kind} page" if one else f"{len(changes)} new {kind} pages",
        links=tuple(Link(change.name, change.path) for change in named[:_LISTED]),
        more=max(0, len(changes) - _LISTED),
    )


def _notes(change: Change) -> Iterator[Note]:
    if change.what == "new":
        yield Note(words.count(change.tracks, "track"))
    if change.what == "changed":
        yield from _tracks(change.added, "added")
        yield from _tracks(change.removed, "removed")
        yield from (_cluster(shift) for shift in change.clusters)


def _tracks(tracks: Tracks, done: str) -> Iterator[Note]:
    if tracks.count:
        names = tracks.names[:_LISTED]
        yield Note(f"{words.count(tracks.count, 'track')} {done}", names, tracks.count - len(names))


def _cluster(shift: Shift) -> Note:
    held = words.count(shift.now or shift.was, "track")
    happened = {
        "found": f"is new, with {held}",
        "split": f"split off from cluster #{shift.other}, with {held}",
        "grew": f"grew from {shift.was} to {held}",
        "shrank": f"shrank from {shift.was} to {held}",
        "merged": f"went into cluster #{shift.other}",
        "gone": "is gone",
    }[shift.what]
    return Note(f"Cluster #{shift.number} {happened}", (words.capital(shift.name),))
