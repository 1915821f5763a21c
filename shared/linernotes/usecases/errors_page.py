"""The page of possible slips: what it shows, and when it has to be made again.

Each published playlist keeps its own slips, and a sketch of its tracks, in a row. The page is made
of these rows; documents are read only of two playlists whose sketches say that they share most of
their tracks.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from linernotes import pages
from linernotes.catalog.shelves import EntityShelf, Shelf
from linernotes.cloud import Cloud
from linernotes.identity import artist_key, entity
from linernotes.models import ExportDocument, PlaylistDocument
from linernotes.pages.views import ErrorsView, Link, PageFile, PlaylistSlips, SharedTracks
from linernotes.slips import Lookalike, Slips, candidates, share, slips_of
from linernotes.usecases.documents import Documents
from linernotes.usecases.waiting import ERRORS, PLAYLIST, Waiting


def note(
    thing: str,
    document: PlaylistDocument,
    export: ExportDocument | None,
    cloud: Cloud,
    waiting: Waiting,
) -> None:
    """Keep the slips of a playlist that is published now, of this export."""
    reports = export.playlists if export else ()
    skipped = next((one.skipped for one in reports if one.pid == document.pid), ())
    slips = slips_of(document, skipped)
    if cloud.catalog.slips.get(thing) != slips:
        waiting.add([ERRORS])
        cloud.catalog.slips.put(thing, slips)


def render(shelf: Sequence[Shelf], cloud: Cloud, documents: Documents) -> tuple[PageFile, ...]:
    """Render the page; without a playlist there is none, and home links to none."""
    if not shelf:
        return ()
    artists = cloud.catalog.shelves.entities("artist")
    return pages.errors(errors_view(shelf, artists, cloud, documents), cloud.root)


def errors_view(
    shelf: Sequence[Shelf],
    artists: Mapping[str, EntityShelf],
    cloud: Cloud,
    documents: Documents,
) -> ErrorsView:
    """What the page shows: of playlists that are published, by name."""
    rows = cloud.catalog.slips.all()
    stand = {PLAYLIST + one.pid: one for one in shelf if PLAYLIST + one.pid in rows}
    order = sorted(stand, key=lambda thing: (stand[thing].name.casefold(), stand[thing].slug))
    return ErrorsView(
        playlists=tuple(
            PlaylistSlips(_link(stand[thing]), _worth_telling(rows[thing], stand, cloud))
            for thing in order
            if rows[thing].any
        ),
        shared=_shared({thing: rows[thing].sketch for thing in order}, stand, documents),
        artists=tuple(
            sorted(
                (
                    (Link(one.name, f"artists/{one.slug}"), one.ids)
                    for one in artists.values()
                    if one.ids > 1
                ),
                key=lambda told: (told[0].name.casefold(), told[0].path),
            )
        ),
        since=max((datetime.fromisoformat(one.since) for one in stand.values()), default=None),
    )


def _worth_telling(slips: Slips, stand: Collection[str], cloud: Cloud) -> Slips:
    worth = tuple(one for one in slips.lookalikes if _worth(one, stand, cloud))
    return slips.model_copy(update={"lookalikes": worth})


def _worth(one: Lookalike, stand: Collection[str], cloud: Cloud) -> bool:
    """Two scripts in one word are; else a playlist has to have an artist of the other name."""
    if one.mixed:
        return True
    thing = entity("artist", artist_key(one.looks))
    return any(PLAYLIST + pid in stand for pid, _ in cloud.catalog.rows.memberships(thing))


def _shared(
    sketches: Mapping[str, Sequence[str]], stand: Mapping[str, Shelf], documents: Documents
) -> tuple[SharedTracks, ...]:
    found = []
    for first, second in candidates(sketches):
        one, other = stand[first], stand[second]
        if not one.doc or not other.doc:
            continue
        both = len(documents.tracks(one.doc).keys() & documents.tracks(other.doc).keys())
        if share(one.tracks, other.tracks, both):
            found.append(SharedTracks(_link(one), _link(other), both, one.tracks, other.tracks))
    return tuple(sorted(found, key=lambda told: (-told.both, told.first.path, told.second.path)))


def _link(one: Shelf) -> Link:
    return Link(one.name, f"playlists/{one.slug}")
