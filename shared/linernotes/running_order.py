"""A playlist put into an order to play it in: an arc by mood, smoothed by key and tempo.

The arc rises for two thirds of the way, from the calmest track to the liveliest, and comes down
for the rest. Along it, of the few tracks that are next in line, the one follows that mixes best
into the last: in a neighbouring key, at nearly the same tempo, in the same mood.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from linernotes.features import NAMES as FEATURES
from linernotes.features import is_local, sound_of
from linernotes.models import Track

# Below so many tracks there is no way to go.
FEWEST_TRACKS = 10
# How far a track may be brought forward or put off along the arc, in tracks.
REACH = 8
# What a step costs at worst: a far key, a far tempo, another mood; and each place out of turn.
KEY, TEMPO, MOOD, TURN = 1.0, 1.0, 0.3, 0.05
# A change of so much can be mixed without anybody noticing: the range of an old turntable's slider.
MIXABLE = 0.06
# Energy counts most for how lively a track is; tempo least, as it is often told double or halved.
_LIFT: Mapping[str, float] = {"energy": 1.0, "valence": 0.5, "tempo": 0.25}
_PITCHES = ("C", "C♯", "D", "E♭", "E", "F", "F♯", "G", "A♭", "A", "B♭", "B")
_WHEEL = 12


@dataclass(frozen=True)
class Key:
    """A musical key: `place` 1 to 12 on the Camelot wheel, and whether it is major.

    The wheel is the circle of fifths with a minor key inside of its relative major, so that keys
    that share all notes but one are neighbours.
    """

    place: int
    major: bool
    name: str

    @property
    def camelot(self) -> str:
        """The key as disc jockeys write it: `8B` is C major, `8A` A minor."""
        return f"{self.place}{'B' if self.major else 'A'}"


@dataclass(frozen=True)
class Step:
    """A track in the running order.

    `lift` says how lively it is in deviations of the playlist, 0 for its mean; `tempo` is in beats
    a minute, `None` where it is not known, as `key`.
    """

    track: Track
    lift: float
    tempo: float | None
    key: Key | None
    mood: int


@dataclass(frozen=True)
class RunningOrder:
    """The steps of the arc, and the tracks of which too little is known to give them a place.

    Those are to follow at the end, in the playlist's own order.
    """

    steps: tuple[Step, ...]
    rest: tuple[Track, ...]


@dataclass(frozen=True)
class Smoothness:
    """Of all steps of which both keys, or both tempos, are known: how many mix."""

    keys: int
    keys_known: int
    tempos: int
    tempos_known: int


def running_order(tracks: Sequence[Track], moods: Mapping[str, int]) -> RunningOrder | None:
    """Put tracks into an order to play them in; `None` where there are too few to make an arc.

    The same tracks give the same order, whatever order they come in.

    Parameters
    ----------
    tracks : distinct tracks. Those without energy have no place in the arc.
    moods : the number of its cluster by track key, 0 or absent where it has none.
    """
    steps = _steps(tracks, moods)
    if len(steps) < FEWEST_TRACKS:
        return None
    placed = {step.track.key for step in steps}
    return RunningOrder(
        steps=_smoothed(_arc(steps)),
        rest=tuple(track for track in tracks if track.key not in placed),
    )


def has_place(track: Track) -> bool:
    """Whether enough is known of a track to give it a place in an arc: its energy."""
    return not math.isnan(sound_of(track)[FEATURES.index("energy")])


def smoothness(steps: Sequence[Step]) -> Smoothness:
    """Count the steps from one track to the next that stay in neighbouring keys and tempos."""
    pairs = list(itertools.pairwise(steps))
    keys = [(one.key, other.key) for one, other in pairs if one.key and other.key]
    tempos = [(one.tempo, other.tempo) for one, other in pairs if one.tempo and other.tempo]
    return Smoothness(
        keys=sum(distance(one, other) <= 1 for one, other in keys),
        keys_known=len(keys),
        tempos=sum(tempo_gap(one, other) <= math.log2(1 + MIXABLE) for one, other in tempos),
        tempos_known=len(tempos),
    )


def as_they_stand(order: RunningOrder, tracks: Iterable[Track]) -> tuple[Step, ...]:
    """The same steps in the order of `tracks`, to compare with."""
    steps = {step.track.key: step for step in order.steps}
    return tuple(steps[track.key] for track in tracks if track.key in steps)


def key_of(track: Track) -> Key | None:
    """The key of a track; `None` where key or mode is not known."""
    told = track.features
    if told is None or is_local(track) or told.key is None or told.mode is None:
        return None
    if not 0 <= told.key < len(_PITCHES) or told.mode not in (0, 1):
        return None
    major = told.mode == 1
    # A minor key stands with the major one three semitones up; a fifth is seven, C major is 8.
    place = (7 * (told.key + (0 if major else 3)) + 7) % _WHEEL + 1
    return Key(place, major, f"{_PITCHES[told.key]} {'major' if major else 'minor'}")


def distance(one: Key, other: Key) -> int:
    """Steps on the Camelot wheel: around it, and from minor to major."""
    around = abs(one.place - other.place)
    return min(around, _WHEEL - around) + (one.major != other.major)


def tempo_gap(one: float, other: float) -> float:
    """How far two tempos are apart, in octaves: 0 for the same, its double and its half."""
    octaves = abs(math.log2(one / other))
    return abs(octaves - round(octaves))


def _steps(tracks: Sequence[Track], moods: Mapping[str, int]) -> list[Step]:
    """The tracks that have a place in the arc, the calmest first."""
    sounds = {track.key: dict(zip(FEATURES, sound_of(track), strict=True)) for track in tracks}
    heard = sorted(
        (track for track in tracks if not math.isnan(sounds[track.key]["energy"])),
        key=lambda track: track.key,
    )
    scales = {name: _scale([sounds[track.key][name] for track in heard]) for name in _LIFT}
    steps = []
    for track in heard:
        sound = sounds[track.key]
        lift = sum(
            weight * (sound[name] - scales[name][0]) / scales[name][1]
            for name, weight in _LIFT.items()
            if not math.isnan(sound[name])
        )
        tempo = None if math.isnan(sound["tempo"]) else sound["tempo"]
        steps.append(Step(track, round(lift, 9), tempo, key_of(track), moods.get(track.key, 0)))
    return sorted(steps, key=lambda step: (step.lift, step.track.key))


def _scale(values: Sequence[float]) -> tuple[float, float]:
    """Mean and deviation of the values that are known; a deviation of 1 where there is none."""
    known = [value for value in values if not math.isnan(value)]
    mean = math.fsum(known) / max(len(known), 1)
    variance = math.fsum((value - mean) ** 2 for value in known) / max(len(known), 1)
    return mean, math.sqrt(variance) or 1.0


def _arc(steps: Sequence[Step]) -> list[Step]:
    """Deal tracks that stand by rising lift to a way up and a way down half as long."""
    up = [step for place, step in enumerate(steps) if place % 3 != 1]
    down = [step for place, step in enumerate(steps) if place % 3 == 1]
    return [*up, *reversed(down)]


def _smoothed(arc: Sequence[Step]) -> tuple[Step, ...]:
    """Let the best of the next few follow, but none be put off for more than `REACH` steps."""
    order, line = [arc[0]], list(enumerate(arc))[1:]
    while line:
        near = line[:REACH]
        overdue = len(order) - near[0][0] >= REACH
        chosen = (
            0
            if overdue
            else min(
                range(len(near)), key=lambda turn: (_cost(order[-1], near[turn][1], turn), turn)
            )
        )
        order.append(line.pop(chosen)[1])
    return tuple(order)


def _cost(last: Step, step: Step, turn: int) -> float:
    return (
        KEY * _key_cost(last.key, step.key)
        + TEMPO * _tempo_cost(last.tempo, step.tempo)
        + MOOD * (last.mood != step.mood)
        + TURN * turn
    )


def _key_cost(one: Key | None, other: Key | None) -> float:
    """0 for the same key to 1 for a far one; what is not known is taken for half as bad."""
    if one is None or other is None:
        return 0.5
    return (0.0, 0.1, 0.6, 1.0)[min(distance(one, other), 3)]


def _tempo_cost(one: float | None, other: float | None) -> float:
    """0 for the same tempo to 1 for twice what can be mixed; half where one is not known."""
    if one is None or other is None:
        return 0.5
    return min(1.0, tempo_gap(one, other) / (2 * math.log2(1 + MIXABLE)))
