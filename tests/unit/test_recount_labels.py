"""The rules for labels, and a second plain reading of them, agree on every real field."""

from __future__ import annotations

from pathlib import Path

import pytest

from linernotes.labels import split
from tests.recount import rows_of
from tests.recount_labels import BY_HAND, labels_in
from tools import labels

EXPORTS = Path(__file__).parents[2] / "events" / "exports"


def differ(raw: str, artists: tuple[str, ...] = ()) -> bool:
    return {label.key: label.spelling for label in split(raw, artists)} != labels_in(raw, artists)


def test_both_readings_of_the_sample_library_agree() -> None:
    rows = [
        row
        for path in sorted(EXPORTS.iterdir())
        if path.suffix in (".json", ".csv") and "broken" not in path.name
        for row in rows_of(path.name, path.read_bytes())
    ]
    assert len({row.label for row in rows}) > 100
    assert {row.label for row in rows if differ(row.label, row.artists)} == set()


@pytest.mark.skipif(
    not labels.DATA.is_dir(), reason="the corpus of real exports is not beside the project"
)
def test_both_readings_of_every_real_field_agree() -> None:
    fields = set(labels.fields())
    assert len(fields) > 500
    assert {raw for raw in fields if differ(raw)} == set()
    assert BY_HAND.keys() <= fields, "what is written out is real"


@pytest.mark.parametrize(
    ("raw", "artists", "expected"),
    [
        ("Universal Records", (), {"universal": "Universal Records"}),
        ("Universal Music LLC", (), {"universal music": "Universal Music LLC"}),
        ("Zinc", (), {"zinc": "Zinc"}),
        ("XL Recordings", (), {"xl": "XL Recordings"}),
        ("Capitol Records (US1A)", (), {"capitol": "Capitol Records (US1A)"}),
        ("Ace, LLC/Bee", (), {"ace": "Ace, LLC", "bee": "Bee"}),
        ("AC/DC/Columbia", ("AC/DC",), {"ac/dc": "AC/DC", "columbia": "Columbia"}),
        ("CMC Records A/S", (), {"cmc": "CMC Records A/S"}),
        ("", (), {}),
    ],
)
def test_the_plain_reading_reads_plain_fields(
    raw: str, artists: tuple[str, ...], expected: dict[str, str]
) -> None:
    assert labels_in(raw, artists) == expected
