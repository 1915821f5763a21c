"""What clusters are called."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linernotes.clusters.names import names
from linernotes.clusters.portrait import Portrait
from linernotes.clusters.words import TEXTURES, mood, textures
from linernotes.features import NAMES, SOUND

MIDDLING = dict.fromkeys(NAMES, 0.0)
ORDINARY = {
    "danceability": 0.58,
    "energy": 0.55,
    "speechiness": 0.05,
    "acousticness": 0.25,
    "instrumentalness": 0.2,
    "liveness": 0.12,
    "valence": 0.47,
    "loudness": -8.0,
    "tempo": 115.0,
}


def cluster(
    z: dict[str, float], medians: dict[str, float] | None = None, share: float = 0.3
) -> Portrait:
    return Portrait(share, {**ORDINARY, **(medians or {})}, {**MIDDLING, **z})


@pytest.mark.parametrize(
    ("word", "z", "medians"),
    [
        ("upbeat", {"energy": 0.4, "valence": 0.4}, {"energy": 0.8, "valence": 0.8}),
        ("intense", {"energy": 0.4, "valence": -0.4}, {"energy": 0.9, "valence": 0.2}),
        ("easygoing", {"energy": -0.4, "valence": 0.4}, {"energy": 0.4, "valence": 0.7}),
        ("melancholy", {"energy": -0.4, "valence": -0.4}, {"energy": 0.3, "valence": 0.2}),
        ("energetic", {"energy": 0.5}, {"energy": 0.85}),
        ("calm", {"energy": -0.5}, {"energy": 0.2}),
        ("happy", {"valence": 0.5}, {"valence": 0.8}),
        ("dark", {"valence": -0.5}, {"valence": 0.2, "energy": 0.6}),
        ("sad", {"valence": -0.5}, {"valence": 0.2, "energy": 0.4}),
        ("", {"energy": 0.39, "valence": 0.39}, {"energy": 0.9, "valence": 0.9}),
    ],
)
def test_a_mood_is_read_off_energy_and_valence(
    word: str, z: dict[str, float], medians: dict[str, float]
) -> None:
    assert mood(cluster(z, medians)) == word


@pytest.mark.parametrize(
    ("z", "medians"),
    [
        # The calm corner of a metal playlist: low within it, but still metal.
        ({"energy": -1.0, "valence": -1.0}, {"energy": 0.9, "valence": 0.2}),
        ({"energy": -1.0}, {"energy": 0.8}),
        ({"valence": 1.0}, {"valence": 0.2}),
        ({"energy": 1.0, "valence": 1.0}, {"energy": 0.3, "valence": 0.2}),
    ],
)
def test_a_mood_word_is_true_of_the_median_track_by_itself(
    z: dict[str, float], medians: dict[str, float]
) -> None:
    assert mood(cluster(z, medians)) in {"", "dark"}
    assert mood(cluster(z, medians)) != "dark" or medians["energy"] >= 0.5


@pytest.mark.parametrize(
    ("word", "feature", "z", "medians"),
    [
        ("danceable", "danceability", 0.5, {"danceability": 0.8}),
        ("free-flowing", "danceability", -0.5, {"danceability": 0.3}),
        ("acoustic", "acousticness", 0.5, {"acousticness": 0.8}),
        ("amplified", "acousticness", -0.5, {"acousticness": 0.01, "energy": 0.7}),
        ("instrumental", "instrumentalness", 0.5, {"instrumentalness": 0.8}),
        ("vocal", "instrumentalness", -0.5, {"instrumentalness": 0.0}),
        ("wordy", "speechiness", 0.5, {"speechiness": 0.3}),
        ("live feel", "liveness", 0.7, {"liveness": 0.3}),
        ("loud", "loudness", 0.5, {"loudness": -4.0}),
        ("quiet", "loudness", -0.5, {"loudness": -15.0}),
        ("fast", "tempo", 0.5, {"tempo": 125.0}),
        ("slow", "tempo", -0.5, {"tempo": 105.0}),
    ],
)
def test_a_texture_needs_to_stand_out_and_to_be_so(
    word: str, feature: str, z: float, medians: dict[str, float]
) -> None:
    assert textures(cluster({feature: z}, medians)) == [word]
    assert textures(cluster({feature: z * 0.9}, medians)) == []


@pytest.mark.parametrize(
    ("feature", "z", "medians"),
    [
        ("acousticness", -1.0, {"acousticness": 0.01, "energy": 0.6}),
        ("liveness", 1.0, {"liveness": 0.29}),
        ("tempo", 1.0, {"tempo": 124.0}),
        ("tempo", -1.0, {"tempo": 106.0}),
        ("speechiness", -2.0, {"speechiness": 0.03}),
        ("liveness", -2.0, {"liveness": 0.05}),
    ],
)
def test_beyond_its_bound_a_texture_has_no_word(
    feature: str, z: float, medians: dict[str, float]
) -> None:
    assert textures(cluster({feature: z}, medians)) == []


def test_a_name_is_a_genre_then_a_mood_then_at_most_two_textures() -> None:
    loud = cluster(
        {"energy": 1.0, "valence": 0.9, "loudness": 0.8, "tempo": 0.7, "danceability": 0.6},
        {"energy": 0.9, "valence": 0.8, "loudness": -4, "tempo": 140, "danceability": 0.8},
    )
    assert names([loud], ["punk"]) == ["Punk, upbeat, loud, fast"]
    assert names([loud], [""]) == ["Upbeat, loud, fast"]


def test_long_genres_leave_room_for_fewer_words() -> None:
    loud = cluster(
        {"energy": 1.0, "valence": 0.9, "loudness": 0.8},
        {"energy": 0.9, "valence": 0.8, "loudness": -4},
    )
    assert names([loud], ["new wave of"]) == ["New wave of, upbeat"]


def test_a_cluster_without_a_word_is_the_middle_ground() -> None:
    assert names([cluster({"energy": 0.2})], [""]) == ["Middle ground"]


def test_a_cluster_that_is_most_of_the_playlist_says_what_it_lacks() -> None:
    assert names([cluster({"acousticness": -0.4}, share=0.56)], [""]) == [
        "Middle ground, few ballads"
    ]
    assert names([cluster({"acousticness": -0.4}, share=0.55)], [""]) == ["Middle ground"]


def test_two_clusters_of_one_kind_are_told_apart_by_what_differs() -> None:
    sad = {"valence": 0.1, "energy": 0.2}
    one = cluster({"energy": -1, "valence": -1, "tempo": 0.3}, sad)
    other = cluster({"energy": -1, "valence": -1, "tempo": -0.3}, sad)
    first, second = names([one, other], ["", ""])
    assert first == "Melancholy"
    assert second.startswith("Melancholy, ")


portrait = st.builds(
    Portrait,
    share=st.floats(0, 1),
    medians=st.fixed_dictionaries({f.name: st.floats(f.low, f.high) for f in SOUND}),
    z=st.fixed_dictionaries({name: st.floats(-3, 3) for name in NAMES}),
)


@given(
    st.lists(st.tuples(portrait, st.sampled_from(["", "pop", "k-pop", "indie rock"])), max_size=8),
    st.booleans(),
)
def test_names_are_one_to_four_words_and_no_two_alike(
    told: list[tuple[Portrait, str]], alike: bool
) -> None:
    if alike:
        told = told[:1] * len(told)
    given_ = names([one for one, _ in told], [mark for _, mark in told])
    assert len(given_) == len(told)
    assert len({name.casefold() for name in given_}) == len(given_)
    assert all(1 <= len(name.split()) <= 4 for name in given_)


@given(portrait)
def test_every_word_is_one_of_the_table(one: Portrait) -> None:
    words = {word.text for both in TEXTURES.values() for side in both for word in side}
    assert set(textures(one)) <= words
    assert len(textures(one)) <= len(TEXTURES)
