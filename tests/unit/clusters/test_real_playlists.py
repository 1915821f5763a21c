"""Real playlists: nothing lost, names that are true, and no clusters where there are none."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from benchmarks.noise import Count, cloud, judged, raw_cloud
from linernotes.clusters import analyse
from linernotes.clusters.choice import choose, cuts
from linernotes.clusters.copies import strength
from linernotes.clusters.ground import Ground, ground
from linernotes.clusters.sounds import as_table
from linernotes.clusters.space import COMPONENTS, components, fixed
from linernotes.formats import read
from linernotes.models import Analysis, Cluster, PlaylistDocument
from linernotes.playlists import documents
from tests.unit.clusters.playlists import BALLAD, DRONE, PARTY, around, playlist

ROOT = Path(__file__).resolve().parents[3]
CORPUS = ROOT.parent / "shared/data/corpus/exportify"
SAMPLES = ROOT / "events/exports"


def _playlist(file: Path) -> PlaylistDocument:
    return next(documents(read(file.read_bytes(), file.name), file.name))


def _playlists() -> Iterator[Any]:
    library = [SAMPLES / name for name in ("Alt-Pop.csv", "aegyo.json", "international_pop.json")]
    for file in library + sorted(CORPUS.glob("*.csv")):
        yield pytest.param(file, id=file.stem)


@pytest.fixture(scope="module", params=_playlists())
def analysed(request: pytest.FixtureRequest) -> tuple[PlaylistDocument, Analysis]:
    document = _playlist(request.param)
    return document, analyse(document)


def medians(document: PlaylistDocument, cluster: Cluster) -> dict[str, float]:
    return {trait.feature: trait.median for trait in cluster.profile}


def test_every_track_is_listed_once(analysed: tuple[PlaylistDocument, Analysis]) -> None:
    document, analysis = analysed
    listed = [key for cluster in analysis.clusters for key in cluster.tracks]
    assert sorted([*listed, *analysis.unplaced]) == sorted(t.key for t in document.tracks)
    assert sorted(analysis.points) == sorted(listed)
    assert analysis.k == len(analysis.clusters)
    assert [c.number for c in analysis.clusters] == list(range(1, analysis.k + 1))


def test_names_are_unique_and_short(analysed: tuple[PlaylistDocument, Analysis]) -> None:
    _, analysis = analysed
    names = [cluster.name for cluster in analysis.clusters]
    assert len(set(names)) == len(names)
    assert all(1 <= len(name.split()) <= 4 for name in names)


def test_words_are_true_of_the_median_track(analysed: tuple[PlaylistDocument, Analysis]) -> None:
    document, analysis = analysed
    for cluster in analysis.clusters:
        words = cluster.name.casefold().split(", ")
        typical = medians(document, cluster)
        if "melancholy" in words or "sad" in words:
            assert typical["energy"] <= 0.55
            assert typical["valence"] <= 0.5
        if "upbeat" in words or "happy" in words:
            assert typical["valence"] >= 0.5
        if "fast" in words:
            assert typical["tempo"] >= 125
        if "slow" in words:
            assert typical["tempo"] <= 105
        if "acoustic" in words:
            assert typical["acousticness"] >= 0.3


def test_every_number_is_finite_and_clusters_are_large_enough(
    analysed: tuple[PlaylistDocument, Analysis],
) -> None:
    _, analysis = analysed
    assert all(math.isfinite(x) for point in analysis.points.values() for x in point)
    assert all(0 <= axis.explained <= 1 for axis in analysis.axes)
    if analysis.k > 1:
        placed = len(analysis.points)
        assert 2 <= analysis.k <= min(8, placed // 10)
        assert min(len(c.tracks) for c in analysis.clusters) >= max(4, math.ceil(0.04 * placed))
        assert analysis.stability is not None
        assert analysis.stability >= 0.6


def test_rows_in_another_order_make_the_same_page(
    analysed: tuple[PlaylistDocument, Analysis],
) -> None:
    document, analysis = analysed
    tracks = list(document.tracks)
    random.Random(7).shuffle(tracks)
    again = analyse(document.model_copy(update={"tracks": tuple(tracks)}))
    assert (
        again.model_copy(update={"points": analysis.points, "unplaced": analysis.unplaced})
        == analysis
    )
    assert again.points == analysis.points
    assert set(again.unplaced) == set(analysis.unplaced)


def test_all_but_three_tracks_of_international_pop_are_placed() -> None:
    analysis = analyse(_playlist(SAMPLES / "international_pop.json"))
    assert (len(analysis.points), len(analysis.unplaced)) == (103, 3)
    assert analysis.k >= 2


def test_a_playlist_of_one_style_is_not_cut_up() -> None:
    analysis = analyse(_playlist(SAMPLES / "aegyo.json"))
    assert analysis.k == 1
    assert analysis.why.startswith("One mood")
    assert (analysis.silhouette, analysis.stability, analysis.strength) == (None, None, "")
    assert len(analysis.clusters[0].tracks) == 35


@pytest.mark.parametrize(
    "name", [pytest.param("Alt-Pop.csv", marks=pytest.mark.soak), "international_pop.json"]
)
@pytest.mark.parametrize("noise", [cloud, raw_cloud])
def test_noise_with_the_covariance_of_a_real_playlist_is_never_clear(
    name: str, noise: Callable[[Ground, np.random.Generator], Ground]
) -> None:
    found = ground(_playlist(SAMPLES / name).tracks)
    assert isinstance(found, Ground)
    count = Count()
    # The benchmark draws hundreds; on one thread, as an analysis is made.
    with threadpool_limits(limits=1):
        for seed in range(3):
            judged(noise(found, np.random.default_rng(seed)), count)
    assert count.cut
    assert count.clear == 0


def test_heaps_that_lie_apart_are_clear() -> None:
    found = ground(_playlist(SAMPLES / "international_pop.json").tracks)
    assert isinstance(found, Ground)
    rng = np.random.default_rng(1)
    # Three heaps whose borders run across two features, so that no single one tells them apart.
    middles = np.zeros((3, 9))
    middles[:, 1], middles[:, 6] = (-2.0, 2.0, 0.0), (-1.0, -1.0, 2.0)
    units = middles[np.arange(len(found.keys)) % 3] + rng.normal(0, 0.4, (len(found.keys), 9))
    heaps = replace(
        found,
        units=as_table(units, found.keys),
        whole=fixed(units),
        matrix=components(fixed(units), COMPONENTS).scores,
    )
    cut = choose(cuts(heaps.matrix), nameable=lambda _: True)
    assert cut is not None
    assert cut.k == 3
    assert strength(heaps, cut) == "clear"


@pytest.mark.parametrize("heaps", [(PARTY, BALLAD), (PARTY, BALLAD, DRONE)])
def test_playlists_that_were_poured_into_one_are_clear(heaps: Sequence[Sequence[float]]) -> None:
    # Halves of shapeless clouds hold at .95: nothing could be .10 steadier.
    poured = [around(sound, 40, f"h{i}-", seed=i) for i, sound in enumerate(heaps)]
    analysis = analyse(playlist(track for heap in poured for track in heap))
    assert analysis.k == len(heaps)
    assert analysis.strength == "clear"
