"""Clusters of an artist and of the whole library: asked of analyze, then waited for.

A playlist is analyzed before it is published. Which tracks an artist has, over all playlists that
have pages, is known to publish alone, which cannot cluster. So publish puts those tracks into the
library, notes them (`GATHERED`) and sends analyze the thing's name. Analyze reads what is noted by
then, lets an analysis stand for it and has draw make its scatter, which makes the thing dirty and
wakes publish. A message that comes twice or late finds all done.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from linernotes.catalog.heads import Standing
from linernotes.catalog.shelves import Shelf
from linernotes.cloud import Cloud
from linernotes.features import ENOUGH_TRACKS, placeable
from linernotes.figures import SCATTER_SIZE
from linernotes.identity import digest
from linernotes.models import Analysis, Gathering, Model, Track
from linernotes.pages.views import ClustersView, EntityView, Picture, TrackLine
from linernotes.taste import dated
from linernotes.usecases.analyze import input_of
from linernotes.usecases.documents import Documents
from linernotes.usecases.drawings import Drawings
from linernotes.usecases.views import SCATTER, folder_of

# The whole library's tracks are those of as many playlists as hold so many of them.
MOST_TRACKS = 5_000
# A smaller library has nothing to say that its playlists do not.
LIBRARY_TRACKS = 100
LIBRARY_PLAYLISTS = 2


@dataclass(frozen=True)
class Found:
    """The analysis that stands of a thing, `None` without one.

    While it is not `current`, another one is being made and will make the thing dirty.
    """

    analysis: Analysis | None = None
    current: bool = True


def gathering(tracks: Iterable[Track], least: int = ENOUGH_TRACKS) -> Gathering | None:
    """Distinct tracks as they are clustered; `None` where fewer than `least` can be placed."""
    ordered = sorted(tracks, key=lambda track: track.key)
    if sum(map(placeable, ordered)) < least:
        return None
    return Gathering(
        tracks=tuple(
            Track(
                key=track.key,
                uri=track.uri,
                artists=track.artists[:1],
                label=track.label,
                genres=track.genres,
                release_date=track.release_date,
                features=track.features,
            )
            for track in ordered
        )
    )


def look(
    thing: str, token: str, gathered: Gathering | None, cloud: Cloud, drawings: Drawings
) -> Found:
    """What stands for the tracks of a thing; where it is made of others, analyze is asked, once.

    Without tracks to cluster nothing is to stand. `token` is that under which the thing was seen
    dirty.
    """
    if gathered is None:
        forget(thing, cloud)
        return Found()
    rows = cloud.catalog.gatherings
    noted = rows.doc(thing)
    doc = cloud.library.put(gathered)
    if doc != noted:
        rows.put_doc(thing, doc)
    stands = rows.clusters(thing)
    current = stands is not None and stands.input == input_of(doc)
    if not current and not drawings.asked_for(thing, doc):
        cloud.queues.gatherings([thing], drawings.correlation)
        drawings.note(thing, token, doc)
    return Found(cloud.library.get(Analysis, stands.analysis) if stands else None, current)


def forget(thing: str, cloud: Cloud) -> None:
    """Nothing of a thing is to be clustered any more."""
    if cloud.catalog.gatherings.doc(thing):
        cloud.catalog.gatherings.drop(thing)


def stale(cloud: Cloud) -> list[str]:
    """Things whose analysis is of other tracks or of another recipe."""
    docs = cloud.catalog.gatherings.docs()
    stand = cloud.catalog.gatherings.all_clusters(docs)
    return [thing for thing, doc in docs.items() if not _stands(stand.get(thing), doc)]


def _stands(standing: Standing | None, doc: str) -> bool:
    return standing is not None and standing.input == input_of(doc)


def with_clusters(view: EntityView, thing: str, found: Found) -> EntityView:
    """The view of an artist with that of their clusters, where they stand."""
    if found.analysis is None or not found.current:
        return view
    folder = folder_of(thing, view.slug)
    moods = ClustersView(
        folder=folder,
        name=view.name,
        since=view.since,
        tracks=view.tracks,
        analysis=found.analysis,
        scatter=Picture(f"images/{folder}/clusters/{SCATTER}.png", *SCATTER_SIZE),
        likes_known=view.likes_known,
        ranks_known=view.ranks_known,
    )
    return replace(view, moods=moods)


def figures_of(view: ClustersView | None) -> dict[str, Model]:
    """What the figures of such a page show, by kind."""
    return {SCATTER: as_drawn(view.analysis)} if view else {}


def as_drawn(analysis: Analysis) -> Analysis:
    """What a scatter shows: not how many tracks came and went before, which alters no picture."""
    return analysis.model_copy(update={"drift": 0})


def paths_of(view: ClustersView | None, drawn: dict[str, str]) -> dict[str, str]:
    """Where they stand on the site, with their addresses in the library."""
    return {view.scatter.path: drawn[SCATTER]} if view and view.scatter else {}


@dataclass(frozen=True)
class WholeLibrary:
    """The tracks of `taken` of `playlists` playlists, by name; `entire` where none is left out.

    `added` says when each was added to any of these playlists first, where that is known.
    """

    tracks: tuple[Track, ...]
    taken: int
    playlists: int
    entire: bool
    added: Mapping[str, datetime]


def whole_library(shelf: Collection[Shelf], documents: Documents) -> WholeLibrary:
    """The library's tracks: of all its playlists, or of a share of them that chance picks.

    None of a library too small to have clusters of its own: no document of it is read.

    The same playlists are picked every time; what a run costs is bounded. A track that several
    hold is as the first tells it, lists of likes last.
    """
    taken: list[Shelf] = []
    held = 0
    small = len(shelf) < LIBRARY_PLAYLISTS or sum(one.tracks for one in shelf) < LIBRARY_TRACKS
    for one in () if small else sorted(shelf, key=lambda one: digest("taken", one.pid)):
        if held < MOST_TRACKS and one.doc:
            taken.append(one)
            held += one.tracks
    found: dict[str, Track] = {}
    for one in sorted(taken, key=lambda one: (one.liked_tracks, one.pid), reverse=True):
        found |= documents.tracks(one.doc)
    held_by_any = (track for one in taken for track in documents.tracks(one.doc).values())
    until = max((datetime.fromisoformat(one.since) for one in taken), default=None)
    added = dated(held_by_any, until) if until else {}
    kept = sorted(found.values(), key=lambda track: digest("taken", track.key))[:MOST_TRACKS]
    return WholeLibrary(
        tracks=tuple(sorted(kept, key=lambda track: (track.name.casefold(), track.key))),
        taken=len(taken),
        playlists=len(shelf),
        entire=len(kept) == len(found) and len(taken) == len(shelf),
        added={track.key: added[track.key] for track in kept if track.key in added},
    )


def library_view(
    whole: WholeLibrary,
    analysis: Analysis,
    lines: Sequence[TrackLine],
    *,
    drawn: bool,
    likes_known: bool,
    ranks_known: bool,
    since: datetime,
) -> ClustersView:
    """What the page of the whole library's clusters shows; `drawn` says that its scatter stands."""
    path = f"images/clusters/{SCATTER}.png"
    some = (
        f"{len(whole.tracks):,} tracks of {whole.taken:,} of {whole.playlists:,} playlists, picked "
        "by chance and the same every time."
    )
    return ClustersView(
        folder="",
        name="the library",
        since=since,
        tracks=tuple(lines),
        analysis=analysis,
        scatter=Picture(path, *SCATTER_SIZE) if drawn else None,
        likes_known=likes_known,
        ranks_known=ranks_known,
        note="" if whole.entire else some,
    )
