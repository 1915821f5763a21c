"""Names of clusters: one to four words, never empty, no two alike in a playlist."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, count

from linernotes.clusters.marks import MOST_OF_IT
from linernotes.clusters.portrait import Portrait
from linernotes.clusters.words import STANDS_OUT, Word, mood, texture, textures

MIDDLE = "middle ground"
MOST_WORDS = 4
MOST_TEXTURES = 2
# Genres, or words of them, that are said letter by letter.
LETTERS = frozenset({"aor", "ccm", "ebm", "edm", "idm", "mpb", "r&b", "uk"})
_SPELLED = re.compile(r"[^ ,]+")

# Words for a lean that is no word by itself, as between two clusters alike: (more, less).
LEANS: Mapping[str, tuple[str, str]] = {
    "danceability": ("more danceable", "less danceable"),
    "energy": ("livelier", "calmer"),
    "speechiness": ("wordier", "less wordy"),
    "acousticness": ("more acoustic", "less acoustic"),
    "instrumentalness": ("more instrumental", "more vocal"),
    "liveness": ("more live", "less live"),
    "valence": ("brighter", "darker"),
    "loudness": ("louder", "quieter"),
    "tempo": ("faster", "slower"),
}

# What a cluster may lack, each with the bounds of a track that is one.
_BALLADS = Word("few ballads", {"energy": (0, 0.5)})
_BANGERS = Word("few bangers", {"energy": (0.7, 1)})
_FLOOR_FILLERS = Word("few floor-fillers", {"danceability": (0.6, 1)})
_RAPS = Word("few raps", {"speechiness": (0.1, 1)})
_INSTRUMENTALS = Word("few instrumentals", {"instrumentalness": (0.5, 1)})
_VOCALS = Word("few vocals", {"instrumentalness": (0, 0.1)})
_SMILES = Word("few smiles", {"valence": (0.5, 1)})
_TEARS = Word("few tears", {"valence": (0, 0.4)})
_SPRINTS = Word("few sprints", {"tempo": (125, math.inf)})
_SLOW_BURNERS = Word("few slow-burners", {"tempo": (0, 105)})

# What is rare in a cluster that lies low, or high, in a feature.
LACKS: Mapping[str, tuple[Word | None, Word | None]] = {
    "danceability": (_FLOOR_FILLERS, None),
    "energy": (_BANGERS, _BALLADS),
    "speechiness": (_RAPS, None),
    "acousticness": (_BALLADS, None),
    "instrumentalness": (_INSTRUMENTALS, _VOCALS),
    "valence": (_SMILES, _TEARS),
    "loudness": (_BANGERS, _BALLADS),
    "tempo": (_SPRINTS, _SLOW_BURNERS),
}


def nameable(portraits: Sequence[Portrait], marks: Sequence[str]) -> bool:
    """Whether every cluster has words of its own to be told by."""
    chosen = [tuple(_words(*one)) for one in zip(portraits, marks, strict=True)]
    return all(chosen) and len(set(chosen)) == len(chosen)


def names(portraits: Sequence[Portrait], marks: Sequence[str]) -> list[str]:
    """A name for every cluster, in order.

    Parameters
    ----------
    portraits : one a cluster.
    marks : the genre, decade or label that marks each cluster, empty for none; several with a
        comma between them.
    """
    given: list[str] = []
    for portrait, mark in zip(portraits, map(_spelled, marks), strict=True):
        fresh = (
            name
            for name in _candidates(portrait, mark)
            if name not in given and _length([name]) <= MOST_WORDS
        )
        given.append(next(fresh))
    return given


def _words(portrait: Portrait, mark: str) -> list[str]:
    return [word for word in (mark, mood(portrait)) if word] + textures(portrait)


def _candidates(portrait: Portrait, mark: str) -> Iterator[str]:
    """Ever more far-fetched names for a cluster, without end; some have too many words."""
    fixed = [word for word in (*mark.split(", "), mood(portrait)) if word]
    found = textures(portrait)
    leans = _leans(portrait)
    plain = [*fixed, *found[:MOST_TEXTURES]]
    # Of most of a playlist it also says something what it lacks.
    lacking = _lack(portrait) if portrait.share > MOST_OF_IT else ""
    if lacking:
        yield _ending(plain or [MIDDLE], lacking)
    if not plain and leans and _strongest(portrait) >= STANDS_OUT:
        yield _ending([MIDDLE], leans[0])
    plain = plain or [MIDDLE]
    yield _written(plain)
    for pair in combinations(found, MOST_TEXTURES):
        yield _written([*fixed, *pair])
    for lean in leans:
        yield _ending(plain, lean)
    for number in count(2):
        yield _ending(plain, str(number), between=" ")


def _strongest(portrait: Portrait) -> float:
    return max(map(abs, portrait.z.values()))


def _leans(portrait: Portrait) -> list[str]:
    strongest = sorted(portrait.z.items(), key=lambda item: (-abs(item[1]), item[0]))
    return [LEANS[name][0 if z > 0 else 1] for name, z in strongest if z]


def _lack(portrait: Portrait) -> str:
    """What is rarer here than in the rest: a cluster low in a feature lacks what is high in it.

    It has to be rare by itself too. A feature that has a texture is not told of twice.
    """
    # Most of a playlist lies near its mean, whatever the rest is like: so against the rest, which
    # lies so much further off; against all music where there is no rest.
    rest = 1 - portrait.share or 1
    lacks = [
        (abs(portrait.z[name]), word.text)
        for name, words in LACKS.items()
        if abs(portrait.z[name]) / rest >= STANDS_OUT
        and (word := words[portrait.z[name] > 0])
        and word.rare(portrait.raw)
        and not texture(portrait, name)
    ]
    return max(lacks, default=(0.0, portrait.lacks and f"little {portrait.lacks}"))[1]


def _spelled(mark: str) -> str:
    return _SPELLED.sub(lambda word: word[0].upper() if word[0] in LETTERS else word[0], mark)


def _length(words: Sequence[str]) -> int:
    return sum(len(word.split()) for word in words)


def _ending(words: Sequence[str], end: str, between: str = ", ") -> str:
    """The words that fit, at least one, and then `end`."""
    kept = list(words)
    while len(kept) > 1 and _length([*kept, end]) > MOST_WORDS:
        kept.pop()
    return f"{_written(kept)}{between}{end}"


def _written(words: Sequence[str]) -> str:
    kept = list(words)
    while len(kept) > 1 and _length(kept) > MOST_WORDS:
        kept.pop()
    text = ", ".join(kept)
    return text[0].upper() + text[1:]
