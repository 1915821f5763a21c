"""What a playlist is clustered by: sound and genres, sound, context, or nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from linernotes.clusters import analyse
from linernotes.models import Analysis, Track
from tests.unit.clusters.playlists import BALLAD, PARTY, around, playlist, track

ALIKE = around(PARTY, 40, "p")


def tagged(tracks: list[Track], *genres: str, date: str = "") -> list[Track]:
    return [replace(t, genres=genres, release_date=date) for t in tracks]


def first_letters(analysis: Analysis) -> list[set[str]]:
    return [{key.split(":")[2][0] for key in c.tracks} for c in analysis.clusters]


def test_genres_part_what_sounds_alike() -> None:
    punk = tagged(around(PARTY, 30, "a", seed=1), "punk", "hardcore punk")
    disco = tagged(around(PARTY, 25, "b", seed=2), "disco", "nu disco")
    analysis = analyse(playlist(punk + disco))
    assert analysis.mode == "blend"
    assert first_letters(analysis) == [{"a"}, {"b"}]
    assert [c.name.split(",")[0] for c in analysis.clusters] == ["Hardcore punk", "Disco"]


def test_sound_parts_what_bears_one_genre() -> None:
    tracks = tagged(around(PARTY, 30, "a") + around(BALLAD, 25, "b"), "indie")
    analysis = analyse(playlist(tracks))
    assert analysis.mode == "blend"
    assert first_letters(analysis) == [{"a"}, {"b"}]
    assert not any(c.name.startswith("Indie") for c in analysis.clusters)


@pytest.mark.parametrize(("known", "mode"), [(36, "blend"), (35, "sound")])
def test_it_takes_genres_on_three_fifths_of_the_tracks(known: int, mode: str) -> None:
    tracks = around(PARTY, 40, "a") + around(BALLAD, 20, "b")
    mixed = tagged(tracks[:known], "pop") + tracks[known:]
    assert analyse(playlist(mixed)).mode == mode


def test_a_track_without_genres_goes_with_those_it_sounds_like() -> None:
    punk = tagged(around(PARTY, 30, "a", seed=1), "punk")
    folk = tagged(around(BALLAD, 30, "b", seed=2), "folk")
    unknown = around(PARTY, 3, "a-unknown", seed=5) + around(BALLAD, 3, "b-unknown", seed=6)
    assert first_letters(analyse(playlist(punk + folk + unknown))) == [{"a"}, {"b"}]


def test_the_case_and_the_spelling_of_a_genre_do_not_matter() -> None:
    one = tagged(around(PARTY, 30, "a"), "Punk") + tagged(around(PARTY, 30, "b", seed=3), "disco")
    other = tagged(around(PARTY, 30, "a"), "pu\u200bNK") + one[30:]
    assert analyse(playlist(one)).clusters == analyse(playlist(other)).clusters


def test_a_decade_marks_a_cluster_where_no_genre_does() -> None:
    old = tagged(around(PARTY, 30, "a", seed=1), "pop", date="1984-01-01")
    new = tagged(around(BALLAD, 30, "b", seed=2), "pop", date="2019")
    names = [c.name for c in analyse(playlist(old + new)).clusters]
    assert [name.split(",")[0] for name in names] == ["1980s", "2010s"]


def test_a_long_or_hostile_genre_is_no_name() -> None:
    long = "<script>alert('" + "x" * 5000 + "')</script>"
    tracks = tagged(around(PARTY, 30, "a"), long) + tagged(around(BALLAD, 30, "b"), "folk")
    assert all(len(c.name) < 80 for c in analyse(playlist(tracks)).clusters)


def test_thirty_tracks_with_features_are_enough_whatever_their_share() -> None:
    silent = tagged([track(f"s{i}", None) for i in range(300)], "pop", date="1999")
    analysis = analyse(playlist(around(PARTY, 30, "p") + silent))
    assert analysis.mode == "sound"
    assert len(analysis.points) == 30
    assert len(analysis.unplaced) == 300


def test_without_features_genres_and_labels_tell_tracks_apart() -> None:
    a = tagged([track(f"a{i}", None) for i in range(30)], "jazz", "hard bop", date="1959")
    b = tagged([track(f"b{i}", None) for i in range(25)], "techno", date="1994")
    unknown = [track("u", None)]
    analysis = analyse(playlist(a + b + unknown))
    assert analysis.mode == "context"
    assert first_letters(analysis) == [{"a"}, {"b"}]
    assert analysis.unplaced == ("spotify:track:u",)
    assert all(not c.profile and not c.centroid for c in analysis.clusters)
    assert {c.name for c in analysis.clusters} == {"Hard bop, 1950s", "Techno, 1990s"}


def test_genres_of_letters_are_capitals_before_a_decade_too() -> None:
    new = tagged([track(f"a{i}", None) for i in range(30)], "idm", date="2011")
    old = tagged([track(f"b{i}", None) for i in range(30)], "r&b", date="1995")
    names = {c.name for c in analyse(playlist(new + old)).clusters}
    assert names == {"IDM, 2010s", "R&B, 1990s"}


def test_one_label_on_every_track_is_one_mood() -> None:
    silent = [replace(t, features=None, label="One") for t in ALIKE]
    analysis = analyse(playlist(silent))
    assert (analysis.mode, analysis.k) == ("context", 1)


def test_labels_alone_are_context_too() -> None:
    labels = ["Stax", "Motown", "Trojan Records"]
    tracks = [replace(track(f"t{i:02}", None), label=labels[i % 3]) for i in range(60)]
    analysis = analyse(playlist(tracks))
    assert analysis.mode == "context"
    assert {c.name for c in analysis.clusters} == set(labels)


@pytest.mark.parametrize("genre", ["", "genre{}"])
def test_where_no_two_tracks_share_anything_the_owner_reads_so(genre: str) -> None:
    tracks = [
        replace(
            track(f"t{i:02}", None),
            label=f"Label {i}",
            genres=tuple(filter(None, [genre.format(i)])),
            release_date=f"{1900 + 10 * i}" if i < 10 else "",
        )
        for i in range(32)
    ]
    analysis = analyse(playlist(tracks))
    assert (analysis.mode, analysis.k) == ("none", 0)
    assert "no two share a genre, a label or a decade" in analysis.why
    assert analysis.unplaced == tuple(t.key for t in tracks)


@pytest.mark.parametrize("date", ["", "0000", "soon", "3019-01-01", "19"])
def test_a_date_without_a_year_tells_nothing(date: str) -> None:
    tracks = tagged([track(f"t{i}", None) for i in range(40)], date=date)
    assert analyse(playlist(tracks)).mode == "none"


@pytest.mark.parametrize(
    ("heard", "told", "silent", "why"),
    [
        (0, 0, 0, "The playlist has no tracks; moods are looked for from 30 on."),
        (1, 0, 0, "The playlist has 1 track; moods are looked for from 30 on."),
        (29, 0, 0, "The playlist has 29 tracks; moods are looked for from 30 on."),
        (0, 0, 33, "None of the 33 tracks has audio features; 30 are needed."),
        (1, 0, 32, "Only 1 of 33 tracks has audio features; 30 are needed."),
        (12, 0, 28, "Only 12 of 40 tracks have audio features; 30 are needed."),
        (
            12,
            5,
            28,
            "Only 12 of 45 tracks have audio features and only 5 a genre, a label or a year; "
            "30 are needed.",
        ),
    ],
)
def test_where_too_little_is_known_the_owner_reads_why(
    heard: int, told: int, silent: int, why: str
) -> None:
    tracks = [
        *around(PARTY, heard, "p"),
        *tagged([track(f"t{i}", None) for i in range(told)], "pop"),
        *[track(f"s{i}", None) for i in range(silent)],
    ]
    analysis = analyse(playlist(tracks))
    assert (analysis.mode, analysis.why) == ("none", why)
    assert analysis.unplaced == tuple(t.key for t in tracks)
