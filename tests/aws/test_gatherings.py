"""Clusters of an artist and of the whole library: who has them, and that they stay themselves."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import pytest

from linernotes.messages import GatheringHint
from linernotes.models import Analysis
from linernotes.usecases import gatherings
from linernotes.usecases.analyze import analyze
from tests.aws.exports import playlist, track
from tests.aws.nights import night, written
from tests.aws.stack import Stack, objects
from tests.aws.test_entities import orphans
from tests.links import dead_links

pytestmark = pytest.mark.usefixtures("one_time", "light_figures")

ANN = "artists/ann/clusters/overview.md"
SCATTER = "images/artists/ann/clusters/clusters_scatter.png"
THING = "artist#ann"


def ann(numbers: Iterable[int]) -> list[dict[str, Any]]:
    return [track(n, artist="Ann") for n in numbers]


def silent(tracks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{n: v for n, v in one.items() if n != "audio_features"} for one in tracks]


def analysis_of(stack: Stack, thing: str) -> Analysis:
    stands = stack.cloud.catalog.gatherings.clusters(thing)
    assert stands is not None
    return stack.cloud.library.get(Analysis, stands.analysis)


def numbers(stack: Stack, page: str) -> dict[str, int]:
    """The number of the cluster of every placed track, by name."""
    told = json.loads(stack.site()[page.replace(".md", ".json")])
    return {
        one["name"]: cluster["number"] for cluster in told["clusters"] for one in cluster["tracks"]
    }


def is_whole(stack: Stack) -> bool:
    site = stack.site()
    return dead_links(site) == [] and orphans(site) == set() and stack.rows("DIRTY") == []


def test_an_artist_of_35_tracks_gets_clusters_and_loses_them_with_their_features(
    stack: Stack,
) -> None:
    stack.drop("a.json", playlist("A", ann(range(20))))
    stack.drain()
    assert ANN not in stack.site()
    assert stack.rows("GATHERED") == []

    stack.drop("b.json", playlist("B", ann(range(15, 35))))
    stack.drain()
    site = stack.site()
    assert {ANN, SCATTER, "artists/ann/clusters/cluster_1.csv"} <= site.keys()
    assert len(numbers(stack, ANN)) == 35, "a track of both playlists counts once"
    assert "clusters/overview.md" in site["artists/ann/overview.md"].decode()
    assert 'href="clusters/' in site["artists/ann/index.html"].decode()
    assert is_whole(stack)

    stack.drop("b.json", playlist("B", ann(range(15, 20)) + silent(ann(range(20, 35)))))
    stack.drain()
    assert "artists/ann/overview.md" in stack.site()
    assert not [path for path in stack.site() if path.startswith("artists/ann/clusters")]
    assert SCATTER not in stack.site()
    assert stack.rows("GATHERED") == []
    assert is_whole(stack)


@pytest.mark.soak
def test_an_artist_s_clusters_stay_themselves_when_tracks_come(stack: Stack) -> None:
    stack.drop("a.json", playlist("A", ann(range(40))))
    stack.drain()
    before = numbers(stack, ANN)
    assert len(set(before.values())) > 1
    stack.drop("b.json", playlist("B", ann(range(40, 44))))
    stack.drain()
    after = numbers(stack, ANN)
    assert {name: after[name] for name in before} == before
    assert len(after) == 44
    assert analysis_of(stack, THING).drift == 4, "the new clusters start from the standing ones"
    assert is_whole(stack)


@pytest.mark.soak
def test_what_stands_is_not_made_again_and_another_run_writes_nothing(
    stack: Stack, site_writes: list[str]
) -> None:
    stack.drop("a.json", playlist("A", ann(range(36))))
    stack.drain()
    library, ledger = objects("library"), stack.rows(f"A#{THING}")
    site_writes.clear()
    analyze(GatheringHint(thing=THING), stack.cloud)  # late, or once more
    stack.drain()
    assert site_writes == []
    assert objects("library") == library
    assert stack.rows(f"A#{THING}") == ledger
    assert stack.rows("DIRTY") == []
    with written() as calls:
        analyze(GatheringHint(thing="artist#nobody"), stack.cloud)
    assert calls == [], "of nothing, nothing is made"


@pytest.mark.soak
def test_a_page_whose_clusters_are_being_made_stays_as_it_was(stack: Stack) -> None:
    stack.drop("a.json", playlist("A", ann(range(40))))
    stack.drain()
    before = stack.site()
    stack.drop("b.json", playlist("B", ann(range(40, 44))))
    for stage in ("ingest", "analyze", "draw"):
        assert stack.step(stage)
    while stack.step("publish"):
        pass
    assert stack.receive("analyze"), "the artist's clusters are asked for"
    assert THING in stack.cloud.catalog.dirt.read()
    assert stack.site()[ANN] == before[ANN]
    assert dead_links(stack.site()) == []
    stack.drain()
    assert stack.site()[ANN] != before[ANN]
    assert is_whole(stack)


@pytest.mark.soak
def test_another_clustering_recipe_has_an_artist_s_clusters_made_anew(
    stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    stack.drop("a.json", playlist("A", ann(range(36))))
    stack.drain()
    night()
    stack.drain()
    assert night() == {}
    monkeypatch.setattr("linernotes.usecases.analyze.CLUSTERING", 99)
    assert night() == {"analyses": 2}, "the playlist's and the artist's"
    stack.drain()
    assert night() == {}
    assert is_whole(stack)


@pytest.mark.soak
def test_the_whole_library_has_clusters_that_home_leads_to(
    stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gatherings, "LIBRARY_TRACKS", 40)
    many = [track(n, artist=f"Artist {n % 9}") for n in range(44)]
    stack.drop("a.json", playlist("A", many[:22]))
    stack.drain()
    assert "clusters/overview.md" not in stack.site()
    stack.drop("b.json", playlist("B", many[22:]))
    stack.drain()
    site = stack.site()
    assert {"clusters/overview.md", "clusters/index.html", "clusters/overview.json"} <= site.keys()
    assert "images/clusters/clusters_scatter.png" in site
    assert "clusters/overview.md" in site["README.md"].decode()
    assert 'href="clusters/' in site["index.html"].decode()
    assert len(numbers(stack, "clusters/overview.md")) == 44
    assert is_whole(stack)
    assert night() == {}

    stack.remove("b.json")
    stack.drain()
    assert not [path for path in stack.site() if path.startswith(("clusters/", "images/clusters"))]
    assert stack.rows("GATHERED") == []
    assert is_whole(stack)


@pytest.mark.soak
def test_of_a_large_library_the_same_playlists_are_taken_every_time(
    stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gatherings, "MOST_TRACKS", 40)
    monkeypatch.setattr(gatherings, "LIBRARY_TRACKS", 30)
    for part in range(3):
        tracks = [track(n, artist=f"Artist {n % 9}") for n in range(25 * part, 25 * (part + 1))]
        stack.drop(f"{part}.json", playlist(f"List {part}", tracks))
    stack.drain()
    page = stack.site()["clusters/overview.md"].decode()
    assert "40 tracks of 2 of 3 playlists" in page
    assert len(numbers(stack, "clusters/overview.md")) == 40
    stack.cloud.catalog.dirt.put(["home"], "again")
    stack.cloud.queues.publish("again", "")
    stack.drain()
    assert stack.site()["clusters/overview.md"].decode() == page
    assert is_whole(stack)
