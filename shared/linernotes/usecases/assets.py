"""The files that all pages share: stylesheet, script, error page."""

from __future__ import annotations

from collections.abc import Callable

from linernotes import pages
from linernotes.catalog.catalog import Catalog
from linernotes.usecases.press import Press, sheets_of, standing

ASSETS = "assets"


def settle_assets(press: Press, catalog: Catalog, everything: Callable[[], None]) -> None:
    """Write them; when they changed, `everything` makes every page dirty."""
    wanted = sheets_of(pages.assets())
    stands = catalog.pages.page(ASSETS)
    if stands.open or any(stands.files.get(p) != s.content for p, s in wanted.items()):
        everything()
        # What older pages still use stays until they are rewritten.
        kept = {p: standing(c) for p, c in stands.files.items() if p not in wanted}
        press.settle(ASSETS, wanted | kept)


def drop_old_assets(press: Press, catalog: Catalog) -> None:
    """Take away those that no page uses any more."""
    wanted = sheets_of(pages.assets())
    stands = catalog.pages.page(ASSETS)
    if stands.files.keys() - wanted.keys() and not catalog.dirt.read():
        press.settle(ASSETS, wanted)
