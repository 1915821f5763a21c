"""Measure the clustering: `python -m benchmarks.clusters [FOLDER]`, or
`make bench-clusters ARGS=FOLDER`.

Prints a JSON line a playlist and a last one with means: the recipe and the reference program side
by side, how well each finds the playlists behind a mix, how many tracks a refresh moves, and which
goals were reached. docs/clustering.md says what the figures mean. Progress, what was left out and
why, and a table of the goals go to standard error; the exit code is 1 where there was nothing to
measure, 2 for no folder.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Annotated, TypeGuard

import numpy as np
import typer
from threadpoolctl import threadpool_limits

from benchmarks import goals, reference_program
from benchmarks.goals import Goal
from benchmarks.judging import Judgement, Program, judge
from benchmarks.mixes import FEWEST, TRACKS, Recovery, mixes, recover
from benchmarks.playlists import default_folders, playlists, without_genres
from benchmarks.refreshes import BEFORE, JOINING, Moves, refresh
from linernotes.clusters import analyse
from linernotes.clusters.analysis import SAMPLE
from linernotes.clusters.choice import STARTS
from linernotes.clusters.ground import ENOUGH_GENRES, Ground, ground
from linernotes.models import Analysis, PlaylistDocument, Track

RECIPE = Program(starts=STARTS, space=lambda matrix: matrix)
MIXES = 40


@dataclass(frozen=True)
class Line:
    """What is printed of one playlist; the judgements are absent where there are no clusters.

    `stability` is what the page tells; that of the judgements is found again from scratch.
    """

    name: str
    tracks: int
    placed: int
    mode: str
    strength: str
    seconds: float
    clusters: tuple[str, ...]
    stability: float | None
    recipe: Judgement | None
    reference: Judgement | None


def measure(document: PlaylistDocument) -> Line:
    """Cluster one playlist with both programs."""
    began = time.process_time()
    analysis = analyse(document)
    seconds = time.process_time() - began
    found = _thin(document.tracks)
    return Line(
        name=document.name,
        tracks=len(document.tracks),
        placed=len(analysis.points),
        mode=analysis.mode,
        strength=analysis.strength,
        seconds=seconds,
        clusters=tuple(cluster.name for cluster in analysis.clusters),
        stability=analysis.stability,
        recipe=_judged(analysis, found) if found and analysis.k > 1 else None,
        reference=reference_program.measure(found.raw.to_numpy()) if _sounds(found) else None,
    )


def _thin(tracks: Sequence[Track]) -> Ground | None:
    """Where the tracks stand, no more of them than the recipe itself measures."""
    found = ground(tracks)
    return found.thinned(SAMPLE) if isinstance(found, Ground) else None


def _sounds(found: Ground | None) -> TypeGuard[Ground]:
    return found is not None and found.mode != "context"


def _judged(analysis: Analysis, found: Ground) -> Judgement:
    number = {key: cluster.number - 1 for cluster in analysis.clusters for key in cluster.tracks}
    labels = np.array([number[key] for key in found.keys], dtype=np.intp)
    plot = sum(axis.explained for axis in analysis.axes)
    return judge(RECIPE, found.matrix, labels, analysis.k, plot)


def means(lines: Sequence[Line]) -> dict[str, object]:
    """The last line but for mixes and refreshes."""
    named = [line.clusters for line in lines if line.clusters]
    return {
        "playlists": len(lines),
        "recipe": _mean([line.recipe for line in lines]),
        "reference": _mean([line.reference for line in lines]),
        "strength": {
            word: sum(line.strength == word for line in lines) for word in ("clear", "soft")
        },
        "one_mood": sum(len(line.clusters) == 1 for line in lines),
        "names_unique": all(len(set(names)) == len(names) for names in named),
        "names_empty": sum(not name.strip() for names in named for name in names),
        "seconds": float(np.mean([line.seconds for line in lines])) if lines else None,
    }


def _mean(judged: Sequence[Judgement | None]) -> dict[str, float] | None:
    known = [one for one in judged if one]
    if not known:
        return None
    mean = {
        field.name: float(np.mean([getattr(one, field.name) for one in known]))
        for field in fields(Judgement)
    }
    return {"playlists": len(known), **mean, "many": _share_of_many(known)}


def _share_of_many(judged: Sequence[Judgement]) -> float:
    return sum(one.k >= goals.MANY for one in judged) / len(judged)


def recoveries(documents: Sequence[PlaylistDocument]) -> dict[str, Recovery | None]:
    """Mixes of all playlists by sound alone, and of those with genres by both."""
    heard = [_heard(document.tracks) for document in documents]
    pool = [tracks for tracks in heard if len(tracks) >= TRACKS]
    tagged = [tracks for tracks in pool if _tagged(tracks) >= ENOUGH_GENRES]
    return {
        "sound": recover(mixes(pool, MIXES), without_genres) if len(pool) >= FEWEST else None,
        "blend": recover(mixes(tagged, MIXES)) if len(tagged) >= FEWEST else None,
    }


def _heard(tracks: tuple[Track, ...]) -> tuple[Track, ...]:
    found = ground(tracks)
    return found.tracks if isinstance(found, Ground) and _sounds(found) else ()


def _tagged(tracks: tuple[Track, ...]) -> float:
    return sum(bool(track.genres) for track in tracks) / len(tracks)


def _write(told: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(_rounded(told), ensure_ascii=False) + "\n")
    sys.stdout.flush()


def _rounded(value: object) -> object:
    if isinstance(value, list):
        return [_rounded(inner) for inner in value]
    if isinstance(value, float):
        return round(value, 3)
    if isinstance(value, dict):
        return {key: _rounded(inner) for key, inner in value.items()}
    return value


def _tell(line: str) -> None:
    sys.stderr.write(line + "\n")


def measured(folders: list[Path]) -> int:
    """Measure every playlist below `folders`; the exit code."""
    for folder in folders:
        if not folder.is_dir():
            _tell(f"{folder} is no folder. Name one with exports in it, or none for the samples.")
            return 2
    documents = playlists(folders, _tell)
    if not documents:
        _tell(f"There is no export that can be read in {', '.join(map(str, folders))}.")
        return 1
    lines = []
    for number, document in enumerate(documents, start=1):
        _tell(f"{number} of {len(documents)}: {document.name}")
        lines.append(measure(document))
        _write(asdict(lines[-1]))
    _tell(f"mixes: {MIXES} by sound, {MIXES} by sound and genres")
    found = recoveries(documents)
    for name, one in found.items():
        if one is None:
            _tell(f"no mixes ({name}): they need {FEWEST} playlists of {TRACKS} such tracks each")
    _tell("refreshes")
    moves = refresh([_heard(document.tracks) for document in documents])
    if moves is None:
        _tell(f"no refreshes: they need a playlist of {BEFORE + JOINING} placed tracks")
    _tell("the same again with rows shuffled, shapeless playlists, and time")
    reached = _goals(documents, lines, found, moves)
    _write(
        {
            **means(lines),
            "mixes": {name: asdict(one) if one else None for name, one in found.items()},
            "ten_join_a_hundred": asdict(moves) if moves else None,
            "goals": [goal.as_json() for goal in reached],
        }
    )
    for row in goals.table(reached):
        _tell(row)
    return 0


def _goals(
    documents: Sequence[PlaylistDocument],
    lines: Sequence[Line],
    found: dict[str, Recovery | None],
    moves: Moves | None,
) -> list[Goal]:
    middling = [line for line in lines if goals.FEWEST <= line.tracks <= goals.MOST]
    told = [line.stability for line in middling if line.stability is not None]
    judged = [line.recipe for line in middling if line.recipe]
    return [
        *goals.of_playlists(told, judged),
        *goals.of_mixes(found),
        goals.of_noise(documents),
        goals.of_refreshes(moves),
        goals.of_names([line.clusters for line in lines if line.clusters]),
        goals.of_bytes(documents),
        *goals.of_time(documents),
    ]


def main(
    folders: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[FOLDER]...",
            help="Folders with exports; by default those beside the project, else the samples.",
        ),
    ] = None,
) -> None:
    """Measure the clustering of every playlist in some folders.

    Prints a JSON line a playlist and a last one with means and goals.
    """
    with threadpool_limits(limits=1):
        raise typer.Exit(measured(folders or default_folders()))


if __name__ == "__main__":
    app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    app.command()(main)
    app(prog_name="python -m benchmarks.clusters")
