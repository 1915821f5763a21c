"""From what is dirty and ready to the site; the only writer of the site.

One run at a time (the queue is FIFO with one message group). A run writes playlists first, then
the artists, labels and genres on them; what gains or loses its page makes dirty all that name it,
and so the run goes round until nothing is left. Then come home and the inbox page, and last it
takes away what nothing links to any more. Running again is always safe: a run that died is
finished by the next.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import cache, lru_cache, partial
from itertools import batched

from botocore.exceptions import BotoCoreError, ClientError

from linernotes import pages
from linernotes.catalog.heads import Published, Ready
from linernotes.catalog.shelves import Shelf, Shelved
from linernotes.cloud import Cloud
from linernotes.errors import Retry
from linernotes.figures import SCATTER_SIZE
from linernotes.identity import digest
from linernotes.messages import PublishHint
from linernotes.models import Analysis, PlaylistDocument
from linernotes.observability import about, count, logger
from linernotes.pages.views import PlaylistView
from linernotes.sound import LikedSound
from linernotes.usecases import errors_page, inventory, kinship, liked_sound, views
from linernotes.usecases.assets import drop_old_assets, settle_assets
from linernotes.usecases.documents import Documents
from linernotes.usecases.drawings import Drawings
from linernotes.usecases.entities import Entities
from linernotes.usecases.listening import ListeningToPages, Standing
from linernotes.usecases.lists import Lists
from linernotes.usecases.neighbours import Neighbours, link_to
from linernotes.usecases.past import forget_past, with_past
from linernotes.usecases.press import Press, figure_sheet, sheets_of
from linernotes.usecases.rules import rules
from linernotes.usecases.sound_views import paths_of, sound_figures, with_sound
from linernotes.usecases.waiting import (
    ERRORS,
    FORGOTTEN,
    HOME,
    INBOX,
    KIN,
    KINDS,
    PLAYLIST,
    SOUND,
    Waiting,
    unlinked,
)
from linernotes.usecases.year_views import with_years

_WAKES = 10  # as many messages as a FIFO queue gives at once
_PLAYLISTS = 500  # a run
_AHEAD = 12  # of these, whose rows are read together: eight each, of a hundred a call
_ENTITIES = 5_000  # a run; most have no page and cost a read
_EXPORTS = 32  # kept for the playlists of a round; one of a thousand playlists holds 2 MB
_ROUNDS = 8  # a run; more than two are rare, as a page's links decide about no other page


def publish(hint: PublishHint, cloud: Cloud, wakes: int = 1) -> None:
    """Publish whatever is dirty and ready, and wake the next run if more is left.

    Raises the first AWS error or `Retry` at the end, when all else is done.

    Parameters
    ----------
    wakes : how many messages this run answers. As many as come at once say that more wait: then
        home and all that is made of the whole library is left to a run that comes with fewer.
    """
    about(hint.correlation)
    run = _Run(cloud, hint.correlation)
    run.inventory()
    run.assets()
    run.rules()
    more = run.rounds()
    put_off = wakes >= _WAKES and run.waiting.lists()
    if not (run.full or put_off):
        run.lists()  # with the last of several runs
    run.removals()
    drop_old_assets(run.press, run.catalog)
    changed = run.press.changed
    run.press.close()
    count(PagesWritten=changed)
    logger().info("published", objects=changed, more=more)
    if more or put_off:
        cloud.queues.publish(cloud.token(), hint.correlation)
    if run.failed:
        raise run.failed


class _Run:
    """One run: what was dirty when it began, and what it did about it."""

    def __init__(self, cloud: Cloud, correlation: str) -> None:
        self.cloud = cloud
        self.drawings = Drawings(cloud, correlation)
        self.catalog = cloud.catalog
        self.press = Press(cloud)
        self.failed: Exception | None = None
        self.waiting = Waiting(cloud.catalog.dirt, cloud.token)
        self.documents = Documents(cloud.library)
        self.export = lru_cache(_EXPORTS)(cloud.catalog.rows.export)
        self.newest_told = cache(cloud.catalog.log.newest)  # before this run
        self.neighbours = Neighbours(cloud.catalog.shelves)
        self.listening = Standing()
        self.full = False  # as many playlists as a run takes, and more are left
        # Things whose pages go, with the token under which they were seen dirty.
        self.going: dict[str, str] = {}

    def inventory(self) -> None:
        """Where asked for, hold the site's objects against what is known of them."""
        self.waiting.read()
        inventory.settle(self.cloud, self.press, self.waiting)

    def assets(self) -> None:
        """Write stylesheet, script and error page; when they changed, every page is dirty."""
        settle_assets(self.press, self.catalog, self._everything)

    def rules(self) -> None:
        """Make every page dirty where pages went by other rules."""
        now = rules(self.cloud, known=self.catalog.rows.likes_known())
        if now != self.catalog.shelves.rules():
            self._everything()
            self.catalog.shelves.put_rules(now)

    def _everything(self) -> None:
        shelves = self.catalog.shelves
        entities = (thing for kind in KINDS for thing in shelves.entities(kind))
        playlists = (PLAYLIST + one.pid for one in shelves.playlists())
        self.waiting.add([*playlists, *entities, SOUND, HOME, INBOX, FORGOTTEN, ERRORS])

    def rounds(self) -> bool:
        """Publish dirty playlists that are ready, and entities; True if some are left over."""
        self.waiting.read()
        playlists, entities = _PLAYLISTS, _ENTITIES
        ranks = ListeningToPages(
            self.cloud,
            waiting=self.waiting,
            documents=self.documents,
            everything=self._everything,
        )
        for _ in range(_ROUNDS):
            # What pages depend on is read anew: this run may have made dirty what another worker
            # had made dirty under a token that is lost.
            hearts = self.catalog.rows.liked()
            self.listening = ranks.settle(hearts)
            more = self.waiting.any()
            self.full = more and not playlists
            if self.full or not more:
                return more
            self.export.cache_clear()
            count, liked = self._playlists(playlists, hearts)
            playlists -= count
            if playlists and (token := self.waiting.take(KIN)):
                self._guard(KIN, partial(kinship.compare, token, self.catalog, self.waiting))
            work = Entities(
                self.cloud,
                press=self.press,
                waiting=self.waiting,
                documents=self.documents,
                hearts=hearts,
                ranks=self.listening.ranks,
                going=self.going,
                drawings=self.drawings,
                liked=liked,
            )
            entities -= work.settle(entities, self._guard)
        return self.waiting.any()

    def _playlists(self, most: int, hearts: frozenset[str] | None) -> tuple[int, LikedSound]:
        """Publish at most so many playlists; how many there were, and how liked tracks sound."""
        things = self.neighbours.new_first(self.waiting.playlists(), most)
        things = self.waiting.untried_first(things)
        stands = self.catalog.heads.published(thing.removeprefix(PLAYLIST) for thing in things)
        liked = liked_sound.settle(
            stands,
            hearts,
            cloud=self.cloud,
            waiting=self.waiting,
            documents=self.documents,
            guard=self._guard,
        )
        chosen, left, cleared, count = [], [], self.waiting.cleared, 0
        for thing in things:
            one = stands[thing.removeprefix(PLAYLIST)]
            if not one.head.doc:  # it goes, which is little work, and counts for none
                chosen.append((thing, one))
            elif one.ready is None:
                self.waiting.take(thing)
            elif count < most:
                chosen.append((thing, one))
                count += 1
            else:
                left.append(thing)  # it waits for the next run
        for some in batched(chosen, _AHEAD):
            with self.catalog.ahead(thing.removeprefix(PLAYLIST) for thing, _ in some):
                for thing, one in some:
                    if token := self.waiting.take(thing):
                        work = partial(self._playlist, thing, token, one, hearts, liked)
                        self._guard(thing, work)
        self.waiting.let_rest(left, cleared)
        return count, liked

    def _playlist(
        self,
        thing: str,
        token: str,
        stands: Published,
        hearts: frozenset[str] | None,
        liked: LikedSound,
    ) -> None:
        head, ready = stands.head, stands.ready
        if not head.doc or ready is None:
            self._unlist(thing)
            self.going[thing] = token
            return
        document = self.documents.playlist(ready.doc)
        view = self._view(document, ready, hearts, liked)
        drawn = self.drawings.standing(thing, token, sound_figures(view.sound))
        if drawn is None:
            return  # it stays dirty until its figures are drawn
        view = with_past(view, thing, ready, self.cloud)
        beside = self.neighbours.around(views.place_on_home(view.name, view.slug))
        view = replace(view, before=link_to(beside[0]), after=link_to(beside[1]))
        sheets = sheets_of(pages.playlist(view, self.cloud.root))
        shelf = views.shelf_of(document.pid, view, ready.doc, sheets)
        shelved = Shelved(shelf, self._told(shelf, ready, view), head.rows)
        stood = self.catalog.shelves.playlist(thing)
        if stood is None or (stood.told, stood.rows) != (shelved.told, shelved.rows):
            named = {*document.entities, *self.catalog.pages.page(thing).mentions}
            # What was made of rows that were taken back since is named by neither.
            named |= set(self.catalog.pages.mentioned_by(thing)) if stood else set()
            self.waiting.add({ERRORS, *(one for one in named if not one.startswith(PLAYLIST))})
        figures = views.figure_paths(view.slug, ready) | paths_of(view.sound, drawn)
        sheets |= {path: figure_sheet(self.cloud, one) for path, one in figures.items()}
        named_beside = (PLAYLIST + one.pid for one in beside if one)
        mentions = {*document.entities, *named_beside, *kinship.named(view.kin)}
        self.press.settle(thing, sheets, mentions)
        self.waiting.add(self.neighbours.replace(stood.shelf if stood else None, shelf) - {thing})
        if stood is None or stood.shelf != shelf:
            self.waiting.add([HOME, INBOX])
        export = self.export(document.export)
        errors_page.note(thing, document, export, self.cloud, self.waiting)
        if stood != shelved:
            self.catalog.shelves.put_playlist(thing, shelved)
        kinship.hear(thing, kinship.sound(document, view), self.catalog, self.waiting)
        self.going.pop(thing, None)
        if ready.doc == head.doc:
            self.waiting.clear(thing, token)
        else:
            self.waiting.in_vain(thing)  # until the newer document is drawn

    def _view(
        self,
        document: PlaylistDocument,
        ready: Ready,
        hearts: frozenset[str] | None,
        liked: LikedSound,
    ) -> PlaylistView:
        export = self.export(document.export)
        if export is None:
            raise Retry(f"the export of playlist {document.pid} is being written")
        view = views.playlist_view(
            self.catalog.pages.slug("playlists", views.name_of(document), document.pid),
            document=document,
            analysis=self.cloud.library.get(Analysis, ready.analysis),
            ready=ready,
            export=export,
            hearts=hearts,
            ranks=self.listening.ranks,
            scatter_size=SCATTER_SIZE,
            paths=views.Paths.of(self.catalog.shelves.entities_of(document.entities)),
        )
        view = replace(view, kin=kinship.known(PLAYLIST + document.pid, self.catalog))
        view = with_sound(view, liked, self.cloud.thresholds)
        return with_years(view, self.cloud.thresholds, self.listening.ranks)

    def _told(self, shelf: Shelf, ready: Ready, view: PlaylistView) -> str:
        """Digest of all that the pages of entities show of a playlist, and of what decides on them.

        While it and its rows are the same, no entity has to be looked at: a playlist that is
        rewritten because an artist on it gained a page changes none of them.
        """
        liked = (line.track.key for line in view.tracks if line.liked)
        by = rules(self.cloud, known=view.likes_known)
        return digest("told", by, ready.doc, shelf.model_dump_json(), *sorted(liked))

    def _unlist(self, thing: str) -> None:
        """Let other pages forget a playlist, before its own go; what its shelf knows goes last."""
        kinship.hear(thing, None, self.catalog, self.waiting)
        self.catalog.slips.drop(thing)
        stood = self.catalog.shelves.playlist(thing)
        forget_past(thing, stood.shelf if stood else None, self.newest_told, self.cloud)
        if stood:
            told = self.catalog.pages.page(thing).mentions
            self.waiting.add(self.neighbours.replace(stood.shelf, None))
            self.waiting.add({HOME, INBOX, ERRORS, *told, *self.catalog.pages.mentioned_by(thing)})
            self.catalog.shelves.drop(thing)

    def lists(self) -> None:
        """Publish what is made of all there is, where dirty."""
        work = Lists(
            self.cloud,
            press=self.press,
            waiting=self.waiting,
            documents=self.documents,
            listening=self.listening,
            drawings=self.drawings,
            going=self.going,
        )
        work.settle(self._guard)

    def removals(self) -> None:
        """Take away the pages that go, once no page that names them is still to be rewritten.

        Home and the inbox page name whatever has a page; who names what is not written down for
        them, as it would grow with the library.
        """
        if not self.going:
            return
        dirty = set(self.catalog.dirt.read())
        if dirty & {HOME, INBOX, ERRORS}:
            return
        for thing in unlinked(self.going, dirty, self.catalog.pages):
            self._guard(thing, partial(self._remove, thing))

    def _remove(self, thing: str) -> None:
        self.press.remove(thing)
        self.waiting.clear(thing, self.going[thing])

    def _guard(self, thing: str, work: Callable[[], None]) -> None:
        """Do one thing's work; when it fails it stays dirty and the others go on.

        AWS errors fail the message at the end, so that the run is tried again. What fails by our
        own fault would fail again: it is logged, and waits for a better version.
        """
        try:
            work()
        except (Retry, ClientError, BotoCoreError) as error:
            logger().warning("not published yet", thing=thing, exc_info=True)
            self.failed = self.failed or error
        except Exception:  # one thing must not keep the others from their readers
            logger().exception("could not publish", thing=thing)
        else:
            return
        with suppress(Retry, ClientError, BotoCoreError):  # then the next run tries it as soon
            self.waiting.in_vain(thing)
