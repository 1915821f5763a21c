"""A page of saved tracks of the Spotify Web API: liked songs."""

from __future__ import annotations

from functools import partial

from linernotes.formats.collecting import ExportRows
from linernotes.formats.json_values import all_of_first, as_list, as_object, is_list
from linernotes.formats.naming import LIKED_TRACKS
from linernotes.formats.source import Claim, Contents, Format, JsonFile, Source
from linernotes.formats.web_api_tracks import is_row, page_warning, rows_of


def claim(source: Source) -> Claim | None:
    """A page whose address is that of saved tracks, or whose rows hold no more than they do."""
    if not isinstance(source, JsonFile):
        return None
    page = as_object(source.value)
    items = page.get("items")
    if not is_list(items):
        return None
    address = str(page.get("href") or "")
    if "/me/tracks" in address:
        return Claim("a page of saved tracks, as its address says", partial(_read, source))
    if not address and all_of_first(items, _is_bare_row):
        return Claim("a page of rows as the Web API gives saved tracks", partial(_read, source))
    return None


def _is_bare_row(item: object) -> bool:
    """Whether a row tells no more than saved ones do.

    Rows of a playlist tell besides who added them, and whether they are local.
    """
    return as_object(item).keys() == {"added_at", "track"} and is_row(item)


def _read(source: JsonFile) -> Contents:
    page = as_object(source.value)
    export = ExportRows()
    playlist = export.playlist(LIKED_TRACKS, liked_tracks=True)
    for row in rows_of(as_list(page.get("items"))):
        playlist.add(row)
    export.warnings.extend(page_warning(page, "saved tracks"))
    return export.contents()


FORMAT = Format("web-api-saved", claim)
