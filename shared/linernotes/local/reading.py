"""What an export file is read as, told without AWS: what `formats` and `analyze` say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from pydantic import Field

from linernotes.errors import Refused
from linernotes.formats import read
from linernotes.formats.limits import check_size
from linernotes.models import Analysis, ExportReading, Model, PlaylistDocument, Skip
from linernotes.playlists import documents


class PlaylistFound(Model):
    """A playlist in an export: its rows, how many were kept, and which were skipped and why."""

    name: str
    rows: int
    kept: int
    skipped: tuple[Skip, ...]
    liked_tracks: bool


class ListeningFound(Model):
    """A file of a listening history: its rows, the plays of 30 s or more among them, the rest."""

    rows: int
    plays: int
    skipped: dict[str, int]


class Refusal(Model):
    """Why an export was not read, where in the file, and what to do."""

    reason: str
    place: str
    advice: str


class Found(Model):
    """What an export file was read as; a refused one has a `refused` and no format.

    `liked` counts the tracks that the file says its owner likes, `facts` those that it tells
    something of without putting them into a playlist, `top_lists` its lists of top tracks.
    """

    file: str
    format: str = ""
    because: str = ""
    playlists: tuple[PlaylistFound, ...] = ()
    liked: int = 0
    facts: int = 0
    listening: tuple[ListeningFound, ...] = ()
    top_lists: int = 0
    warnings: tuple[str, ...] = ()
    refused: Refusal | None = None


class ClusterFound(Model):
    """A cluster; its tracks by URI (by key where an export tells none), most typical first."""

    number: int
    name: str
    size: int
    tracks: tuple[str, ...]


class AxisFound(Model):
    """An axis of the scatter and the share of variance that it explains, 0 to 1."""

    label: str
    explained: float


class Analyzed(Model):
    """A playlist's analysis. `points` are the places of the placed tracks, by URI.

    `why` says why there are no clusters, and `strength` whether they are clear or soft, to
    people; neither is part of the JSON.
    """

    name: str
    why: str = Field(exclude=True)
    strength: str = Field(exclude=True)
    mode: str
    tracks: int
    placed: int
    unplaced: int
    k: int
    silhouette: float | None
    stability: float | None
    clusters: tuple[ClusterFound, ...]
    axes: tuple[AxisFound, ...]
    points: dict[str, tuple[float, float]]


def find(file: Path, key: str) -> Found:
    """Read an export file as ingest would."""
    try:
        reading = _read(file, key)
    except Refused as no:
        return Found(file=key, refused=Refusal(reason=no.reason, place=no.place, advice=no.advice))
    return Found(
        file=key,
        format=reading.format,
        because=reading.because,
        playlists=tuple(
            PlaylistFound(
                name=playlist.name,
                rows=playlist.rows,
                kept=len(playlist.tracks),
                skipped=playlist.skipped,
                liked_tracks=playlist.liked_tracks,
            )
            for playlist in reading.playlists
        ),
        liked=len(reading.liked),
        facts=len(reading.facts),
        listening=tuple(
            ListeningFound(rows=one.rows, plays=one.plays, skipped=one.skipped)
            for one in reading.listening
        ),
        top_lists=len(reading.top_tracks),
        warnings=reading.warnings,
    )


def analyze(file: Path) -> tuple[Analyzed, ...]:
    """Read an export file and cluster each of its playlists; raises `Refused`."""
    from linernotes.clusters import analyse  # noqa: PLC0415 - takes 1 s to import

    read_as = documents(_read(file, file.name), file.name)
    return tuple(_analyzed(document, analyse(document)) for document in read_as)


def _read(file: Path, key: str) -> ExportReading:
    check_size(file.stat().st_size)  # before it is in memory
    return read(file.read_bytes(), key)


def _analyzed(document: PlaylistDocument, analysis: Analysis) -> Analyzed:
    uris = {track.key: track.uri or track.key for track in document.tracks}
    return Analyzed(
        name=document.name,
        why=analysis.why,
        strength=analysis.strength,
        mode=analysis.mode,
        tracks=len(document.tracks),
        placed=len(analysis.points),
        unplaced=len(analysis.unplaced),
        k=analysis.k,
        silhouette=analysis.silhouette,
        stability=analysis.stability,
        clusters=tuple(
            ClusterFound(
                number=cluster.number,
                name=cluster.name,
                size=len(cluster.tracks),
                tracks=tuple(uris[key] for key in cluster.tracks),
            )
            for cluster in analysis.clusters
        ),
        axes=tuple(AxisFound(label=a.label, explained=a.explained) for a in analysis.axes),
        points={uris[key]: point for key, point in analysis.points.items()},
    )


def describe(found: Found) -> Iterator[str]:
    """The report on an export, a line at a time."""
    if found.refused:
        no = found.refused
        where = f" ({no.place})" if no.place else ""
        what = f". {no.advice}" if no.advice else ""
        yield f"{found.file}: refused: {no.reason}{where}{what}"
        return
    hearts = f", {found.liked} liked" if found.liked else ""
    yield f"{found.file}: {found.format}, because {found.because}{hearts}"
    for playlist in found.playlists:
        reasons = Counter(skip.reason for skip in playlist.skipped)
        told = ", ".join(f"{count} {reason}" for reason, count in sorted(reasons.items()))
        skipped = f"; skipped {len(playlist.skipped)}: {told}" if reasons else ""
        yield f"  {playlist.name}: {playlist.kept} of {playlist.rows} rows kept{skipped}"
    if found.facts:
        yield f"  facts of {_count(found.facts, 'track')}"
    for one in found.listening:
        told = ", ".join(f"{count} {reason}" for reason, count in sorted(one.skipped.items()))
        skipped = f"; not counted: {told}" if told else ""
        plays, rows = _count(one.plays, "play"), _count(one.rows, "row")
        yield f"  listening: {plays} of 30 s or more in {rows}{skipped}"
    for warning in found.warnings:
        yield f"  warning: {warning}"


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def describe_analysis(found: Analyzed) -> Iterator[str]:
    """The analysis of a playlist, a line at a time."""
    yield f"{found.name}: {found.placed} of {found.tracks} tracks placed ({found.mode})"
    if found.silhouette is not None and found.stability is not None:
        measures = f"silhouette {found.silhouette:.2f}, stability {found.stability:.2f}"
        yield f"  {found.k} clusters, {found.strength}, {measures}"
    if found.why:
        yield f"  {found.why}"
    for axis in found.axes:
        yield f"  axis: {axis.label} ({axis.explained:.0%} of the variance)"
    for cluster in found.clusters:
        yield f"  #{cluster.number} {cluster.name}: {cluster.size} tracks"
