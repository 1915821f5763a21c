"""The batched k-means and its agreements, held against scikit-learn and what must be true."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score
from sklearn.metrics.pairwise import euclidean_distances

from linernotes.clusters.arrays import Floats
from linernotes.clusters.choice import cut_into, fit
from linernotes.clusters.kmeans import lloyd, optima, seeds
from linernotes.clusters.measures import agreements, stability


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
    assert adjusted_rand_score(runs.labels[0], theirs.labels_) == 1.0
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
        assert euclidean_distances(centres)[np.triu_indices(3, 1)].min() > 20


def test_rows_that_are_all_the_same_are_no_reason_to_fail() -> None:
    table = np.ones((40, 4))
    runs = lloyd(table, seeds(table, 3, 5, np.random.default_rng(1)))
    assert runs.inertia.tolist() == [0.0] * 5


def test_the_silhouette_of_a_cut_is_that_worked_out_by_hand() -> None:
    matrix = np.array([[0.0], [0.0], [2.0], [2.0], [10.0], [10.0], [12.0], [12.0]])
    cut = cut_into(matrix, 2, euclidean_distances(matrix))
    assert cut is not None
    # To its own 4/3 for each; to the other cluster 11 for the outer rows, 9 for the inner ones.
    assert cut.silhouette == pytest.approx(1 - (4 / 3) * (1 / 11 + 1 / 9) / 2)
    assert cut.labels.tolist() == [0] * 4 + [1] * 4


def test_a_cut_is_as_good_as_the_best_of_many_runs_of_scikit_learn() -> None:
    matrix = np.random.default_rng(12).standard_normal((150, 4))
    apart = euclidean_distances(matrix)
    for k in (2, 3, 4):
        cut = cut_into(matrix, k, apart)
        assert cut is not None
        inertia = ((matrix - cut.centres[cut.labels]) ** 2).sum()
        assert inertia <= KMeans(k, n_init=24, random_state=2).fit(matrix).inertia_ * 1.005


def test_from_standing_centres_a_fit_goes_where_a_batched_run_goes() -> None:
    matrix = blobs(5, (30, 25, 20), apart=3.0)
    start = matrix[[3, 40, 60]]
    centres, labels = fit(matrix, start)
    run = lloyd(matrix, start[None])
    assert labels.tolist() == run.labels[0].tolist()
    assert centres == pytest.approx(run.centres[0])


def test_around_standing_centres_every_row_goes_to_the_nearest_and_no_further() -> None:
    matrix = np.random.default_rng(12).standard_normal((150, 4))
    apart, start = euclidean_distances(matrix), matrix[:3]
    cut = cut_into(matrix, 3, apart, start)
    assert cut is not None
    assert (cut.centres == start).all()
    assert cut.labels.tolist() == apart[:, :3].argmin(axis=1).tolist()


def test_rows_that_are_too_much_alike_are_not_cut() -> None:
    matrix = np.repeat(np.eye(2), 20, axis=0)
    assert cut_into(matrix, 3, euclidean_distances(matrix)) is None


def _agreement(one: list[int], other: list[int]) -> float:
    rows = np.ones((1, len(one)), dtype=np.bool_)
    return float(agreements(np.array(one), np.array([other]), rows)[0])


@pytest.mark.parametrize(
    ("one", "other", "agreed"),
    [
        ([0, 0, 1, 1], [1, 1, 0, 0], 1.0),
        ([0, 0, 1, 1], [0, 0, 1, 2], 4 / 7),
        ([0, 0, 1, 1], [0, 1, 0, 1], -0.5),
        ([0, 0, 0, 0], [0, 0, 0, 0], 1.0),
        ([0, 0, 0, 0], [0, 1, 2, 3], 0.0),
    ],
)
def test_two_labellings_agree_as_worked_out_by_hand(
    one: list[int], other: list[int], agreed: float
) -> None:
    assert _agreement(one, other) == pytest.approx(agreed)


def test_an_agreement_looks_at_its_own_rows_alone() -> None:
    rng = np.random.default_rng(9)
    labels, others = rng.integers(4, size=50), rng.integers(4, size=(6, 50))
    rows = rng.random((6, 50)) < 0.8
    expected = [
        adjusted_rand_score(labels[seen], other[seen])
        for other, seen in zip(others, rows, strict=True)
    ]
    assert agreements(labels, others, rows) == pytest.approx(expected)


@given(
    st.integers(1, 60).flatmap(
        lambda n: st.tuples(*[st.lists(st.integers(0, 5), min_size=n, max_size=n)] * 2)
    )
)
@settings(max_examples=60, deadline=None)
def test_the_adjusted_rand_index_is_that_of_scikit_learn(two: tuple[list[int], list[int]]) -> None:
    assert _agreement(*two) == pytest.approx(adjusted_rand_score(*two), abs=1e-9)


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
