"""Which bar charts a playlist has, and what each shows."""

from __future__ import annotations

from collections.abc import Sequence

from linernotes import counts
from linernotes.figures import Bar
from linernotes.pages.groups import MOST_BARS, reaches
from linernotes.pages.views import TableLine, TrackLine, YearLine

# In the order in which a page tells them.
KINDS = ("artists", "albums", "labels", "genres", "years")


def charts(lines: Sequence[TrackLine]) -> dict[str, tuple[Bar, ...]]:
    """Give the bars of each chart of `KINDS` that has enough of them to compare."""
    tables: tuple[Sequence[TableLine | YearLine], ...] = (
        counts.artists(lines),
        counts.albums(lines),
        counts.labels(lines),
        counts.genres(lines),
        counts.years(lines),
    )
    return {
        kind: tuple(Bar(one.name, one.tracks, one.liked) for one in table[:MOST_BARS])
        for kind, table in zip(KINDS, tables, strict=True)
        if reaches(table, likes_known=False)
    }
