"""Names of clusters: one to four words, never empty, no two alike in a playlist."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, count

from linernotes.clusters.marks import MOST_OF_IT
from linernotes.clusters.portrait import Portrait
from linernotes.clusters.words import STANDS_OUT, mood, texture, textures

MIDDLE = "middle ground"
MOST_WORDS = 4
MOST_TEXTURES = 2
LACKING = 0.25
# Genres, or words of them, that are said letter by letter.
LETTERS = frozenset({"aor", "ccm", "ebm", "edm", "idm", "mpb", "r&b", "uk"})

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

# What is rare in a cluster that lies low, or high, in a feature.
LACKS: Mapping[str, tuple[str, str]] = {
    "danceability": ("few floor-fillers", ""),
    "energy": ("few bangers", "few ballads"),
    "speechiness": ("few raps", ""),
    "acousticness": ("few ballads", ""),
    "instrumentalness": ("few instrumentals", "few vocals"),
    "valence": ("few smiles", "few tears"),
    "loudness": ("few bangers", "few ballads"),
    "tempo": ("few sprints", "few slow-burners"),
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
    marks : the genre, decade or label that marks each cluster, empty for none.
    """
    given: list[str] = []
    for portrait, mark in zip(portraits, map(_spelled, marks), strict=True):
        fresh = (name for name in _candidates(portrait, mark) if name not in given)
        given.append(next(fresh))
    return given


def _words(portrait: Portrait, mark: str) -> list[str]:
    return [word for word in (mark, mood(portrait)) if word] + textures(portrait)


def _candidates(portrait: Portrait, mark: str) -> Iterator[str]:
    """Ever more far-fetched names for a cluster, without end."""
    fixed = [word for word in (mark, mood(portrait)) if word]
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

    A feature that has a texture is not told of twice.
    """
    lacks = [
        (abs(portrait.z[name]), word)
        for name, words in LACKS.items()
        if abs(portrait.z[name]) >= LACKING
        and (word := words[portrait.z[name] > 0])
        and not texture(portrait, name)
    ]
    return max(lacks, default=(0.0, ""))[1]


def _spelled(mark: str) -> str:
    return " ".join(word.upper() if word in LETTERS else word for word in mark.split(" "))


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
