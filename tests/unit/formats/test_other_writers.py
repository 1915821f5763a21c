"""spotify-backup, spotDL, TuneMyMusic, Soundiiz, and the Million Playlist Dataset."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from linernotes.formats import read
from linernotes.models import ExportReading

A = "spotify:track:" + "a" * 22
B = "spotify:track:" + "b" * 22
C = "spotify:track:" + "c" * 22


def export(value: object, key: str = "My_List.json") -> ExportReading:
    return read(json.dumps(value).encode(), key)


def track(uri: str) -> dict[str, Any]:
    return {"uri": uri, "name": "Song", "artists": [{"name": "A"}], "album": {"name": "B"}}


def test_a_backup_in_json_holds_all_playlists_and_hearts() -> None:
    found = export(
        [
            {"name": "Liked Songs", "tracks": [{"track": track(A)}]},
            {"name": "P", "tracks": [{"added_at": None, "track": track(B)}, {"track": None}]},
            {"name": "P", "tracks": []},
            {"name": "Q", "tracks": {"total": 3}},
        ]
    )
    assert found.format == "spotify-backup"
    assert [(one.name, one.liked_tracks, one.rows) for one in found.playlists] == [
        ("Liked Songs", True, 1),
        ("P", False, 2),
        ("P", False, 0),
    ]
    assert found.liked == (A,)
    assert found.warnings == ("1 of 4 playlists holds no list of rows: left out.",)


def test_a_later_backup_in_json_holds_albums_beside_the_playlists() -> None:
    row = {"added_at": "2020-01-01T00:00:00Z", "track": track(A)}
    playlists = [{"name": "Liked Songs", "tracks": [row]}, {"name": "Empty", "tracks": []}]
    found = export({"playlists": playlists, "albums": [{"album": {"name": "B"}}]})
    assert found.format == "spotify-backup"
    assert [(one.name, one.rows) for one in found.playlists] == [("Liked Songs", 1), ("Empty", 0)]
    assert found.liked == (A,)


def test_playlists_with_albums_are_told_by_their_rows() -> None:
    items = [{"track": {"trackName": "S", "artistName": "A", "trackUri": A}}]
    account = export({"playlists": [{"name": "P", "items": items}], "albums": []})
    assert account.format == "account-playlists"
    million = {"name": "P", "pid": 1, "tracks": [{"track_uri": A, "track_name": "S"}]}
    assert export({"playlists": [million], "albums": []}).format == "mpd"


@pytest.mark.parametrize("end", ["\r\n", "\r\r\n"])
def test_a_later_backup_in_text_has_headings_dates_and_albums(end: str) -> None:
    lines = [
        "Playlists: ",
        "",
        "Liked Songs",
        f"Song\tP, Q\tAlbum\t{A}\t2019-05-17",
        "",
        "Playlists:",
        f"Other\tP\tAlbum\t{B}\t1999",
        "",
        "Liked Albums: ",
        "",
        f"Album\tP\t-\tspotify:album:{'d' * 22}\t2019-05-17",
        "",
    ]
    found = read(end.join(lines).encode(), "playlists.txt")
    assert [(one.name, one.rows) for one in found.playlists] == [
        ("Liked Songs", 1),
        ("Playlists:", 1),
    ]
    dates = [one.release_date for playlist in found.playlists for one in playlist.tracks]
    assert dates == ["2019-05-17", "1999"]
    assert found.liked == (A,)


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r\r\n"])
def test_a_backup_in_text_is_read_with_any_line_ends(end: str) -> None:
    lines = [
        "[2019] best, of",
        f"Song\tP, Q\tAlbum\t{A}",
        f"Other\tP\tAlbum\t{B}",
        "",
        "Empty",
        "",
        "Last",
        f"Third\tP\tAlbum\t{C}\t2019-01-01",
        "cut\toff",
        "",
    ]
    found = read(end.join(lines).encode(), "playlists.txt")
    first, empty, last = found.playlists
    assert found.format == "spotify-backup"
    assert (first.name, [one.uri for one in first.tracks]) == ("[2019] best, of", [A, B])
    assert first.tracks[0].artists == ("P", "Q")
    assert (empty.name, empty.rows) == ("Empty", 0)
    assert (last.name, last.tracks[0].name) == ("Last", "Third")
    assert [skip.reason for skip in last.skipped] == ["unreadable"]


def test_a_playlist_without_a_name_in_text_keeps_its_tracks_apart() -> None:
    data = f"P\r\nS\tA\tB\t{A}\r\n\r\n\r\nS\tA\tB\t{A}\r\n".encode()
    assert [(one.name, one.rows) for one in read(data, "x.txt").playlists] == [("P", 1), ("", 1)]


def song(position: object, id_: str, **more: Any) -> dict[str, Any]:
    return {
        "name": f"Song {position}",
        "artists": ["Nik & Jay", "Q"],
        "artist_id": "71k6SmcYKiIPq8M2RxK2Jr",
        "album_name": "Album",
        "song_id": id_,
        "duration": 197,
        "list_name": "L",
        "list_position": position,
    } | more


def test_spotdl_is_read_in_the_order_of_its_list() -> None:
    songs = [song(3, "c" * 22), song(1, "a" * 22), song(None, "d" * 22), song(2, "b" * 22), None]
    found = export(songs)
    lists = {one.name: one for one in found.playlists}
    assert [one.uri[-1] for one in lists["L"].tracks] == ["a", "b", "c", "d"]
    assert [skip.reason for skip in lists["My List"].skipped] == ["null"]


def test_a_song_of_spotdl_tells_label_genres_and_seconds(data: Path) -> None:
    path = data / "formats" / "other" / "playlist.spotdl.lyrics-removed.json"
    found = read(path.read_bytes(), path.name)
    (playlist,) = found.playlists
    (only,) = playlist.tracks
    assert (found.format, playlist.name) == ("spotdl", "Matrimony Main")
    assert (only.uri, only.name) == ("spotify:track:2geMSoH29SfXAZVgPR8avw", "Boing!")
    assert (only.artists, only.artist_ids) == (("Nik & Jay",), ("71k6SmcYKiIPq8M2RxK2Jr",))
    assert (only.label, only.genres) == ("Parlophone Denmark", ("dansktop",))
    assert (only.duration_ms, only.release_date) == (197_000, "2006-09-22")
    assert (only.isrc, only.popularity, only.explicit) == ("DKABA0601395", 55, False)
    assert only.art.startswith("https://i.scdn.co/image/")


def test_lyrics_and_videos_of_spotdl_are_not_kept() -> None:
    video = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"
    found = export({"type": "sync", "songs": [song(1, "dQw4w9WgXcQ", url=video, lyrics="la la")]})
    (only,) = found.playlists[0].tracks
    assert only.uri == ""
    assert only.key.startswith("name:")
    assert "la la" not in found.model_dump_json()


TUNES = "Track name,Artist name,Album,Playlist name,Type,ISRC"


def test_the_sample_of_tunemymusic_reads_whole(data: Path) -> None:
    path = data / "formats" / "other" / "tunemymusic_my-spotify-library.csv"
    found = read(path.read_bytes(), path.name)
    (playlist,) = found.playlists
    assert (found.format, playlist.name) == ("tunemymusic", "Favorite Songs")
    assert playlist.liked_tracks
    assert (len(playlist.tracks), [skip.row for skip in playlist.skipped]) == (7, [8])
    assert "isrc:USHM21972808" in found.liked
    assert playlist.tracks[4].artists == ("Yusuf / Cat Stevens",)


def test_playlists_of_tunemymusic_may_be_mixed_and_hold_ids() -> None:
    rows = (
        f"S,A,B,P,Playlist,,{'a' * 22}",
        f"T,A,B,Q,Playlist,,{'b' * 22}",
        f"U,A,B,P,Playlist,,{'c' * 22}",
        "Tyler,,,Artists,Artist,,",
        "Igor,Tyler,Igor,Albums,Album,,",
        f"S,A,B,P,Favorite,,{'a' * 22}",
        "cut,off",
    )
    found = read("\n".join((TUNES + ",Spotify - id", *rows)).encode(), "x.csv")
    told = [(one.name, one.liked_tracks, [t.uri for t in one.tracks]) for one in found.playlists]
    assert told == [("P", False, [A, C]), ("Q", False, [B]), ("P", True, [A])]
    assert found.liked == (A,)
    assert found.warnings == ("2 rows are artists or albums, not tracks: left out.",)
    assert [skip.reason for skip in found.playlists[-1].skipped] == ["unreadable"]


def test_one_row_of_tunemymusic_that_is_an_artist_is_told_as_one() -> None:
    rows = (f"S,A,B,P,Playlist,,{'a' * 22}", "Tyler,,,Artists,Artist,,")
    found = read("\n".join((TUNES + ",Spotify - id", *rows)).encode(), "x.csv")
    assert found.warnings == ("1 row is an artist or an album, not a track: left out.",)


def test_soundiiz_with_semicolons_is_read() -> None:
    data = (
        "\ufefftitle;artist;album;isrc;addedDate;addedBy;duration;url\n"
        f'"A; B";"Tyler, The Creator";Album;ushm21972808;2020-01-02;me@example.org;225s;'
        f"https://open.spotify.com/track/{'a' * 22}\n"
        "S;A;B;;;;;https://www.youtube.com/watch?v=x\n"
    )
    found = read(data.encode(), "My_List.csv")
    first, second = found.playlists[0].tracks
    assert (found.format, found.playlists[0].name) == ("soundiiz", "My List")
    assert (first.name, first.artists, first.uri) == ("A; B", ("Tyler, The Creator",), A)
    assert (first.isrc, first.duration_ms) == ("USHM21972808", 225_000)
    assert first.added_at is not None
    assert second.uri == ""
    assert "example.org" not in found.model_dump_json()


def test_soundiiz_with_commas_knows_ids_of_spotify_alone() -> None:
    data = (
        "title,artist,album,isrc,platform,trackId,duration,addedDate,url\n"
        f"S,A,B,,spotify,{'a' * 22},225,,\n"
        f"T,A,B,,deezer,{'b' * 22},225000,,\n"
    )
    first, second = read(data.encode(), "x.csv").playlists[0].tracks
    assert (first.uri, second.uri) == (A, "")
    assert (first.duration_ms, second.duration_ms) == (225_000, 225_000)


def test_four_columns_of_soundiiz_are_enough() -> None:
    found = read(b"title;artist;album;isrc\nS;A;B;\n", "x.csv")
    assert found.format == "soundiiz"
    assert found.playlists[0].tracks[0].name == "S"


def test_a_slice_of_a_thousand_playlists_is_read() -> None:
    def listed(pid: int) -> dict[str, Any]:
        row = {
            "pos": 0,
            "artist_name": "A",
            "track_uri": A,
            "artist_uri": "spotify:artist:1",
            "track_name": "S",
            "album_uri": "spotify:album:2",
            "duration_ms": 1000,
            "album_name": "B",
        }
        return {"name": "P", "pid": pid, "collaborative": "false", "tracks": [row, None]}

    found = export({"info": {}, "playlists": [listed(pid) for pid in range(1000)] + [{}]})
    assert found.format == "mpd"
    assert len(found.playlists) == 1000
    assert {one.rows for one in found.playlists} == {2}
    only = found.playlists[0].tracks[0]
    assert (only.artist_ids, only.album_id, only.duration_ms) == (("1",), "2", 1000)
    assert found.warnings == ("1 of 1,001 playlists holds no list of rows: left out.",)
