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
# The site itself: its objects are to be held against what is known of them, for those that are
# missing, and for those that belong to nothing.
SITE, LEFT = "site", "left"
ERRORS = "errors"
SOUND = "sound"  # no page of its own: what pages of audio features compare with
KIN = "kin"  # no page either: what sounds alike across the library
KINDS: tuple[EntityKind, ...] = ("artist", "label", "genre")
_ENTITIES = tuple(f"{kind}#" for kind in KINDS)
_IN_VAIN = "tried"  # what is noted of a thing that is as dirty after it was taken up

# Does the work on a thing so that its failure is that thing's alone.
type Guard = Callable[[str, Callable[[], None]], None]


class Waiting:
    """Dirty things that the run has not taken up, with the token that each was seen with.

    Taking a thing up comes before reading what it depends on: whatever changes later makes it
    dirty under a newer token, and `clear` then leaves it so.
    """

    def __init__(self, dirt: Dirt, token: Callable[[], str]) -> None:
        self._dirt = dirt
        self._token = token
        self._waiting: dict[str, str] = {}
        self._taken: dict[str, str] = {}
        # Taken up by an earlier run, under the tokens that they still have.
        self._tried: set[str] = set()
        self.cleared = 0  # how often something was called clean

    def read(self) -> None:
        """Look what is dirty now."""
        found = self._dirt.read_with_asked()
        self._waiting |= {thing: token for thing, (token, _) in found.items()}
        self._tried |= {thing for thing, (_, asked) in found.items() if asked}

    def add(self, things: Iterable[str]) -> None:
        """Make things dirty, before what makes them so is written: a crash must not hide it.

        Those that wait already will see it as it is.
        """
        new = set(things) - self._waiting.keys()
        if new:
            token = self._token()
            self._dirt.put(new, token)
            self._waiting |= dict.fromkeys(new, token)
            self._tried -= new

    def playlists(self) -> list[str]:
        """The playlists that wait."""
        return sorted(thing for thing in self._waiting if thing.startswith(PLAYLIST))

    def entities(self) -> list[str]:
        """The artists, labels and genres that wait."""
        return sorted(thing for thing in self._waiting if thing.startswith(_ENTITIES))

    def any(self) -> bool:
        """Whether something waits that a round settles."""
        return bool(self.playlists() or self.entities() or {SOUND, KIN} & self._waiting.keys())

    def lists(self) -> bool:
        """Whether something waits that tells of the whole library."""
        return not self._waiting.keys().isdisjoint({HOME, INBOX, ERRORS, FORGOTTEN})

    def take(self, thing: str) -> str | None:
        """Take a thing up; its token, or `None` where it does not wait."""
        token = self._waiting.pop(thing, None)
        if token:
            self._taken[thing] = token
        return token

    def clear_all(self, tokens: Mapping[str, str]) -> None:
        """Call many things clean, each under its token, side by side."""
        side_by_side(lambda one: self._dirt.clear(*one), tokens.items())
        self.cleared += len(tokens)

    def clear(self, thing: str, token: str) -> None:
        """Call a thing clean, unless it was made dirty again."""
        self._dirt.clear(thing, token)
        self.cleared += 1

    def in_vain(self, thing: str) -> None:
        """Note that a playlist or an entity stays dirty though it was taken up."""
        known = thing in self._tried or not thing.startswith((PLAYLIST, *_ENTITIES))
        if thing in self._taken and not known:
            self._dirt.ask(thing, self._taken[thing], _IN_VAIN)

    def untried_first(self, things: Iterable[str]) -> list[str]:
        """Things in their order, but last those that an earlier run took up in vain."""
        return sorted(things, key=self._tried.__contains__)

    def let_rest(self, left: Collection[str], cleared: int) -> None:
        """Wait for what a run has no room for, unless another run would come no further with it.

        That is where all of it was tried in vain before, and nothing was called clean in this run
        since `cleared` was read. What it waits for wakes the publisher; failing that, the night
        does, under new tokens.
        """
        if self.cleared == cleared and self._tried.issuperset(left):
            for thing in left:
                self._waiting.pop(thing, None)


def unlinked(going: Collection[str], dirty: Collection[str], pages: Pages) -> list[str]:
    """Those of the pages that go which no page names any more that is still to be rewritten.

    Pages that go together may name each other.
    """
    named_by = {thing: _named_by(thing, pages) for thing in going}
    free = set(going)
    while held := {one for one in free if (set(dirty) - free).intersection(named_by[one])}:
        free -= held
    return sorted(free)


def _named_by(thing: str, pages: Pages) -> set[str]:
    """The things whose pages may name it; labels of one house mention the house, not each other."""
    mentions = pages.page(thing).mentions if thing.startswith("label#") else ()
    houses = [one for one in mentions if one.startswith("family#")]
    return {other for one in (named(thing), *houses) for other in pages.mentioned_by(one)}
