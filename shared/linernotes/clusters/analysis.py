"""From a playlist document to its analysis."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from threadpoolctl import threadpool_limits

from linernotes.clusters.arrays import Floats, Ints
from linernotes.clusters.choice import GATE, Cut, choose, cuts
from linernotes.clusters.names import nameable, names
from linernotes.clusters.picture import picture
from linernotes.clusters.portrait import Portrait, portraits
from linernotes.clusters.space import COMPONENTS, components, placeable, scaled, weighted
from linernotes.features import NAMES, sound_of
from linernotes.models import Analysis, Cluster, PlaylistDocument, Track, Trait

# The clustering number: raised by hand when the recipe changes, so that standing analyses are
# made anew.
CLUSTERING = 1
ENOUGH_TRACKS = 30
DIGITS = 6


def analyse(
    document: PlaylistDocument,
    standing: Analysis | None = None,
    standing_document: PlaylistDocument | None = None,
) -> Analysis:
    """Cluster a playlist by how its tracks sound.

    The same document gives the same bytes, whatever the order of its rows (but for the order of
    `points` and `unplaced`, which is the document's) and however many threads there are.

    Parameters
    ----------
    document : the playlist as it stands.
    standing : the analysis that stands for it, if any; clusters keep their numbers.
    standing_document : the document that `standing` was made of.
    """
    # One thread: sums taken in another order would differ in the last bit, and at this size a
    # second thread costs more than it brings.
    with threadpool_limits(limits=1):
        return _analyse(document)


def _analyse(document: PlaylistDocument) -> Analysis:
    tracks = sorted(document.tracks, key=lambda track: track.key)
    table = np.array([sound_of(track) for track in tracks]).reshape(-1, len(NAMES))
    known = placeable(table)
    placed = [track for track, kept in zip(tracks, known, strict=True) if kept]
    if len(placed) < ENOUGH_TRACKS:
        why = f"Only {len(placed)} of {len(tracks)} tracks have audio features; "
        return Analysis(
            recipe=CLUSTERING,
            mode="none",
            why=why + f"{ENOUGH_TRACKS} are needed.",
            k=0,
            unplaced=tuple(track.key for track in document.tracks),
        )
    raw = table[known]
    units = scaled(raw)
    matrix = components(weighted(units), COMPONENTS).scores
    found = cuts(matrix)
    cut = choose(found, lambda one: nameable(portraits(raw, units, one.labels, one.k)))
    clusters = _clusters(placed, raw, units, matrix, cut)
    drawn = picture(matrix, units)
    keys = [track.key for track in placed]
    points = {
        key: (round(x, DIGITS), round(y, DIGITS)) for key, (x, y) in _rows(keys, drawn.points)
    }
    return Analysis(
        recipe=CLUSTERING,
        mode="sound",
        why="" if cut else _one_mood(found),
        k=len(clusters),
        silhouette=round(cut.silhouette, DIGITS) if cut else None,
        stability=round(cut.stability, DIGITS) if cut else None,
        axes=drawn.axes,
        clusters=clusters,
        unplaced=tuple(track.key for track in document.tracks if track.key not in points),
        points={track.key: points[track.key] for track in document.tracks if track.key in points},
    )


def _rows(keys: Sequence[str], points: Floats) -> list[tuple[str, tuple[float, float]]]:
    return [(key, (float(x), float(y))) for key, (x, y) in zip(keys, points, strict=True)]


def _one_mood(found: Sequence[Cut]) -> str:
    if not found:
        return "One mood: every way to cut the playlist leaves a handful of tracks by themselves."
    best = max(cut.stability for cut in found)
    return (
        "One mood: with a fifth of the tracks left out, no way to cut the playlist gives the same "
        f"clusters again (stability {best:.2f}, {GATE:.2f} is needed)."
    )


def _clusters(
    placed: Sequence[Track], raw: Floats, units: Floats, matrix: Floats, cut: Cut | None
) -> tuple[Cluster, ...]:
    if cut is None:
        labels: Ints = np.zeros(len(placed), dtype=np.intp)
        centres = matrix.mean(axis=0)[None]
    else:
        labels, centres = cut.labels, cut.centres
    drawn = portraits(raw, units, labels, len(centres))
    fixed = weighted(units)
    distance = np.sqrt(((matrix - centres[labels]) ** 2).sum(axis=1)).round(9)
    made = []
    for j, (portrait, name) in enumerate(zip(drawn, names(drawn), strict=True)):
        rows = sorted(np.flatnonzero(labels == j).tolist(), key=lambda row: (distance[row], row))
        made.append(
            Cluster(
                number=j + 1,
                name=name,
                tracks=tuple(placed[row].key for row in rows),
                profile=_profile(portrait),
                centroid=tuple(round(float(x), DIGITS) for x in fixed[rows].mean(axis=0)),
            )
        )
    return tuple(made)


def _profile(portrait: Portrait) -> tuple[Trait, ...]:
    strongest = sorted(portrait.z, key=lambda name: (-abs(portrait.z[name]), name))
    return tuple(
        Trait(
            feature=name,
            median=round(portrait.medians[name], DIGITS),
            z=round(portrait.z[name], DIGITS),
        )
        for name in strongest
        if name in portrait.medians
    )
