"""Which playlist comes before another, and which after, in the order of home.

The order is read once a run, like home's own list. What a playlist's coming, going or renaming
changes is the pages of the two beside it, and of no other.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property

from linernotes.catalog.shelves import Shelf, Shelves
from linernotes.pages.views import Link
from linernotes.usecases.views import place_on_home
from linernotes.usecases.waiting import PLAYLIST

type Place = tuple[str, str]


class Neighbours:
    """The published playlists in order, as this run leaves them."""

    def __init__(self, shelves: Shelves) -> None:
        self._shelves = shelves

    @cached_property
    def _order(self) -> list[tuple[Place, Shelf]]:
        return sorted(
            ((place_on_home(one.name, one.slug), one) for one in self._shelves.playlists()),
            key=lambda entry: entry[0],
        )

    def around(self, place: Place) -> tuple[Shelf | None, Shelf | None]:
        """The playlists before and after a place, whoever stands there."""
        at = bisect_left(self._order, place, key=lambda entry: entry[0])
        after = at + (at < len(self._order) and self._order[at][0] == place)
        return (
            self._order[at - 1][1] if at else None,
            self._order[after][1] if after < len(self._order) else None,
        )

    def new_first(self, things: Sequence[str], most: int) -> Sequence[str]:
        """Playlists in the order in which to publish them, where only `most` of them can be.

        Those without a page come first: each changes the pages beside it, which are then written
        once, when all have come, and not in every run.
        """
        if len(things) <= most:
            return things
        stand = {PLAYLIST + one.pid for _, one in self._order}
        return sorted(things, key=stand.__contains__)

    def replace(self, old: Shelf | None, new: Shelf | None) -> set[str]:
        """Let `new` stand in the order in place of `old`; the playlists whose neighbours change.

        Nothing is written: whoever writes the shelf says so here first.
        """
        was, now = (_place(one) if one else None for one in (old, new))
        if was == now and old and new and old.name == new.name:
            return set()
        touched = set()
        for place, one in ((was, None), (now, new)):
            if place is None:
                continue
            touched |= {PLAYLIST + beside.pid for beside in self.around(place) if beside}
            at = bisect_left(self._order, place, key=lambda entry: entry[0])
            stood = at < len(self._order) and self._order[at][0] == place
            self._order[at : at + stood] = [(place, one)] if one else []
        return touched


def _place(shelf: Shelf) -> Place:
    return place_on_home(shelf.name, shelf.slug)


def link_to(shelf: Shelf | None) -> Link | None:
    """A link to a playlist's page."""
    return Link(shelf.name, f"playlists/{shelf.slug}") if shelf else None
