"""Audio features from ReccoBeats (https://reccobeats.com), which needs no account."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from linernotes.formats.columns import FEATURES
from linernotes.sources.http import Server, Unavailable

ADDRESS = "https://api.reccobeats.com"
_KEPT = frozenset({"href", "isrc", *FEATURES.values()})


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
    """The rows of tracks that were asked for, with what is known of a row and no more."""
    for row in content:
        href = row.get("href") if isinstance(row, dict) else None
        if isinstance(href, str) and href.partition("?")[0].rstrip("/").rpartition("/")[2] in asked:
            yield {name: value for name, value in row.items() if name in _KEPT}
