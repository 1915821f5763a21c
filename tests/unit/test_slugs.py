"""Slugs: safe folder names that people recognise."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linernotes.slugs import MAX_BYTES, slug, slug_with_suffix

SUFFIXED = re.compile(r".*-[0-9a-f]{6}")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("International Pop", "international_pop"),
        ("Decca (UMO)", "decca_(umo)"),
        ("Sony Music Labels Inc.", "sony_music_labels_inc_"),
        ("88rising Music", "88rising_music"),
        ("Feel Ghood Music/88rising Music", "feel_ghood_music_88rising_music"),
        ("AC/DC & Friends: #1 hits?", "ac_dc_friends_1_hits_"),
        ("夜に駆ける", "夜に駆ける"),
        ("לך לישון", "לך_לישון"),
        ("a  \t b", "a_b"),
        ("Beyonce\u0301", "beyonc\u00e9"),
        ("Wait…", "wait…"),
    ],
)
def test_a_slug_reads_like_the_name(name: str, expected: str) -> None:
    assert slug(name) == expected


@pytest.mark.parametrize("character", "&#.*%?$'\"/\\:<>|+[]@`")
def test_a_character_with_a_meaning_in_paths_or_links_becomes_an_underscore(character: str) -> None:
    assert slug(f"a{character}b") == "a_b"
    assert slug(f"a {character}{character} b") == "a_b"


def test_line_breaks_of_every_kind_separate_words() -> None:
    for line_break in ("\n", "\r\n", "\u2028", "\u2029", "\u0085", "\v", "\u00a0"):
        assert slug(f"a{line_break}b") == "a_b"


def test_control_bidi_and_zero_width_characters_leave_no_trace() -> None:
    for invisible in ("\u202e", "\u2066", "\u2069", "\u200b", "\u200d", "\ufeff", "\x00", "\ufe0f"):
        assert slug(f"Bi{invisible}bi") == "bibi"


def test_names_that_look_alike_in_another_script_keep_their_own_slug() -> None:
    assert slug("\u0410dele") != slug("Adele")


@pytest.mark.parametrize("name", ["", "\u200b", "CON", "nul", "index", "404", "Overview", "COM¹"])
def test_an_empty_or_reserved_name_gets_a_suffix(name: str) -> None:
    assert SUFFIXED.fullmatch(slug(name))


@pytest.mark.parametrize(
    "name",
    [".", "..", "../../index.html", "．．／", "..\\..\\x", "/etc/passwd", "a/../b", "%2e%2e%2f"],
)
def test_a_name_cannot_leave_its_folder(name: str) -> None:
    made = slug(name)
    assert made not in ("", ".", "..")
    assert not set("./\\%") & set(unicodedata.normalize("NFKC", made))


def test_a_long_name_is_cut_between_characters() -> None:
    made = slug("夜" * 100)
    assert made == "夜" * 26
    assert len(slug("x" * 5000)) == MAX_BYTES


def test_the_second_of_two_equal_names_gets_six_hex_digits_of_its_key() -> None:
    first, second = slug_with_suffix("Pop", "one"), slug_with_suffix("Pop", "two")
    assert first != second
    for made in (first, second):
        assert re.fullmatch(r"pop-[0-9a-f]{6}", made)
    assert re.fullmatch(r"pop-[0-9a-f]{10}", slug_with_suffix("Pop", "one", digits=10))


def test_a_suffix_keeps_a_long_name_within_its_limit() -> None:
    made = slug_with_suffix("é" * 200, "key")
    assert len(made.encode()) <= MAX_BYTES
    assert SUFFIXED.fullmatch(made)


@given(st.text(st.characters(), max_size=120))
def test_any_text_makes_a_slug_that_is_safe_and_stable(name: str) -> None:
    made = slug(name)
    assert 0 < len(made.encode()) <= MAX_BYTES
    assert not set("&#.*%?$'\"/\\:<>|+[]@`") & set(made)
    assert not any(c.isspace() or unicodedata.category(c) in ("Cc", "Cf", "Cs") for c in made)
    assert unicodedata.normalize("NFC", made) == made
    assert slug(made) == made
