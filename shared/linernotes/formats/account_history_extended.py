"""`Streaming_History_Audio_*.json`: all that the owner ever listened to.

Its rows also tell from which address, device and country; none of that is read.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from linernotes.formats.json_values import JsonObject, any_of_first, as_list, as_object, has_keys
from linernotes.formats.listening import Play, listening
from linernotes.formats.source import Claim, Contents, Format, JsonFile, Source

_is_play = has_keys("ts", "ms_played", "master_metadata_track_name")


def claim(source: Source) -> Claim | None:
    """A list of plays with the keys of the extended history."""
    if not isinstance(source, JsonFile):
        return None
    rows = as_list(source.value)
    if not any_of_first(rows, _is_play):
        return None
    return Claim("an extended listening history", partial(_read, rows))


def _read(rows: Sequence[object]) -> Contents:
    plays = (_play(as_object(row)) for row in rows)
    return Contents(listening=(listening(plays, extended=True),))


def _play(row: JsonObject) -> Play:
    spoken = row.get("spotify_episode_uri") or row.get("episode_name") or row.get("audiobook_uri")
    return Play(
        ended=row.get("ts"),
        ms=row.get("ms_played"),
        name=row.get("master_metadata_track_name"),
        artist=row.get("master_metadata_album_artist_name"),
        album=row.get("master_metadata_album_album_name"),
        uri=row.get("spotify_track_uri"),
        spoken=bool(spoken) and not row.get("spotify_track_uri"),
    )


FORMAT = Format("account-history-extended", claim)
