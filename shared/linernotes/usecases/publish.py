"""From what is dirty and ready to the site; the only writer of the site.

One run at a time (the queue is FIFO with one message group). A run writes playlists first, then
home and the inbox page that link to them, and takes away last what nothing links to any more.
Running again is always safe: a run that died is finished by the next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from botocore.exceptions import BotoCoreError, ClientError

from linernotes import pages
from linernotes.catalog.heads import PlaylistHead, Ready
from linernotes.catalog.pages import Shelf
from linernotes.cloud import Cloud
from linernotes.errors import Retry
from linernotes.figures import SCATTER_SIZE
from linernotes.messages import PublishHint
from linernotes.models import Analysis, PlaylistDocument
from linernotes.observability import logger
from linernotes.pages.views import PageFile
from linernotes.usecases import views
from linernotes.usecases.press import Press, Sheet, sheet

_AT_ONCE = 500  # playlists a run
_PLAYLIST = "playlist#"
_ASSETS = "assets"
_HOME, _INBOX = "home", "inbox"


def publish(hint: PublishHint, cloud: Cloud) -> None:
    """Publish whatever is dirty and ready, and wake the next run if more is left.

    Raises the first AWS error or `Retry` at the end, when all else is done.
    """
    run = _Run(cloud)
    run.assets()
    more = run.playlists()
    run.lists()
    run.removals()
    run.old_assets()
    run.press.close()
    if more:
        cloud.queues.publish(cloud.token(), hint.correlation)
    if run.failed:
        raise run.failed


class _Run:
    """One run: what was dirty when it began, and what it did about it."""

    def __init__(self, cloud: Cloud) -> None:
        self.cloud = cloud
        self.catalog = cloud.catalog
        self.press = Press(cloud)
        self.failed: Exception | None = None
        self._tokens: dict[str, str] = {}
        self._written: set[str] = set()
        self._going: list[str] = []

    def assets(self) -> None:
        """Write stylesheet, script and error page; when they changed, every page is dirty."""
        wanted = _sheets(pages.assets())
        stands = self.catalog.pages.page(_ASSETS)
        if stands.intent or any(stands.files.get(p) != s.content for p, s in wanted.items()):
            shelf = (_PLAYLIST + one.pid for one in self.catalog.pages.shelf())
            self._dirty([*shelf, _HOME, _INBOX])
            # What older pages still use stays until they are rewritten.
            kept = {p: _standing(c) for p, c in stands.files.items() if p not in wanted}
            self.press.settle(_ASSETS, wanted | kept)

    def old_assets(self) -> None:
        """Take away assets that no page uses any more."""
        wanted = _sheets(pages.assets())
        stands = self.catalog.pages.page(_ASSETS)
        if stands.files.keys() - wanted.keys() and not self.catalog.dirt.read():
            self.press.settle(_ASSETS, wanted)

    def playlists(self) -> bool:
        """Publish dirty playlists that are ready; True if ready ones are left for the next run."""
        self._tokens |= self.catalog.dirt.read()
        pids = [t.removeprefix(_PLAYLIST) for t in sorted(self._tokens) if t.startswith(_PLAYLIST)]
        if not pids:
            return False
        stands = self.catalog.heads.published(pids)
        due = [pid for pid in pids if stands[pid].ready or not stands[pid].head.doc]
        hearts = self.catalog.rows.liked()
        for pid in due[:_AT_ONCE]:
            one = stands[pid]
            self._guard(_PLAYLIST + pid, partial(self._playlist, pid, one.head, one.ready, hearts))
        return len(due) > _AT_ONCE

    def _playlist(
        self, pid: str, head: PlaylistHead, ready: Ready | None, hearts: frozenset[str] | None
    ) -> None:
        thing = _PLAYLIST + pid
        if not head.doc or ready is None:
            self._unlist(thing)
            self._going.append(thing)
            return
        document = self.cloud.library.get(PlaylistDocument, ready.doc)
        analysis = self.cloud.library.get(Analysis, ready.analysis)
        export = self.catalog.rows.export(document.export)
        if export is None:
            raise Retry(f"the export of playlist {pid} is being written")
        slug = self.catalog.pages.slug("playlists", _slug_name(document), pid)
        view = views.playlist_view(
            slug,
            document=document,
            analysis=analysis,
            ready=ready,
            export=export,
            hearts=hearts,
            scatter_size=SCATTER_SIZE,
        )
        sheets = _sheets(pages.playlist(view))
        if address := ready.figures.get(views.SCATTER):
            body = partial(self.cloud.library.figure, address)
            sheets[views.scatter_path(slug)] = Sheet(address, "image/png", body)
        self.press.settle(thing, sheets)
        self._list(thing, views.shelf_of(pid, view))
        if ready.doc == head.doc:
            self.catalog.dirt.clear(thing, self._tokens[thing])

    def _list(self, thing: str, shelf: Shelf) -> None:
        """Let home and the inbox page tell of a playlist, once its pages stand."""
        if self.catalog.pages.shelved(thing) != shelf:
            self._dirty([_HOME, _INBOX])
            self.catalog.pages.put_shelf(thing, shelf)

    def _unlist(self, thing: str) -> None:
        """Let home and the inbox page forget a playlist, before its pages go."""
        if self.catalog.pages.shelved(thing):
            self._dirty([_HOME, _INBOX])
            self.catalog.pages.drop_shelf(thing)

    def lists(self) -> None:
        """Home and the inbox page, where dirty."""
        dirty = [thing for thing in (_HOME, _INBOX) if thing in self._tokens]
        if not dirty:
            return
        shelf = self.catalog.pages.shelf()
        exports = self.catalog.rows.inbox()
        likes_known = self.catalog.rows.liked() is not None
        mentions = [_PLAYLIST + one.pid for one in shelf]

        def home() -> tuple[PageFile, ...]:
            return pages.home(views.home_view(shelf, exports, likes_known))

        def inbox() -> tuple[PageFile, ...]:
            return pages.inbox(views.inbox_view(shelf, exports))

        for thing, render in ((_HOME, home), (_INBOX, inbox)):
            if thing in dirty:
                self._guard(thing, partial(self._write_list, thing, render, mentions))

    def _write_list(
        self, thing: str, render: Callable[[], tuple[PageFile, ...]], mentions: Iterable[str]
    ) -> None:
        self.press.settle(thing, _sheets(render()), mentions)
        self._written.add(thing)
        self.catalog.dirt.clear(thing, self._tokens[thing])

    def removals(self) -> None:
        """Take away the pages that go, once no page that names them is still to be rewritten."""
        if not self._going:
            return
        waiting = self.catalog.dirt.read().keys() - self._written
        for thing in self._going:
            if not waiting.intersection(self.catalog.pages.mentioned_by(thing)):
                self._guard(thing, partial(self._remove, thing))

    def _remove(self, thing: str) -> None:
        self.press.remove(thing)
        self.catalog.dirt.clear(thing, self._tokens[thing])

    def _dirty(self, things: Iterable[str]) -> None:
        """Say so before what makes them dirty is written: a crash between must not hide it."""
        things = [thing for thing in things if thing not in self._tokens]
        token = self.cloud.token()
        self.catalog.dirt.put(things, token)
        self._tokens |= dict.fromkeys(things, token)

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
        except Exception:  # one playlist must not keep the others from their readers
            logger().exception("could not publish", thing=thing)


def _slug_name(document: PlaylistDocument) -> str:
    return "Liked Tracks" if document.liked_tracks else document.name


def _sheets(files: Iterable[PageFile]) -> dict[str, Sheet]:
    return {file.path: sheet(file) for file in files}


def _standing(content: str) -> Sheet:
    """A sheet that stands already and is not to be written again."""

    def never() -> bytes:
        raise AssertionError("this object stands and is not written")

    return Sheet(content, "", never)
