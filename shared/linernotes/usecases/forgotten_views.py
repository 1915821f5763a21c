"""What the page of forgotten tracks shows, out of what is kept and what is listened to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from linernotes.catalog import Catalog
from linernotes.catalog.shelves import Shelf, Shelved
from linernotes.identity import artist_key, entity
from linernotes.listening.documents import Faded, Forgotten, Unkept
from linernotes.models import Track
from linernotes.pages.forgotten import FadedLine, ForgottenView, UnkeptLine
from linernotes.pages.views import Link, TrackLine
from linernotes.usecases.views import Paths, lines_of
from linernotes.usecases.waiting import PLAYLIST

_MINUTE = 60


def named(found: Forgotten) -> set[str]:
    """The artists and playlists that the page names, as things."""
    faded = (*found.forgotten, *found.never)
    artists = {name for one in faded for name in one.holding.artists}
    artists |= {name for one in found.unkept for name in one.artists}
    playlists = {PLAYLIST + pid for one in faded for pid in one.playlists}
    return playlists | {entity("artist", key) for name in artists if (key := artist_key(name))}


def forgotten_view(found: Forgotten, catalog: Catalog) -> ForgottenView:
    """What the page shows, with links to what has a page of all that it names."""
    things = named(found)
    playlists = {thing for thing in things if thing.startswith(PLAYLIST)}
    shelf = catalog.shelves.playlists_of(sorted(playlists))
    paths = Paths.of(catalog.shelves.entities_of(things - playlists))
    return ForgottenView(
        first=_moment(found.first),
        last=_moment(found.last),
        forgotten=tuple(_faded(one, shelf, paths) for one in found.forgotten),
        forgotten_in_all=found.forgotten_in_all,
        never=tuple(_faded(one, shelf, paths) for one in found.never),
        never_in_all=found.never_in_all,
        unkept=tuple(_unkept(one, paths) for one in found.unkept),
        unkept_in_all=found.unkept_in_all,
        likes_known=catalog.rows.likes_known(),
    )


def _faded(one: Faded, shelf: Mapping[str, Shelved], paths: Paths) -> FadedLine:
    held = one.holding
    stand = [shelf[PLAYLIST + pid].shelf for pid in one.playlists if PLAYLIST + pid in shelf]
    track = Track(
        key=one.key,
        uri=_uri(one.key),
        name=held.name,
        artists=held.artists,
        album=held.album,
        art=held.art,
    )
    return FadedLine(
        line=_line(track, one.liked, paths),
        playlists=tuple(_links(stand)),
        plays=one.plays,
        last=None if one.last is None else _moment(one.last),
        added=None if held.added is None else _moment(held.added),
    )


def _links(shelf: Iterable[Shelf]) -> Iterable[Link]:
    for one in sorted(shelf, key=lambda one: (one.name.casefold(), one.slug)):
        yield Link(one.name, f"playlists/{one.slug}")


def _unkept(one: Unkept, paths: Paths) -> UnkeptLine:
    track = Track(
        key=one.key, uri=_uri(one.key), name=one.name, artists=one.artists, album=one.album
    )
    return UnkeptLine(line=_line(track, False, paths), plays=one.plays, rank=one.rank)


def _uri(key: str) -> str:
    """The URI that a track's key is, empty where the key was made of something else."""
    return key if key.startswith("spotify:") else ""


def _line(track: Track, liked: bool, paths: Paths) -> TrackLine:
    (line,) = lines_of([track], {track.key} if liked else (), paths)
    return line


def _moment(minute: int) -> datetime:
    return datetime.fromtimestamp(minute * _MINUTE, UTC)
