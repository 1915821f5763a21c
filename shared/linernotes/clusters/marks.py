"""What a cluster is made of, in the words of its exports: a genre, a decade, a label."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from linernotes.clusters.portrait import leading
from linernotes.clusters.tags import decade_of, genres_of
from linernotes.models import Track

MOST_LETTERS = 24
MOST_WORDS = 3
FEWEST_TRACKS = 3
# What fewer artists than that bear says something of them, not of the cluster.
FEWEST_ARTISTS = 3
# A cluster that is so much of the playlist is called by what most of it is.
MOST_OF_IT = 0.55
# What hardly a track of a cluster bears and most of the others do, the cluster lacks.
HARDLY, MOST_OF_THE_REST = 0.1, 0.5


@dataclass(frozen=True)
class Kind:
    """A kind of mark: how to read it off a track, and what it takes to mark a cluster.

    `share` of the cluster's tracks must bear it, of those that lead too, and `lift` times the
    playlist's share.
    """

    read: Callable[[Track], Sequence[str]]
    share: float
    lift: float


GENRE = Kind(genres_of, 0.2, 1.25)
DECADE = Kind(lambda track: [decade] if (decade := decade_of(track)) else [], 0.5, 1.5)
LABEL = Kind(lambda track: [label] if (label := " ".join(track.label.split())) else [], 0.3, 1.5)


def marks(clusters: Sequence[Sequence[Track]], kinds: Sequence[Kind]) -> list[str]:
    """The mark of each cluster, empty for none: of the first kind that has one.

    Of several genres the one that sets the cluster off most wins: the largest difference between
    its share inside and outside.

    Parameters
    ----------
    clusters : the tracks of each, the most typical first.
    """
    found = [""] * len(clusters)
    tracks = sum(map(len, clusters))
    for kind in kinds:
        borne = [[frozenset(filter(short, kind.read(track))) for track in one] for one in clusters]
        everywhere = Counter(mark for one in borne for marks_ in one for mark in marks_)
        for j, one in enumerate(clusters):
            if not found[j]:
                found[j] = _mark(one, borne[j], everywhere, tracks, kind)
    return found


def _mark(
    cluster: Sequence[Track],
    borne: Sequence[frozenset[str]],
    everywhere: Counter[str],
    tracks: int,
    kind: Kind,
) -> str:
    counts, size = Counter(mark for marks_ in borne for mark in marks_), len(cluster)
    candidates = []
    for mark, count in counts.items():
        # Where everything is one cluster nothing can be over-represented.
        rare = size == tracks or count / size >= kind.lift * everywhere[mark] / tracks
        if rare and _marks(mark, cluster, borne, kind, size / tracks):
            outside = (everywhere[mark] - count) / max(tracks - size, 1)
            candidates.append((count / size - outside, mark))
    return min(candidates, key=lambda one: (-one[0], one[1]))[1] if candidates else ""


def _marks(
    mark: str,
    cluster: Sequence[Track],
    borne: Sequence[frozenset[str]],
    kind: Kind,
    part: float,
) -> bool:
    """Whether enough of a cluster that is so large a `part` of the playlist bears the mark."""
    bears = [mark in marks_ for marks_ in borne]
    first = bears[: leading(len(bears))]
    if sum(bears) < FEWEST_TRACKS or min(_share(bears), _share(first)) < kind.share:
        return False
    if _share(bears) >= 0.5:
        return True
    artists = {track.artists[:1] for track, has in zip(cluster, bears, strict=True) if has}
    return part <= MOST_OF_IT and len(artists) >= FEWEST_ARTISTS


def lacks(clusters: Sequence[Sequence[Track]]) -> list[str]:
    """The genre of one word that most of the rest bears and hardly a track of the cluster does,
    for each cluster; empty for none."""
    borne = [Counter(mark for track in one for mark in set(genres_of(track))) for one in clusters]
    everywhere = sum(borne, Counter[str]())
    tracks = sum(map(len, clusters))
    found = []
    for one, inside in zip(clusters, borne, strict=True):
        rest = tracks - len(one)
        candidates = [
            (-(count - inside[mark]), mark)
            for mark, count in everywhere.items()
            if short(mark)
            and " " not in mark
            and inside[mark] <= HARDLY * len(one)
            and count - inside[mark] >= MOST_OF_THE_REST * rest
        ]
        found.append(min(candidates, default=(0, ""))[1])
    return found


def _share(bears: Sequence[bool]) -> float:
    return sum(bears) / len(bears)


def short(mark: str) -> bool:
    """Whether a mark is short enough to stand in a name or on an axis."""
    return len(mark) <= MOST_LETTERS and len(mark.split()) <= MOST_WORDS
