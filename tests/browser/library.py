"""A library made up for the browser: two moods of 120 tracks, and one of hostile names."""

from __future__ import annotations

from typing import Any

from tests.aws.exports import library, playlist, track
from tests.unit.pages.library import HOSTILE

FIRST = "Evenings"
TRACKS = 120
# Names of every width and direction, and one that no line can hold.
NAMES = (*HOSTILE, "حبيبي يا نور العين", "ab" * 2500, "e" + "\u0301" * 60, "a\n# H", "\u202eevil")


def made_up() -> dict[str, bytes]:
    """Exports by object key."""
    evenings = [
        _dated(
            track(
                n,
                artist=("Ada Ørsted", "BIBI", "Čaj")[n % 3],
                label="Decca (UMO)",
                liked=n % 2 == 0,
            )
        )
        for n in range(TRACKS)
    ]
    strangers = [_named(500 + n, name) for n, name in enumerate(NAMES)]
    # Often enough that a stranger's name has a page of its own.
    strangers += [_named(600 + n, NAMES[5], f"Song {n}") for n in range(12)]
    return {
        "evenings.json": playlist(FIRST, evenings),
        "strangers.json": playlist(NAMES[6], strangers),
        "YourLibrary.json": library(evenings[:20]),
        "broken.json": b"{",
    }


def _named(number: int, name: str, title: str = "") -> dict[str, Any]:
    made = track(number, artist=name, label=name)
    made["album"]["name"] = name
    return made | {"name": title or name}


def _dated(made: dict[str, Any]) -> dict[str, Any]:
    """One year and one genre, so that pages of either have enough tracks; keys of every kind."""
    return made | {
        "album": made["album"] | {"release_date": "1999-05-01", "genres": ["trip hop"]},
        "audio_features": made["audio_features"] | {"key": int(made["id"]) % 12, "mode": 1},
    }
