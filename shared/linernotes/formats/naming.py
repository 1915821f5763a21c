"""What an object key tells: the name of the playlist in a file that does not say it itself."""

from __future__ import annotations

import re

from linernotes.formats.cleaning import text
from linernotes.identity import normalise

LIKED_TRACKS = "Liked Tracks"

_EXTENSION = re.compile(r"\.(?:csv|json|spotdl|txt)$", re.IGNORECASE)
# A browser counts repeated downloads, a desktop marks copies; both put a true space before it,
# where the writers of exports put `_`. A year in brackets has four digits and stays.
_REPEAT = re.compile(r"(?: \(\d{1,2}\)| - [Cc]opy)+$")

# What the writers, and Spotify in the languages of its exporters, call the saved tracks.
_LIKED = frozenset(
    map(
        normalise,
        (
            "Liked Songs",
            LIKED_TRACKS,
            "Lieblingssongs",
            "Titres likés",
            "Canciones que te gustan",
            "Tus me gusta",
            "Brani che ti piacciono",
            "Nummers die je leuk vindt",
            "Gelikete nummers",
            "Músicas curtidas",
            "Músicas de que gostas",
            "Gillade låtar",
            "Låtar du gillar",
            "Beğenilen Şarkılar",
            "お気に入りの曲",
            "الأغاني المفضّلة",
            "الأغاني التي أعجبتك",
            "Αγαπημένα τραγούδια",
            "Τραγούδια που σου αρέσουν",
        ),
    )
)


def name_of(key: str) -> str:
    """The playlist's name out of its file's name; `.csv` and `_.csv` give an empty one.

    Writers put `_` for a space, and append further `_` to tell files of one name apart.
    """
    file = key.rpartition("/")[2]
    stem = _REPEAT.sub("", _EXTENSION.sub("", file))
    return text(stem.replace("_", " "))


def is_liked(name: str) -> bool:
    """Whether a playlist of this name is the owner's saved tracks."""
    return normalise(name) in _LIKED
