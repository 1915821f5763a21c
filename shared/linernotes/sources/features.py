"""Audio features of tracks for which no export tells any, asked for by night.

A source is asked once in thirty days for a track, whether or not it knew it. What it answers is
dropped into the inbox as a `web-api-features` export, as a person could drop a file of their own:
from there it is read, refused and rebuilt like any other.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import batched, islice
from typing import Any, Protocol

from pydantic import Field

from linernotes.cloud import Cloud
from linernotes.identity import digest
from linernotes.models import ExportDocument, Model, PlaylistDocument
from linernotes.observability import logger
from linernotes.sources.http import Unavailable

_NAME = "features"
_TRACK = "spotify:track:"
_ASK_AGAIN = timedelta(days=30)


class FeatureSource(Protocol):
    """Where features may come from."""

    @property
    def key(self) -> str:
        """A word for the source that fits an object key."""

    @property
    def most(self) -> int:
        """How many tracks may be asked for at once."""

    def ask(self, ids: Sequence[str]) -> Sequence[Mapping[str, Any]]:
        """What is known of these tracks, by Spotify id and at most `most` of them.

        Each as a `web-api-features` export has it; raises `Unavailable`.
        """


@dataclass(frozen=True)
class Asking:
    """Whom to ask, in at most how many requests, and for how many `seconds` of a night.

    What is not reached comes the next night.
    """

    source: FeatureSource
    requests: int = 50
    seconds: float = 75.0


class Looked(Model):
    """What was looked at until now, and what for.

    `docs` are the documents that were looked at, by playlist, `lacking` the ids of the tracks in
    them without features, `asked` until when (a date) a track is not asked for again.
    """

    docs: dict[str, str] = Field(default_factory=dict)
    lacking: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    asked: dict[str, str] = Field(default_factory=dict)


class Fetched(Model):
    """For how many tracks a source was asked, and for how many it answered."""

    asked: int = 0
    told: int = 0


def fetch(
    documents: Collection[ExportDocument], asking: Asking, began: datetime, cloud: Cloud
) -> Fetched:
    """Ask for tracks that have no features, in the night that `began` then; drop the answers.

    A source that does not answer, or too slowly, is left alone until the next night; what it told
    until then counts.
    """
    source = asking.source
    last = cloud.catalog.nights.last(_NAME)
    before = cloud.library.get(Looked, last) if last else Looked()
    today = cloud.now().date()
    docs = {report.pid: report.doc for one in documents for report in one.playlists}
    lacking = {
        pid: before.lacking[pid] if before.docs.get(pid) == doc else _lacking(doc, cloud)
        for pid, doc in sorted(docs.items())
    }
    asked = {one: until for one, until in before.asked.items() if until > today.isoformat()}
    wanted = sorted({one for ids in lacking.values() for one in ids} - asked.keys())
    told: list[Mapping[str, Any]] = []
    reached: list[str] = []
    for some in islice(batched(wanted, source.most), asking.requests):
        if cloud.now() - began > timedelta(seconds=asking.seconds):
            logger().warning("a source of features is slow", source=source.key, asked=len(reached))
            break
        try:
            told += source.ask(some)
        except Unavailable as why:
            logger().warning(
                "a source of features does not answer", source=source.key, why=str(why)
            )
            break
        reached += some
    if told:
        # Named by what was asked: a refresh that died and runs again replaces it by itself.
        key = f"features/{source.key}-{digest('features', *reached)[:16]}.json"
        cloud.inbox.put(key, _export(told))
    until = (today + _ASK_AGAIN).isoformat()
    asked |= dict.fromkeys(reached, until)
    asked = dict(sorted(asked.items()))
    now = Looked(docs=dict(sorted(docs.items())), lacking=lacking, asked=asked)
    if now != before:
        cloud.catalog.nights.leave(_NAME, cloud.library.put(now))
    return Fetched(asked=len(reached), told=len(told))


def _lacking(doc: str, cloud: Cloud) -> tuple[str, ...]:
    tracks = cloud.library.get(PlaylistDocument, doc).tracks
    return tuple(
        sorted(
            track.uri.removeprefix(_TRACK)
            for track in tracks
            if track.features is None and track.uri.startswith(_TRACK)
        )
    )


def _export(told: Sequence[Mapping[str, Any]]) -> bytes:
    rows = sorted(told, key=lambda one: str(one.get("href")))
    return json.dumps({"content": rows}, ensure_ascii=False, sort_keys=True).encode()
