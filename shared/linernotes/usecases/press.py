"""Writing the objects of one thing, so that a run that dies half-way is finished by the next."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from linernotes.aws import THREADS
from linernotes.cloud import Cloud
from linernotes.pages.views import PageFile


@dataclass(frozen=True)
class Sheet:
    """One object to be: the hash of what it holds, its content type, and how to get its bytes."""

    content: str
    content_type: str
    body: Callable[[], bytes]


def sheets_of(pages: Iterable[PageFile]) -> dict[str, Sheet]:
    """Rendered pages as sheets by path."""
    return {page.path: _sheet(page) for page in pages}


def standing(content: str) -> Sheet:
    """An object that stands already and is not to be written again."""

    def never() -> bytes:
        raise AssertionError("this object stands and is not written")

    return Sheet(content, "", never)


def figure_sheet(cloud: Cloud, address: str) -> Sheet:
    """A figure that stands in the library at `address`, as an object of the site."""
    return Sheet(address, "image/png", lambda: cloud.library.figure(address))


def _sheet(page: PageFile) -> Sheet:
    content = hashlib.sha256(page.content_type.encode() + b"\n" + page.body).hexdigest()
    return Sheet(content, page.content_type, lambda: page.body)


class Press:
    """One run's writes to the site."""

    def __init__(self, cloud: Cloud) -> None:
        self._cloud = cloud
        self._pages = cloud.catalog.pages
        # A run that wrote and died may not have told CloudFront.
        self._open = self._everything = self._pages.run_is_open()
        self._changed: list[str] = []

    @property
    def changed(self) -> int:
        """How many objects this run wrote or took away."""
        return len(self._changed)

    def settle(self, thing: str, sheets: Mapping[str, Sheet], mentions: Iterable[str] = ()) -> None:
        """Let `sheets` be the objects of `thing`, and `mentions` the things that they name.

        Objects whose bytes are known to be the same are not written. What is to be written or to
        go is noted as an intent before anything is touched, and mentions before the pages that
        make them.
        """
        page = self._pages.page(thing)
        files = {path: one.content for path, one in sorted(sheets.items())}
        now = tuple(sorted(set(mentions)))
        unknown = set(page.intent)
        write = sorted(p for p in files if page.files.get(p) != files[p] or p in unknown)
        gone = sorted((page.files.keys() | unknown) - files.keys())
        if not write and not gone and now == page.mentions and not page.open:
            return
        self._begin()
        # A run that died may have left mentions without their rows.
        unsaid = now if page.open else sorted(set(now) - set(page.mentions))
        both = tuple(sorted({*now, *page.mentions}))
        intent = tuple(sorted({*write, *gone}))
        page = self._pages.put_page(thing, replace(page, open=True, intent=intent, mentions=both))
        self._pages.mention(thing, unsaid)
        with ThreadPoolExecutor(THREADS) as threads:
            list(threads.map(lambda path: self._write(path, sheets[path]), write))
        self._cloud.site.delete(gone)
        self._changed += [*write, *gone]
        self._pages.unmention(thing, set(both) - set(now))
        self._pages.put_page(thing, replace(page, open=False, files=files, intent=(), mentions=now))

    def doubt(self, thing: str, missing: Iterable[str]) -> None:
        """Forget that objects of `thing` stand, so that `settle` writes them again."""
        page = self._pages.page(thing)
        kept = {path: content for path, content in page.files.items() if path not in set(missing)}
        if kept != page.files:
            self._pages.put_page(thing, replace(page, files=kept))

    def take_away(self, paths: Iterable[str]) -> None:
        """Take away objects that belong to nothing."""
        paths = sorted(paths)
        if paths:
            self._begin()
            self._cloud.site.delete(paths)
            self._changed += paths

    def remove(self, thing: str) -> None:
        """Take away all objects of `thing`."""
        page = self._pages.page(thing)
        if not page.rev:
            return
        self._begin()
        paths = sorted({*page.files, *page.intent})
        self._cloud.site.delete(paths)
        self._changed += paths
        self._pages.unmention(thing, page.mentions)
        self._pages.drop_page(thing, page)

    def close(self) -> None:
        """Tell CloudFront what changed."""
        if not self._open:
            return
        paths = ["*"] if self._everything else self._changed
        self._cloud.site.forget(paths, self._cloud.token())
        self._pages.close_run()
        self._open = self._everything = False
        self._changed = []

    def _begin(self) -> None:
        if not self._open:
            self._pages.open_run()
            self._open = True

    def _write(self, path: str, one: Sheet) -> None:
        self._cloud.site.put(path, one.body(), one.content_type)
