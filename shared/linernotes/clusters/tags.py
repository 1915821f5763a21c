"""What an export tells of a track in words, as numbers: genres, their words, decade, label."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from linernotes.clusters.arrays import Bools, Floats, Ints
from linernotes.clusters.measures import distances_between
from linernotes.identity import normalise
from linernotes.models import Track

DIMENSIONS = 8
# Rarer tokens tie two tracks together by accident; the commonest ones say nearly all there is.
MOST_TOKENS = 400
MOST_TOKENS_A_TRACK = 60
# Directions are learnt on at most this many tracks, evenly taken.
LEARN_FROM = 2000
NEIGHBOURS = 10
_WORD = re.compile(r"\w+")
_YEAR = re.compile(r"(19|20)\d\d")


def genres_of(track: Track) -> tuple[str, ...]:
    """Genre tags of a track, normalised, each once, in the export's order."""
    tags = (normalise(genre) for genre in track.genres[:MOST_TOKENS_A_TRACK])
    return tuple(dict.fromkeys(tag for tag in tags if tag))


def decade_of(track: Track) -> str:
    """The decade of a track's release, such as `1990s`; empty when the year is not known."""
    year = _YEAR.match(track.release_date)
    return f"{year[0][:3]}0s" if year else ""


def genre_tokens(track: Track) -> list[str]:
    """The genres of a track and the words in them.

    The two kinds are kept apart, so that the genre `pop` is not the word in `dream pop`.
    """
    genres = genres_of(track)
    words = (f"word {word}" for genre in genres for word in _WORD.findall(genre))
    return [*(f"genre {genre}" for genre in genres), *words][:MOST_TOKENS_A_TRACK]


def decade_tokens(track: Track) -> list[str]:
    """The decade of a track as a list of one, or of none."""
    decade = decade_of(track)
    return [decade] if decade else []


def label_tokens(track: Track) -> list[str]:
    """The label of a track as a list of one, or of none."""
    label = normalise(track.label)
    return [label] if label else []


@dataclass(frozen=True)
class Weights:
    """A sparse table of weights: entry i belongs to row `rows[i]` and column `columns[i]`."""

    rows: Ints
    columns: Ints
    values: Floats
    shape: tuple[int, int]

    def dense(self, every: int = 1) -> Floats:
        """Every so many-th row as a dense table."""
        n, width = self.shape
        table = np.zeros((-(-n // every), width))
        kept = self.rows % every == 0
        table[self.rows[kept] // every, self.columns[kept]] = self.values[kept]
        return table

    def times(self, matrix: Floats) -> Floats:
        """The product with a (columns, d) matrix, shape (n, d)."""
        product = np.zeros((self.shape[0], matrix.shape[1]))
        np.add.at(product, self.rows, self.values[:, None] * matrix[self.columns])
        return product


def tfidf(lists: Sequence[Sequence[str]]) -> Weights:
    """Term frequency times inverse document frequency of the tokens in `lists`, rows of length 1.

    The frequency is ln((1 + n) / (1 + df)) + 1, as scikit-learn smooths it. Tokens of a single
    list are left out, and all but the `MOST_TOKENS` commonest.
    """
    n = len(lists)
    frequency = Counter(token for tokens_ in lists for token in set(tokens_))
    common = sorted((-count, token) for token, count in frequency.items() if count > 1)
    column = {token: i for i, (_, token) in enumerate(common[:MOST_TOKENS])}
    rarity = {token: np.log((1 + n) / (1 + frequency[token])) + 1 for token in column}
    entries = [
        (row, column[token], count * rarity[token])
        for row, tokens_ in enumerate(lists)
        for token, count in Counter(tokens_).items()
        if token in column
    ]
    rows = np.array([entry[0] for entry in entries], dtype=np.intp)
    columns = np.array([entry[1] for entry in entries], dtype=np.intp)
    values = np.array([entry[2] for entry in entries], dtype=np.float64)
    lengths = np.sqrt(np.bincount(rows, weights=values**2, minlength=n))
    return Weights(rows, columns, values / lengths[rows], (n, len(column)))


def embedding(lists: Sequence[Sequence[str]], dimensions: int = DIMENSIONS) -> Floats:
    """Each list of tokens as a unit vector (n, d), d at most `dimensions`, zeros for none.

    Latent semantic analysis (Deerwester et al., 1990): tf-idf on its leading singular directions,
    so that `shoegaze` and `dream pop` are near where the same tracks bear both.
    """
    weights = tfidf(lists)
    sample = weights.dense(every=-(-len(lists) // LEARN_FROM))
    strength, directions = np.linalg.eigh(sample.T @ sample)
    telling = np.flatnonzero(strength > 1e-9)[::-1][:dimensions]
    vectors = weights.times(directions[:, telling])
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.where(lengths > 1e-6, vectors / np.maximum(lengths, 1e-6), 0.0)


def lend(vectors: Floats, known: Bools, space: Floats) -> Floats:
    """`vectors` (n, d) with the rows that are not `known` filled by those that are nearest.

    Each takes the mean of its ten nearest by `space` (n, c), so that it is drawn towards no
    genre that its sound does not suggest.
    """
    unknown, lenders = np.flatnonzero(~known), np.flatnonzero(known)
    if not len(unknown) or not len(lenders):
        return vectors
    lenders = lenders[:: -(-len(lenders) // LEARN_FROM)]
    filled = vectors.copy()
    for some in np.array_split(unknown, -(-len(unknown) // 512)):
        apart = distances_between(space[some], space[lenders]).round(9)
        nearest = apart.argsort(axis=1, kind="stable")[:, :NEIGHBOURS]
        filled[some] = vectors[lenders[nearest]].mean(axis=1)
    return filled
