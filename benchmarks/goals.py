"""The goals of the clustering, held against what was measured; docs/clustering.md has the table."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

import numpy as np
from threadpoolctl import threadpool_limits

from benchmarks.analysis import heard, playlist_of
from benchmarks.judging import Judgement
from benchmarks.mixes import Recovery
from benchmarks.noise import Count, cloud, judged, raw_cloud, spaces
from benchmarks.refreshes import Moves
from linernotes.clusters import analyse
from linernotes.models import Analysis, PlaylistDocument

# The goals are for playlists of so many tracks; a k from MANY on is more than a mere halving.
FEWEST, MOST = 60, 500
MANY = 3
SEED = 51


@dataclass(frozen=True)
class Goal:
    """One goal.

    Parameters
    ----------
    name : what is measured, in words.
    aim : the least that `found` may be or, where `most`, the most.
    found : the measured figure; `None` where these playlists do not allow to measure it.
    """

    name: str
    aim: float
    found: float | None
    most: bool = False

    @property
    def held(self) -> bool | None:
        """Whether the goal is reached; `None` where nothing was measured."""
        if self.found is None:
            return None
        return bool(self.found <= self.aim if self.most else self.found >= self.aim)

    def as_json(self) -> dict[str, object]:
        """The goal as it stands in the last line."""
        told = {name: value for name, value in asdict(self).items() if name != "most"}
        return {**told, "held": self.held}


def of_playlists(told: Sequence[float], measured: Sequence[Judgement]) -> Iterator[Goal]:
    """The goals that are means over playlists of 60 to 500 tracks that were cut up.

    `told` are the stabilities on their pages.
    """

    def mean(figures: Sequence[float]) -> float | None:
        return float(np.mean(figures)) if figures else None

    yield Goal("stability, as on the page", 0.85, mean(told))
    again = [one.stability for one in measured]
    yield Goal("stability, found again from scratch", 0.85, mean(again))
    yield Goal(
        "silhouette over shapeless copies", 0.05, mean([one.silhouette_excess for one in measured])
    )
    yield Goal(
        "stability over shapeless copies", 0.10, mean([one.stability_excess for one in measured])
    )
    yield Goal("share with three clusters or more", 0.5, mean([one.k >= MANY for one in measured]))
    yield Goal("variance that the picture shows", 0.6, mean([one.plot for one in measured]))


def of_mixes(found: dict[str, Recovery | None]) -> Iterator[Goal]:
    """The goals of recovery, as they are for playlists that nobody looked at before."""
    for name, aim in (("sound", 0.28), ("blend", 0.5)):
        one = found[name]
        yield Goal(f"mixes by {name}, adjusted Rand index", aim, one.ari if one else None)


def of_names(named: Sequence[tuple[str, ...]]) -> Goal:
    """No name of a cluster is empty or stands twice in its playlist."""
    wrong = sum(len(names) - len({name for name in names if name.strip()}) for names in named)
    return Goal("names empty or twice in a playlist", 0, wrong, most=True)


def of_refreshes(moves: Moves | None) -> Goal:
    """How many of a hundred tracks move at worst when ten join them."""
    found = moves.worst if moves else None
    return Goal("share that moves when ten join a hundred, worst", 0.1, found, most=True)


def of_bytes(documents: Sequence[PlaylistDocument]) -> Goal:
    """How many playlists' analyses change with the order of rows and the number of threads."""
    rng = random.Random(SEED)  # noqa: S311 - no secret
    changed = 0
    for document in documents:
        rows = tuple(rng.sample(document.tracks, len(document.tracks)))
        shuffled = document.model_copy(update={"tracks": rows})
        with threadpool_limits(limits=2):
            again = analyse(shuffled)
        changed += _in_no_order(again) != _in_no_order(analyse(document))
    return Goal("analyses that change with rows shuffled, on two threads", 0, changed, most=True)


def of_noise(documents: Sequence[PlaylistDocument]) -> Goal:
    """How many clouds of noise, two for each playlist with its genres and without, are clear."""
    rng = np.random.default_rng(SEED)
    count = Count()
    for one in spaces(documents):
        judged(cloud(one, rng), count)
        judged(raw_cloud(one, rng), count)
    found = count.clear if count.drawn else None
    return Goal(f"of {count.drawn} shapeless playlists, called clear", 0, found, most=True)


def of_time(documents: Sequence[PlaylistDocument]) -> Iterator[Goal]:
    """Seconds of one processor for an analysis of tracks of these playlists, imports aside."""
    known = heard(documents)
    for tracks, aim in ((120, 0.3), (10_000, 5.0)):
        found = _seconds(playlist_of(tracks, known)) if known else None
        yield Goal(f"seconds for {tracks:,} tracks", aim, found, most=True)


def table(goals: Sequence[Goal]) -> Iterator[str]:
    """Lines of a table: each goal, its aim, what was found, and whether it holds."""
    width = max(len(goal.name) for goal in goals)
    for goal in goals:
        bound = f"{'at most' if goal.most else 'at least'} {goal.aim:g}"
        found = "" if goal.found is None else f"{goal.found:.3g}"
        verdict = {True: "held", False: "MISSED", None: "not measured"}[goal.held]
        yield f"{goal.name:<{width}}  {bound:>13}  {found:>6}  {verdict}"


def _in_no_order(analysis: Analysis) -> str:
    """All that was found, as bytes; points and what is not placed follow the export's rows."""
    points = dict(sorted(analysis.points.items()))
    unplaced = tuple(sorted(analysis.unplaced))
    return analysis.model_copy(update={"points": points, "unplaced": unplaced}).model_dump_json()


def _seconds(document: PlaylistDocument) -> float:
    began = time.process_time()
    analyse(document)
    return time.process_time() - began
