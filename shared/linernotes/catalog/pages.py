"""What is published: written by publish alone.

M#<thing>          / PAGE        rev, files, intent, mentions (or a pointer to them)
L#<thing>          / M#<thing>   who mentions it, whether or not as a link
SHELF              / <thing>     what home and the inbox page need to know of it
SLUG#<kind>#<slug> / CLAIM       thing; a slug once published stays that thing's
RUN                / OPEN        a run wrote, and has not yet told CloudFront
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from pydantic import RootModel

from linernotes import slugs
from linernotes.catalog.table import Item, Table
from linernotes.errors import Retry
from linernotes.library import Library
from linernotes.models import Model

_INLINE = 2_000  # mentions that fit a row beside its files


class Things(RootModel[tuple[str, ...]]):
    """A document that is a sorted list of things."""


class Shelf(Model):
    """A published playlist as home lists it. `art` is the commonest art among its tracks."""

    pid: str
    slug: str
    name: str
    tracks: int
    liked: int
    clusters: tuple[str, ...] = ()
    art: str = ""
    since: str
    liked_tracks: bool = False


@dataclass(frozen=True)
class Page:
    """The objects of a thing: path to the hash of its bytes.

    `intent` are paths that were about to be written or to go; whatever stands at them is not
    known. `rev` counts the writes of this row.
    """

    rev: int = 0
    files: dict[str, str] = field(default_factory=dict)
    intent: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Pages:
    """Reads and writes of what is published."""

    table: Table
    library: Library

    def page(self, thing: str) -> Page:
        """What is published of a thing."""
        item = self.table.get(f"M#{thing}", "PAGE")
        if item is None:
            return Page()
        mentions = item["mentions"]
        if isinstance(mentions, str):
            mentions = self.library.get(Things, mentions).root
        return Page(item["rev"], item["files"], tuple(item["intent"]), tuple(mentions))

    def put_page(self, thing: str, page: Page) -> Page:
        """Write a page's row and return it with its new `rev`.

        Raises `Retry` when it is not as read: another publisher is at work.
        """
        mentions: list[str] | str = list(page.mentions)
        if len(mentions) > _INLINE:
            mentions = self.library.put(Things(page.mentions))
        item: Item = {
            "pk": f"M#{thing}",
            "sk": "PAGE",
            "rev": page.rev + 1,
            "files": page.files,
            "intent": list(page.intent),
            "mentions": mentions,
        }
        if page.rev:
            written = self.table.put(item, "#rev = :rev", rev=page.rev)
        else:
            written = self.table.put(item, "attribute_not_exists(#pk)")
        if not written:
            raise Retry(f"another publisher is writing {thing}")
        return replace(page, rev=page.rev + 1)

    def drop_page(self, thing: str, page: Page) -> None:
        """Forget a page whose objects are gone."""
        self.table.delete(f"M#{thing}", "PAGE", "#rev = :rev", rev=page.rev)

    def mention(self, by: str, things: Iterable[str]) -> None:
        """Note that the pages of `by` name `things`."""
        self.table.put_all({"pk": f"L#{thing}", "sk": f"M#{by}"} for thing in things)

    def unmention(self, by: str, things: Iterable[str]) -> None:
        """Note that the pages of `by` no longer name `things`."""
        self.table.delete_all((f"L#{thing}", f"M#{by}") for thing in things)

    def mentioned_by(self, thing: str) -> list[str]:
        """The things whose pages name this one."""
        return [row["sk"].removeprefix("M#") for row in self.table.query(f"L#{thing}", "M#")]

    def shelf(self) -> list[Shelf]:
        """Every published playlist, by thing."""
        return [Shelf.model_validate_json(row["body"]) for row in self.table.query("SHELF")]

    def shelved(self, thing: str) -> Shelf | None:
        """A published playlist, or `None`."""
        row = self.table.get("SHELF", thing)
        return Shelf.model_validate_json(row["body"]) if row else None

    def put_shelf(self, thing: str, shelf: Shelf) -> None:
        """Let home and the inbox page list a playlist."""
        self.table.put({"pk": "SHELF", "sk": thing, "body": shelf.model_dump_json()})

    def drop_shelf(self, thing: str) -> None:
        """Let home and the inbox page list it no longer."""
        self.table.delete("SHELF", thing)

    def slug(self, kind: str, name: str, key: str) -> str:
        """The slug of the thing `key` called `name`, claimed now if it has none.

        Two things never share a slug: whoever comes second gets `-` and six digits of its key.
        """
        for candidate in (slugs.slug(name), slugs.slug_with_suffix(name, key)):
            claim: Item = {"pk": f"SLUG#{kind}#{candidate}", "sk": "CLAIM", "thing": key}
            if self.table.put(claim, "attribute_not_exists(#pk)"):
                return candidate
        raise Retry(f"no slug is free for {kind} {key}")

    def open_run(self) -> None:
        """Note that a run is about to write."""
        self.table.put({"pk": "RUN", "sk": "OPEN"})

    def run_is_open(self) -> bool:
        """Whether a run wrote and has not yet told CloudFront."""
        return self.table.get("RUN", "OPEN") is not None

    def close_run(self) -> None:
        """Note that CloudFront knows of all that was written."""
        self.table.delete("RUN", "OPEN")
