"""Playlist objects of the Spotify Web API, a page of one, or a bare list of rows or tracks."""

from __future__ import annotations

from functools import partial

from linernotes.formats.collecting import ExportRows
from linernotes.formats.json_values import JsonObject, any_of_first, as_list, as_object, is_list
from linernotes.formats.naming import name_of
from linernotes.formats.source import Claim, Contents, Format, JsonFile, Source
from linernotes.formats.web_api_tracks import is_row, is_track, page_warning, rows_of


def claim(source: Source) -> Claim | None:
    """A playlist object, a page of playlist rows, or a list of rows or tracks."""
    if not isinstance(source, JsonFile):
        return None
    if is_list(source.value):
        if not any_of_first(source.value, _is_entry):
            return None
        because = "a list of Web API rows or tracks"
        return Claim(because, partial(_read, name_of(source.key), {"items": source.value}))
    document = as_object(source.value)
    page = _page(document)
    if page is None:
        return None
    if page is document:
        because = "a page of playlist rows as the Web API gives it"
        return Claim(because, partial(_read, name_of(source.key), page))
    spelling = [
        f"“{name}”" for name in ("tracks", "items") if "items" in as_object(document.get(name))
    ]
    because = f"a Web API playlist object with its rows in {' and '.join(spelling)}"
    name = document.get("name")
    return Claim(
        because, partial(_read, name if isinstance(name, str) else name_of(source.key), page)
    )


def _is_entry(item: object) -> bool:
    return is_row(item) or is_track(item)


def _page(document: JsonObject) -> JsonObject | None:
    """The object whose `items` are the rows: inside a playlist, or the document itself.

    A file of the time of transition holds the page twice; the fuller one counts.
    """
    pages = [
        page
        for page in (as_object(document.get("items")), as_object(document.get("tracks")))
        if is_list(page.get("items"))
    ]
    if pages:
        return max(pages, key=lambda page: len(as_list(page["items"])))
    items = document.get("items")
    if not is_list(items):
        return None
    if any_of_first(items, _is_entry):
        return document
    return document if not items and {"total", "href"} <= document.keys() else None


def _read(name: str, page: JsonObject) -> Contents:
    export = ExportRows()
    playlist = export.playlist(name)
    for row in rows_of(as_list(page.get("items"))):
        playlist.add(row)
    export.warnings.extend(page_warning(page, "rows of the playlist"))
    return export.contents()


FORMAT = Format("web-api-playlist", claim)
