"""The clusters as they are told: their order, names, profiles, misfits and sub-moods."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from linernotes.clusters.arrays import Floats, Ints
from linernotes.clusters.choice import Cut, choose, cuts, most_clusters, spread
from linernotes.clusters.ground import Ground
from linernotes.clusters.marks import DECADE, GENRE, LABEL, Kind, lacks, marks
from linernotes.clusters.misfits import misfits
from linernotes.clusters.names import names
from linernotes.clusters.portrait import Portrait, portraits
from linernotes.clusters.space import COMPONENTS, components, fixed
from linernotes.models import Cluster, Mode, Submood, Trait

DIGITS = 6
# A playlist with more tracks than this shows the moods within its moods.
MANY_TRACKS = 1000
MOST_SUBMOODS = 4
SUBMOOD_SAMPLE = 400
# What may mark a cluster: of each group the first kind that does. Where nothing is known of the
# sound there are no other words, so the decade stands beside the genre or the label.
_MARKS: dict[Mode, tuple[tuple[Kind, ...], ...]] = {
    "blend": ((GENRE, DECADE),),
    "context": ((GENRE, LABEL), (DECADE,)),
}


def moods(ground: Ground, cut: Cut | None) -> tuple[Cluster, ...]:
    """The clusters of a playlist, by number; one with all tracks where there is no cut.

    In each the most typical tracks come first: those nearest to its centre in the space that
    was clustered.
    """
    labels = cut.labels if cut else np.zeros(len(ground.tracks), dtype=np.intp)
    centres = cut.centres if cut else ground.matrix.mean(axis=0)[None]
    k = len(centres)
    drawn, told = told_by(ground, labels, centres)
    odd = misfits(ground.whole, labels, k)
    ordered = _typical(ground.matrix, labels, centres)
    made = []
    for j, name in enumerate(names(drawn, told)):
        rows = np.sort(ordered[j])
        typical = ordered[j].tolist()
        strange = [row for row in typical if odd[row]]
        made.append(
            Cluster(
                number=j + 1,
                name=name,
                tracks=_keys(ground, typical),
                profile=_profile(drawn[j]),
                misfits=_keys(ground, strange),
                misfit_places=_places(ground, strange),
                centroid=_centroid(ground, rows),
                submoods=_submoods(ground, rows) if len(ground.tracks) > MANY_TRACKS else (),
            )
        )
    return tuple(made)


def told_by(ground: Ground, labels: Ints, centres: Floats) -> tuple[list[Portrait], list[str]]:
    """What the names of clusters are made from: a portrait and a mark of each.

    `labels` (n,) are those of the tracks on `ground`, `centres` (k, c) stand in its space.
    """
    ordered = _typical(ground.matrix, labels, centres)
    tracks = [[ground.tracks[row] for row in rows.tolist()] for rows in ordered]
    told = [marks(tracks, kinds) for kinds in _MARKS.get(ground.mode, ())]
    both = [", ".join(filter(None, of_one)) for of_one in zip(*told, strict=True)]
    drawn = portraits(ground.raw, ground.units, ordered)
    if ground.mode == "context":
        drawn = [replace(one, lacks=genre) for one, genre in zip(drawn, lacks(tracks), strict=True)]
    return drawn, both or [""] * len(ordered)


def _submoods(ground: Ground, rows: Ints) -> tuple[Submood, ...]:
    """The moods within one cluster, the largest first; none where it is all one mood.

    It gets principal components of its own: those of the playlist show how it differs from the
    other clusters, these how its own tracks differ.
    """
    part = ground.part(rows.tolist())
    matrix = components(part.whole, COMPONENTS).scores
    part = replace(part, matrix=matrix)
    thin = matrix[:: -(-len(matrix) // SUBMOOD_SAMPLE)]
    most = min(MOST_SUBMOODS, most_clusters(len(thin)))
    cut = choose(cuts(thin, most), nameable=lambda _: True)
    if cut is None:
        return ()
    cut = spread(matrix, cut)
    made = []
    ordered = _typical(matrix, cut.labels, cut.centres)
    for typical, name in zip(ordered, names(*told_by(part, cut.labels, cut.centres)), strict=True):
        made.append(Submood(name=name, tracks=_keys(part, typical.tolist())))
    return tuple(made)


def _typical(matrix: Floats, labels: Ints, centres: Floats) -> list[Ints]:
    """The rows of each cluster, those nearest to its centre first."""
    # Rounded, or the last bit would order tracks that are equally far; those stand by their key,
    # as the rows do.
    apart = np.sqrt(((matrix - centres[labels]) ** 2).sum(axis=1)).round(9)
    within = (np.flatnonzero(labels == j) for j in range(len(centres)))
    return [rows[apart[rows].argsort(kind="stable")] for rows in within]


def _keys(ground: Ground, rows: Sequence[int]) -> tuple[str, ...]:
    return tuple(ground.tracks[row].key for row in rows)


def _places(ground: Ground, rows: Sequence[int]) -> tuple[tuple[float, ...], ...]:
    """Where tracks stand in the fixed space; nowhere where no sound is known."""
    if ground.mode == "context" or not rows:
        return ()
    places = fixed(ground.units.to_numpy()[rows]).round(DIGITS) + 0.0
    return tuple(tuple(place) for place in places.tolist())


def _centroid(ground: Ground, rows: Ints) -> tuple[float, ...]:
    if ground.mode == "context":
        return ()
    centre = fixed(ground.units.to_numpy()[rows]).mean(axis=0).round(DIGITS) + 0.0
    return tuple(centre.tolist())


def _profile(portrait: Portrait) -> tuple[Trait, ...]:
    medians = portrait.medians
    strongest = sorted(portrait.z, key=lambda name: (-abs(portrait.z[name]), name))
    return tuple(
        Trait(
            feature=name,
            median=round(medians[name], DIGITS),
            z=round(portrait.z[name], DIGITS),
        )
        for name in strongest
        if name in medians
    )
