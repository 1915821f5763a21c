"""The pages that are made of the whole library: home, the inbox page, forgotten tracks and slips.

They grow with the library, so one run of the publisher writes them once, after all else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from linernotes import pages
from linernotes.catalog.shelves import Shelf
from linernotes.cloud import Cloud
from linernotes.listening.documents import Forgotten
from linernotes.usecases import errors_page, forgotten_views
from linernotes.usecases.documents import Documents
from linernotes.usecases.drawings import Drawings
from linernotes.usecases.front import front
from linernotes.usecases.inbox_page import inbox_page
from linernotes.usecases.listening import Standing
from linernotes.usecases.press import Press, Sheet, sheets_of
from linernotes.usecases.waiting import ERRORS, FORGOTTEN, HOME, INBOX, KINDS, Guard, Waiting

type _Render = Callable[[], Mapping[str, Sheet]]


class Lists:
    """The lists' part of a run.

    Parameters
    ----------
    listening : the owner's listening, as this run's pages show it.
    going : takes the page of forgotten tracks where it is to go, with the token it was seen with.
    """

    def __init__(
        self,
        cloud: Cloud,
        *,
        press: Press,
        waiting: Waiting,
        documents: Documents,
        drawings: Drawings,
        listening: Standing,
        going: dict[str, str],
    ) -> None:
        self._cloud = cloud
        self._catalog = cloud.catalog
        self._press = press
        self._waiting = waiting
        self._documents = documents
        self._drawings = drawings
        self._listening = listening
        self._going = going

    def settle(self, guard: Guard) -> None:
        """Publish those that are dirty."""
        self._forgotten(guard)  # before home, which links to it
        lists = (HOME, INBOX, ERRORS)
        dirty = {thing: token for thing in lists if (token := self._waiting.take(thing))}
        if not dirty:
            return
        shelf = self._catalog.shelves.playlists()
        exports = self._catalog.rows.inbox()
        slips = partial(self._errors, dirty.get(ERRORS, ""), shelf, guard)
        if shelf:
            slips()  # home links to it as long as there are playlists
        if token := dirty.get(INBOX):
            inbox = partial(inbox_page, self._cloud, shelf, exports)
            guard(INBOX, partial(self._write, INBOX, token, inbox))
        if token := dirty.get(HOME):
            entities = {kind: self._catalog.shelves.entities(kind) for kind in KINDS}
            home = partial(
                front,
                self._cloud,
                token,
                shelf,
                exports=exports,
                entities=entities,
                listening=self._listening,
                documents=self._documents,
                drawings=self._drawings,
            )
            guard(HOME, partial(self._write, HOME, token, home))
        if not shelf:
            slips()

    def _errors(self, token: str, shelf: list[Shelf], guard: Guard) -> None:
        if token:
            slips = partial(errors_page.render, shelf, self._cloud, self._documents)
            guard(ERRORS, partial(self._write, ERRORS, token, lambda: sheets_of(slips())))

    def _forgotten(self, guard: Guard) -> None:
        """The page of forgotten tracks, which goes as others do where no play is known."""
        token = self._waiting.take(FORGOTTEN)
        found = self._listening.forgotten
        if token and found:
            guard(FORGOTTEN, partial(self._write_forgotten, token, found))
        elif token:
            self._going[FORGOTTEN] = token

    def _write_forgotten(self, token: str, found: Forgotten) -> None:
        view = forgotten_views.forgotten_view(found, self._catalog)
        named = forgotten_views.named(found)
        self._press.settle(FORGOTTEN, sheets_of(pages.forgotten(view, self._cloud.root)), named)
        self._waiting.clear(FORGOTTEN, token)

    def _write(self, thing: str, token: str, render: _Render) -> None:
        self._press.settle(thing, render())
        self._waiting.clear(thing, token)
