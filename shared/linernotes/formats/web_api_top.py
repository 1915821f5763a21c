"""A page of the owner's top tracks of the Spotify Web API: ranks, and facts of those tracks."""

from __future__ import annotations

import re
from functools import partial
from typing import cast

from linernotes.formats.cleaning import whole
from linernotes.formats.collecting import FactRows, track_of
from linernotes.formats.json_values import JsonObject, as_list, as_object, is_list
from linernotes.formats.source import Claim, Contents, Format, JsonFile, Source
from linernotes.formats.web_api_tracks import track_row
from linernotes.models import TimeRange, TopTracks, Track

_ADDRESS = re.compile(r"/me/top/tracks\b")
_RANGE = re.compile(r"[?&]time_range=(short_term|medium_term|long_term)\b")


def claim(source: Source) -> Claim | None:
    """A page whose address is that of top tracks."""
    if not isinstance(source, JsonFile):
        return None
    page = as_object(source.value)
    if not is_list(page.get("items")) or not _ADDRESS.search(str(page.get("href"))):
        return None
    return Claim("a page of top tracks, as its address says", partial(_read, page))


def _read(page: JsonObject) -> Contents:
    before = whole(page.get("offset"), 0, 100_000) or 0
    # The Web API leaves out what it was not asked for: then the range is the medium one.
    asked = _RANGE.search(str(page.get("href")))
    facts = FactRows()
    places: dict[str, int] = {}
    for place, item in enumerate(as_list(page.get("items")), before + 1):
        facts.count()
        track = track_of(track_row(as_object(item)))
        if isinstance(track, Track):
            facts.keep(track)
            places.setdefault(track.key, place)
    top = TopTracks(
        time_range=cast(TimeRange, asked[1]) if asked else "medium_term",
        places=places,
    )
    return Contents(facts=facts.tracks(), top_tracks=(top,), warnings=facts.warnings("top tracks"))


FORMAT = Format("web-api-top", claim)
