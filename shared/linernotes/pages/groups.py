"""The tables of artists, albums, labels, genres and playlists, as every kind of page shows them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from linernotes.pages import words
from linernotes.pages.links import art, group_at_spotify
from linernotes.pages.views import (
    EntityView,
    HomeView,
    PlaylistLine,
    PlaylistView,
    TableLine,
    YearLine,
)

MOST_ROWS = 100
# A chart of two bars says less than the two numbers; of more than thirty nobody reads the last.
FEWEST_BARS, MOST_BARS = 3, 30
FOLDERS: Mapping[str, str] = {"artist": "artists", "label": "labels", "genre": "genres"}
BAR = 1000  # user units of the longest bar

_TITLES: Mapping[str, str] = {
    "artist": "Artists",
    "album": "Albums",
    "label": "Labels",
    "genre": "Genres",
    "playlist": "Featured on playlists",
}


@dataclass(frozen=True)
class Group:
    """A table of things that tracks have in common, and which of its columns are known.

    `kind` names one of the things, `place` is the id of its heading. `lines` are those
    that are listed, `more` says how many there are after them.
    """

    kind: str
    title: str
    lines: tuple[TableLine, ...]
    more: int
    with_art: bool
    with_rank: bool
    with_liked: bool
    with_date: bool
    with_link: bool

    @property
    def place(self) -> str:
        """The id of the heading."""
        return f"{self.kind}s"

    @property
    def pictured(self) -> bool:
        """Whether a row begins with a sleeve: nobody knows a label or a genre by a picture."""
        return self.kind in ("artist", "album", "playlist")


@dataclass(frozen=True)
class Reach:
    """A bar in `BAR` user units: how long for all tracks, and for the liked ones among them."""

    tracks: float
    liked: float


def group(
    kind: str,
    lines: Sequence[TableLine],
    *,
    likes_known: bool,
    title: str = "",
    beyond: int = 0,
    most: int | None = MOST_ROWS,
) -> Group:
    """Lay out a table of `artist`s, `album`s, `label`s, `genre`s or `playlist`s.

    Whether ranks are known shows in the lines themselves; `beyond` counts things after the last
    line. At most `most` lines are listed, all of them where it is `None`, and all genres: no row
    of a track links to these, so one that is left out here may be linked from nowhere.
    """
    kept = tuple(lines if kind == "genre" else lines[:most])
    named_only = kind in ("label", "genre")
    return Group(
        kind=kind,
        title=title or _TITLES[kind],
        lines=kept,
        more=len(lines) - len(kept) + beyond,
        with_art=not named_only and any(art(line.art) for line in kept),
        with_rank=not named_only and any(line.rank is not None for line in kept),
        with_liked=likes_known,
        with_date=kind == "album" and any(line.date for line in kept),
        with_link=not named_only and any(address_of(kind, line) for line in kept),
    )


def of_playlist(view: PlaylistView) -> tuple[Group, ...]:
    """Give the tables of a playlist, those of which something is known."""
    return _known(
        group("artist", view.artists, likes_known=view.likes_known),
        group("album", view.albums, likes_known=view.likes_known),
        group("label", view.labels, likes_known=view.likes_known),
        group("genre", view.genres, likes_known=view.likes_known),
    )


def of_library(view: HomeView) -> tuple[Group, ...]:
    """Give the tables of the library."""
    return _known(
        group("artist", view.artists, likes_known=view.likes_known),
        group("label", view.labels, likes_known=view.likes_known),
        group("genre", view.genres, likes_known=view.likes_known),
    )


def of_entity(view: EntityView) -> tuple[Group, ...]:
    """Give the tables of an artist's, a label's or a genre's page but the playlists."""
    beside = "Together with" if view.kind == "artist" else ""
    albums = group("album", view.albums, likes_known=view.likes_known)
    artists = group("artist", view.artists, likes_known=view.likes_known, title=beside)
    labels = group("label", view.labels, likes_known=view.likes_known)
    genres = group("genre", view.genres, likes_known=view.likes_known)
    if view.kind == "artist":
        return _known(albums, labels, genres, artists)
    if view.kind == "label":
        return _known(artists, albums, genres)
    return _known(artists, albums, labels)


def playlists(
    lines: Iterable[PlaylistLine],
    likes_known: bool,
    beyond: int = 0,
    most: int | None = MOST_ROWS,
) -> Group:
    """Lay out playlists as a table; `tracks` and `liked` are what the lines say.

    `beyond` counts playlists after the last line; `most` is as for `group`.
    """
    rows = [
        TableLine(
            name=line.name,
            path=f"playlists/{line.slug}",
            tracks=line.tracks,
            liked=line.liked,
            rank=None,
            art=line.art,
            spotify="",
        )
        for line in lines
    ]
    return group("playlist", rows, likes_known=likes_known, beyond=beyond, most=most)


def held_by(view: EntityView) -> int:
    """Count the playlists that hold any track of an artist, a label or a genre."""
    return len(view.playlists) + view.playlists_beyond


def address_of(kind: str, line: TableLine) -> str:
    """Give a line's address at Spotify; empty without one."""
    return group_at_spotify(kind, line.name, line.spotify)


def reaches(lines: Sequence[TableLine | YearLine], likes_known: bool) -> tuple[Reach, ...]:
    """Give the bars of the first lines; none where there are too few or they are all of one."""
    longest = max((line.tracks for line in lines[:MOST_BARS]), default=0)
    if len(lines) < FEWEST_BARS or longest < 2:
        return ()
    return tuple(
        Reach(
            round(BAR * line.tracks / longest, 1),
            round(BAR * line.liked / longest, 1) if likes_known else 0.0,
        )
        for line in lines[:MOST_BARS]
    )


def beyond(one: Group) -> str:
    """Say how many a table that stops leaves out; empty where it lists all."""
    if not one.more:
        return ""
    are = words.count(one.more, f"more {one.kind} is", f"more {one.kind}s are")
    return f"The first {len(one.lines)} are listed; {are} not."


def _known(*groups: Group) -> tuple[Group, ...]:
    return tuple(one for one in groups if one.lines)
