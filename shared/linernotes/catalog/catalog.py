"""The catalog as its users see it: heads, rows, dirt and pages over one table."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from linernotes.catalog.dirt import Dirt
from linernotes.catalog.gatherings import GatheringRows
from linernotes.catalog.heads import Heads
from linernotes.catalog.histories import Histories
from linernotes.catalog.kinship import Kinships
from linernotes.catalog.listening import ListeningRows
from linernotes.catalog.log import Log
from linernotes.catalog.nights import Nights
from linernotes.catalog.pages import Pages
from linernotes.catalog.pulls import Pulls
from linernotes.catalog.rows import Fenced, Rows
from linernotes.catalog.shelves import Shelves
from linernotes.catalog.slips import SlipRows
from linernotes.catalog.sounds import Sounds
from linernotes.catalog.table import Key, Table
from linernotes.library import Library


@dataclass(frozen=True)
class Catalog:
    """The catalog over its table, and the library for what does not fit a row."""

    table: Table
    library: Library

    def ahead(self, pids: Iterable[str]) -> AbstractContextManager[None]:
        """Read together, for the length of a block, the rows of playlists that are publish's own.

        One after the other they are a quarter of the calls that publishing a small playlist takes.
        """
        kinds = (self.pages, self.shelves, self.log, self.histories, self.slips)
        keys: list[Key] = []
        for pid in pids:
            thing = f"playlist#{pid}"
            keys += (kind.key(thing) for kind in kinds)
            keys += self.kinships.keys(thing)
            keys.append(self.pages.slug_key("playlists", pid))
        return self.table.ahead(keys)

    @cached_property
    def heads(self) -> Heads:
        """What exports hold and playlists are made of."""
        return Heads(self.table)

    @cached_property
    def rows(self) -> Rows:
        """Memberships, hearts, marks and the inbox list, to read."""
        return Rows(self.table, self.library)

    def fenced(self, gen: int, now: datetime) -> Fenced:
        """The same rows to write, under the fence of one attempt."""
        return Fenced(self.table, self.library, gen, now)

    @cached_property
    def listening(self) -> ListeningRows:
        """What exports tell of listening, and the ranks made of it."""
        return ListeningRows(self.table)

    @cached_property
    def dirt(self) -> Dirt:
        """What is yet to be published."""
        return Dirt(self.table)

    @cached_property
    def pages(self) -> Pages:
        """What is published: objects, and who mentions whom."""
        return Pages(self.table, self.library)

    @cached_property
    def nights(self) -> Nights:
        """What refresh remembers from one night to the next."""
        return Nights(self.table)

    @cached_property
    def pulls(self) -> Pulls:
        """How pulling from Spotify stands."""
        return Pulls(self.table)

    @cached_property
    def log(self) -> Log:
        """What changed, and when."""
        return Log(self.table)

    @cached_property
    def histories(self) -> Histories:
        """How playlists were cut, day by day."""
        return Histories(self.table)

    @cached_property
    def shelves(self) -> Shelves:
        """What is published, as other pages tell of it."""
        return Shelves(self.table)

    @cached_property
    def sounds(self) -> Sounds:
        """How liked tracks sound."""
        return Sounds(self.table, self.library)

    @cached_property
    def slips(self) -> SlipRows:
        """What may be an owner's slips."""
        return SlipRows(self.table, self.library)

    @cached_property
    def gatherings(self) -> GatheringRows:
        """Clusters of what is no playlist."""
        return GatheringRows(self.table)

    @cached_property
    def kinships(self) -> Kinships:
        """What sounds alike across the library."""
        return Kinships(self.table)
