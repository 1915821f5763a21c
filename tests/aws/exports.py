"""Exports made by hand for tests."""

from __future__ import annotations

import json
from typing import Any

ART = "https://i.scdn.co/image/ab67616d0000b273" + "0" * 24


def track(
    number: int, *, artist: str = "Nobody", label: str = "Some Records", liked: bool = False
) -> dict[str, Any]:
    """A Web API track; its features are given by its number, so that two moods are heard."""
    high = number % 2 == 0
    return {
        "type": "track",
        "id": f"{number:022d}",
        "uri": f"spotify:track:{number:022d}",
        "name": f"Song {number}",
        "artists": [{"name": artist, "id": f"{len(artist):022d}"}],
        "album": {"name": "An Album", "label": label, "images": [{"url": ART}]},
        "audio_features": {
            "danceability": (0.8 if high else 0.3) + (number % 7) / 100,
            "energy": (0.9 if high else 0.2) + (number % 5) / 100,
            "speechiness": 0.05,
            "acousticness": (0.02 if high else 0.9),
            "instrumentalness": 0.0 if high else 0.5,
            "liveness": 0.1,
            "valence": (0.9 if high else 0.1) + (number % 3) / 100,
            "loudness": -5.0 if high else -14.0,
            "tempo": (128.0 if high else 80.0) + number % 11,
        },
        **({"liked": True} if liked else {}),
    }


def playlist(name: str, tracks: list[dict[str, Any]]) -> bytes:
    """A Web API playlist as bytes of JSON."""
    rows = [{"added_at": None, "is_local": False, "track": one} for one in tracks]
    return json.dumps({"type": "playlist", "name": name, "tracks": {"items": rows}}).encode()


def library(liked: list[dict[str, Any]]) -> bytes:
    """A `YourLibrary.json` with these tracks."""
    rows = [
        {"artist": one["artists"][0]["name"], "album": "", "track": one["name"], "uri": one["uri"]}
        for one in liked
    ]
    return json.dumps({"tracks": rows, "albums": [], "shows": []}).encode()


def history(*plays: tuple[str, str, str]) -> bytes:
    """A `StreamingHistory_music_0.json`: when each play ended, its title and its artist."""
    rows = [
        {"endTime": ended, "trackName": title, "artistName": artist, "msPlayed": 60_000}
        for ended, title, artist in plays
    ]
    return json.dumps(rows).encode()


def extended_history(*plays: tuple[str, dict[str, Any]]) -> bytes:
    """A `Streaming_History_Audio_2025.json`: when each play ended, and its Web API track."""
    rows = [
        {
            "ts": ended,
            "ms_played": 60_000,
            "master_metadata_track_name": one["name"],
            "master_metadata_album_artist_name": one["artists"][0]["name"],
            "master_metadata_album_album_name": one["album"]["name"],
            "spotify_track_uri": one["uri"],
            "ip_addr": "203.0.113.7",
        }
        for ended, one in plays
    ]
    return json.dumps(rows).encode()


def top_tracks(time_range: str, tracks: list[dict[str, Any]]) -> bytes:
    """A page of `/me/top/tracks`."""
    href = f"https://api.spotify.com/v1/me/top/tracks?limit=50&time_range={time_range}"
    return json.dumps({"href": href, "items": tracks, "total": len(tracks)}).encode()
