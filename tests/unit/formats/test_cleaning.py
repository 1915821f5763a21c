"""Values of strangers, one by one."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linernotes.formats import cleaning

HIT = "4uLU6hMCjMI75M1A2tKUQC"


@pytest.mark.parametrize("gap", ["\n", "\r\n", "\t", "\u2028", "\u2029", "\x85", "\u00a0", "   "])
def test_any_break_inside_a_name_is_one_space(gap: str) -> None:
    assert cleaning.text(f" a{gap}# H ") == "a # H"


@pytest.mark.parametrize(
    "mark", ["\u202e", "\u2066", "\u2069", "\u200b", "\u2060", "\ufeff", "\0", "\x1b", "\x7f"]
)
def test_overrides_controls_and_invisible_characters_are_stripped(mark: str) -> None:
    assert cleaning.text(f"Ade{mark}le") == "Adele"


def test_joiners_and_markup_stay_as_they_are() -> None:
    for name in ("👩‍👩‍👧 می‌خواهم", "Skull &amp; Bones", "<b>|[x](y)`$x^2$", "Аdele"):
        assert cleaning.text(name) == name


def test_a_lone_surrogate_is_replaced() -> None:
    assert cleaning.text("a\ud800b") == "a\ufffdb"


@pytest.mark.parametrize("value", [7, 1.5, True, None, [], {}])
def test_what_is_no_text_is_no_name(value: object) -> None:
    assert cleaning.text(value) == ""


def test_the_word_undefined_is_missing_only_where_it_is_told() -> None:
    assert cleaning.told("undefined") == ""
    assert cleaning.told("Undefined") == "Undefined"
    assert cleaning.text("undefined") == "undefined"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1, 1.0),
        (-6.25, -6.25),
        ("1.83e-06", 1.83e-06),
        (" 0.5 ", 0.5),
        (True, None),
        ("true", None),
        ("NaN", None),
        (float("nan"), None),
        (float("inf"), None),
        ("1e309", None),
        ("٣", None),
        ("1_0", None),
        ("9" * 5000, None),
        (10**400, None),
        ("", None),
    ],
)
def test_a_number_is_finite_or_missing(value: object, expected: float | None) -> None:
    assert cleaning.number(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2013-01-01", "2013-01-01"),
        ("2013-01", "2013-01"),
        ("2013", "2013"),
        ("2013-02-30", "2013-02"),
        ("2013-13-01", "2013"),
        ("2013-05-06T00:00:00Z", "2013-05-06"),
        ("0000", ""),
        ("", ""),
        ("next year", ""),
        (2013, ""),
    ],
)
def test_a_release_date_is_as_exact_as_it_is_true(value: object, expected: str) -> None:
    assert cleaning.release_date(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2013-01-19T21:31:09Z", datetime(2013, 1, 19, 21, 31, 9, tzinfo=UTC)),
        ("2013-01-19T21:31:09+02:00", datetime(2013, 1, 19, 19, 31, 9, tzinfo=UTC)),
        ("2025-05-25 01:51", datetime(2025, 5, 25, 1, 51, tzinfo=UTC)),
        ("2024-06-15", datetime(2024, 6, 15, tzinfo=UTC)),
        ("1970-01-01T00:00:00Z", None),
        ("9999-12-31T23:59:59-14:00", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("2024-99-01", None),
        ("yesterday", None),
        (1719897465, None),
    ],
)
def test_a_moment_is_in_utc_and_the_epoch_is_unknown(
    value: object, expected: datetime | None
) -> None:
    assert cleaning.moment(value) == expected


@pytest.mark.parametrize(
    "address",
    [
        "http://169.254.169.254/",
        "http://i.scdn.co/image/a",
        "https://i.scdn.co@evil.com/image/a",
        "https://i.scdn.co.evil.com/image/a",
        "https://i.scdn.co:8443/image/a",
        "https://i.scdn.co/image/a?x=1",
        "https://i.scdn.co/../a",
        "https://i.scdn.co/image/a\n",
        'https://i.scdn.co/image/a"onerror=',
        "https://evil.com/image/a",
        "data:image/png;base64,AAAA",
        "",
    ],
)
def test_art_of_another_host_or_shape_is_missing(address: str) -> None:
    assert cleaning.art(address) == ""


@pytest.mark.parametrize("host", ["i.scdn.co", "mosaic.scdn.co", "image-cdn-ak.spotifycdn.com"])
def test_art_of_spotify_is_kept(host: str) -> None:
    address = f"https://{host}/image/ab67616d0000b273"
    assert cleaning.art(address) == address


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (f"spotify:track:{HIT}", f"spotify:track:{HIT}"),
        (HIT, f"spotify:track:{HIT}"),
        (f"https://open.spotify.com/track/{HIT}?si=1", f"spotify:track:{HIT}"),
        (f"https://open.spotify.com/intl-de/track/{HIT}", f"spotify:track:{HIT}"),
        (f"spotify:episode:{HIT}", f"spotify:episode:{HIT}"),
        ("spotify:local:A:B:C:1", "spotify:local:A:B:C:1"),
        ("spotify:track:../../index", ""),
        ("spotify:track:", ""),
        ("undefined", ""),
        ("javascript:alert(1)", ""),
        (None, ""),
    ],
)
def test_an_address_is_brought_to_one_form(value: object, expected: str) -> None:
    assert cleaning.track_uri(value) == expected


def test_an_isrc_is_capitals_without_hyphens() -> None:
    assert cleaning.isrc("ushm-21-972808") == "USHM21972808"
    assert cleaning.isrc("nonsense") == ""


def test_tempo_0_means_that_no_beat_was_found() -> None:
    read = cleaning.features(
        {"tempo": 0, "danceability": 0, "speechiness": 0.0, "valence": 0, "energy": 0.2}
    )
    assert read is not None
    assert (read.tempo, read.danceability, read.speechiness, read.valence) == (None,) * 4
    assert read.energy == 0.2


def test_features_out_of_range_are_missing_and_none_at_all_is_none() -> None:
    wrong: dict[str, object] = {"energy": 1.2, "valence": -0.1, "loudness": 40, "key": -1}
    wrong |= {"mode": 2, "time_signature": 0, "tempo": True, "liveness": "NaN"}
    assert cleaning.features(wrong) is None
    loud = cleaning.features(wrong | {"loudness": 4.14, "key": 11.0, "time_signature": 5})
    assert loud is not None
    assert (loud.loudness, loud.key, loud.time_signature, loud.energy) == (4.14, 11, 5, None)


@settings(max_examples=200, derandomize=True, deadline=None)
@given(st.text())
def test_clean_text_is_one_line_and_clean_already(name: str) -> None:
    once = cleaning.text(name)
    assert cleaning.text(once) == once
    assert once.splitlines() == ([once] if once else [])
    once.encode("utf-8")


@pytest.mark.parametrize(("value", "expected"), [("10800000", 10_800_000), (0, None), (-1, None)])
def test_a_track_may_last_three_hours_and_not_nothing(value: object, expected: int | None) -> None:
    assert cleaning.duration(value) == expected


@pytest.mark.parametrize(
    "name",
    ["告白氣球", "さくら", "사랑", "שלום", "حبيبي", "รัก", "Кино", "Αγάπη", "სიყვარული", "ਪਿਆਰ"],
)
def test_names_of_every_script_stay_as_they_are(name: str) -> None:
    assert cleaning.text(f" {name}\u200b ") == name
