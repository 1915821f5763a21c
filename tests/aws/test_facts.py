"""What one export tells of a track completes the same track in every other."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from linernotes.cloud import Cloud
from linernotes.identity import playlist_id
from linernotes.messages import ExportHint
from linernotes.models import PlaylistDocument, Track
from linernotes.usecases.ingest import ingest
from tests.aws.exports import library, playlist, track
from tests.aws.stack import Stack

pytestmark = pytest.mark.usefixtures("one_time", "light_figures")


def bare(number: int) -> dict[str, Any]:
    """A track of which an export tells the name alone."""
    told = track(number)
    return {name: told[name] for name in ("type", "id", "uri", "name")}


BARE = playlist("Bare", [bare(n) for n in range(40)])
FULL = playlist("Full", [track(n) for n in range(40)])


def tracks_of(stack: Stack, key: str, name: str) -> tuple[Track, ...]:
    head = stack.cloud.catalog.heads.playlist(playlist_id(key, name))
    assert head is not None
    return stack.cloud.library.get(PlaylistDocument, head.doc).tracks


@pytest.mark.parametrize(
    "order",
    [
        ("bare.json", "full.json"),
        pytest.param(("full.json", "bare.json"), marks=pytest.mark.soak),
    ],
)
def test_the_order_of_exports_does_not_show(
    new_stack: Callable[[], Stack], order: tuple[str, ...]
) -> None:
    together = new_stack()
    together.drop("bare.json", BARE)
    together.drop("full.json", FULL)
    together.drain()
    expected = together.site()
    assert "clusters_scatter.png" in " ".join(p for p in expected if "bare" in p)

    stack = new_stack()
    for key in order:
        stack.drop(key, {"bare.json": BARE, "full.json": FULL}[key])
        stack.drain()
    assert stack.site() == expected


def test_every_fact_arrives(stack: Stack) -> None:
    stack.drop("bare.json", BARE)
    stack.drop("full.json", FULL)
    stack.drain()
    for completed, whole in zip(
        tracks_of(stack, "bare.json", "Bare"), tracks_of(stack, "full.json", "Full"), strict=True
    ):
        assert completed == whole


def test_what_an_export_says_itself_stands(stack: Stack) -> None:
    ours = track(1, label="Our Records") | {"audio_features": None}
    stack.drop("ours.json", playlist("Ours", [ours]))
    stack.drop("full.json", playlist("Full", [track(1, label="Their Records")]))
    stack.drain()
    [completed] = tracks_of(stack, "ours.json", "Ours")
    assert completed.label == "Our Records"
    assert completed.features is not None


@pytest.mark.soak
def test_the_facts_of_a_deleted_export_go_with_it(stack: Stack) -> None:
    stack.drop("bare.json", BARE)
    stack.drain()
    before = stack.site()
    stack.drop("full.json", FULL)
    stack.drain()
    assert stack.site() != before
    stack.remove("full.json")
    stack.drain()
    assert stack.site() == before


def test_a_changed_fact_is_passed_on(stack: Stack) -> None:
    stack.drop("bare.json", playlist("Bare", [bare(1)]))
    stack.drop("full.json", playlist("Full", [track(1, label="First Records")]))
    stack.drain()
    stack.drop("full.json", playlist("Full", [track(1, label="Second Records")]))
    stack.drain()
    [completed] = tracks_of(stack, "bare.json", "Bare")
    assert completed.label == "Second Records"


def test_facts_come_from_an_export_without_playlists(stack: Stack) -> None:
    stack.drop("bare.json", BARE)
    features = [{"id": track(n)["id"], **track(n)["audio_features"]} for n in range(40)]
    stack.drop("features.json", _json({"audio_features": features}))
    stack.drain()
    assert all(one.features for one in tracks_of(stack, "bare.json", "Bare"))


def test_liked_songs_without_features_are_clustered_by_what_playlists_know(stack: Stack) -> None:
    stack.drop("YourLibrary.json", library([track(n) for n in range(40)]))
    stack.drop("full.json", FULL)
    stack.drain()
    assert any("liked_tracks" in path and path.endswith(".png") for path in stack.site())


@pytest.mark.soak
def test_better_sources_win_and_ties_go_by_key(stack: Stack) -> None:
    csv = (
        "Track URI,Track Name,Album Name,Artist Name(s),Release Date,Duration (ms),Popularity,"
        "Explicit,Added By,Added At,Genres,Record Label,Danceability,Energy,Key,Loudness,Mode,"
        "Speechiness,Acousticness,Instrumentalness,Liveness,Valence,Tempo,Time Signature\n"
        f"{track(1)['uri']},Song 1,,,,,,,,,,Csv Records,,,,,,,,,,,,\n"
    )
    stack.drop("bare.json", playlist("Bare", [bare(1)]))
    stack.drop("a.csv", csv.encode())
    stack.drain()
    assert tracks_of(stack, "bare.json", "Bare")[0].label == "Csv Records"
    stack.drop("z.json", playlist("Z", [track(1, label="Z Records")]))
    stack.drop("y.json", playlist("Y", [track(1, label="Y Records")]))
    stack.drain()
    assert tracks_of(stack, "bare.json", "Bare")[0].label == "Y Records"


def test_values_in_doubt_do_not_spread(stack: Stack) -> None:
    doubtful = track(1, label="undefined")
    doubtful["album"]["release_date"] = "0000"
    doubtful["audio_features"] |= {"tempo": 0}
    stack.drop("bare.json", playlist("Bare", [bare(1)]))
    stack.drop("doubtful.json", playlist("Doubtful", [doubtful]))
    stack.drain()
    [completed] = tracks_of(stack, "bare.json", "Bare")
    assert (completed.label, completed.release_date) == ("", "")
    assert completed.features is not None
    assert completed.features.tempo is None


def test_exports_that_come_at_the_same_time_complete_each_other(stack: Stack) -> None:
    """The second is read whole between the first one's reading of facts and its fence."""
    stack.drop("bare.json", BARE, tell=False)
    stack.drop("full.json", FULL, tell=False)
    other: list[bool] = []

    def token() -> str:
        if not other:
            other.append(True)
            ingest(ExportHint(key="full.json"), stack.cloud)
        return stack.cloud.token()

    slow: Cloud = replace(stack.cloud, token=token)
    ingest(ExportHint(key="bare.json"), slow)
    assert other
    stack.drain()
    assert all(one.features for one in tracks_of(stack, "bare.json", "Bare"))


def test_a_blank_row_is_named_by_another_export(stack: Stack) -> None:
    nameless = {"type": "track", "id": track(1)["id"], "uri": track(1)["uri"], "name": ""}
    stack.drop("nameless.json", playlist("Nameless", [nameless]))
    stack.drop("full.json", playlist("Full", [track(1)]))
    stack.drain()
    [completed] = tracks_of(stack, "nameless.json", "Nameless")
    assert (completed.name, completed.artists) == ("Song 1", ("Nobody",))


def _json(value: object) -> bytes:
    return json.dumps(value).encode()
