"""Audio features by themselves, from the Spotify Web API or from ReccoBeats: facts, no playlist."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from linernotes.formats.collecting import FactRows, Row, track_of
from linernotes.formats.columns import FEATURES
from linernotes.formats.json_values import JsonObject, any_of_first, as_list, as_object, has_keys
from linernotes.formats.source import Claim, Contents, Format, JsonFile, Source
from linernotes.models import Track

_TELLING = 3


def claim(source: Source) -> Claim | None:
    """Features of one track, a list of them, or a list below `audio_features` or `content`."""
    if not isinstance(source, JsonFile):
        return None
    document = as_object(source.value)
    if _is_features(document) and "name" not in document:
        return Claim("the audio features of one track", partial(_read, [document]))
    for name, writer, by in (
        ("audio_features", "the Web API", ""),
        ("content", "ReccoBeats", "ReccoBeats"),
    ):
        items = as_list(document.get(name))
        if any_of_first(items, _is_features):
            because = f"a list of audio features as {writer} gives it"
            return Claim(because, partial(_read, items, by))
    items = as_list(source.value)
    if any_of_first(items, _is_features) and not any_of_first(items, has_keys("name")):
        return Claim("a list of audio features", partial(_read, items))
    return None


def _is_features(value: object) -> bool:
    return len(set(FEATURES.values()) & as_object(value).keys()) >= _TELLING


def _read(items: Sequence[object], by: str = "") -> Contents:
    facts = FactRows()
    for item in items:
        facts.count()
        told = as_object(item)
        row = Row(
            uri=_address(told),
            duration_ms=told.get("duration_ms"),
            isrc=told.get("isrc"),
            features=told,
        )
        track = track_of(row)
        # A track whose address is unknown cannot be joined with any other.
        if isinstance(track, Track) and track.uri and track.features:
            features = replace(track.features, by=by)
            facts.keep(replace(track, features=features))
    return Contents(facts=facts.tracks(), warnings=facts.warnings("audio features"))


def _address(told: JsonObject) -> object:
    """The track's URI or Spotify id.

    ReccoBeats has ids of its own, answers in an order of its own and leaves out what it does not
    know; what it was asked for is the last segment of `href`.
    """
    href = told.get("href")
    if isinstance(href, str):
        return href.partition("?")[0].rstrip("/").rpartition("/")[2]
    return told.get("uri") or told.get("id")


FORMAT = Format("web-api-features", claim)
