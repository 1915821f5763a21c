"""From dirty artists, labels and genres to their pages.

An entity stands in playlists as the catalog's memberships say; of these count the playlists that
have pages. Its tracks are read from those playlists' documents, of as few as hold them all.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
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
from linernotes.namesakes import Namesake, apart, named, namesakes
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
    listed,
    shelf_of,
)
from linernotes.usecases.press import Press, Sheet, figure_sheet, sheets_of
from linernotes.usecases.shares import Share, shares_of
from linernotes.usecases.sound_views import paths_of, sound_figures, with_sound
from linernotes.usecases.telling import tell_page
from linernotes.usecases.views import FOLDERS, Paths, folder_of, kind_of
from linernotes.usecases.waiting import ERRORS, HOME, PLAYLIST, Guard, Waiting

_AT_ONCE = 200  # entities whose rows are in memory together

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
        # What turned out to have no page and to have had none, by the tokens it was seen with.
        self._nothing: dict[str, str] = {}
        self._heads: dict[str, Published] = {}
        self._playlists: dict[str, Shelf] = {}

    def settle(self, most: int, guard: Guard) -> int:
        """Publish at most so many of the entities that wait; how many there were."""
        things = self._waiting.untried_first(self._waiting.entities())
        things, later, cleared = things[:most], things[most:], self._waiting.cleared
        names: dict[str, set[str]] = {}
        for thing in things:  # artists of one name are settled together, under the name
            names.setdefault(named(thing), {named(thing)}).add(thing)
        self._waiting.add(names)
        for some in batched(sorted(names), _AT_ONCE):
            under = {
                thing: {one: self._waiting.take(one) or "" for one in names[thing]}
                for thing in some
            }
            stand = self._catalog.shelves.entities_of(some)
            known = self._catalog.pages.known([thing for thing in some if thing not in stand])
            rows = self._rows(some)
            with self._catalog.table.ahead([*map(self._catalog.pages.key, stand)]):
                for thing, tokens in under.items():
                    stood = stand.get(thing)
                    left = thing in known
                    guard(thing, partial(self._settle, thing, tokens, rows[thing], stood, left))
            nothing, self._nothing = self._nothing, {}
            guard("what has no page", partial(self._waiting.clear_all, nothing))
        self._waiting.let_rest(later, cleared)
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
        self,
        thing: str,
        tokens: dict[str, str],
        rows: Future[Rows],
        stood: EntityShelf | None,
        left: bool,
    ) -> None:
        """Let the pages of an entity be as its playlists say.

        `tokens` are what was dirty under its name: the thing and, of several artists, the others.
        `stood` is what other pages know of it; `left` says that without being known there, it left
        objects behind.
        """
        members = self._members(rows.result())
        shares = self._shares(thing, members, self._found(members, kind_of(thing)), stood)
        stood_apart = (
            [apart(thing, one) for one, slug in stood.apart.items() if slug] if stood else []
        )
        others = {*tokens, *stood_apart, *(share.thing for share in shares)} - {thing}
        stands = self._catalog.shelves.entities_of(others) | ({thing: stood} if stood else {})
        wanted = [share.thing for share in shares]
        # If this run dies half-way, the next finds them all.
        unseen = sorted(others - tokens.keys())
        self._waiting.add(unseen)
        tokens |= {one: self._waiting.take(one) or "" for one in unseen}
        for one in wanted:
            self._going.pop(one, None)
        if shares and not self._publish(thing, tokens, shares, stands):
            return  # it stays dirty until its figures are drawn
        for one in sorted(stands.keys() - set(wanted)):
            self._unlist(one, stands[one])
        for one, token in tokens.items():
            if one not in wanted and (one != thing or stood or left):
                self._going[one] = token
            elif shares:
                self._waiting.clear(one, token)
            else:
                self._nothing[one] = token

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

    def _found(self, members: Sequence[Member], kind: EntityKind) -> dict[str, Track]:
        """The distinct tracks of an entity that may have a page, by key; none for any other.

        Most entities are far from a page, and their rows say so. For the others the documents
        have the last word: rows may be ahead of what is published.
        """
        keys = {key for member in members for key in member.membership.tracks}
        if not self._cloud.thresholds.give(kind, len(keys), self._liked(keys)):
            return {}
        found: dict[str, Track] = {}
        for member in members:
            if member.membership.tracks and not found.keys() >= set(member.membership.tracks):
                held = self._documents.tracks(member.doc)
                new = (key for key in member.membership.tracks if key not in found and key in held)
                found |= {key: held[key] for key in new}
        return found

    def _shares(
        self,
        thing: str,
        members: Sequence[Member],
        found: Mapping[str, Track],
        stood: EntityShelf | None,
    ) -> list[Share]:
        """What is to have a page of its own: the entity or, of artists of one name, each."""
        give = partial(self._cloud.thresholds.give, kind_of(thing))
        hearts = self._hearts or ()
        several = self._namesakes(thing, members) if found else ()
        if several:
            paged = [one for one in several if give(len(one.tracks), self._liked(one.tracks))]
            paged = self._holder_first(thing, paged, stood)
            return shares_of(thing, several, paged, members=members, found=found, hearts=hearts)
        artists = {artist_key(name) for track in found.values() for name in track.artists} - {""}
        if not found or not give(len(found), self._liked(found), len(artists)):
            return []
        return [Share(thing, list(members), in_order(found.values(), members, hearts))]

    def _holder_first(
        self, thing: str, paged: Sequence[Namesake], stood: EntityShelf | None
    ) -> list[Namesake]:
        """Those with a page, first the one whose the name's slug is: who was there first."""
        folder = FOLDERS[kind_of(thing)]
        held = self._catalog.pages.holder(folder, thing)
        keeps = held or (stood.spotify if stood else "")
        ordered = sorted(paged, key=lambda one: one.id != keeps)  # else most tracks first
        if ordered and not held:
            self._catalog.pages.put_holder(folder, thing, ordered[0].id)
        return ordered

    def _namesakes(self, thing: str, members: Sequence[Member]) -> tuple[Namesake, ...]:
        """The artists of one name, where rows tell of several; documents have the last word."""
        if len({one for member in members for one in member.membership.ids}) < 2:
            return ()
        held = ((self._documents.tracks(one.doc), one.membership.tracks) for one in members)
        return namesakes(thing, (told[key] for told, keys in held for key in keys if key in told))

    def _liked(self, keys: Collection[str]) -> int | None:
        return None if self._hearts is None else sum(key in self._hearts for key in keys)

    def _publish(
        self,
        thing: str,
        tokens: Mapping[str, str],
        shares: Sequence[Share],
        stands: Mapping[str, EntityShelf],
    ) -> bool:
        """Write the pages and let others link to them; False where they wait for a figure.

        The thing's own comes first, as does its claim to a slug, and is listed last: where links
        to the others lead is written there.
        """
        made = {
            one.thing: self._write(one, tokens[one.thing], stands.get(one.thing)) for one in shares
        }
        shelves = {one: shelf for one, shelf in made.items() if shelf}
        if len(shelves) < len(made):
            return False
        leads = {of: shelves[one].slug if one else "" for of, one in shares[0].apart.items()}
        shelves[thing] = shelves[thing].model_copy(update={"apart": leads})
        stood = stands.get(thing)
        if stood is None or stood.apart != leads:
            self._waiting.add(self._catalog.pages.mentioned_by(thing))
        for one, shelf in reversed(shelves.items()):
            if stands.get(one) != shelf:
                self._waiting.add([HOME])
                self._doubted(stands.get(one), shelf)
                self._catalog.shelves.put_entity(one, shelf)
        return True

    def _write(self, share: Share, token: str, stood: EntityShelf | None) -> EntityShelf | None:
        """Write the pages of one; what others need to know of it, `None` while a figure lacks."""
        thing, members, tracks = share.thing, share.members, share.tracks
        kind, things = kind_of(thing), memberships(tracks)
        # While a playlist is between two documents, none of the tracks may name it any more.
        own = things.pop(named(thing), members[0].membership)
        spellings = commonest_first(own.spellings)
        name = spellings[0][0]
        house = family_of(name) if kind == "label" else ""
        view = entity_view(
            named(thing),
            stood.slug if stood else self._catalog.pages.slug(FOLDERS[kind], name, thing),
            spellings=spellings,
            tracks=tracks,
            members=members,
            relatives=self._relatives(thing, house),
            hearts=self._hearts,
            ranks=self._ranks,
            paths=Paths.of(self._catalog.shelves.entities_of(things)),
        )
        found = self._clusters(thing, token, tracks)
        view = gatherings.with_clusters(self._with_sound(share.told_apart(view)), thing, found)
        sheets = self._sheets(thing, token, view) if found.current else None
        if sheets is None:
            return None
        held_by = {PLAYLIST + member.shelf.pid for member in listed(members)}
        mentions = {*things, *held_by, house} - {""}
        if stood is None:
            folder = folder_of(thing, view.slug)
            tell_page(self._catalog.log, thing, view.name, folder, view.since)
        self._press.settle(thing, sheets, mentions)
        if house and (stood is None or stood.name != name):
            self._waiting.add(set(self._catalog.pages.mentioned_by(house)) - {thing})
        return shelf_of(view, sheets)

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
        named_by = set(self._catalog.pages.mentioned_by(named(thing)))
        if kind_of(thing) == "label":
            named_by |= set(self._catalog.pages.mentioned_by(family_of(stood.name)))
        self._waiting.add({HOME, *named_by} - {thing})
        self._doubted(stood, None)
        self._catalog.log.forget(thing)
        self._catalog.shelves.drop(thing)
