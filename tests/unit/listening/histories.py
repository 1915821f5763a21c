"""Histories and playlists made by hand for tests."""

from __future__ import annotations

from collections.abc import Iterable

from linernotes.listening.documents import (
    Credit,
    Holding,
    Holdings,
    ListeningDocument,
    PlaylistHoldings,
)
from linernotes.models import Listened, Listening, TimeRange, TopTracks

YEAR = 365 * 24 * 60


def uri(number: int) -> str:
    return f"spotify:track:{number:022d}"


def title(
    name: str, *minutes: int, artist: str = "Ann", number: int | None = None, album: str = ""
) -> Listened:
    """The plays of a title; `number` is that of its URI, where the history tells one."""
    return Listened(
        name=name,
        artist=artist,
        album=album,
        uri="" if number is None else uri(number),
        minutes=tuple(sorted(minutes)),
    )


def history(
    *titles: Listened, extended: bool = False, span: tuple[int, int] | None = None
) -> ListeningDocument:
    """An export with one history; it tells all from its first to its last play, or in `span`."""
    minutes = [minute for one in titles for minute in one.minutes]
    first, last = span or (min(minutes), max(minutes))
    told = Listening(extended=extended, first=first, last=last, rows=len(minutes), titles=titles)
    return ListeningDocument(listening=(told,))


def top(
    time_range: TimeRange, *numbers: int, credit: Credit | None = None, before: int = 0
) -> ListeningDocument:
    """A page of top tracks, `before` places down the list."""
    places = {uri(number): place for place, number in enumerate(numbers, before + 1)}
    told = dict.fromkeys(places, credit or Credit(name="Song", artists=("Ann",)))
    return ListeningDocument(
        top_tracks=(TopTracks(time_range=time_range, places=places),), credits=told
    )


def kept(
    name: str,
    artists: Iterable[str] = ("Ann",),
    *,
    album: str = "",
    added: int | None = None,
) -> Holding:
    return Holding(name=name, artists=tuple(artists), album=album, added=added)


def playlists(*tracks: dict[str, Holding]) -> Holdings:
    """Playlists `p0`, `p1`… that hold these tracks by key."""
    return Holdings(
        playlists={
            f"p{number}": PlaylistHoldings(doc=f"d{number}", tracks=held)
            for number, held in enumerate(tracks)
        }
    )
