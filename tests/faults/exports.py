"""The few exports that schedules drop: small, and each other's neighbours in every way.

They share tracks, artists, labels and names, leave out what others tell, come and go as one of
several playlists of a file, say what is liked, and do not read.
"""

from __future__ import annotations

import json
from typing import Any

KEYS = ("a.json", "b.json", "c.json")


def _track(number: int, artist: str, label: str = "", *, liked: bool = False) -> dict[str, Any]:
    return {
        "track": {
            "type": "track",
            "uri": f"spotify:track:{number:022d}",
            "name": f"Song {number}",
            "artists": [{"name": artist}],
            "album": {"name": "An Album", "label": label},
            **({"liked": True} if liked else {}),
        }
    }


def _playlist(name: str, *tracks: dict[str, Any]) -> bytes:
    return json.dumps({"type": "playlist", "name": name, "tracks": {"items": tracks}}).encode()


def _several(**playlists: tuple[int, ...]) -> bytes:
    """An account's playlists: no labels, so that they come from the other exports."""
    told = [
        {
            "name": name,
            "items": [
                {
                    "track": {
                        "trackUri": f"spotify:track:{number:022d}",
                        "trackName": f"Song {number}",
                        "artistName": "Ann",
                    }
                }
                for number in numbers
            ],
        }
        for name, numbers in playlists.items()
    ]
    return json.dumps({"playlists": told}).encode()


def _library(*numbers: int) -> bytes:
    rows = [
        {
            "artist": "Ann",
            "album": "",
            "track": f"Song {number}",
            "uri": f"spotify:track:{number:022d}",
        }
        for number in numbers
    ]
    return json.dumps({"tracks": rows, "albums": [], "shows": []}).encode()


# What no reader takes.
REFUSED = (b"rubbish", b'{"neither": "nor"}')
# What each key may be given; the first of them is what shrinking prefers.
CONTENTS: dict[str, tuple[bytes, ...]] = {
    "a.json": (
        _playlist("Mine", _track(1, "Ann", "XL")),
        _playlist("Mine", _track(1, "Bob", "Domino"), _track(2, "Ann")),
        _playlist("Mine"),
        REFUSED[0],
    ),
    "b.json": (
        _several(Mine=(1,), More=(2,)),
        _several(More=(1, 2)),
        _playlist("More", _track(2, "Bob", "XL", liked=True)),
        REFUSED[1],
    ),
    "c.json": (
        _library(1),
        _library(2),
        _playlist("Mine", _track(1, "Ann"), _track(2, "Ann", "Domino")),
        _playlist("Other", _track(1, "Ann", "Domino", liked=True)),
    ),
}
