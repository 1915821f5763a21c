"""The site's objects held against what the catalog knows of them."""

from __future__ import annotations

from dataclasses import dataclass, field

from linernotes.cloud import Cloud
from linernotes.usecases.assets import ASSETS
from linernotes.usecases.press import Press
from linernotes.usecases.waiting import LEFT, SITE, Waiting


@dataclass(frozen=True)
class Inventory:
    """Paths that are `missing`, by the thing that they belong to, and those of nothing."""

    missing: dict[str, tuple[str, ...]] = field(default_factory=dict)
    left: tuple[str, ...] = ()

    @property
    def clean(self) -> bool:
        """Whether every object is where it belongs."""
        return not self.missing and not self.left


def take(cloud: Cloud) -> Inventory:
    """Compare; only while the publisher rests, or in it, is the answer more than a hint.

    A thing whose writing was not finished is dirty, and whoever finishes it knows better.
    """
    stand = cloud.site.paths()
    pages = cloud.catalog.pages.all_pages()
    missing = {
        thing: tuple(sorted(page.files.keys() - stand))
        for thing, page in pages.items()
        if not page.open and page.files.keys() - stand
    }
    known = {path for page in pages.values() for path in (*page.files, *page.intent)}
    return Inventory(missing, tuple(sorted(stand - known)))


def settle(cloud: Cloud, press: Press, waiting: Waiting) -> None:
    """Have what is missing written again, and take away what belongs to nothing, where asked for.

    What belongs to nothing may be what is not read again yet: only who knows that nothing is due
    asks for it to go.
    """
    asked = {thing: token for thing in (SITE, LEFT) if (token := waiting.take(thing))}
    if not asked:
        return
    found = take(cloud)
    if SITE in asked:
        waiting.add(found.missing.keys() - {ASSETS})  # these are looked at in every run
        for thing, paths in found.missing.items():
            press.doubt(thing, paths)
    if LEFT in asked:
        press.take_away(found.left)
    for thing, token in asked.items():
        waiting.clear(thing, token)
