"""Saved tracks, top tracks and features by themselves."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from linernotes.errors import Refused
from linernotes.formats import read
from linernotes.models import ExportReading

ID = "4uLU6hMCjMI75M1A2tKUQC"
OTHER = "11dFghVXANMlKmJXsNCbNl"


def track(id_: str, name: str = "Song") -> dict[str, Any]:
    return {
        "uri": f"spotify:track:{id_}",
        "name": name,
        "artists": [{"name": "A"}],
        "type": "track",
    }


def export(value: object) -> ExportReading:
    return read(json.dumps(value).encode(), "x.json")


SOUND = {"energy": 0.5, "valence": 0.4, "tempo": 120.0, "key": -1}


def test_a_page_of_saved_tracks_is_hearts_and_a_playlist(data: Path) -> None:
    saved = read((data / "formats/web-api/saved_tracks.json").read_bytes(), "saved_tracks.json")
    (playlist,) = saved.playlists
    assert saved.format == "web-api-saved"
    assert (playlist.name, playlist.liked_tracks, len(playlist.tracks)) == (
        "Liked Tracks",
        True,
        48,
    )
    assert len(saved.liked) == 48
    assert "48 of 5,320" in saved.warnings[0]


def test_rows_that_tell_only_when_and_what_are_saved_tracks() -> None:
    rows = [{"added_at": "2026-02-23T13:28:26Z", "track": track(ID)}]
    assert export({"items": rows}).format == "web-api-saved"


@pytest.mark.parametrize(
    "page",
    [
        {"items": [{"added_at": None, "track": track(ID), "is_local": False}]},
        {"href": "https://x/v1/playlists/1", "items": [{"added_at": None, "track": track(ID)}]},
    ],
)
def test_rows_of_a_playlist_give_no_hearts(page: object) -> None:
    found = export(page)
    assert found.format == "web-api-playlist"
    assert found.liked == ()


@pytest.mark.parametrize("time_range", ["short_term", "medium_term", "long_term"])
def test_top_tracks_have_places_and_facts_and_no_playlist(time_range: str) -> None:
    found = export(
        {
            "href": f"https://api.spotify.com/v1/me/top/tracks?limit=2&time_range={time_range}",
            "items": [track(ID), track(OTHER, "Second"), track(ID)],
            "offset": 20,
        }
    )
    (top,) = found.top_tracks
    assert found.format == "web-api-top"
    assert found.playlists == ()
    assert top.time_range == time_range
    assert top.places == {f"spotify:track:{ID}": 21, f"spotify:track:{OTHER}": 22}
    assert [fact.name for fact in found.facts] == ["Song", "Second"]


def test_a_range_that_is_not_told_is_the_medium_one() -> None:
    found = export({"href": "https://api.spotify.com/v1/me/top/tracks", "items": [None]})
    assert found.top_tracks[0].time_range == "medium_term"
    assert found.warnings == ("1 of 1 entries of top tracks tells nothing of a known track.",)


def test_the_features_of_one_track_are_a_fact(data: Path) -> None:
    found = read((data / "formats/web-api/audio_features.json").read_bytes(), "x.json")
    (fact,) = found.facts
    assert found.format == "web-api-features"
    assert found.playlists == ()
    assert fact.key == f"spotify:track:{OTHER}"
    assert fact.duration_ms == 207_960
    assert fact.features is not None
    assert fact.features.loudness == -2.743


@pytest.mark.parametrize("wrap", [lambda one: {"audio_features": one}, lambda one: one])
def test_lists_of_features_leave_out_unknown_tracks(wrap: Any) -> None:
    found = export(wrap([SOUND | {"id": ID}, None, SOUND | {"uri": f"spotify:track:{OTHER}"}]))
    assert [fact.key[-22:] for fact in found.facts] == [ID, OTHER]
    assert found.warnings == ("1 of 3 entries of audio features tells nothing of a known track.",)


def test_reccobeats_is_joined_by_its_links_not_by_its_ids_or_order() -> None:
    own = "0b1fe3a0-6c3c-4a0a-9d5e-000000000000"
    entry = {"id": own, "href": f"https://open.spotify.com/track/{ID}", "isrc": "USHM21972808"}
    found = export({"content": [SOUND | entry, SOUND | {"id": own}]})
    (fact,) = found.facts
    assert (fact.key, fact.isrc) == (f"spotify:track:{ID}", "USHM21972808")
    assert fact.features is not None
    assert (fact.features.key, fact.features.time_signature) == (None, None)


def test_a_list_of_tracks_that_carry_energy_is_no_list_of_features() -> None:
    with pytest.raises(Refused):
        export([SOUND | {"name": "x"}])
