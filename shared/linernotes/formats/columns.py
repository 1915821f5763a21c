"""Cells by what they mean, whatever the titles above them and however short their row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from linernotes.formats.source import Table

# Titles of the audio features as every writer of tables spells them in English.
FEATURES: Mapping[str, str] = {
    name.replace("_", " "): name
    for name in (
        "danceability",
        "energy",
        "key",
        "loudness",
        "mode",
        "speechiness",
        "acousticness",
        "instrumentalness",
        "liveness",
        "valence",
        "tempo",
        "time_signature",
    )
}


def columns_of(table: Table, titles: Mapping[str, str]) -> dict[str, int]:
    """Where each column stands: meaning to index; `titles` are case-folded. The first one wins."""
    found: dict[str, int] = {}
    for index, title in enumerate(table.titles):
        meaning = titles.get(title.casefold())
        if meaning is not None:
            found.setdefault(meaning, index)
    return found


class Cells:
    """One row of a table; a cell that is not there is empty."""

    def __init__(self, table: Table, columns: Mapping[str, int], values: Sequence[str]) -> None:
        self._titles = len(table.titles)
        self._columns = columns
        self._values = values

    def __getitem__(self, meaning: str) -> str:
        index = self._columns.get(meaning)
        return self._values[index] if index is not None and index < len(self._values) else ""

    def features(self) -> dict[str, str]:
        """The cells of the audio features by their Web API names."""
        return {name: self[name] for name in FEATURES.values() if name in self._columns}

    def fault(self, needed: str) -> str:
        """Why the row cannot be read: it ends before `needed`, or has more cells than titles."""
        if len(self._values) <= self._columns[needed]:
            return f"the row ends after {len(self._values)} of {self._titles} cells"
        if any(value.strip() for value in self._values[self._titles :]):
            return f"the row has {len(self._values)} cells under {self._titles} titles"
        return ""
