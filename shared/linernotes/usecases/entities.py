"""From dirty artists, labels and genres to their pages.

An entity stands in playlists as the catalog's memberships say; of these count the playlists that
have pages. Its tracks are read from those playlists' documents, of as few as hold them all.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from itertools import batched

from linernotes import pages
from linernotes.aws import THREADS
from linernotes.catalog.heads import Published
from linernotes.catalog.shelves import EntityShelf, Shelf
from linernotes.cloud import Cloud
from linernotes.identity import artist_key
from linernotes.listening.documents import Ranks
from linernotes.models import EntityKind, Membership, Track
from linernotes.pages.views import EntityView, Link
from linernotes.playlists import memberships
from linernotes.sound import LikedSound
from linernotes.usecases import gatherings
from linernotes.usecases.documents import Documents
from linernotes.usecases.drawings import Drawings
from linernotes.usecases.entity_views import (
    Member,
    commonest_first,
    entity_view,
    family_of,
    in_order,
    shelf_of,
)
from linernotes.usecases.press import Press, Sheet, figure_sheet, sheets_of
from linernotes.usecases.sound_views import paths_of, sound_figures, with_sound
from linernotes.usecases.telling import tell_page
from linernotes.usecases.views import FOLDERS, Paths, folder_of, kind_of
from linernotes.usecases.waiting import ERRORS, HOME, PLAYLIST, Waiting

_AT_ONCE = 200  # entities whose rows are in memory together

# Does the work on a thing so that its failure is that thing's alone.
type Guard = Callable[[str, Callable[[], None]], None]
type Rows = list[tuple[str, Membership]]


class Entities:
    """The entities' part of one round of a run.

    Parameters
    ----------
    hearts : keys of liked tracks, `None` where no export tells likes.
    ranks : places in the owner's listening, `None` where none are known.
    going : takes the entities that lost their page, with the tokens that they were seen with. They
        stay dirty until their objects are gone.
    liked : how liked tracks sound, which artists are compared with.
    """

    def __init__(
        self,
        cloud: Cloud,
        *,
        press: Press,
        waiting: Waiting,
        documents: Documents,
        hearts: frozenset[str] | None,
        ranks: Ranks | None,
        going: dict[str, str],
        drawings: Drawings,
        liked: LikedSound,
    ) -> None:
        self._cloud = cloud
        self._catalog = cloud.catalog
        self._press = press
        self._waiting = waiting
        self._documents = documents
        self._hearts = hearts
        self._ranks = ranks
        self._going = going
        self._drawings = drawings
        self._liked_sound = liked
        self._heads: dict[str, Published] = {}
        self._playlists: dict[str, Shelf] = {}

    def settle(self, most: int, guard: Guard) -> int:
        """Publish at most so many of the entities that wait; how many there were."""
        things = self._waiting.entities()[:most]
        for some in batched(things, _AT_ONCE):
            tokens = {thing: self._waiting.take(thing) or "" for thing in some}
            stand = self._catalog.shelves.entities_of(some)
            known = self._catalog.pages.known([thing for thing in some if thing not in stand])
            rows = self._rows(some)
            for thing, token in tokens.items():
                stood = stand.get(thing)
                left = thing in known
                guard(thing, partial(self._settle, thing, token, rows[thing], stood, left))
        return len(things)

    def _rows(self, things: Sequence[str]) -> dict[str, Future[Rows]]:
        """Read memberships side by side, and what is published of the playlists in them."""

        def read(thing: str) -> Rows:
            return list(self._catalog.rows.memberships(thing))

        with ThreadPoolExecutor(THREADS) as threads:
            rows = {thing: threads.submit(read, thing) for thing in things}
        found = [future.result() for future in rows.values() if not future.exception()]
        pids = sorted({pid for one in found for pid, _ in one} - self._heads.keys())
        self._heads |= self._catalog.heads.published(pids)
        shelved = self._catalog.shelves.playlists_of([PLAYLIST + pid for pid in pids])
        self._playlists |= {one.shelf.pid: one.shelf for one in shelved.values()}
        return rows

    def _settle(
        self, thing: str, token: str, rows: Future[Rows], stood: EntityShelf | None, left: bool
    ) -> None:
        """Let the pages of an entity be as its playlists say.

        `stood` is what other pages know of it; `left` says that without being known there, it left
        objects behind.
        """
        members = self._members(rows.result())
        tracks = self._tracks(members, kind_of(thing))
        if tracks:
            self._going.pop(thing, None)
            if not self._publish(thing, token, members, tracks, stood):
                return  # it stays dirty until its figures are drawn
        elif stood:
            self._unlist(thing, stood)
        if not tracks and (stood or left):
            self._going[thing] = token
        else:
            self._waiting.clear(thing, token)

    def _members(self, rows: Rows) -> list[Member]:
        """The playlists among them that have pages, by id, but last the lists of likes.

        A track that several of them hold is shown as the first tells it, and an account's list of
        likes tells least.
        """
        members = []
        for pid, membership in rows:
            published, shelf = self._heads[pid], self._playlists.get(pid)
            if shelf and published.ready and published.head.doc:
                members.append(Member(shelf, published.ready.doc, membership))
        return sorted(members, key=lambda one: (one.shelf.liked_tracks, one.shelf.pid))

    def _tracks(self, members: Sequence[Member], kind: EntityKind) -> list[Track]:
        """The distinct tracks of an entity that is to have a page; none for any other.

        Most entities are far from a page, and their rows say so. For the others the documents
        have the last word: rows may be ahead of what is published.
        """
        keys = {key for member in members for key in member.membership.tracks}
        if not self._cloud.thresholds.give(kind, len(keys), self._liked(keys)):
            return []
        found: dict[str, Track] = {}
        for member in members:
            if member.membership.tracks and not found.keys() >= set(member.membership.tracks):
                held = self._documents.tracks(member.doc)
                new = (key for key in member.membership.tracks if key not in found and key in held)
                found |= {key: held[key] for key in new}
        artists = {artist_key(name) for track in found.values() for name in track.artists} - {""}
        if not self._cloud.thresholds.give(kind, len(found), self._liked(found), len(artists)):
            return []
        return in_order(found.values(), members, self._hearts or ())

    def _liked(self, keys: Collection[str]) -> int | None:
        return None if self._hearts is None else sum(key in self._hearts for key in keys)

    def _publish(
        self,
        thing: str,
        token: str,
        members: Sequence[Member],
        tracks: Sequence[Track],
        stood: EntityShelf | None,
    ) -> bool:
        """Write the pages; False where they wait for a figure."""
        kind, named = kind_of(thing), memberships(tracks)
        # While a playlist is between two documents, none of the tracks may name it any more.
        own = named.pop(thing, members[0].membership)
        spellings = commonest_first(own.spellings)
        name = spellings[0][0]
        house = family_of(name) if kind == "label" else ""
        view = entity_view(
            thing,
            stood.slug if stood else self._catalog.pages.slug(FOLDERS[kind], name, thing),
            spellings=spellings,
            tracks=tracks,
            members=members,
            relatives=self._relatives(thing, house),
            hearts=self._hearts,
            ranks=self._ranks,
            paths=Paths.of(self._catalog.shelves.entities_of(named)),
        )
        found = self._clusters(thing, token, tracks)
        view = gatherings.with_clusters(self._with_sound(view), thing, found)
        sheets = self._sheets(thing, token, view) if found.current else None
        if sheets is None:
            return False
        held_by = {PLAYLIST + member.shelf.pid for member in members}
        mentions = {*named, *held_by, house} - {""}
        if stood is None:
            folder = folder_of(thing, view.slug)
            tell_page(self._catalog.log, thing, view.name, folder, view.since)
        self._press.settle(thing, sheets, mentions)
        shelf = shelf_of(view, sheets)
        if stood is None:
            self._waiting.add(self._catalog.pages.mentioned_by(thing))
        if house and (stood is None or stood.name != name):
            self._waiting.add(set(self._catalog.pages.mentioned_by(house)) - {thing})
        if stood != shelf:
            self._waiting.add([HOME])
            self._doubted(stood, shelf)
            self._catalog.shelves.put_entity(thing, shelf)
        return True

    def _doubted(self, stood: EntityShelf | None, shelf: EntityShelf | None) -> None:
        """The page of slips names artists of several ids, and links to them."""
        if any(one and one.ids > 1 for one in (stood, shelf)):
            self._waiting.add([ERRORS])

    def _with_sound(self, view: EntityView) -> EntityView:
        """With the page of audio features, where it is an artist with enough of them."""
        if view.kind != "artist":
            return view
        return with_sound(view, self._liked_sound, self._cloud.thresholds)

    def _clusters(self, thing: str, token: str, tracks: Sequence[Track]) -> gatherings.Found:
        """The analysis of an artist's tracks, where there are enough of them."""
        if kind_of(thing) != "artist":
            return gatherings.Found()
        gathered = gatherings.gathering(tracks)
        return gatherings.look(thing, token, gathered, self._cloud, self._drawings)

    def _sheets(self, thing: str, token: str, view: EntityView) -> dict[str, Sheet] | None:
        """The objects of an entity, `None` while a figure of it has to be drawn."""
        figures = sound_figures(view.sound) | gatherings.figures_of(view.moods)
        drawn = self._drawings.standing(thing, token, figures)
        if drawn is None:
            return None
        sheets = sheets_of(pages.entity(view, self._cloud.root))
        paths = paths_of(view.sound, drawn) | gatherings.paths_of(view.moods, drawn)
        for path, address in paths.items():
            sheets[path] = figure_sheet(self._cloud, address)
        return sheets

    def _relatives(self, thing: str, house: str) -> list[Link]:
        """The other labels of a house that have a page."""
        if not house:
            return []
        others = set(self._catalog.pages.mentioned_by(house)) - {thing}
        shelf = self._catalog.shelves.entities_of(others)
        return [Link(one.name, folder_of(other, one.slug)) for other, one in shelf.items()]

    def _unlist(self, thing: str, stood: EntityShelf) -> None:
        """Let other pages forget an entity, before its own go."""
        gatherings.forget(thing, self._cloud)
        named_by = set(self._catalog.pages.mentioned_by(thing))
        if kind_of(thing) == "label":
            named_by |= set(self._catalog.pages.mentioned_by(family_of(stood.name)))
        self._waiting.add({HOME, *named_by} - {thing})
        self._doubted(stood, None)
        self._catalog.log.forget(thing)
        self._catalog.shelves.drop(thing)
