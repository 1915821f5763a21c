"""Every format that Linernotes reads, and the way from an upload's bytes to what it says.

A further format is a module with a `FORMAT` and a line in `FORMATS`.
"""

from __future__ import annotations

from linernotes.formats import (
    account_history,
    account_history_extended,
    account_library,
    account_playlists,
    exportify,
    mpd,
    own,
    soundiiz,
    spotdl,
    spotify_backup,
    tunemymusic,
    watsonbox,
    web_api_features,
    web_api_playlist,
    web_api_saved,
    web_api_top,
)
from linernotes.formats.archive import is_zip, read_zip
from linernotes.formats.cleaning import text
from linernotes.formats.decoding import decode
from linernotes.formats.json_values import is_list
from linernotes.formats.limits import check_size
from linernotes.formats.source import Format, JsonFile, NotAnExport, Source, Table
from linernotes.models import ExportReading

# The first to claim a source reads it, so the stricter shapes stand before the looser ones.
FORMATS: tuple[Format, ...] = (
    own.FORMAT,
    account_library.FORMAT,
    account_playlists.FORMAT,
    account_history.FORMAT,
    account_history_extended.FORMAT,
    mpd.FORMAT,
    spotdl.FORMAT,
    spotify_backup.FORMAT,
    web_api_top.FORMAT,
    web_api_saved.FORMAT,
    web_api_features.FORMAT,
    web_api_playlist.FORMAT,
    watsonbox.FORMAT,
    exportify.FORMAT,
    tunemymusic.FORMAT,
    soundiiz.FORMAT,
)

_ADVICE = (
    "Drop a playlist of the Spotify Web API, a table of exportify.net, a Spotify account download,"
    " or another of the exports that the documentation lists."
)


def read(data: bytes, key: str) -> ExportReading:
    """Read an export.

    Parameters
    ----------
    data : the bytes of the object, of whatever content.
    key : the object's key; its last segment names a playlist whose file does not.

    Raises
    ------
    Refused : the file is at fault; nothing else is raised whatever `data` holds.
    """
    check_size(len(data))
    return read_zip(data, _read_file) if is_zip(data) else _read_file(data, key)


def _read_file(data: bytes, key: str) -> ExportReading:
    source = decode(data, key)
    for format_ in FORMATS:
        claim = format_.claim(source)
        if claim is None:
            continue
        contents = claim.read()
        return ExportReading(
            format=format_.id,
            because=claim.because,
            playlists=contents.playlists,
            liked=tuple(sorted(contents.liked)),
            facts=contents.facts,
            listening=contents.listening,
            top_tracks=contents.top_tracks,
            warnings=contents.warnings,
        )
    raise _unknown(source)


def _unknown(source: Source) -> NotAnExport:
    if isinstance(source, JsonFile):
        seen = "It is JSON, but no playlist export that is known here"
        return NotAnExport(seen, place=_outline(source.value), advice=_ADVICE)
    if isinstance(source, Table):
        titles = ", ".join(text(title)[:40] for title in source.titles[:8])
        seen = "It is a table, but not one of a playlist export that is known here"
        return NotAnExport(seen, place=f"line 1: {titles}"[:200], advice=_ADVICE)
    first = text(next((line for line in source.lines() if line.strip()), ""))
    seen = "It is text, but no playlist export that is known here"
    return NotAnExport(seen, place=f"line 1: {first}"[:200], advice=_ADVICE)


def _outline(value: object) -> str:
    if isinstance(value, dict):
        keys = ", ".join(text(key)[:40] for key in list(value)[:8])
        return f"an object with the keys {keys}"[:200] if keys else "an empty object"
    if is_list(value):
        return f"a list of {len(value):,}"
    return "a single value"
