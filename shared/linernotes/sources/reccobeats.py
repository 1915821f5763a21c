"""Audio features from ReccoBeats (https://reccobeats.com), which needs no account."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from linernotes.formats import cleaning
from linernotes.formats.columns import FEATURES
from linernotes.sources.http import Server, Unavailable

ADDRESS = "https://api.reccobeats.com"
_TRACK = "https://open.spotify.com/track/"


@dataclass(frozen=True)
class ReccoBeats:
    """A `FeatureSource`: answers are joined by the Spotify id in `href`, never by position."""

    server: Server = field(default_factory=lambda: Server(ADDRESS))
    key: str = "reccobeats"
    most: int = 40

    def ask(self, ids: Sequence[str]) -> Sequence[Mapping[str, Any]]:
        """What is known of these tracks, each once; raises `Unavailable`."""
        answer = self.server.get("/v1/audio-features", {"ids": ",".join(ids)})
        content = answer.get("content") if isinstance(answer, dict) else None
        if not isinstance(content, list):
            raise Unavailable("ReccoBeats answers something else than it did")
        return list({row["href"]: row for row in _rows(content, frozenset(ids))}.values())


def _rows(content: Sequence[Any], asked: frozenset[str]) -> Iterator[dict[str, Any]]:
    """The rows of tracks that were asked for and that tell something.

    A row holds numbers and an ISRC that is one, whatever stood in their place: what is dropped has
    to be read, or one strange row would take all others of the night with it.
    """
    for row in content:
        href = row.get("href") if isinstance(row, dict) else None
        one = href.partition("?")[0].rstrip("/").rpartition("/")[2] if isinstance(href, str) else ""
        if one not in asked:
            continue
        told = {name: _number(row[name]) for name in FEATURES.values() if name in row}
        if any(value is not None for value in told.values()):
            yield {"href": _TRACK + one, "isrc": cleaning.isrc(row.get("isrc")), **told}


def _number(value: Any) -> float | None:
    return value if isinstance(value, int | float) else None
