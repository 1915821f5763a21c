"""What an export tells of the owner's listening, as the document that stands for it."""

from __future__ import annotations

from collections.abc import Callable

from linernotes.listening.documents import Credit, ListeningDocument
from linernotes.models import ExportReading, Listening


def told(reading: ExportReading, put: Callable[[Listening], str]) -> ListeningDocument | None:
    """The listening that was read out of an export, `None` where it tells none.

    Parameters
    ----------
    put : writes the document of a history and gives its address.
    """
    if not reading.listening and not reading.top_tracks:
        return None
    wanted = {key for top in reading.top_tracks for key in top.places}
    return ListeningDocument(
        histories=tuple(map(put, reading.listening)),
        top_tracks=reading.top_tracks,
        credits={
            track.key: Credit(name=track.name, artists=track.artists, album=track.album)
            for track in sorted(reading.facts, key=lambda track: track.key)
            if track.key in wanted
        },
    )
