"""Numbers in plain words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from linernotes.models import Analysis, Axis, Features, Track, Trait
from linernotes.pages import words


def test_a_date_is_that_of_universal_time() -> None:
    tokyo = timezone(timedelta(hours=9))
    assert words.day(datetime(2026, 11, 23, 7, tzinfo=tokyo)) == "22 November 2026"
    assert words.day(datetime(2026, 1, 1, tzinfo=UTC)) == "1 January 2026"


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (["Calm", "Upbeat", "Loud"], "Calm, Upbeat and Loud"),
        (["Upbeat, loud", "Calm", "Quiet, slow"], "Upbeat, loud; Calm; Quiet, slow"),
        (["Upbeat, loud"], "Upbeat, loud"),
        ([], ""),
    ],
)
def test_names_with_commas_in_them_are_listed_with_semicolons(names: list[str], told: str) -> None:
    assert words.listed(names) == told


def test_one_is_singular() -> None:
    assert words.count(1, "track") == "1 track"
    assert words.count(0, "track") == "0 tracks"
    assert words.count(2500, "row was", "rows were") == "2,500 rows were"


@pytest.mark.parametrize(
    ("size", "told"),
    [
        (1, "1 byte"),
        (999, "999 bytes"),
        (1000, "1.0 kB"),
        (115_853, "116 kB"),
        (999_600, "1.0 MB"),
        (7_971_379, "8.0 MB"),
        (64_000_000, "64 MB"),
        (2_500_000_000, "2.5 GB"),
    ],
)
def test_a_size_has_the_unit_that_fits(size: int, told: str) -> None:
    assert words.size(size) == told


def test_a_figure_has_a_minus_sign_and_no_negative_zero() -> None:
    assert words.figure(-0.153) == "−0.15"
    assert words.figure(-0.001) == "0.00"
    assert words.figure(119.6, 0) == "120"


def test_a_median_has_its_unit() -> None:
    assert words.measured(Trait(feature="loudness", median=-6.25, z=1)) == "−6.2 dB"
    assert words.measured(Trait(feature="tempo", median=133.6, z=1)) == "134 BPM"
    assert words.measured(Trait(feature="valence", median=0.5, z=1)) == "valence 0.50"


def test_a_profile_tells_the_strongest_leanings_first() -> None:
    traits = [
        Trait(feature="energy", median=0.3, z=-0.5),
        Trait(feature="tempo", median=90, z=-1.4),
        Trait(feature="valence", median=0.5, z=0.29),
    ]
    told = words.profile(traits, alone=False)
    assert told == "Next to the whole playlist: much slower (90 BPM) and calmer (energy 0.30)."
    assert words.profile(traits[2:], alone=False) == ("Much like the whole playlist in everything.")
    assert words.profile(traits, alone=True) == (
        "A typical track: energy 0.30, 90 BPM and valence 0.50."
    )
    assert words.profile([], alone=False) == ""


def test_a_feature_without_words_of_its_own_is_named() -> None:
    told = words.profile([Trait(feature="newness", median=0.3, z=0.5)], alone=False)
    assert told == "Next to the whole playlist: more newness (newness 0.30)."


def test_facts_without_clusters_say_no_more_than_is_known() -> None:
    analysis = Analysis(recipe=1, mode="none", why="Nothing.", k=0)
    tracks = [Track(key=f"t{number}") for number in range(5)]
    assert [fact.term for fact in words.facts(analysis, 0, tracks)] == ["Made from", "Placed"]


def test_of_no_tracks_nothing_is_said_to_be_placed() -> None:
    analysis = Analysis(recipe=1, mode="none", why="The playlist has no tracks.", k=0)
    (fact,) = words.facts(analysis, 0, [])
    assert (fact.term, fact.figure, fact.meaning) == ("Made from", "nothing", "there are no tracks")


HEARD = Features(
    danceability=0.6,
    energy=0.7,
    speechiness=0.05,
    acousticness=0.2,
    instrumentalness=0.8,
    liveness=0.1,
    valence=0.4,
    loudness=-7.5,
    tempo=124.0,
)


@pytest.mark.parametrize(
    ("told", "heard", "meaning"),
    [
        (
            {"genres": ("shoegaze",), "label": "4AD", "release_date": "1991"},
            20,
            "genre tags, labels and years, since only 20 of 80 tracks have audio features",
        ),
        ({"label": "4AD"}, 0, "labels, since no audio features are known"),
        ({"release_date": "1991-11-04"}, 1, "years, since only 1 of 80 tracks has audio features"),
    ],
)
def test_context_is_what_the_tracks_have_and_says_what_of_the_sound_is_known(
    told: dict[str, Any], heard: int, meaning: str
) -> None:
    tracks = [
        Track(key=f"t{number}", features=HEARD if number < heard else None, **told)
        for number in range(80)
    ]
    made = words.facts(Analysis(recipe=1, mode="context", why="", k=0), 80, tracks)[0]
    assert (made.figure, made.meaning) == ("context", meaning)


def test_tempos_alone_are_too_few_features_but_not_none() -> None:
    tracks = [Track(key=f"t{n}", label="4AD", features=Features(tempo=90.0 + n)) for n in range(80)]
    made = words.facts(Analysis(recipe=1, mode="context", why="", k=0), 80, tracks)[0]
    assert made.meaning == "labels, since too few audio features are known"


def test_the_ends_of_an_axis_are_told_apart() -> None:
    assert words.axis_ends(Axis(label="from calm, quiet to loud", explained=0.4)) == (
        "calm, quiet",
        "loud",
    )
    assert words.axis_ends(Axis(label="a bit of everything", explained=0.4)) == (
        "a bit of everything",
        "",
    )
