"""What the log says of an export: counts, and the first rows that were not kept."""

from __future__ import annotations

from collections import Counter
from itertools import islice

from linernotes.models import ExportDocument

_SHOWN = 20  # rows, warnings: a log line has 256 KB, and a reader of logs less patience


def report(document: ExportDocument | None) -> dict[str, object]:
    """The fields of the one log line an export; titles of tracks stay out of it."""
    if document is None:
        return {"format": "", "playlists": 0}
    skipped = ((one.name, skip) for one in document.playlists for skip in one.skipped)
    return {
        "format": document.format,
        "because": document.because,
        "playlists": len(document.playlists),
        "kept": sum(one.kept for one in document.playlists),
        "skipped": Counter(skip.reason for one in document.playlists for skip in one.skipped),
        "first_skipped": [
            {"playlist": name, "row": skip.row, "reason": skip.reason}
            for name, skip in islice(skipped, _SHOWN)
        ],
        "liked": document.likes,
        "features_of": document.features_of,
        "plays": document.plays,
        "warnings": document.warnings[:_SHOWN],
        "refusals": [
            {"reason": one.reason, "place": one.place} for one in document.refusals[:_SHOWN]
        ],
    }
