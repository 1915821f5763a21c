"""Names of clusters: one to four words, never empty, no two alike in a playlist."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, count

from linernotes.clusters.portrait import Portrait
from linernotes.clusters.words import mood, textures

MIDDLE = "middle ground"
MOST_WORDS = 4
MOST_TEXTURES = 2
# A cluster this large is most of the playlist, so what it lacks says more than what it has.
MOST_OF_IT = 0.55

# Words for a slight lean, where two clusters would bear one name: (more, less).
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
    "danceability": ("few dancers", "few drifters"),
    "energy": ("few bangers", "few ballads"),
    "speechiness": ("few raps", ""),
    "acousticness": ("few ballads", ""),
    "instrumentalness": ("few instrumentals", "few songs"),
    "liveness": ("few concerts", ""),
    "valence": ("few smiles", "few tears"),
    "loudness": ("few bangers", "few whispers"),
    "tempo": ("few sprints", "few ballads"),
}


def nameable(portraits: Sequence[Portrait]) -> bool:
    """Whether every cluster has a word of its own to be told by."""
    chosen = [tuple(_words(portrait)) for portrait in portraits]
    return all(chosen) and len(set(chosen)) == len(chosen)


def names(portraits: Sequence[Portrait], genres: Sequence[str] = ()) -> list[str]:
    """A name for every cluster, in order.

    Parameters
    ----------
    portraits : one a cluster.
    genres : the genre that marks each cluster, empty for none; may be left out altogether.
    """
    marks = genres or [""] * len(portraits)
    given: list[str] = []
    for portrait, genre in zip(portraits, marks, strict=True):
        fresh = (name for name in _candidates(portrait, genre) if name not in given)
        given.append(next(fresh))
    return given


def _words(portrait: Portrait) -> list[str]:
    word = mood(portrait)
    return ([word] if word else []) + textures(portrait)


def _candidates(portrait: Portrait, genre: str) -> Iterator[str]:
    """Ever more far-fetched names for a cluster, without end."""
    fixed = [word for word in (genre, mood(portrait)) if word]
    found = textures(portrait)
    plain = [*fixed, *found[:MOST_TEXTURES]] or [MIDDLE]
    lacking = _lack(portrait) if portrait.share > MOST_OF_IT else ""
    if lacking:
        room = plain
        while len(room) > 1 and _length([*room, lacking]) > MOST_WORDS:
            room = room[:-1]
        yield _written([*room, lacking])
    yield _written(plain)
    for pair in combinations(found, MOST_TEXTURES):
        yield _written([*fixed, *pair])
    lean = [
        LEANS[name][0 if z > 0 else 1]
        for name, z in sorted(portrait.z.items(), key=lambda item: (-abs(item[1]), item[0]))
        if z
    ]
    for keep in range(len(plain), 0, -1):
        for word in lean:
            if _length([*plain[:keep], word]) <= MOST_WORDS:
                yield _written([*plain[:keep], word])
    for number in count(2):
        yield _written(plain[:1], str(number))


def _lack(portrait: Portrait) -> str:
    # Low in a feature lacks what is high in it.
    lacks = [
        (abs(z), LACKS[name][0 if z < 0 else 1])
        for name, z in sorted(portrait.z.items())
        if LACKS[name][0 if z < 0 else 1] and abs(z) > 0.1
    ]
    return max(lacks, key=lambda lack: lack[0])[1] if lacks else ""


def _length(words: Sequence[str]) -> int:
    return sum(len(word.split()) for word in words)


def _written(words: Sequence[str], number: str = "") -> str:
    kept = list(words)
    while len(kept) > 1 and _length(kept) + bool(number) > MOST_WORDS:
        kept.pop()
    text = ", ".join(kept) + (f" {number}" if number else "")
    return text[0].upper() + text[1:]
