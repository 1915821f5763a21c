"""What clusters are called."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linernotes.clusters.marks import GENRE, lacks, marks
from linernotes.clusters.names import names
from linernotes.clusters.portrait import Portrait
from linernotes.clusters.words import TEXTURES, mood, textures
from linernotes.features import NAMES, SOUND
from linernotes.models import Track

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
    return portrayed([{**ORDINARY, **(medians or {})}], z, share)


def portrayed(tracks: list[dict[str, float]], z: dict[str, float], share: float = 0.3) -> Portrait:
    raw = {name: np.array([track[name] for track in tracks]) for name in NAMES}
    return Portrait(share, raw, {**MIDDLING, **z})


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
def test_a_mood_word_is_true_of_the_tracks_by_themselves(
    z: dict[str, float], medians: dict[str, float]
) -> None:
    assert mood(cluster(z, medians)) in {"", "dark"}
    assert mood(cluster(z, medians)) != "dark" or medians["energy"] >= 0.5


SAD = {"energy": 0.3, "valence": 0.2}
SUNNY = {"energy": 0.4, "valence": 0.6}


@pytest.mark.parametrize(
    ("tracks", "word"),
    [
        ([SAD] * 12, "melancholy"),
        ([SAD] * 8 + [SUNNY] * 4, "melancholy"),
        ([SAD] * 7 + [SUNNY] * 5, "calm"),
        # Two in three, but not of those that are read first.
        ([SUNNY] * 3 + [SAD] * 9, "calm"),
        ([SAD] * 6 + [{"energy": 0.3, "valence": math.nan}] * 6, "melancholy"),
        ([{"energy": math.nan, "valence": math.nan}] * 12, ""),
    ],
)
def test_a_word_is_true_of_two_in_three_and_of_the_rows_that_are_read_first(
    tracks: list[dict[str, float]], word: str
) -> None:
    told = portrayed([{**ORDINARY, **track} for track in tracks], {"energy": -1, "valence": -1})
    assert mood(told) == word


def test_a_lively_record_that_is_mastered_low_is_not_quiet() -> None:
    assert textures(cluster({"loudness": -1}, {"loudness": -13, "energy": 0.8})) == []
    assert textures(cluster({"loudness": -1}, {"loudness": -13, "energy": 0.4})) == ["quiet"]


def bearing(genres: list[str], artist: str = "") -> list[Track]:
    return [
        Track(key=f"{artist}{genre}{i}", artists=(artist or f"artist {i}",), genres=(genre,))
        for i, genre in enumerate(genres)
    ]


OTHERS = bearing(["folk"] * 20)


@pytest.mark.parametrize(
    ("tracks", "mark"),
    [
        (bearing(["ska"] * 3 + [""] * 7), "ska"),
        (bearing(["ska"] * 2 + [""] * 8), ""),
        (bearing(["ska"] * 3 + [""] * 13), ""),
        # All by one artist, it is that artist's genre, unless the artist is half of the cluster.
        (bearing(["ska"] * 4, "Madness") + bearing([""] * 6), ""),
        (bearing(["ska"] * 5, "Madness") + bearing([""] * 5), "ska"),
        # None of the rows that are read first bears it.
        (bearing([""] * 7 + ["ska"] * 3), ""),
    ],
)
def test_a_genre_is_that_of_the_cluster_and_of_its_first_rows(
    tracks: list[Track], mark: str
) -> None:
    assert marks([tracks, OTHERS], [GENRE]) == [mark, "folk"]


def test_most_of_a_playlist_is_called_by_what_most_of_it_is() -> None:
    rest = bearing([""] * 10)
    assert marks([bearing(["country"] * 5 + [""] * 8), rest], [GENRE])[0] == ""
    assert marks([bearing(["country"] * 7 + [""] * 6), rest], [GENRE])[0] == "country"


def test_what_all_bear_marks_no_cluster() -> None:
    assert marks([bearing(["ska"] * 10), bearing(["ska"] * 10)], [GENRE]) == ["", ""]


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


@pytest.mark.parametrize(
    ("mark", "name"),
    [("idm", "IDM"), ("r&b", "R&B"), ("uk garage", "UK garage"), ("k-pop", "K-pop")],
)
def test_a_genre_of_letters_is_written_in_capitals(mark: str, name: str) -> None:
    assert names([cluster({"energy": 0.2})], [mark]) == [name]


def test_a_cluster_without_a_word_is_the_middle_ground() -> None:
    assert names([cluster({"energy": 0.2})], [""]) == ["Middle ground"]


def test_a_cluster_that_is_most_of_the_playlist_says_what_it_lacks() -> None:
    assert names([cluster({"acousticness": -0.4}, share=0.56)], [""]) == [
        "Middle ground, few ballads"
    ]
    assert names([cluster({"acousticness": -0.4}, share=0.55)], [""]) == ["Middle ground"]


def test_what_is_most_of_it_is_held_against_the_rest() -> None:
    # 95 of 100 tracks make the mean: the five others lie 4 deviations off where these lie .2.
    assert names([cluster({"acousticness": -0.2}, share=0.95)], [""]) == [
        "Middle ground, few ballads"
    ]
    assert names([cluster({"acousticness": -0.2}, share=0.56)], [""]) == ["Middle ground"]


def test_where_only_genres_are_known_it_lacks_that_of_the_rest() -> None:
    some = cluster({}, share=0.67)
    assert names([replace(some, lacks="rock")], [""]) == ["Middle ground, little rock"]
    assert names([replace(some, lacks="rock", share=0.5)], [""]) == ["Middle ground"]


def test_a_genre_is_lacking_that_most_of_the_rest_bears() -> None:
    def bearing(*genres: str) -> Track:
        return Track(key="x", uri="x", name="x", genres=genres)

    most = [bearing("jazz"), *[bearing("folk")] * 19]
    rest = [*[bearing("rock", "indie rock")] * 6, *[bearing("jazz")] * 4]
    assert lacks([most, rest]) == ["rock", "folk"]
    assert lacks([[*most, *[bearing("rock")] * 3], rest])[0] == ""
    assert lacks([most + rest]) == [""]


def test_what_a_texture_says_is_not_said_again_by_what_it_lacks() -> None:
    flowing = cluster({"danceability": -0.9}, {"danceability": 0.3}, share=0.7)
    assert names([flowing], [""]) == ["Free-flowing"]
    calmer = cluster({"danceability": -0.9, "valence": -0.3}, {"danceability": 0.3}, share=0.7)
    assert names([calmer], [""]) == ["Free-flowing, few smiles"]


PIANO_BALLAD = {"energy": 0.31, "acousticness": 0.76, "loudness": -11.0}
RAP = {"energy": 0.66, "speechiness": 0.28}
GRINDCORE = {"energy": 0.97, "loudness": -3.5}


@pytest.mark.parametrize(
    ("tracks", "z", "said"),
    [
        # Beside near-silent piano pieces ballads are lively, but they are ballads.
        ([PIANO_BALLAD] * 50, {"energy": 0.5, "loudness": 0.5, "acousticness": -0.4}, ""),
        ([RAP] * 50, {"speechiness": -0.45}, ""),
        ([GRINDCORE] * 50, {"energy": -0.4, "loudness": -0.4}, ""),
        ([ORDINARY] * 40 + [PIANO_BALLAD] * 10, {"energy": 0.4}, "few ballads"),
        ([ORDINARY] * 39 + [PIANO_BALLAD] * 11, {"energy": 0.4}, ""),
        ([ORDINARY] * 40 + [RAP] * 10, {"speechiness": -0.4}, "few raps"),
        ([ORDINARY] * 40 + [GRINDCORE] * 10, {"loudness": -0.4}, "few bangers"),
        # What comes next is said where the strongest would be false.
        ([RAP] * 50, {"speechiness": -0.45, "acousticness": -0.3}, "few ballads"),
        ([{"speechiness": math.nan}] * 50, {"speechiness": -0.4}, ""),
    ],
)
def test_what_a_cluster_is_said_to_lack_is_rare_in_it(
    tracks: list[dict[str, float]], z: dict[str, float], said: str
) -> None:
    (name,) = names([portrayed([{**ORDINARY, **one} for one in tracks], z, 0.67)], [""])
    assert name.partition("few ")[2] == said.removeprefix("few ")


def test_what_is_lacking_is_left_out_where_it_makes_five_words() -> None:
    most = cluster({"acousticness": -0.4}, share=0.67)
    assert names([most], ["hip hop"]) == ["Hip hop, few ballads"]
    assert names([most], ["alternative hip hop"]) == ["Alternative hip hop"]
    assert names([most] * 2, ["alternative hip hop"] * 2)[1] == "Alternative hip hop 2"


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
    raw=st.fixed_dictionaries(
        {f.name: st.floats(f.low, f.high).map(lambda value: np.array([value])) for f in SOUND}
    ),
    z=st.fixed_dictionaries({name: st.floats(-3, 3) for name in NAMES}),
)


MARKS = ["", "pop", "indie rock", "alternative hip hop", "new wave of, 1980s"]


@given(
    st.lists(st.tuples(portrait, st.sampled_from(MARKS)), max_size=8),
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
