"""From histories and playlists to ranks, and to what they make dirty.

Ranks are made of the histories' rows and of the documents of all playlists. What both come to is
kept (`RANKS`), so that a playlist more costs the reading of that playlist alone, and a history
more that of the histories.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

from linernotes.aws import THREADS
from linernotes.catalog.listening import Stand
from linernotes.cloud import Cloud
from linernotes.identity import digest
from linernotes.listening.documents import (
    Forgotten,
    Heard,
    Holdings,
    ListeningDocument,
    PlaylistHoldings,
    Ranks,
)
from linernotes.listening.forgotten import forgotten
from linernotes.listening.holdings import changed, held_by, holdings
from linernotes.listening.plays import heard
from linernotes.listening.ranks import affected, rank
from linernotes.models import Listening, PlaylistDocument
from linernotes.usecases.documents import Documents
from linernotes.usecases.rank_moves import tell_ranks
from linernotes.usecases.waiting import FORGOTTEN, HOME, KINDS, PLAYLIST, Waiting


@dataclass(frozen=True)
class Standing:
    """What pages show of the owner's listening; `None` where nothing of that kind is known."""

    ranks: Ranks | None = None
    forgotten: Forgotten | None = None


class ListeningToPages:
    """Ranks as they stand, and everything dirty that shows others.

    Parameters
    ----------
    everything : makes every page dirty.
    """

    def __init__(
        self,
        cloud: Cloud,
        *,
        waiting: Waiting,
        documents: Documents,
        everything: Callable[[], None],
    ) -> None:
        self._cloud = cloud
        self._rows = cloud.catalog.listening
        self._waiting = waiting
        self._documents = documents
        self._everything = everything

    def settle(self, hearts: frozenset[str] | None) -> Standing:
        """Let ranks be as histories and playlists say.

        Dirt comes before the row that says so: a run that dies between is seen by the next.
        """
        told = self._rows.documents()
        stood = self._rows.stand()
        if not told:
            if stood:
                self._moved(self._of(stood), Standing(), Holdings())
                self._rows.drop_stand()
            return Standing()
        docs = self._playlists()
        plays = digest("plays", *told)
        lists = digest("lists", *(part for one in sorted(docs.items()) for part in one))
        liked = digest("liked", *sorted(hearts or ()))
        if stood and (stood.plays, stood.lists, stood.liked) == (plays, lists, liked):
            return self._of(stood)
        listened = self._heard(told, plays, stood)
        held = self._holdings(docs, stood)
        now = Standing(
            rank(listened, held) if listened.titles else None,
            forgotten(listened, held, hearts or ()),
        )
        if now.ranks and not (stood and stood.plays == plays):
            tell_ranks(self._cloud, plays, listened)
        self._moved(self._of(stood) if stood else Standing(), now, held)
        put = self._cloud.library.put
        self._rows.put_stand(
            Stand(
                plays=plays,
                lists=lists,
                liked=liked,
                heard=put(listened),
                holdings=put(held),
                ranks=put(now.ranks) if now.ranks else "",
                forgotten=put(now.forgotten) if now.forgotten else "",
            )
        )
        return now

    def _of(self, stood: Stand) -> Standing:
        get = self._cloud.library.get
        return Standing(
            get(Ranks, stood.ranks) if stood.ranks else None,
            get(Forgotten, stood.forgotten) if stood.forgotten else None,
        )

    def _playlists(self) -> dict[str, str]:
        """The document of every playlist by id, as this run is to publish it."""
        docs = {one.pid: one.doc for one in self._cloud.catalog.shelves.playlists() if one.doc}
        waiting = [thing.removeprefix(PLAYLIST) for thing in self._waiting.playlists()]
        for pid, one in self._cloud.catalog.heads.published(waiting).items():
            if not one.head.doc:
                docs.pop(pid, None)
            elif one.ready:
                docs[pid] = one.ready.doc
        return docs

    def _heard(self, told: list[str], plays: str, stood: Stand | None) -> Heard:
        if stood and stood.plays == plays:
            return self._cloud.library.get(Heard, stood.heard)
        get = self._cloud.library.get
        with ThreadPoolExecutor(THREADS) as threads:
            documents = list(threads.map(partial(get, ListeningDocument), told))
        addresses = (address for one in documents for address in one.histories)
        # One after the other: two of the largest are not to be in memory at once.
        return heard(documents, (get(Listening, address) for address in addresses))

    def _holdings(self, docs: Mapping[str, str], stood: Stand | None) -> Holdings:
        before = self._cloud.library.get(Holdings, stood.holdings) if stood else Holdings()

        def read(doc: str) -> PlaylistHoldings:
            return held_by(doc, self._cloud.library.get(PlaylistDocument, doc))

        with ThreadPoolExecutor(THREADS) as threads:
            new = {one.doc: one for one in threads.map(read, changed(before, docs))}
        return holdings(before, docs, new)

    def _moved(self, before: Standing, now: Standing, held: Holdings) -> None:
        """Make dirty what shows ranks that moved."""
        if (before.ranks is None) != (now.ranks is None):
            self._everything()  # a column comes or goes
        elif before.ranks and now.ranks and before.ranks != now.ranks:
            moved = affected(before.ranks, now.ranks, held)
            playlists = (PLAYLIST + pid for pid in moved)
            self._waiting.add([HOME, *playlists, *self._entities(moved, held)])
        if before.forgotten != now.forgotten:
            gone_or_new = (before.forgotten is None) != (now.forgotten is None)
            self._waiting.add([FORGOTTEN, *([HOME] if gone_or_new else [])])

    def _entities(self, moved: Mapping[str, frozenset[str]], held: Holdings) -> Iterable[str]:
        """The artists, labels and genres with a page on which any of these tracks stands."""
        if not moved:
            return ()
        things: set[str] = set()
        for pid, tracks in moved.items():
            document = self._documents.playlist(held.playlists[pid].doc)
            things |= {
                thing
                for thing, membership in document.entities.items()
                if not tracks.isdisjoint(membership.tracks)
            }
        return things & self._paged()

    def _paged(self) -> set[str]:
        shelves = self._cloud.catalog.shelves
        return {thing for kind in KINDS for thing in shelves.entities(kind)}
