"""What a cluster is made of, in the words of its exports: a genre, a decade, a label."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from linernotes.clusters.arrays import Ints
from linernotes.clusters.tags import decade_of, genres_of
from linernotes.models import Track

MOST_LETTERS = 24
MOST_WORDS = 3
FEWEST_TRACKS = 3


@dataclass(frozen=True)
class Kind:
    """A kind of mark: how to read it off a track, and what it takes to mark a cluster.

    `share` of the cluster's tracks must bear it, and `lift` times the playlist's share.
    """

    read: Callable[[Track], Sequence[str]]
    share: float
    lift: float


GENRE = Kind(genres_of, 0.2, 1.25)
DECADE = Kind(lambda track: [decade] if (decade := decade_of(track)) else [], 0.5, 1.5)
LABEL = Kind(lambda track: [label] if (label := " ".join(track.label.split())) else [], 0.3, 1.5)


def marks(tracks: Sequence[Track], labels: Ints, k: int, kinds: Sequence[Kind]) -> list[str]:
    """The mark of each of k clusters, empty for none: of the first kind that has one.

    Of several genres the one that sets the cluster off most wins: the largest difference between
    its share inside and outside.
    """
    found = [""] * k
    for kind in kinds:
        borne = [[mark for mark in kind.read(track) if _fit(mark)] for track in tracks]
        everywhere = Counter(mark for marks_ in borne for mark in marks_)
        for j in range(k):
            if not found[j]:
                inside = [marks_ for marks_, at in zip(borne, labels, strict=True) if at == j]
                found[j] = _mark(inside, everywhere, len(tracks), kind)
    return found


def _mark(
    inside: Sequence[Sequence[str]], everywhere: Counter[str], tracks: int, kind: Kind
) -> str:
    counts = Counter(mark for marks_ in inside for mark in marks_)
    outside = max(tracks - len(inside), 1)
    candidates = []
    for mark, count in counts.items():
        share = count / len(inside)
        enough = count >= FEWEST_TRACKS and share >= kind.share
        # Where everything is one cluster nothing can be over-represented.
        alone = tracks == len(inside)
        if enough and (alone or share >= kind.lift * everywhere[mark] / tracks):
            candidates.append((share - (everywhere[mark] - count) / outside, mark))
    return min(candidates, key=lambda one: (-one[0], one[1]))[1] if candidates else ""


def _fit(mark: str) -> bool:
    """Whether a mark is short enough to stand in a name."""
    return len(mark) <= MOST_LETTERS and len(mark.split()) <= MOST_WORDS
