"""What the pages of an artist, a label or a genre show, out of the playlists that it stands in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from heapq import nsmallest

from linernotes import counts
from linernotes.catalog.shelves import EntityShelf, Shelf
from linernotes.identity import artist_key, entity, normalise
from linernotes.labels import family, standardise
from linernotes.listening.documents import Ranks
from linernotes.models import Membership, Track
from linernotes.pages.views import EntityView, Link, PlaylistLine
from linernotes.usecases.views import (
    Paths,
    commonest,
    html_folders,
    kind_of,
    lines_of,
    scatter_of,
)

# Of a page. An artist on half of a large library would have tens of megabytes of them, and nobody
# reads the last; what a page does not list, it does not mention either.
_MOST_PLAYLISTS = 500


@dataclass(frozen=True)
class Member:
    """A published playlist that an entity stands in, and the document that is published of it."""

    shelf: Shelf
    doc: str
    membership: Membership


def commonest_first(spellings: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    """Raw names with the number of tracks that write them so, ties by sort order."""
    return tuple(sorted(spellings.items(), key=lambda one: (-one[1], one[0])))


def in_order(
    tracks: Iterable[Track], members: Iterable[Member], hearts: Collection[str]
) -> list[Track]:
    """The tracks that are in most playlists first, of equals the liked ones, then by title."""
    held = Counter(key for member in members for key in member.membership.tracks)
    return sorted(
        tracks,
        key=lambda one: (-held[one.key], one.key not in hearts, one.name.casefold(), one.key),
    )


def listed(members: Iterable[Member]) -> list[Member]:
    """The playlists that a page lists: those with most of its tracks first, of equals by name."""
    return nsmallest(
        _MOST_PLAYLISTS,
        members,
        key=lambda one: (
            -len(one.membership.tracks),
            one.shelf.name.casefold(),
            one.shelf.slug,
        ),
    )


def family_of(spelling: str) -> str:
    """The thing that all labels of one house mention; there is no page of it."""
    return entity("family", family(standardise(spelling)))


def entity_view(
    thing: str,
    slug: str,
    *,
    spellings: tuple[tuple[str, int], ...],
    tracks: Sequence[Track],
    members: Sequence[Member],
    relatives: Iterable[Link],
    hearts: Collection[str] | None,
    ranks: Ranks | None,
    paths: Paths,
) -> EntityView:
    """What the pages show.

    Parameters
    ----------
    thing : `<kind>#<key>`.
    spellings : its raw names, commonest first, at least one.
    tracks : its distinct tracks over the whole library, in the order to show.
    members : the playlists that it stands in, at least one.
    relatives : labels of the same house that have a page.
    hearts : keys of liked tracks, `None` where no export tells likes.
    ranks : places in the owner's listening, `None` where none are known.
    paths : of everything that the tracks name, but not of the entity itself: its page would
        change when it is written a second time.
    """
    lines = lines_of(tracks, hearts, paths, ranks)
    playlists = _playlists(listed(members), hearts or ())
    return EntityView(
        kind=kind_of(thing),
        slug=slug,
        name=spellings[0][0],
        spellings=spellings,
        tracks=lines,
        playlists=playlists,
        playlists_beyond=len(members) - len(playlists),
        artists=tuple(
            one
            for one in counts.artists(lines, ranks)
            if entity("artist", artist_key(one.name)) != thing
        ),
        albums=counts.albums(lines, ranks),
        labels=tuple(
            one for one in counts.labels(lines) if entity("label", standardise(one.name)) != thing
        ),
        genres=tuple(
            one for one in counts.genres(lines) if entity("genre", normalise(one.name)) != thing
        ),
        relatives=tuple(sorted(relatives, key=lambda link: (link.name.casefold(), link.path))),
        years=counts.years(lines),
        likes_known=hearts is not None,
        ranks_known=ranks is not None,
        rank=ranks.artist(spellings[0][0]) if ranks and kind_of(thing) == "artist" else None,
        since=max(datetime.fromisoformat(member.shelf.since) for member in members),
        art=commonest(track.art for track in tracks),
        spotify=commonest(one for member in members for one in member.membership.ids),
        ids=len({one for member in members for one in member.membership.ids}),
    )


def shelf_of(view: EntityView, paths: Iterable[str]) -> EntityShelf:
    """What lists and the links of other pages need to know of an entity whose files are `paths`."""
    return EntityShelf(
        slug=view.slug,
        name=view.name,
        tracks=len(view.tracks),
        liked=sum(line.liked for line in view.tracks),
        art=view.art,
        spotify=view.spotify,
        ids=view.ids,
        features=view.sound is not None,
        folders=html_folders(paths),
    )


def _playlists(members: Iterable[Member], hearts: Collection[str]) -> tuple[PlaylistLine, ...]:
    return tuple(
        PlaylistLine(
            slug=member.shelf.slug,
            name=member.shelf.name,
            tracks=len(member.membership.tracks),
            liked=sum(key in hearts for key in member.membership.tracks),
            clusters=member.shelf.clusters,
            art=member.shelf.art,
            since=datetime.fromisoformat(member.shelf.since),
            liked_tracks=member.shelf.liked_tracks,
            scatter=scatter_of(member.shelf),
        )
        for member in members
    )
