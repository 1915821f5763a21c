"""What a run has yet to do: what was dirty when it began, and what its own work makes dirty."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping

from linernotes.aws import side_by_side
from linernotes.catalog.dirt import Dirt
from linernotes.catalog.pages import Pages
from linernotes.models import EntityKind
from linernotes.namesakes import named

PLAYLIST = "playlist#"
HOME, INBOX, FORGOTTEN = "home", "inbox", "forgotten"
# The site itself: its objects are to be held against what is known of them.
SITE = "site"
ERRORS = "errors"
SOUND = "sound"  # no page of its own: what pages of audio features compare with
KIN = "kin"  # no page either: what sounds alike across the library
KINDS: tuple[EntityKind, ...] = ("artist", "label", "genre")
_ENTITIES = tuple(f"{kind}#" for kind in KINDS)


class Waiting:
    """Dirty things that the run has not taken up, with the token that each was seen with.

    Taking a thing up comes before reading what it depends on: whatever changes later makes it
    dirty under a newer token, and `clear` then leaves it so.
    """

    def __init__(self, dirt: Dirt, token: Callable[[], str]) -> None:
        self._dirt = dirt
        self._token = token
        self._waiting: dict[str, str] = {}

    def read(self) -> None:
        """Look what is dirty now."""
        self._waiting |= self._dirt.read()

    def add(self, things: Iterable[str]) -> None:
        """Make things dirty, before what makes them so is written: a crash must not hide it.

        Those that wait already will see it as it is.
        """
        new = set(things) - self._waiting.keys()
        if new:
            token = self._token()
            self._dirt.put(new, token)
            self._waiting |= dict.fromkeys(new, token)

    def playlists(self) -> list[str]:
        """The playlists that wait."""
        return sorted(thing for thing in self._waiting if thing.startswith(PLAYLIST))

    def entities(self) -> list[str]:
        """The artists, labels and genres that wait."""
        return sorted(thing for thing in self._waiting if thing.startswith(_ENTITIES))

    def any(self) -> bool:
        """Whether something waits that a round settles."""
        return bool(self.playlists() or self.entities() or {SOUND, KIN} & self._waiting.keys())

    def take(self, thing: str) -> str | None:
        """Take a thing up; its token, or `None` where it does not wait."""
        return self._waiting.pop(thing, None)

    def clear_all(self, tokens: Mapping[str, str]) -> None:
        """Call many things clean, each under its token, side by side."""
        side_by_side(lambda one: self._dirt.clear(*one), tokens.items())

    def clear(self, thing: str, token: str) -> None:
        """Call a thing clean, unless it was made dirty again."""
        self._dirt.clear(thing, token)


def unlinked(going: Collection[str], dirty: Collection[str], pages: Pages) -> list[str]:
    """Those of the pages that go which no page names any more that is still to be rewritten.

    Pages that go together may name each other.
    """
    named_by = {thing: pages.mentioned_by(named(thing)) for thing in going}
    free = set(going)
    while held := {one for one in free if (set(dirty) - free).intersection(named_by[one])}:
        free -= held
    return sorted(free)
