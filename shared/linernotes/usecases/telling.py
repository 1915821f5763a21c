"""Telling the change log what a publish is about to change, before it writes a page of it."""

from __future__ import annotations

from datetime import datetime, timedelta

from botocore.exceptions import ClientError
from pydantic import ValidationError

from linernotes.catalog.heads import Ready
from linernotes.catalog.log import Log, Logged
from linernotes.catalog.shelves import Shelf
from linernotes.changes import Change, Tracks, clusters_changed, tracks_changed
from linernotes.library import Library
from linernotes.models import Analysis, PlaylistDocument
from linernotes.pages.views import PlaylistView

_NEXT = timedelta(seconds=1)


def tell_playlist(log: Log, library: Library, thing: str, view: PlaylistView, ready: Ready) -> None:
    """Tell what is different in a playlist since the log last told of it.

    It has to be told before a page of it is written: after a crash the pages are written by what
    the log says.
    """
    last = log.logged(thing)
    state = f"{ready.doc} {ready.analysis}"
    if last and last.state == state:
        return
    at = after(last, view.since)
    change = Change(
        thing=thing,
        at=at,
        what="changed" if last and last.state else "new",
        name=view.name,
        path=f"playlists/{view.slug}",
        tracks=len(view.tracks),
    )
    if last and last.state:
        change = change.model_copy(update=_differences(last.state, state, library))
    entry = change if change.tells_something else None
    log.tell(entry, thing, last, Logged(state, at))


def _differences(old: str, new: str, library: Library) -> dict[str, object]:
    """What is different between two states; nothing where the old one is of another version."""
    document, analysis = _documents(new, library)
    try:
        was, cut = _documents(old, library)
    except ValidationError:
        return {}
    except ClientError as error:
        if error.response["Error"]["Code"] != "NoSuchKey":
            raise
        return {}
    added, removed = tracks_changed(was.tracks, document.tracks)
    return {"added": added, "removed": removed, "clusters": clusters_changed(cut, analysis)}


def _documents(state: str, library: Library) -> tuple[PlaylistDocument, Analysis]:
    doc, _, analysis = state.partition(" ")
    return library.get(PlaylistDocument, doc), library.get(Analysis, analysis)


def after(last: Logged | None, at: datetime) -> datetime:
    """When something came of which was told before: later than that, as the log goes forward.

    An export whose bytes stood before is as old as they are, and what others tell of its tracks
    makes it no younger.
    """
    return max(at, last.at + _NEXT) if last else at


def tell_gone(log: Log, shelf: Shelf, newest: datetime | None) -> None:
    """Tell that a playlist goes, which nothing has the time of: at that of the `newest` entry."""
    thing = f"playlist#{shelf.pid}"
    last = log.logged(thing)
    if last is None or not last.state:
        return
    at = max(after(last, datetime.fromisoformat(shelf.since)), newest or last.at)
    change = Change(
        thing=thing,
        at=at,
        what="gone",
        name=shelf.name,
        path=f"playlists/{shelf.slug}",
        removed=Tracks(count=shelf.tracks),
    )
    log.tell(change, thing, last, Logged("", at))


def tell_page(log: Log, thing: str, name: str, path: str, at: datetime) -> None:
    """Tell that an artist, a label or a genre gains a page."""
    if log.logged(thing) is None:
        change = Change(thing=thing, at=at, what="new", name=name, path=path)
        log.tell(change, thing, None, Logged("page", at))
