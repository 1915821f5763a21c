"""The feature table of a playlist."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from linernotes.clusters.arrays import Floats
from linernotes.features import NAMES, sound_of
from linernotes.models import Track


def sound_table(tracks: Sequence[Track]) -> pd.DataFrame:
    """What is known of how the tracks sound: a row a track, in their order, under its key.

    The nine float columns, NaN where a value is missing, are those of `linernotes.features.SOUND`:
    danceability, energy, speechiness, acousticness, instrumentalness, liveness and valence from 0
    to 1, loudness in dB, tempo in BPM.
    """
    return as_table(np.array([sound_of(track) for track in tracks]), [t.key for t in tracks])


def as_table(values: Floats, keys: Sequence[str]) -> pd.DataFrame:
    """An (n, 9) array of features in any unit as a table with a named column each."""
    return pd.DataFrame(values.reshape(-1, len(NAMES)), index=list(keys), columns=list(NAMES))
