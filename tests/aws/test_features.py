"""Pages of audio features: who has one, what it is compared with, and when it changes."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.aws.exports import library, playlist, track
from tests.aws.stack import Stack
from tests.aws.test_entities import orphans
from tests.links import dead_links

pytestmark = pytest.mark.usefixtures("one_time", "light_figures")

ANN = [track(n, artist="Ann") for n in range(12)]
LIKED = [track(n, artist="Bob") for n in range(100, 115)]


def features(stack: Stack, folder: str) -> dict[str, Any]:
    told = json.loads(stack.site()[f"{folder}/audio_features/overview.json"])
    return {one["name"]: one for one in told["features"]}


def pages_of_features(stack: Stack) -> set[str]:
    return {path for path in stack.site() if path.endswith("/audio_features.md")}


def test_a_playlist_and_an_artist_have_one_from_ten_tracks_that_tell_features(
    stack: Stack,
) -> None:
    stack.drop("a.json", playlist("A", ANN))
    stack.drain()
    assert pages_of_features(stack) == {
        "playlists/a/audio_features.md",
        "artists/ann/audio_features.md",
    }
    site = stack.site()
    assert {"images/playlists/a/audio_features.png", "images/artists/ann/audio_features.png"} <= {
        *site
    }
    assert site["images/artists/ann/audio_features.png"].startswith(b"\x89PNG")
    assert "audio_features.md" in site["artists/ann/overview.md"].decode()
    assert "audio_features/" in site["playlists/a/index.html"].decode()
    assert dead_links(site) == []
    assert orphans(site) == set()
    assert stack.rows("DIRTY") == []
    energy = features(stack, "artists/ann")["energy"]
    assert energy["tracks"] == 12
    assert [one["name"] for one in energy["most"]][:2] == ["Song 4", "Song 8"]
    assert [one["value"] for one in energy["least"]] == [0.2, 0.21, 0.21, 0.22, 0.23, 0.24]
    assert "liked" not in energy, "nothing is known of likes"

    silent = [{n: v for n, v in one.items() if n != "audio_features"} for one in ANN]
    stack.drop("a.json", playlist("A", ANN[:9] + silent[9:]))
    stack.drain()
    assert pages_of_features(stack) == set()
    assert "artists/ann/overview.md" in stack.site()
    assert not [path for path in stack.site() if path.endswith("audio_features.png")]
    assert dead_links(stack.site()) == []


@pytest.mark.soak
def test_liked_tracks_of_another_playlist_are_what_all_are_compared_with(stack: Stack) -> None:
    stack.drop("a.json", playlist("A", ANN))
    stack.drop("b.json", playlist("B", [*LIKED, ANN[0]]))
    stack.drain()
    before = stack.site()["images/playlists/a/audio_features.png"]
    stack.drop("YourLibrary.json", library([*LIKED, ANN[0]]))
    stack.drain()
    bright = features(stack, "playlists/b")["valence"]
    assert features(stack, "playlists/a")["valence"]["liked"]["median"] == bright["median"]
    assert features(stack, "artists/ann")["valence"]["liked"]["bins"] == bright["bins"]
    assert stack.site()["images/playlists/a/audio_features.png"] != before
    assert stack.rows("DIRTY") == []

    stack.remove("YourLibrary.json")
    stack.drain()
    assert "liked" not in features(stack, "playlists/a")["valence"]
    assert stack.site()["images/playlists/a/audio_features.png"] == before
    assert [row["sk"] for row in stack.rows("SOUND")] == ["STANDS"]


def test_nine_liked_tracks_are_too_few_to_compare_with(stack: Stack) -> None:
    stack.drop("a.json", playlist("A", ANN))
    stack.drop("YourLibrary.json", library(ANN[:9]))
    stack.drain()
    assert "liked" not in features(stack, "playlists/a")["energy"]
    assert "Too few" in stack.site()["playlists/a/audio_features.md"].decode()


def test_a_page_waits_as_a_whole_until_its_figure_is_drawn(stack: Stack) -> None:
    stack.drop("a.json", playlist("A", [*ANN, track(50, artist="Cy")]))
    for stage in ("ingest", "analyze", "draw"):
        assert stack.step(stage)
    while stack.step("publish"):
        pass
    site = stack.site()
    assert "playlists/a/audio_features.md" in site, "drawn before it was asked for"
    assert "artists/ann/overview.md" not in site
    assert "artists/ann" not in site["playlists/a/overview.md"].decode()
    assert [row["sk"] for row in stack.rows("DIRTY")] == ["artist#ann"]
    stack.drain()
    assert "artists/ann" in stack.site()["playlists/a/overview.md"].decode()


def test_running_again_writes_nothing(stack: Stack, site_writes: list[str]) -> None:
    stack.drop("a.json", playlist("A", ANN))
    stack.drop("YourLibrary.json", library(ANN))
    stack.drain()
    site_writes.clear()
    stack.tell("a.json")
    stack.tell("YourLibrary.json")
    stack.drain()
    assert site_writes == []
