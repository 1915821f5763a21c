"""Identity across refreshes: `Cluster #2` stays itself while the playlist stays much the same."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from scipy.optimize import linear_sum_assignment
from sklearn.metrics.pairwise import euclidean_distances

from linernotes.clusters.arrays import Floats, Ints
from linernotes.clusters.choice import Cut, cut_into, most_clusters
from linernotes.clusters.ground import Ground
from linernotes.clusters.tags import decade_of, genres_of, label_tokens
from linernotes.features import sound_of
from linernotes.models import Analysis, Gathering, Mode, PlaylistDocument, Track

# From this share of changed tracks on, summed since k was chosen, it is chosen anew.
MUCH_CHANGED = 0.25
# A standing cut is given up later than a new one is refused (`choice.GATE`), or a playlist near
# that border would be cut up and put together again with every few tracks.
GATE = 0.40


# What is clustered.
type Document = Gathering | PlaylistDocument


def numbers_of(standing: Analysis) -> dict[str, int]:
    """The cluster, counted from 0, of every track key that `standing` placed."""
    return {key: c.number - 1 for c in standing.clusters for key in c.tracks}


def changes(standing: Analysis, before: Document | None, tracks: tuple[Track, ...]) -> int:
    """How many of the placed tracks came, went or tell something else now.

    Parameters
    ----------
    standing : the analysis that stands.
    before : the document it was made of; without it only coming and going counts.
    tracks : the tracks that are placed now.
    """
    old = numbers_of(standing).keys()
    new = {track.key: track for track in tracks}
    changed = len(old ^ new.keys())
    if before is not None:
        mode = standing.mode
        was = {t.key: _facts(t, mode) for t in before.tracks if t.key in old}
        changed += sum(key in was and was[key] != _facts(t, mode) for key, t in new.items())
    return changed


def _facts(track: Track, mode: Mode) -> tuple[object, ...]:
    """What places a track in a playlist of this mode."""
    sound = repr(sound_of(track))  # as text, since NaN is not equal to itself
    if mode == "sound":
        return (sound,)
    filed = (frozenset(genres_of(track)), decade_of(track))
    return (sound, *filed) if mode == "blend" else (*filed, label_tokens(track))


def carried(ground: Ground, thin: Ground, numbers: Mapping[str, int], k: int) -> Cut | None:
    """The standing clusters of the tracks on `ground`, moved by one step and no more.

    Every track goes to the nearest of the places around which the clusters stand now. It is judged
    and cut on `thin`, a part of `ground`. None when a cluster has lost its tracks or the cut no
    longer holds; then k has to be chosen anew.
    """
    labels = np.array([numbers.get(track.key, -1) for track in ground.tracks], dtype=np.intp)
    sizes = np.bincount(labels[labels >= 0], minlength=k)
    if k > most_clusters(len(labels)) or sizes.min() == 0:
        return None
    centres = np.array([ground.matrix[labels == j].mean(axis=0) for j in range(k)])
    cut = cut_into(thin.matrix, k, euclidean_distances(thin.matrix), start=centres)
    return cut if cut and cut.stability >= GATE and cut.silhouette > 0 else None


def renumbered(ground: Ground, cut: Cut, numbers: Mapping[str, int]) -> Cut:
    """The same clusters, each under the standing number with which it shares most tracks."""
    overlap = np.zeros((cut.k, cut.k))
    for track, label in zip(ground.tracks, cut.labels, strict=True):
        number = numbers.get(track.key, -1)
        if 0 <= number < cut.k:
            overlap[label, number] += 1
    number_of = assignment(overlap)
    centres = np.empty_like(cut.centres)
    centres[number_of] = cut.centres
    return Cut(cut.k, centres, number_of[cut.labels], cut.silhouette, cut.stability)


def assignment(worth: Floats) -> Ints:
    """The column for each row of a (k, k) table, each column once, that is worth most in sum."""
    columns: Ints = linear_sum_assignment(worth, maximize=True)[1]
    return columns
