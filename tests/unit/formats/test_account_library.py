"""The library of an account download."""

from __future__ import annotations

import json

from linernotes.formats import read


def test_its_tracks_are_the_liked_songs_and_a_playlist() -> None:
    row = {"artist": "Tyler, The Creator", "album": "Igor", "track": "A", "uri": "spotify:track:a"}
    other = row | {"track": "B", "uri": "spotify:track:b"}
    document = {"tracks": [row, other, row, None, 3], "albums": [{"artist": "x"}], "artists": []}
    export = read(json.dumps(document).encode(), "YourLibrary.json")
    (playlist,) = export.playlists
    assert export.format == "account-library"
    assert (playlist.name, playlist.liked_tracks) == ("Liked Tracks", True)
    assert playlist.tracks[0].artists == ("Tyler, The Creator",)
    assert export.liked == ("spotify:track:a", "spotify:track:b")
    assert [(one.row, one.reason) for one in playlist.skipped] == [
        (3, "duplicate"),
        (4, "null"),
        (5, "unreadable"),
    ]


def test_a_library_without_tracks_is_an_empty_playlist() -> None:
    document = dict.fromkeys(("tracks", "albums", "shows", "episodes", "artists"), ())
    export = read(json.dumps(document).encode(), "YourLibrary.json")
    assert export.playlists[0].rows == 0
    assert export.liked == ()
