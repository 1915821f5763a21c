"""`StreamingHistory_music_0.json` of a Spotify account download: a year of listening, by name."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from linernotes.formats.json_values import any_of_first, as_list, as_object, has_keys
from linernotes.formats.listening import Play, listening, only_podcasts
from linernotes.formats.source import Claim, Contents, Format, JsonFile, Source

_is_play = has_keys("endTime", "artistName", "trackName", "msPlayed")
_is_podcast = has_keys("endTime", "podcastName", "episodeName", "msPlayed")


def claim(source: Source) -> Claim | None:
    """A list of plays with an end, an artist, a title and milliseconds.

    Raises `NotAnExport` for the history of podcasts that lies beside it in a download.
    """
    if not isinstance(source, JsonFile):
        return None
    rows = as_list(source.value)
    if not any_of_first(rows, _is_play):
        if any_of_first(rows, _is_podcast):
            raise only_podcasts()
        return None
    return Claim("a year of listening out of an account download", partial(_read, rows))


def _read(rows: Sequence[object]) -> Contents:
    told = map(as_object, rows)
    plays = (
        Play(row.get("endTime"), row.get("msPlayed"), row.get("trackName"), row.get("artistName"))
        for row in told
    )
    return Contents(listening=(listening(plays, extended=False),))


FORMAT = Format("account-history", claim)
