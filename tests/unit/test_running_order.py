"""The running order: an arc by mood, tempo and key."""

from __future__ import annotations

import random
from typing import Any

import pytest

from linernotes.models import Features, Track
from linernotes.running_order import (
    REACH,
    Key,
    distance,
    key_of,
    running_order,
    smoothness,
    tempo_gap,
)


def _track(number: int, energy: float | None, **told: Any) -> Track:
    uri = f"spotify:track:{number:022d}"
    features = Features(**{"energy": energy, **told})
    return Track(key=uri, uri=uri, name=f"Song {number}", features=features)


def _tracks(count: int, seed: int = 1) -> list[Track]:
    rng = random.Random(seed)
    return [
        _track(
            number,
            rng.random(),
            valence=rng.random(),
            tempo=rng.uniform(70, 170),
            key=rng.randrange(12),
            mode=rng.randrange(2),
        )
        for number in range(count)
    ]


@pytest.mark.parametrize(
    ("key", "mode", "camelot", "name"),
    [
        (0, 1, "8B", "C major"),
        (9, 0, "8A", "A minor"),
        (7, 1, "9B", "G major"),
        (5, 1, "7B", "F major"),
        (11, 0, "10A", "B minor"),
        (8, 0, "1A", "A♭ minor"),
        (11, 1, "1B", "B major"),
        (4, 1, "12B", "E major"),
    ],
)
def test_keys_are_told_as_disc_jockeys_write_them(
    key: int, mode: int, camelot: str, name: str
) -> None:
    found = key_of(_track(1, 0.5, key=key, mode=mode))
    assert found is not None
    assert (found.camelot, found.name) == (camelot, name)


def test_neighbouring_keys_are_fifths_and_relatives() -> None:
    def key(pitch: int, mode: int) -> Key:
        found = key_of(_track(1, 0.5, key=pitch, mode=mode))
        assert found is not None
        return found

    c_major = key(0, 1)
    assert distance(c_major, key(7, 1)) == distance(c_major, key(5, 1)) == 1
    assert distance(c_major, key(9, 0)) == 1
    assert distance(c_major, key(6, 1)) == 6
    # Around the wheel from 12 to 1.
    assert distance(key(4, 1), key(11, 1)) == 1


@pytest.mark.parametrize("told", [{"key": 3}, {"mode": 1}, {"key": -1, "mode": 1}, {}])
def test_a_key_that_is_not_fully_told_is_not_known(told: dict[str, int]) -> None:
    assert key_of(_track(1, 0.5, **told)) is None


def test_a_tempo_mixes_with_its_double_and_its_half() -> None:
    assert tempo_gap(64, 128) == tempo_gap(128, 64) == tempo_gap(100, 100) == 0
    assert 0.08 < tempo_gap(100, 106) < 0.09


def test_every_track_comes_once_with_those_of_unknown_energy_at_the_end() -> None:
    tracks = _tracks(40)
    silent = [_track(100 + n, None) for n in (3, 1, 2)]
    order = running_order([silent[0], *tracks, *silent[1:]], {})
    assert order is not None
    assert sorted(step.track.key for step in order.steps) == sorted(t.key for t in tracks)
    assert list(order.rest) == silent


def test_the_order_does_not_depend_on_the_order_that_tracks_come_in() -> None:
    tracks = _tracks(60)
    moods = {track.key: number % 3 for number, track in enumerate(tracks)}
    shuffled = tracks[:]
    random.Random(2).shuffle(shuffled)
    one, other = running_order(tracks, moods), running_order(shuffled, moods)
    assert one is not None
    assert other is not None
    assert one.steps == other.steps


def test_the_arc_rises_for_two_thirds_and_then_comes_down() -> None:
    order = running_order(_tracks(300), {})
    assert order is not None
    lifts = [step.lift for step in order.steps]

    def mean(start: int, end: int) -> float:
        return sum(lifts[start:end]) / (end - start)

    tenths = [mean(at, at + 30) for at in range(0, 300, 30)]
    assert max(tenths) == tenths[6]
    assert tenths[:7] == sorted(tenths[:7])
    assert tenths[6:] == sorted(tenths[6:], reverse=True)


def test_more_steps_mix_than_in_any_order_but_nothing_strays_from_the_arc() -> None:
    order = running_order(_tracks(300), {})
    assert order is not None
    plain = sorted(order.steps, key=lambda step: step.track.key)
    now, before = smoothness(order.steps), smoothness(plain)
    assert now.keys_known == now.tempos_known == before.keys_known == 299
    assert now.keys > 2 * before.keys
    assert now.tempos > 2 * before.tempos
    rising = sorted(order.steps, key=lambda step: (step.lift, step.track.key))
    up = [step for place, step in enumerate(rising) if place % 3 != 1]
    down = [step for place, step in enumerate(rising) if place % 3 == 1]
    arc = [*up, *reversed(down)]
    turns = {step.track.key: turn for turn, step in enumerate(arc)}
    strayed = [abs(turns[step.track.key] - turn) for turn, step in enumerate(order.steps)]
    assert max(strayed) <= REACH


def test_tracks_without_key_and_tempo_keep_their_place_in_the_arc() -> None:
    order = running_order([_track(n, n / 40) for n in range(40)], {})
    assert order is not None
    assert smoothness(order.steps).keys_known == smoothness(order.steps).tempos_known == 0
    energies = [step.track.features.energy or 0 for step in order.steps if step.track.features]
    # Nothing to mix by: the arc itself.
    assert energies == [n / 40 for n in range(40) if n % 3 != 1] + [
        n / 40 for n in reversed(range(40)) if n % 3 == 1
    ]


def test_a_handful_of_tracks_makes_no_arc() -> None:
    assert running_order(_tracks(9), {}) is None
    assert running_order([_track(n, None) for n in range(40)], {}) is None
