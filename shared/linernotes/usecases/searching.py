"""What the search box can find, gathered from what is published."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import batched

from linernotes.aws import THREADS
from linernotes.catalog.shelves import Shelf
from linernotes.library import Library
from linernotes.models import PlaylistDocument
from linernotes.pages.search_index import MOST_TRACKS, FoundTrack, SearchView
from linernotes.pages.views import HomeView

_AT_ONCE = 64  # documents in memory together


def search_view(home: HomeView, shelf: Iterable[Shelf], library: Library) -> SearchView:
    """Every name in the library, and the tracks of as many playlists as the index takes.

    A track that several playlists hold is found in the first of them, lists of likes last. Whether
    it takes all depends on the library alone; what a run costs is bounded, since no document is
    read once the index is full.
    """
    order = sorted(shelf, key=lambda one: (one.liked_tracks, one.name.casefold(), one.slug))
    found: dict[str, FoundTrack] = {}
    left_out = 0
    for one, document in _documents(order, library, found):
        if document is None:
            left_out += one.tracks
            continue
        for place, track in enumerate(document.tracks, start=1):
            if track.key in found or not track.name:
                continue
            if len(found) == MOST_TRACKS:
                left_out += 1
                continue
            artists = ", ".join(track.artists)
            found[track.key] = FoundTrack(track.name, artists, one.slug, place)
    return SearchView(home, tuple(found.values()), left_out)


def _documents(
    order: Iterable[Shelf], library: Library, found: dict[str, FoundTrack]
) -> Iterator[tuple[Shelf, PlaylistDocument | None]]:
    """Playlists with their documents; without, once the index is full."""
    with ThreadPoolExecutor(THREADS) as threads:
        for some in batched(order, _AT_ONCE):
            if len(found) >= MOST_TRACKS:
                yield from ((one, None) for one in some)
                continue
            read = threads.map(lambda one: library.get(PlaylistDocument, one.doc), some)
            yield from zip(some, read, strict=True)
