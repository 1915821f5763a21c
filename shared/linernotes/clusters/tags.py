"""What an export tells of a track in words, as numbers: genres, their words, decade, label."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.neighbors import KNeighborsRegressor

from linernotes.clusters.arrays import Bools, Floats
from linernotes.identity import normalise
from linernotes.models import Track

DIMENSIONS = 8
# Rarer tokens tie two tracks together by accident; the commonest ones say nearly all there is.
MOST_TOKENS = 400
MOST_TOKENS_A_TRACK = 60
# Directions are learnt on at most this many tracks, evenly taken.
LEARN_FROM = 2000
NEIGHBOURS = 10
# A direction whose singular value is smaller is rounding, not meaning.
WEAKEST = 3e-5
_SEED = 19900
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


def embedding(lists: Sequence[Sequence[str]], dimensions: int = DIMENSIONS) -> Floats:
    """Each list of tokens as a unit vector (n, d), d at most `dimensions`, zeros for none.

    Latent semantic analysis (Deerwester et al., 1990): tf-idf on its leading singular directions,
    so that `shoegaze` and `dream pop` are near where the same tracks bear both.
    """
    tokens = _common(lists)
    if not tokens:
        return np.zeros((len(lists), 0))
    weights = TfidfVectorizer(analyzer=list, vocabulary=tokens).fit_transform(lists)
    if len(tokens) == 1:
        held: Floats = (weights.toarray() > 0).astype(float)  # there is nothing to reduce
        return held
    # Generously many iterations and spare directions: as good as exact at this size, and unlike
    # an exact solver it is content with as many directions as there are tokens.
    reduction = TruncatedSVD(
        min(dimensions, len(tokens)), n_iter=10, n_oversamples=40, random_state=_SEED
    )
    # Where all lists are the same there is no variance whose shares could be told.
    with np.errstate(invalid="ignore", divide="ignore"):
        reduction.fit(weights[:: -(-len(lists) // LEARN_FROM)])
    telling = reduction.singular_values_ > WEAKEST
    vectors = reduction.transform(weights)[:, telling]
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.where(lengths > 1e-6, vectors / np.maximum(lengths, 1e-6), 0.0)


def _common(lists: Sequence[Sequence[str]]) -> list[str]:
    """The tokens that tell tracks apart: those in the most lists, and in two at least."""
    frequency = Counter(token for tokens in lists for token in set(tokens))
    common = sorted((-count, token) for token, count in frequency.items() if count > 1)
    return [token for _, token in common[:MOST_TOKENS]]


def lend(vectors: Floats, known: Bools, space: Floats) -> Floats:
    """`vectors` (n, d) with the rows that are not `known` filled by those that are nearest.

    Each takes the mean of its ten nearest by `space` (n, c), so that it is drawn towards no
    genre that its sound does not suggest.
    """
    lenders = np.flatnonzero(known)
    if known.all() or not len(lenders) or not vectors.shape[1]:
        return vectors
    lenders = lenders[:: -(-len(lenders) // LEARN_FROM)]
    nearest = KNeighborsRegressor(min(NEIGHBOURS, len(lenders)), algorithm="kd_tree")
    nearest.fit(space[lenders], vectors[lenders])
    filled = vectors.copy()
    filled[~known] = nearest.predict(space[~known])
    return filled
