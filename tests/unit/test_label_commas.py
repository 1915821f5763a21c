"""Commas and slashes in label fields: those of a name stay in its key, loose ones go."""

from __future__ import annotations

import pytest

from linernotes.labels import split


def keys(raw: str, *artists: str) -> list[str]:
    return [label.key for label in split(raw, artists)]


@pytest.mark.parametrize(
    "raw",
    [
        "Tyler, The Creator",
        "Tyler, The Creator Records",
        "Tyler, The Creator, LLC",
        "Tyler, The Creator Recordings, Inc.",
    ],
)
def test_a_comma_inside_a_name_is_part_of_every_spelling_of_it(raw: str) -> None:
    assert keys(raw, "Tyler, The Creator") == ["tyler, the creator"]


@pytest.mark.parametrize("raw", ["10,000 Hz", "10,000 Hz Records", "10,000 Hz, Ltd."])
def test_a_comma_inside_a_number_is_part_of_every_spelling_of_it(raw: str) -> None:
    assert keys(raw) == ["10,000 hz"]


@pytest.mark.parametrize("raw", ["Parlophone UK", "Parlophone, UK", "Parlophone, UK, Ltd."])
def test_a_comma_before_a_country_makes_no_other_label(raw: str) -> None:
    assert keys(raw) == ["parlophone uk"]


@pytest.mark.parametrize("raw", ["Foo / LLC", "Foo / A/S", "Foo, LLC"])
def test_no_separator_is_left_where_a_form_or_word_was_dropped(raw: str) -> None:
    assert keys(raw) == ["foo"]
