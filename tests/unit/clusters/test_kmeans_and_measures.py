"""Our k-means and measures, held against scikit-learn and against what must be true of them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score, silhouette_samples

from linernotes.clusters.arrays import Floats
from linernotes.clusters.kmeans import lloyd, optima, seeds
from linernotes.clusters.measures import adjusted_rand, distances, silhouettes, stability


def blobs(seed: int, sizes: tuple[int, ...], apart: float = 6.0) -> Floats:
    rng = np.random.default_rng(seed)
    return np.concatenate(
        [rng.standard_normal((size, 4)) + apart * np.eye(4)[i] for i, size in enumerate(sizes)]
    )


def clustered(table: Floats, k: int, seed: int = 1) -> tuple[Floats, np.ndarray]:
    rng = np.random.default_rng(seed)
    centres, labels = optima(lloyd(table, seeds(table, k, 24, rng)), 8)
    return centres, labels


@pytest.mark.parametrize("k", [2, 3, 5])
def test_it_finds_as_good_a_solution_as_scikit_learn(k: int) -> None:
    table = np.random.default_rng(k).standard_normal((150, 4))
    runs = lloyd(table, seeds(table, k, 24, np.random.default_rng(2)))
    theirs = KMeans(k, n_init=24, random_state=3).fit(table)
    assert runs.inertia.min() <= theirs.inertia_ * 1.001


def test_from_the_same_centres_it_comes_to_where_scikit_learn_comes() -> None:
    table = np.random.default_rng(8).standard_normal((120, 4))
    runs = lloyd(table, table[None, :4])
    theirs = KMeans(4, init=table[:4], n_init=1, tol=0.0).fit(table)
    assert adjusted_rand(runs.labels[0], theirs.labels_.astype(np.intp)) == 1.0
    assert runs.inertia[0] == pytest.approx(theirs.inertia_)
    assert runs.centres[0] == pytest.approx(theirs.cluster_centers_)


def test_runs_in_a_batch_do_not_touch_each_other() -> None:
    table = np.random.default_rng(4).standard_normal((90, 4))
    starts = seeds(table, 3, 7, np.random.default_rng(5))
    together = lloyd(table, starts)
    alone = [lloyd(table, start[None]) for start in starts]
    assert together.labels.tolist() == [run.labels[0].tolist() for run in alone]


def test_a_run_that_may_not_look_at_some_rows_is_a_run_without_them() -> None:
    table = np.random.default_rng(6).standard_normal((100, 4))
    rows = np.arange(100) % 5 != 0
    start = seeds(table[rows], 3, 1, np.random.default_rng(7))
    masked, without = lloyd(table, start, rows[None]), lloyd(table[rows], start)
    assert masked.labels[0][rows].tolist() == without.labels[0].tolist()
    assert masked.inertia[0] == pytest.approx(without.inertia[0])


def test_solutions_under_other_numbers_count_once() -> None:
    table = blobs(1, (30, 20, 25))
    runs = lloyd(table, np.stack([table[[0, 35, 60]], table[[60, 0, 35]], table[[5, 40, 70]]]))
    assert len(optima(runs, 8)[0]) == 1


def test_starting_centres_are_rows_and_far_apart() -> None:
    table = blobs(3, (50, 50, 50), apart=50.0)
    for centres in seeds(table, 3, 10, np.random.default_rng(1)):
        assert all((table == centre).all(axis=1).any() for centre in centres)
        assert distances(centres)[np.triu_indices(3, 1)].min() > 20


def test_rows_that_are_all_the_same_are_no_reason_to_fail() -> None:
    table = np.ones((40, 4))
    runs = lloyd(table, seeds(table, 3, 5, np.random.default_rng(1)))
    assert runs.inertia.tolist() == [0.0] * 5


@given(st.integers(0, 10_000), st.integers(2, 6), st.integers(12, 60))
@settings(max_examples=25, deadline=None)
def test_silhouettes_are_those_of_scikit_learn(seed: int, k: int, n: int) -> None:
    rng = np.random.default_rng(seed)
    table = rng.standard_normal((n, 3))
    labels = np.concatenate([np.arange(k), rng.integers(k, size=n - k)])
    ours = silhouettes(distances(table), labels, k)
    assert ours == pytest.approx(silhouette_samples(table, labels), abs=1e-9)


def test_silhouettes_of_one_cluster_are_nothing() -> None:
    table = np.random.default_rng(1).standard_normal((20, 3))
    assert silhouettes(distances(table), np.zeros(20, dtype=np.intp), 1).tolist() == [0.0] * 20


@given(
    st.integers(1, 60).flatmap(
        lambda n: st.tuples(*[st.lists(st.integers(0, 5), min_size=n, max_size=n)] * 2)
    )
)
@settings(max_examples=60, deadline=None)
def test_the_adjusted_rand_index_is_that_of_scikit_learn(two: tuple[list[int], list[int]]) -> None:
    one, other = (np.array(labels, dtype=np.intp) for labels in two)
    assert adjusted_rand(one, other) == pytest.approx(adjusted_rand_score(one, other), abs=1e-9)


def test_well_separated_clusters_are_stable_and_noise_is_not() -> None:
    good = blobs(2, (40, 40, 40))
    noise = np.random.default_rng(3).standard_normal((120, 4))
    held = []
    for table in (good, noise):
        centres, labels = clustered(table, 3)
        held.append(stability(table, centres, labels[0], np.random.default_rng(4)))
    assert held[0] > 0.99
    assert held[1] < 0.85


def test_started_from_its_own_centres_only_noise_would_look_stable() -> None:
    # Why bootstraps start from every solution: from the best one alone they never leave it.
    noise = np.random.default_rng(3).standard_normal((120, 4))
    centres, labels = clustered(noise, 3)
    alone = stability(noise, centres[:1], labels[0], np.random.default_rng(4))
    free = stability(noise, centres, labels[0], np.random.default_rng(4))
    assert alone > 0.85
    assert free < alone
