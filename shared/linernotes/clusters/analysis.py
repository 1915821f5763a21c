"""From a playlist document to its analysis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from threadpoolctl import threadpool_limits

from linernotes.clusters.choice import FEWEST_CLUSTERS, GATE, Cut, choose, cuts, joined, spread
from linernotes.clusters.copies import strength
from linernotes.clusters.ground import Ground, ground
from linernotes.clusters.moods import moods, told_by
from linernotes.clusters.names import nameable
from linernotes.clusters.picture import Picture, picture
from linernotes.clusters.standing import (
    MUCH_CHANGED,
    Document,
    carried,
    changes,
    numbers_of,
    renumbered,
)
from linernotes.models import Analysis
from linernotes.recipes import CLUSTERING

# k, silhouette, stability and strength are measured on at most so many tracks, taken evenly by
# key: the time of a large playlist is that of a middling one, and so is the memory.
SAMPLE = 1000
DIGITS = 6


def analyse(
    document: Document,
    standing: Analysis | None = None,
    standing_document: Document | None = None,
) -> Analysis:
    """Cluster a playlist, or what is gathered of several.

    The same document gives the same bytes, whatever the order of its rows (but for the order of
    `points` and `unplaced`, which is the document's) and however many threads there are.

    Parameters
    ----------
    document : the playlist as it stands.
    standing : the analysis that stands for it, if any: its clusters keep their numbers, and k is
        chosen anew only for a good reason, such as another recipe or mode.
    standing_document : the document that `standing` was made of, if at hand: tracks whose facts
        changed count as changed too, not only those that came and went.
    """
    # One thread: sums taken in another order would differ in the last bit, and at this size a
    # second thread costs more than it brings.
    with threadpool_limits(limits=1):
        found = ground(document.tracks, standing.mode if standing else None)
        kept = _kept(found, standing, standing_document)
        if standing and not kept:
            # With k the mode is chosen anew too.
            found = ground(document.tracks)
        if isinstance(found, str):
            return Analysis(
                recipe=CLUSTERING,
                mode="none",
                why=found,
                k=0,
                unplaced=tuple(track.key for track in document.tracks),
            )
        return _analyse(document, found, kept, standing)


@dataclass(frozen=True)
class _Kept:
    """The standing clusters, and how many tracks changed since their k was chosen."""

    cut: Cut
    drift: int


def _analyse(
    document: Document, found: Ground, kept: _Kept | None, standing: Analysis | None
) -> Analysis:
    thin = found.thinned(SAMPLE)
    cut, why = (kept.cut, "") if kept else _chosen(thin, standing)
    grown = joined if kept else spread
    places = dict(zip(found.keys, _coordinates(drawn := picture(found)), strict=True))
    clusters = moods(found, grown(found.matrix, cut) if cut else None)
    return Analysis(
        recipe=CLUSTERING,
        mode=found.mode,
        why=why,
        k=len(clusters),
        silhouette=round(cut.silhouette, DIGITS) if cut else None,
        stability=round(cut.stability, DIGITS) if cut else None,
        strength=strength(thin, cut) if cut else "",
        drift=kept.drift if kept else 0,
        axes=drawn.axes,
        clusters=clusters,
        unplaced=tuple(track.key for track in document.tracks if track.key not in places),
        points={track.key: places[track.key] for track in document.tracks if track.key in places},
    )


def _kept(found: Ground | str, standing: Analysis | None, before: Document | None) -> _Kept | None:
    """The standing clusters, where they need not be chosen anew."""
    if isinstance(found, str) or standing is None or standing.k < FEWEST_CLUSTERS:
        return None
    # What another recipe made, or what was made of another kind of facts, gives numbers at most.
    if (standing.recipe, standing.mode) != (CLUSTERING, found.mode):
        return None
    numbers = numbers_of(standing)
    drift = standing.drift + changes(standing, before, found.tracks)
    if drift >= MUCH_CHANGED * len(numbers):
        return None
    cut = carried(found, found.thinned(SAMPLE), numbers, standing.k)
    return _Kept(cut, drift) if cut else None


def _chosen(thin: Ground, standing: Analysis | None) -> tuple[Cut | None, str]:
    """The best cut under standing numbers where they fit, or None and why there is none."""
    found = cuts(thin.matrix)
    cut = choose(found, lambda one: nameable(*told_by(thin, one.labels, one.centres)))
    if cut is None:
        return None, _one_mood(thin, found)
    return (renumbered(thin, cut, numbers_of(standing)) if standing else cut), ""


def _one_mood(thin: Ground, found: Sequence[Cut]) -> str:
    if len(np.unique(thin.matrix.round(9), axis=0)) == 1:
        return "One mood: all tracks are alike in what is known of them."
    if not found:
        return "One mood: every way to cut it leaves a handful of tracks by themselves."
    best = max(cut.stability for cut in found)
    return (
        "One mood: with a fifth of the tracks left out, no way to cut it gives the same "
        f"clusters again (stability {best:.2f}, {GATE:.2f} is needed)."
    )


def _coordinates(drawn: Picture) -> list[tuple[float, float]]:
    # Adding 0 turns a negative zero, which is written differently, into a plain one.
    return [(x, y) for x, y in (drawn.points.round(DIGITS) + 0.0).tolist()]
