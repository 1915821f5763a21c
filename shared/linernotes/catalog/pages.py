"""What is published: written by publish alone.

M#<thing>          / PAGE        rev, open, files, intent, mentions (or a pointer to them)
PAGES              / <thing>      of what there is a PAGE row
L#<thing>          / M#<thing>   who mentions it, whether or not as a link
SLUG#<kind>#<slug> / CLAIM       thing; a slug once published stays that thing's
SLUGOF#<kind>#<id> / CLAIM       slug; whatever the thing is called later
                   / HOLDER      spotify: whose it is, of several artists of that name
RUN                / OPEN        a run wrote, and has not yet told CloudFront
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from pydantic import RootModel

from linernotes import slugs
from linernotes.catalog.table import Item, Key, Table
from linernotes.errors import Retry
from linernotes.library import Library

_INLINE = 100_000  # bytes of mentions that fit a row beside its files; an item may have 400 KB


class Things(RootModel[tuple[str, ...]]):
    """A document that is a sorted list of things."""


@dataclass(frozen=True)
class Page:
    """The objects of a thing: path to the hash of its bytes.

    `intent` are paths that were about to be written or to go; whatever stands at them is not
    known. `open` says that the writing was not finished, so that `mentions` may not all have their
    rows yet. `rev` counts the writes of this row.
    """

    rev: int = 0
    open: bool = False
    files: dict[str, str] = field(default_factory=dict)
    intent: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Pages:
    """Reads and writes of what is published."""

    table: Table
    library: Library

    def key(self, thing: str) -> Key:
        """Where the row of a thing stands."""
        return f"M#{thing}", "PAGE"

    def page(self, thing: str) -> Page:
        """What is published of a thing."""
        item = self.table.get(*self.key(thing))
        if item is None:
            return Page()
        mentions = item["mentions"]
        if isinstance(mentions, str):
            mentions = self.library.get(Things, mentions).root
        return Page(
            rev=item["rev"],
            open=item["open"],
            files=item["files"],
            intent=tuple(item["intent"]),
            mentions=tuple(mentions),
        )

    def known(self, things: Sequence[str]) -> set[str]:
        """Those of `things` of which something is published, or was about to be."""
        rows = self.table.get_all([(f"M#{thing}", "PAGE") for thing in things])
        return {row["pk"].removeprefix("M#") for row in rows}

    def all_pages(self) -> dict[str, Page]:
        """Everything that is published or was about to be, by thing, without its mentions."""
        things = [row["sk"] for row in self.table.query("PAGES")]
        rows = self.table.get_all([(f"M#{thing}", "PAGE") for thing in things])
        return {
            row["pk"].removeprefix("M#"): Page(
                rev=row["rev"],
                open=row["open"],
                files=row["files"],
                intent=tuple(row["intent"]),
            )
            for row in rows
        }

    def put_page(self, thing: str, page: Page) -> Page:
        """Write a page's row and return it with its new `rev`.

        Raises `Retry` when it is not as read: another publisher is at work.
        """
        mentions: list[str] | str = list(page.mentions)
        if sum(len(mention.encode()) for mention in page.mentions) > _INLINE:
            mentions = self.library.put(Things(page.mentions))
        item: Item = {
            "pk": f"M#{thing}",
            "sk": "PAGE",
            "rev": page.rev + 1,
            "open": page.open,
            "files": page.files,
            "intent": list(page.intent),
            "mentions": mentions,
        }
        if page.rev:
            written = self.table.put(item, "#rev = :rev", rev=page.rev)
        else:
            self.table.put({"pk": "PAGES", "sk": thing})
            written = self.table.put(item, "attribute_not_exists(#pk)")
        if not written:
            raise Retry(f"another publisher is writing {thing}")
        return replace(page, rev=page.rev + 1)

    def drop_page(self, thing: str, page: Page) -> None:
        """Forget a page whose objects are gone."""
        self.table.delete("PAGES", thing)
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

    def slug_key(self, kind: str, key: str) -> Key:
        """Where the slug of the thing `key` stands."""
        return f"SLUGOF#{kind}#{key}", "CLAIM"

    def slug(self, kind: str, name: str, key: str) -> str:
        """The slug of the thing `key`, claimed now for its present `name` if it has none.

        Two things never share a slug: whoever comes second gets `-` and six digits of its key.
        """
        pk, sk = self.slug_key(kind, key)
        held = self.table.get(pk, sk)
        if held:
            return str(held["slug"])
        for candidate in (slugs.slug(name), slugs.slug_with_suffix(name, key)):
            claim: Item = {"pk": f"SLUG#{kind}#{candidate}", "sk": "CLAIM", "thing": key}
            if self.table.put(claim, "attribute_not_exists(#pk)"):
                self.table.put({"pk": pk, "sk": sk, "slug": candidate})
                return candidate
        raise Retry(f"no slug is free for {kind} {key}")

    def holder(self, kind: str, key: str) -> str:
        """The Spotify id of the artist, of several of a name, whose the slug is; empty for none."""
        held = self.table.get(f"SLUGOF#{kind}#{key}", "HOLDER")
        return str(held["spotify"]) if held else ""

    def put_holder(self, kind: str, key: str, spotify: str) -> None:
        """Give a name's slug to one of several artists, for good."""
        self.table.put({"pk": f"SLUGOF#{kind}#{key}", "sk": "HOLDER", "spotify": spotify})

    def open_run(self) -> None:
        """Note that a run is about to write."""
        self.table.put({"pk": "RUN", "sk": "OPEN"})

    def run_is_open(self) -> bool:
        """Whether a run wrote and has not yet told CloudFront."""
        return self.table.get("RUN", "OPEN") is not None

    def close_run(self) -> None:
        """Note that CloudFront knows of all that was written."""
        self.table.delete("RUN", "OPEN")
