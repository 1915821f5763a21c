"""Home, and what is made with it: the search index, the feeds and the sitemap."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from linernotes import pages
from linernotes.catalog.shelves import EntityShelf, Shelf
from linernotes.cloud import Cloud
from linernotes.models import EntityKind, ExportDocument
from linernotes.pages.change_words import IN_A_FEED, on_home
from linernotes.pages.views import ClustersView, HomeView
from linernotes.taste import Taste, taste
from linernotes.usecases import gatherings, views
from linernotes.usecases.documents import Documents
from linernotes.usecases.drawings import Drawings
from linernotes.usecases.listening import Standing
from linernotes.usecases.press import Sheet, figure_sheet, sheets_of
from linernotes.usecases.searching import search_view
from linernotes.usecases.waiting import HOME

type Entities = Mapping[EntityKind, Mapping[str, EntityShelf]]


def front(
    cloud: Cloud,
    token: str,
    shelf: Collection[Shelf],
    *,
    exports: Collection[ExportDocument],
    entities: Entities,
    listening: Standing,
    documents: Documents,
    drawings: Drawings,
) -> dict[str, Sheet]:
    """Render everything that tells of the whole library.

    Home does not wait for the library's clusters: until those of its tracks stand, it shows the
    ones before them, or none. What makes them, makes home dirty.

    Parameters
    ----------
    token : under which home was seen dirty.
    shelf, entities : what has a page; entities by thing.
    exports : what the inbox page tells of.
    listening : ranks, and whether there is a page of forgotten tracks.
    documents : of the playlists.
    drawings : what this run asks of draw.
    """
    hearts = cloud.catalog.rows.liked()
    home = views.home_view(
        shelf,
        exports,
        entities,
        likes_known=hearts is not None,
        ranks=listening.ranks,
        forgotten=listening.forgotten is not None,
    )
    folders = {f"playlists/{one.slug}" for one in shelf}
    folders |= {line.path for lines in (home.artists, home.labels, home.genres) for line in lines}
    cloud.catalog.log.prune()
    home = replace(home, changes=on_home(cloud.catalog.log.entries(), folders)[:IN_A_FEED])
    found = search_view(home, shelf, cloud.library)
    moods, added, drawn = _clusters(
        cloud,
        token,
        shelf,
        documents=documents,
        drawings=drawings,
        entities=entities,
        hearts=hearts,
        listening=listening,
    )
    home = replace(home, moods=moods, taste=added)
    sheets = sheets_of(
        (
            *pages.home(home, cloud.root),
            *pages.search(found),
            *pages.feeds(home.changes, cloud.root),
            *pages.sitemap(_pages(home, shelf, entities), cloud.root),
        )
    )
    return sheets | {path: figure_sheet(cloud, one) for path, one in drawn.items()}


def _clusters(
    cloud: Cloud,
    token: str,
    shelf: Collection[Shelf],
    *,
    documents: Documents,
    drawings: Drawings,
    entities: Entities,
    hearts: Collection[str] | None,
    listening: Standing,
) -> tuple[ClustersView | None, Taste | None, dict[str, str]]:
    """The clusters of the whole library, where it is large enough, and where its scatter stands.

    With them comes what was added when: the same tracks in the same moods, so it costs no read.
    """
    whole = gatherings.whole_library(shelf, documents)
    gathered = gatherings.gathering(whole.tracks, gatherings.LIBRARY_TRACKS)
    found = gatherings.look(HOME, token, gathered, cloud, drawings)
    if found.analysis is None:
        return None, None, {}
    drawn = drawings.standing(HOME, token, {views.SCATTER: gatherings.as_drawn(found.analysis)})
    shelved = {thing: one for kind in entities.values() for thing, one in kind.items()}
    paths = views.Paths.of(shelved)
    moods = gatherings.library_view(
        whole,
        found.analysis,
        views.lines_of(whole.tracks, hearts, paths, listening.ranks),
        drawn=drawn is not None,
        likes_known=hearts is not None,
        ranks_known=listening.ranks is not None,
        since=max(datetime.fromisoformat(one.since) for one in shelf),
    )
    added = taste(whole.added, found.analysis, len(whole.tracks))
    return moods, added, gatherings.paths_of(moods, drawn or {})


def _pages(
    home: HomeView, shelf: Collection[Shelf], entities: Entities
) -> Iterator[tuple[str, datetime | None]]:
    """The folders of all pages, with the time of the last change where it is known."""
    times = [datetime.fromisoformat(one.since) for one in shelf]
    yield "", max(times, default=None)
    yield "inbox/", None
    if home.moods:
        yield "clusters/", home.moods.since
    if home.forgotten:
        yield "forgotten/", None
    if shelf:
        yield "errors/", None
    for one, at in zip(shelf, times, strict=True):
        yield from ((folder, at) for folder in one.folders)
    for shelved in entities.values():
        yield from ((folder, None) for one in shelved.values() for folder in one.folders)
