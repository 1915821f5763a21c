"""Tables of exportify.net: eras, names, and rows of every kind."""

from __future__ import annotations

import pytest

from linernotes.errors import Refused
from linernotes.formats import read
from linernotes.models import ExportReading, Reading

NOW = (
    "Track URI,Track Name,Album Name,Artist Name(s),Release Date,Duration (ms),Popularity,"
    "Explicit,Added By,Added At,Genres,Record Label,Danceability,Energy,Key,Loudness,Mode,"
    "Speechiness,Acousticness,Instrumentalness,Liveness,Valence,Tempo,Time Signature"
)
SOUND = "0.5,0.6,5,-6.3,1,0.03,0.2,0.4,0.1,0.9,119.97,4"
A, B, C = (f"spotify:track:{letter * 22}" for letter in "abc")
OWN = "spotify:local:Orbital::Satan.mp3:225"


def line(uri: str, sound: str = SOUND, **cells: str) -> str:
    told = {"name": "Song", "album": "Album", "artists": "X", "genres": "", "label": "L"} | cells
    row = (
        f'{uri},"{told["name"]}","{told["album"]}","{told["artists"]}",2011-02,180000,7,false,,'
        f'2011-01-01T00:32:29Z,"{told["genres"]}","{told["label"]}"'
    )
    return f"{row},{sound}" if sound else row


def export(*lines: str, key: str = "x.csv", header: str = NOW) -> ExportReading:
    return read("\n".join((header, *lines, "")).encode(), key)


def table(*lines: str, key: str = "x.csv", header: str = NOW) -> Reading:
    (playlist,) = export(*lines, key=key, header=header).playlists
    return playlist


def test_a_row_of_today_is_read_whole() -> None:
    (only,) = table(line(A, artists="P;Q, R", genres="k-pop,pop")).tracks
    assert only.uri == A
    assert only.artists == ("P", "Q, R")
    assert only.genres == ("k-pop", "pop")
    assert (only.album, only.label, only.release_date) == ("Album", "L", "2011-02")
    assert (only.duration_ms, only.popularity, only.explicit) == (180_000, 7, False)
    assert only.added_at is not None
    assert only.features is not None
    assert (only.features.tempo, only.features.key, only.features.mode) == (119.97, 5, 1)


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_marks_and_line_ends_make_no_difference(mark: str, end: str) -> None:
    data = (mark + end.join((NOW, line(A), line(B))) + end).encode()
    assert [one.uri for one in read(data, "x.csv").playlists[0].tracks] == [A, B]


def test_a_header_alone_is_an_empty_playlist() -> None:
    assert table().rows == 0


@pytest.mark.parametrize(
    "header",
    [
        "Track ID,Track Name,Artist Name(s),Artist IDs,Label",
        "Spotify ID,Track Name,Artist Name(s),Artist IDs,Label",
        "\tTrack URI \t,\tTrack Name,Artist Name(s)\t, Artist IDs,Record Label",
    ],
)
def test_earlier_titles_are_read(header: str) -> None:
    (only,) = table(f'{"a" * 22},Song,"P,Q","1,2",L', header=header).tracks
    assert (only.uri, only.name, only.artists, only.label) == (A, "Song", ("P", "Q"), "L")
    assert only.artist_ids == ("1", "2")


@pytest.mark.parametrize(
    ("joined", "ids", "artists"),
    [
        ("P,Q", "", ("P", "Q")),
        ("Tyler, The Creator,Q", "", ("Tyler, The Creator", "Q")),
        ("10,000 Maniacs,Q", "", ("10,000 Maniacs", "Q")),
        ("A,B & C", "1", ("A,B & C",)),
        ("Matchbox 20,3 Doors Down", '"1,2"', ("Matchbox 20", "3 Doors Down")),
        ("Blink-182,311", '"1,2"', ("Blink-182", "311")),
        ("10,000 Maniacs,Tyler, The Creator", '"1,2"', ("10,000 Maniacs", "Tyler, The Creator")),
    ],
)
def test_artists_of_the_comma_years_keep_the_commas_in_their_names(
    joined: str, ids: str, artists: tuple[str, ...]
) -> None:
    header = "Spotify ID,Track Name,Artist Name(s),Artist IDs"
    (only,) = table(f'{A},Song,"{joined}",{ids}', header=header).tracks
    assert only.artists == artists


# What exportify.net wrote from 2019 to 2024: it took quotes out of titles, not out of artists.
OLD = (
    "Spotify ID,Artist IDs,Track Name,Album Name,Artist Name(s),Release Date,Duration (ms),"
    "Popularity,Added By,Added At,Genres,Danceability,Energy,Key,Loudness,Mode,Speechiness,"
    "Acousticness,Instrumentalness,Liveness,Valence,Tempo,Time Signature"
)


def old_line(artists: str, ids: str = "1", sound: str = f",{SOUND}", genres: str = "") -> str:
    return (
        f'{"a" * 22},"{ids}","Eat It","In 3-D","{artists}",1984-02-28,201000,50,spotify:user:x,'
        f'2019-01-01T00:00:00Z,"{genres}"{sound}'
    )


@pytest.mark.parametrize("sound", [f",{SOUND}", ""])
@pytest.mark.parametrize(
    ("joined", "ids", "artists"),
    [
        ('"Weird Al" Yankovic', "1", ('"Weird Al" Yankovic',)),
        ('Nat "King" Cole', "1", ('Nat "King" Cole',)),
        ('Taj Mahal,"Weird Al" Yankovic', "1,2", ("Taj Mahal", '"Weird Al" Yankovic')),
        ('John "Jabo",Keb\' Mo', "1,2", ('John "Jabo"', "Keb' Mo")),
        ('"Blue"', "1", ('"Blue"',)),
    ],
)
def test_quotes_in_artists_of_older_tables_are_read(
    joined: str, ids: str, artists: tuple[str, ...], sound: str
) -> None:
    plain = old_line("X", genres="g,h").replace("a" * 22, "b" * 22)
    found = table(plain, old_line(joined, ids, sound, "comedy rock,pop"), header=OLD)
    other, odd = found.tracks
    assert (other.artists, other.genres) == (("X",), ("g", "h"))
    assert (odd.name, odd.artists, odd.album) == ("Eat It", artists, "In 3-D")
    assert (odd.release_date, odd.genres) == ("1984-02-28", ("comedy rock", "pop"))
    assert (odd.features is None) is (not sound)


def test_quotes_that_an_older_table_doubles_are_read_as_they_stand() -> None:
    (only,) = table(old_line('""Weird Al"" Yankovic'), header=OLD).tracks
    assert only.artists == ('"Weird Al" Yankovic',)


def test_an_older_table_that_is_cut_off_is_refused_with_its_place() -> None:
    cut = old_line("Y")[:40]
    with pytest.raises(Refused) as caught:
        table(old_line('Nat "King" Cole'), cut, header=OLD)
    assert "cut off" in caught.value.reason
    assert caught.value.place.startswith("line")


def test_loose_quotes_in_a_table_of_today_are_refused() -> None:
    with pytest.raises(Refused, match="broken"):
        table(line(A, artists='Nat "King" Cole'))


def test_one_semicolon_shows_that_an_older_file_joins_by_it() -> None:
    header = "Track URI,Track Name,Artist Name(s)"
    first, second = table(f"{A},S,P;Q", f'{B},S,"R,S"', header=header).tracks
    assert (first.artists, second.artists) == (("P", "Q"), ("R,S",))


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("Alt-Pop.csv", "Alt-Pop"),
        ("inbox/deep/Lava_Lamp.csv", "Lava Lamp"),
        ("Lava_Lamp (1).csv", "Lava Lamp"),
        ("Lava_Lamp - Copy.csv", "Lava Lamp"),
        ("Lava_Lamp - Copy (2).CSV", "Lava Lamp"),
        ("Lava_Lamp_.csv", "Lava Lamp"),
        ("Sarah_Records_7_(001-099).csv", "Sarah Records 7 (001-099)"),
        ("Best_of_(1).csv", "Best of (1)"),
        ("Hits (1999).csv", "Hits (1999)"),
        ("a+b%2F c.csv", "a+b%2F c"),
        ("🎧.csv", "🎧"),
        ("_.csv", ""),
        (".csv", ""),
    ],
)
def test_the_file_names_the_playlist(key: str, name: str) -> None:
    assert table(key=key).name == name


@pytest.mark.parametrize(
    "key", ["Liked_Songs.csv", "Liked Songs (1).csv", "liked songs.csv", "Beğenilen_Şarkılar.csv"]
)
def test_a_file_named_liked_songs_is_a_playlist_and_hearts(key: str) -> None:
    found = export(line(A), line(B), key=key)
    assert found.playlists[0].liked_tracks
    assert found.liked == (A, B)


def test_another_file_gives_no_hearts() -> None:
    found = export(line(A), key="Liked by everyone.csv")
    assert not found.playlists[0].liked_tracks
    assert found.liked == ()


def test_rows_that_are_no_tracks_are_skipped_with_number_and_reason() -> None:
    nothing = {"name": "undefined", "album": "undefined", "artists": "undefined"}
    playlist = table(
        line("", ",,,,,,,,,,,", **nothing),
        line(A),
        line("spotify:episode:" + "e" * 22, name="Talk", artists=""),
        line(A),
        line(B) + ",more",
        "spotify:track:cut",
    )
    assert [one.uri for one in playlist.tracks] == [A]
    assert [(skip.row, skip.reason) for skip in playlist.skipped] == [
        (1, "null"),
        (3, "episode"),
        (4, "duplicate"),
        (5, "unreadable"),
        (6, "unreadable"),
    ]
    assert playlist.skipped[1].detail == "Talk"
    assert playlist.skipped[3].detail == "the row has 25 cells under 24 titles"


def test_a_local_file_under_two_encodings_is_one_track() -> None:
    playlist = table(
        line("spotify:local:A+B::C%20D.mp3:116", ",,,,,,,,,,,"),
        line("spotify:local:A%20B::C+D.mp3:116", ",,,,,,,,,,,"),
    )
    assert len(playlist.tracks) == 1
    assert playlist.skipped[0].reason == "duplicate"


def test_undefined_and_empty_labels_are_missing() -> None:
    first, second = table(line(A, label="undefined"), line(B, label="")).tracks
    assert (first.label, second.label) == ("", "")


def test_odd_names_stay_literal() -> None:
    name = "[x](javascript:alert(1)) | `a` <script> $x^2$ {{7*7}} %s {0} #_* \\ &amp;"
    (only,) = table(line(A, name=name.replace('"', '""'))).tracks
    assert only.name == name


def test_a_line_break_inside_a_cell_is_a_space() -> None:
    (only,) = table(line(A, name="a\r\n# H\u2028b")).tracks
    assert only.name == "a # H b"


def test_a_row_cut_after_its_label_keeps_its_track() -> None:
    first, last = table(line(A), line(B, "")).tracks
    assert first.features is not None
    assert (last.label, last.features) == ("L", None)


@pytest.mark.parametrize(
    ("lines", "tell"),
    [
        pytest.param(
            [line(A), line(OWN), line(B), line(C, "")],
            "a local file has some of its own",
            id="a local file has features",
        ),
        pytest.param(
            [line(A), line(OWN, ",,,,,,,,,,,"), line(C, "")],
            "the last row ends before them",
            id="the last row is cut",
        ),
    ],
)
def test_shifted_features_are_dropped_with_a_warning(lines: list[str], tell: str) -> None:
    found = export(*lines)
    assert all(track.features is None for track in found.playlists[0].tracks)
    assert len(found.playlists[0].tracks) == len(lines)
    assert len(found.warnings) == 1
    assert "wrong tracks" in found.warnings[0]
    assert tell in found.warnings[0]


@pytest.mark.parametrize(
    "last",
    [
        pytest.param(line(B) + ",", id="a comma too many"),
        pytest.param(line(B) + "\n,,,", id="a blank row below"),
        pytest.param(line(B)[:-14], id="cut inside the features"),
    ],
)
def test_the_end_of_a_table_alone_shows_no_shift(last: str) -> None:
    found = export(line(A), line(OWN, ",,,,,,,,,,,"), last)
    assert found.warnings == ()
    told = [track.features is None for track in found.playlists[0].tracks]
    assert told == [False, True, False]


def test_local_files_without_features_leave_those_of_others_alone() -> None:
    found = export(line(A), line(OWN, ",,,,,,,,,,,"), line(B))
    assert found.warnings == ()
    assert [track.features is None for track in found.playlists[0].tracks] == [False, True, False]
