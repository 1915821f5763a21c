"""What real label fields come to: `python -m tools.labels` prints the tables of docs/labels.md.

It reads the exports beside the project, in `../shared/data`, which are not part of it.
"""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from linernotes.labels import split

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
MOST = 50


def fields(data: Path = DATA) -> Counter[str]:
    """Every label field of the exports in a folder, and how many rows have it."""
    counted = Counter[str]()
    for path in sorted(data.rglob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            counted.update(row.get("Record Label") or "" for row in csv.DictReader(file))
    for path in sorted(data.rglob("*.json")):
        counted.update(_told(json.loads(path.read_text("utf-8-sig"))))
    del counted[""]
    return counted


def merges(counted: Mapping[str, int]) -> list[list[str]]:
    """Every label with several spellings: its key, its rows, and each spelling's rows."""
    spelled: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for raw, rows in counted.items():
        for label in split(raw):
            spelled[label.key][label.spelling] += rows
    several = [(key, ways) for key, ways in spelled.items() if len(ways) > 1]
    several.sort(key=lambda one: (-one[1].total(), one[0]))
    return [
        [key, str(ways.total()), "; ".join(f"{name} ({n})" for name, n in _most_first(ways))]
        for key, ways in several
    ]


def splits(counted: Mapping[str, int]) -> list[list[str]]:
    """Every field that names several labels: the field, its rows, and the labels."""
    named = [(raw, rows, split(raw)) for raw, rows in _most_first(counted)]
    return [
        [raw, str(rows), "; ".join(label.spelling for label in labels)]
        for raw, rows, labels in named
        if len(labels) > 1
    ]


def summary(counted: Mapping[str, int]) -> str:
    """How many fields there are, and what becomes of them."""
    names = {label.key for raw in counted for label in split(raw)}
    return (
        f"{len(counted):,} distinct fields of {sum(counted.values()):,} rows name {len(names):,} "
        f"labels; {len(merges(counted))} labels have several spellings, "
        f"{len(splits(counted))} fields name several labels."
    )


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """A table as Markdown; the second column is a number."""
    return [
        f"| {' | '.join(heads)} |",
        "|---|---:|---|",
        *(f"| {' | '.join(_escaped(cell) for cell in row)} |" for row in rows),
    ]


def tables(counted: Mapping[str, int]) -> tuple[list[str], list[str]]:
    """Every merge, and the largest splits, as docs/labels.md has them."""
    return (
        table(("key", "rows", "spellings"), merges(counted)),
        table(("field", "rows", "labels"), splits(counted)[:MOST]),
    )


def _told(document: Any) -> Iterator[str]:
    if isinstance(document, dict):
        if isinstance(document.get("label"), str):
            yield document["label"]
        for value in document.values():
            yield from _told(value)
    elif isinstance(document, list):
        for value in document:
            yield from _told(value)


def _most_first(counted: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(counted.items(), key=lambda one: (-one[1], one[0]))


def _escaped(cell: str) -> str:
    return "".join(f"\\{sign}" if sign in r"\|*[]<`" else sign for sign in cell)


def main() -> int:
    """Print both tables; 1 where there is nothing to read."""
    counted = fields()
    if not counted:
        sys.stderr.write(f"no exports in {DATA}\n")
        return 1
    lines = [summary(counted)]
    for one in tables(counted):
        lines += ["", *one]
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
