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
from linernotes.pages.views import HomeView, PageFile
from linernotes.usecases import views
from linernotes.usecases.listening import Standing
from linernotes.usecases.searching import search_view

type Entities = Mapping[EntityKind, Mapping[str, EntityShelf]]


def front(
    cloud: Cloud,
    shelf: Collection[Shelf],
    exports: Collection[ExportDocument],
    entities: Entities,
    listening: Standing,
) -> tuple[PageFile, ...]:
    """Render everything that tells of the whole library.

    Parameters
    ----------
    shelf, entities : what has a page; entities by thing.
    exports : what the inbox page tells of.
    listening : ranks, and whether there is a page of forgotten tracks.
    """
    home = views.home_view(
        shelf,
        exports,
        entities,
        likes_known=cloud.catalog.rows.likes_known(),
        ranks=listening.ranks,
        forgotten=listening.forgotten is not None,
    )
    folders = {f"playlists/{one.slug}" for one in shelf}
    folders |= {line.path for lines in (home.artists, home.labels, home.genres) for line in lines}
    cloud.catalog.log.prune()
    home = replace(home, changes=on_home(cloud.catalog.log.entries(), folders)[:IN_A_FEED])
    found = search_view(home, shelf, cloud.library)
    return (
        *pages.home(home, cloud.root),
        *pages.search(found),
        *pages.feeds(home.changes, cloud.root),
        *pages.sitemap(_pages(home, shelf, entities), cloud.root),
    )


def _pages(
    home: HomeView, shelf: Collection[Shelf], entities: Entities
) -> Iterator[tuple[str, datetime | None]]:
    """The folders of all pages, with the time of the last change where it is known."""
    times = [datetime.fromisoformat(one.since) for one in shelf]
    yield "", max(times, default=None)
    yield "inbox/", None
    if home.forgotten:
        yield "forgotten/", None
    if shelf:
        yield "errors/", None
    for one, at in zip(shelf, times, strict=True):
        yield from ((folder, at) for folder in one.folders)
    for shelved in entities.values():
        yield from ((folder, None) for one in shelved.values() for folder in one.folders)
