"""Who has a page."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError
from samtranslator.yaml_helper import yaml_parse

from linernotes.models import EntityKind
from linernotes.settings import thresholds
from linernotes.thresholds import Thresholds

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("kind", "tracks", "liked", "has_page"),
    [
        ("artist", 50, 0, True),
        ("artist", 49, 0, False),
        ("artist", 10, 1, True),
        ("artist", 9, 4, False),
        ("artist", 5, 5, True),
        ("artist", 10, None, True),
        ("artist", 9, None, False),
        ("label", 10, 0, True),
        ("label", 9, 9, False),
        ("label", 10, None, True),
        ("genre", 50, 0, True),
        ("genre", 49, 0, False),
        ("genre", 30, 1, True),
        ("genre", 29, 20, False),
        ("genre", 21, 21, True),
        ("genre", 30, None, True),
        ("genre", 29, None, False),
        ("artist", 0, 0, False),
        ("label", 0, None, False),
    ],
)
def test_a_page_comes_with_the_tracks_and_the_likes_that_it_takes(
    kind: EntityKind, tracks: int, liked: int | None, has_page: bool
) -> None:
    assert Thresholds().give(kind, tracks, liked, artists=9) is has_page


def test_a_genre_of_one_artist_has_no_page() -> None:
    assert not Thresholds().give("genre", 500, 500, artists=1)
    assert Thresholds().give("genre", 500, 500, artists=2)


def test_a_genre_whose_artists_are_not_counted_yet_may_have_one() -> None:
    assert Thresholds().give("genre", 50, 0)


def test_the_template_sets_every_threshold_to_what_the_code_has(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    template = yaml_parse((ROOT / "template.yaml").read_text(encoding="utf-8"))
    variables = template["Globals"]["Function"]["Environment"]["Variables"]
    for name, field in Thresholds.model_fields.items():
        parameter = template["Parameters"][variables[name.upper()]["Ref"]]
        assert parameter["Default"] == field.default
        monkeypatch.setenv(name.upper(), str(parameter["Default"] + 1))
    thresholds.cache_clear()
    try:
        expected = {name: field.default + 1 for name, field in Thresholds.model_fields.items()}
        assert thresholds() == Thresholds.model_validate(expected)
    finally:
        thresholds.cache_clear()


def test_a_threshold_that_everything_reaches_is_refused() -> None:
    with pytest.raises(ValidationError):
        Thresholds(label_tracks=0)
