"""The inbox page: what became of every export, and how long playlists are pulled from Spotify."""

from __future__ import annotations

from collections.abc import Collection

from linernotes import pages
from linernotes.catalog import pulls
from linernotes.catalog.shelves import Shelf
from linernotes.cloud import Cloud
from linernotes.models import ExportDocument
from linernotes.pages.sign_ins import SignIn
from linernotes.usecases import views
from linernotes.usecases.press import Sheet, sheets_of


def inbox_page(
    cloud: Cloud, shelf: Collection[Shelf], exports: Collection[ExportDocument]
) -> dict[str, Sheet]:
    """Render it; `shelf` is what has a page, `exports` all that stand in the inbox."""
    sign_in = _sign_in(cloud.catalog.pulls.sign_in())
    return sheets_of(pages.inbox(views.inbox_view(shelf, exports, sign_in), cloud.root))


def _sign_in(stood: pulls.SignIn) -> SignIn | None:
    if stood.state == "off":
        return None
    return SignIn(stood.ends, ended=stood.state == "ended")
