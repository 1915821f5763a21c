"""How audio features are spread, and which tracks lie at either end."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linernotes import figures, sound
from linernotes.models import Features, Track
from linernotes.sound import LikedSound, SoundSheet


def track(key: str, **features: Any) -> Track:
    uri = f"spotify:track:{key}"
    return Track(key=uri, uri=uri, features=Features(**features))


def energies(*values: float) -> list[dict[str, float]]:
    return [{"energy": value} for value in values]


def test_what_nobody_measured_is_not_counted() -> None:
    assert sound.measured(track("a", energy=0.5, tempo=0.0, valence=0.0)) == {"energy": 0.5}
    assert sound.measured(Track(key="b")) == {}
    local = Track(key="spotify:local:a", uri="spotify:local:a", features=Features(energy=0.5))
    assert sound.measured(local) == {}


def test_values_are_rounded_as_they_are_shown() -> None:
    told = sound.measured(track("a", energy=0.5049, loudness=-5.26, tempo=119.6))
    assert told == {"energy": 0.5, "loudness": -5.3, "tempo": 120}


def test_a_feature_needs_enough_tracks() -> None:
    assert sound.spreads(energies(0.1, 0.2), 3) == {}
    assert list(sound.spreads(energies(0.1, 0.2, 0.3), 3)) == ["energy"]


def test_shares_are_of_the_tracks_that_tell_and_the_ends_are_in_the_outer_bins() -> None:
    [spread] = sound.spreads([*energies(0.0, 0.05, 0.1, 1.0), {}], 1).values()
    assert spread.tracks == 4
    assert spread.bins == (50, 25, 0, 0, 0, 0, 0, 0, 0, 25)
    [loud] = sound.spreads([{"loudness": -55.0}, {"loudness": 3.0}], 1).values()
    assert (loud.bins[0], loud.bins[-1]) == (50, 50)


def test_a_round_tenth_begins_its_bin() -> None:
    for place in range(10):
        [spread] = sound.spreads(energies(round(place / 10, 2)), 1).values()
        assert spread.bins[place] == 100, place


def test_the_middle_is_told_by_quantiles() -> None:
    [spread] = sound.spreads(energies(*(n / 10 for n in range(11))), 1).values()
    assert (spread.low, spread.median, spread.high) == (0.1, 0.5, 0.9)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=60))
def test_percents_make_up_a_hundred(values: list[float]) -> None:
    [spread] = sound.spreads(energies(*values), 1).values()
    assert sum(spread.bins) == 100
    assert min(spread.bins) >= 0
    assert 0 <= spread.low <= spread.median <= spread.high <= 1


@pytest.mark.parametrize(("count", "each"), [(0, 0), (1, 0), (9, 4), (19, 9), (20, 10), (50, 10)])
def test_no_track_is_at_both_ends(count: int, each: int) -> None:
    most, least = sound.ends(range(count), 10)
    assert (len(most), len(least)) == (each, each)
    assert not set(most) & set(least)
    assert list(least) == sorted(least, reverse=True)


def test_a_liked_track_on_two_playlists_counts_once() -> None:
    one = sound.sheet_of([track("a", energy=0.9), track("b", energy=0.1)], {"spotify:track:a"})
    assert list(one.tracks) == ["spotify:track:a"]
    two = sound.sheet_of([track("c", energy=0.1)], {"spotify:track:c"})
    assert sound.liked_sound([one, one, two], 2).spreads["energy"].bins[-1] == 50
    assert sound.liked_sound([one, one], 2) == LikedSound()
    assert sound.liked_sound([SoundSheet()], 1) == LikedSound()


def test_one_more_liked_track_among_many_changes_nothing_that_is_shown() -> None:
    many = [track(str(n), energy=n * 37 % 1009 / 1009) for n in range(2000)]
    keys = {one.key for one in many}
    before = sound.liked_sound([sound.sheet_of(many[1:], keys)], 10)
    assert sound.liked_sound([sound.sheet_of(many, keys)], 10) == before


def test_the_same_features_are_the_same_picture() -> None:
    here = sound.spreads(energies(0.2, 0.4, 0.9), 1)
    shows = sound.figure_of(here, LikedSound(spreads=here))
    assert figures.features(shows) == figures.features(shows)
    assert figures.features(shows) != figures.features(sound.figure_of(here, LikedSound()))
    with pytest.raises(ValueError, match="at least one"):
        figures.features(sound.figure_of({}, LikedSound()))
