"""A plain recount of exports, and what the pages of a site count against it."""

from __future__ import annotations

import csv
import io
import json
import re
import statistics
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple
from urllib.parse import unquote_plus

import pytest

from tests.recount_labels import label_key, labels_in

FOLDERS = {"artist": "artists", "label": "labels", "genre": "genres"}
# What pages of audio features tell, with the decimals that they show.
DIGITS = {
    **dict.fromkeys(("danceability", "energy", "speechiness", "acousticness"), 2),
    **dict.fromkeys(("instrumentalness", "liveness", "valence"), 2),
    "loudness": 1,
    "tempo": 0,
}


class Row(NamedTuple):
    """A track as one export tells it; `features` are those that are told of it.

    `uri` is title and artists of a track without one.
    """

    uri: str
    artists: tuple[str, ...]
    label: str
    genres: tuple[str, ...]
    liked: bool
    album: str = ""
    date: str = ""
    features: Mapping[str, float] = {}


def rows_of(name: str, body: bytes) -> Iterable[Row]:
    """The rows of one of the sample exports, read plainly."""
    if name.endswith(".csv"):
        yield from rows_of_csv(body)
        return
    told = json.loads(body)
    if isinstance(told, list):
        return  # a listening history
    if name == "YourLibrary.json":
        for one in told["tracks"]:
            yield Row(one["uri"], (one["artist"],), "", (), liked=True)
        return
    items = (told.get("tracks") or told["items"])["items"]
    for item in items:
        track = item.get("track") or item.get("item")
        if not track or track["type"] != "track":
            continue  # an empty row, or a podcast
        artists = tuple(artist["name"] for artist in track["artists"])
        yield Row(
            track.get("uri") or named(track["name"], artists),
            artists,
            track["album"].get("label") or "",
            tuple(track["album"].get("genres", ())),
            liked=bool(track.get("liked") or item.get("liked")),
            album=track["album"].get("name") or "",
            date=track["album"].get("release_date") or "",
            features=features_of(track.get("audio_features") or {}),
        )


def rows_of_csv(body: bytes) -> Iterable[Row]:
    for row in csv.DictReader(io.StringIO(body.decode("utf-8-sig"))):
        artists = tuple(name for name in row["Artist Name(s)"].split(";") if name)
        yield Row(
            row["Track URI"] or named(row["Track Name"], artists),
            artists,
            # A script's missing value, which exportify wrote for local files in its time.
            row["Record Label"].replace("undefined", ""),
            tuple(tag for tag in row["Genres"].split(",") if tag),
            liked=False,
            album=row["Album Name"],
            date=row["Release Date"] or "",
            features=features_of({name.lower(): value for name, value in row.items() if value}),
        )


def features_of(told: Mapping[str, Any]) -> dict[str, float]:
    """The features that are told; a tempo of 0 says that no beat was found to measure others by."""
    found = {name: float(told[name]) for name in DIGITS if told.get(name) is not None}
    if found.get("tempo") == 0:
        by_beat = ("danceability", "speechiness", "valence", "tempo")
        found = {name: value for name, value in found.items() if value or name not in by_beat}
    return found


class Recount(NamedTuple):
    """Distinct tracks of every artist, label and genre by folded name, the artists of every genre,
    and the liked tracks, `None` where nothing is known of likes."""

    tracks: dict[str, dict[str, set[str]]]
    artists: dict[str, set[str]]
    liked: set[str] | None


def recount(rows: Iterable[Row], *, likes_known: bool) -> Recount:
    tracks: dict[str, dict[str, set[str]]] = {kind: defaultdict(set) for kind in FOLDERS}
    artists: defaultdict[str, set[str]] = defaultdict(set)
    liked: set[str] = set()
    for row in rows:
        uri = same_track(row.uri)
        for artist in row.artists:
            tracks["artist"][folded(artist)].add(uri)
        for label in labels_in(row.label, row.artists):
            tracks["label"][label].add(uri)
        for tag in row.genres:
            tracks["genre"][folded(tag)].add(uri)
            artists[folded(tag)].update(map(folded, row.artists))
        if row.liked:
            liked.add(uri)
    return Recount(tracks, artists, liked if likes_known else None)


def folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def named(title: str, artists: Iterable[str]) -> str:
    """What a track without URI is known by."""
    return "; ".join(map(folded, (title, *artists)))


def of_page(one: dict[str, Any]) -> str:
    """What a track of a page is known by."""
    return one.get("uri") or named(one["name"], (artist["name"] for artist in one["artists"]))


def same_track(uri: str) -> str:
    """A local file's address without the differences in how exports write it."""
    return folded(unquote_plus(uri)) if uri.startswith("spotify:local:") else uri


def key_of(kind: str, name: str) -> str:
    return label_key(name) if kind == "label" else folded(name)


def pages_of(site: dict[str, bytes], kind: str) -> dict[str, dict[str, Any]]:
    """What the JSON beside each page of a kind says, by folded name."""
    found = (
        json.loads(body)
        for path, body in site.items()
        # Below these stand an artist's pages of sound and of clusters.
        if re.fullmatch(rf"{FOLDERS[kind]}/[^/]+/overview\.json", path)
    )
    return {key_of(kind, page["name"]): page for page in found}


def has_page(kind: str, tracks: int, liked: int | None, artists: int) -> bool:
    """The rule as it is written for people."""
    if kind == "label":
        return tracks >= 10
    if kind == "genre" and artists < 2:
        return False
    if liked is None:
        return tracks >= (10 if kind == "artist" else 30)
    if kind == "artist":
        return tracks >= 50 or (tracks >= 10 and liked >= 1) or liked >= 5
    return tracks >= 50 or (tracks >= 30 and liked >= 1) or liked > 20


def check(site: dict[str, bytes], counted: Recount) -> None:
    """Every page of an artist, a label and a genre is there, no other, with the right tracks."""
    for kind in FOLDERS:
        pages = pages_of(site, kind)
        expected = {}
        for name, keys in counted.tracks[kind].items():
            liked = None if counted.liked is None else len(keys & counted.liked)
            if has_page(kind, len(keys), liked, len(counted.artists.get(name, ()))):
                expected[name] = {"tracks": len(keys)} | ({} if liked is None else {"liked": liked})
        found = {
            name: {what: n for what, n in page["counts"].items() if what in ("tracks", "liked")}
            for name, page in pages.items()
        }
        differ = sorted(
            n for n in found.keys() | expected.keys() if found.get(n) != expected.get(n)
        )
        assert not differ, [(name, found.get(name), expected.get(name)) for name in differ]
        for name, page in pages.items():
            uris = {same_track(of_page(one)) for one in page["tracks"]}
            assert uris == counted.tracks[kind][name]


def check_playlist(site: dict[str, bytes], folder: str, rows: Iterable[Row]) -> None:
    """The pages of one playlist count what its rows hold: itself, its years, how it sounds."""
    tracks: dict[str, Row] = {}
    for row in rows:
        tracks.setdefault(same_track(row.uri), row)
    page = json.loads(site[f"{folder}/overview.json"])
    assert page["counts"]["tracks"] == len(tracks), folder
    artists = {folded(name) for row in tracks.values() for name in row.artists} - {""}
    assert page["counts"]["artists"] == len(artists), folder
    labels = {one for row in tracks.values() for one in labels_in(row.label, row.artists)}
    assert page["counts"].get("labels", 0) == len(labels), folder
    _check_years(site, folder, tracks.values())
    check_sound(site, folder, tracks)


def _check_years(site: dict[str, bytes], folder: str, rows: Iterable[Row]) -> None:
    years = Counter(row.date[:4] for row in rows if row.date[:4].isdigit())
    full = {year: n for year, n in years.items() if n >= 20}
    expected = dict(full)
    for decade in {year[:3] for year in years}:
        of_it = {year: n for year, n in years.items() if year.startswith(decade)}
        if sum(n for year, n in of_it.items() if year not in full) >= 10:
            expected[f"{decade}0s"] = sum(of_it.values())
    found = {
        path.split("/")[2]: json.loads(body)
        for path, body in site.items()
        if re.fullmatch(re.escape(folder) + r"/\d{4}s?/overview\.json", path)
    }
    assert {name: page["counts"]["tracks"] for name, page in found.items()} == expected, folder
    for name, page in found.items():
        assert len(page["tracks"]) == expected[name]


def check_sound(site: dict[str, bytes], folder: str, tracks: Mapping[str, Row]) -> None:
    """The page of audio features tells every feature that ten tracks or more have.

    Local files count for nothing: what an export tells of them belongs to another row.
    """
    told = {
        name: sorted(
            round(row.features[name], digits)
            for uri, row in tracks.items()
            if name in row.features and not uri.startswith("spotify:local:")
        )
        for name, digits in DIGITS.items()
    }
    told = {name: values for name, values in told.items() if len(values) >= 10}
    path = f"{folder}/audio_features/overview.json"
    assert (path in site) == bool(told), folder
    features = json.loads(site[path])["features"] if told else []
    assert {one["name"] for one in features} == told.keys(), folder
    for one in features:
        values = told[one["name"]]
        ends = min(10, len(values) // 2)
        assert one["tracks"] == len(values), (folder, one["name"])
        assert [end["value"] for end in one["least"]] == values[:ends], (folder, one["name"])
        assert [end["value"] for end in one["most"]] == values[::-1][:ends], (folder, one["name"])
        near = 0.51 * 10 ** -DIGITS[one["name"]]
        assert one["median"] == pytest.approx(statistics.median(values), abs=near)
        assert not {of_page(end) for end in one["least"]} & {of_page(end) for end in one["most"]}


def plays_of(body: bytes) -> set[tuple[str, str, str]]:
    """The plays of an account's year of listening: minute, artist and title, folded."""
    return {
        (row["endTime"], folded(row["artistName"]), folded(row["trackName"]))
        for row in json.loads(body)
        if row["msPlayed"] >= 30_000
    }


def titles_of(name: str, body: bytes) -> Iterable[tuple[str, str, tuple[str, ...]]]:
    """URI, title and artists of every row of a sample export; rows without music are left out."""
    if name.endswith(".csv"):
        for row in csv.DictReader(io.StringIO(body.decode("utf-8-sig"))):
            artists = tuple(row["Artist Name(s)"].split(";"))
            yield row["Track URI"], row["Track Name"], artists
        return
    told = json.loads(body)
    if name == "YourLibrary.json":
        for one in told["tracks"]:
            yield one["uri"], one["track"], (one["artist"],)
        return
    for item in (told.get("tracks") or told["items"])["items"]:
        track = item.get("track") or item.get("item")
        if track and track["type"] == "track":
            artists = tuple(artist["name"] for artist in track["artists"])
            yield track.get("uri", ""), track["name"], artists


class Places(NamedTuple):
    """Places by what a page shows of a track: its URI, title and artists; of artists; of albums.

    An album is known by its name and one of its artists.
    """

    tracks: dict[tuple[str, str, tuple[str, ...]], int]
    artists: dict[str, int]
    albums: dict[tuple[str, str], int]


def places(plays: set[tuple[str, str, str]], playlists: Iterable[tuple[str, bytes]]) -> Places:
    """The rule as it is written for people: each play is of one track, the most come first."""
    held: dict[tuple[str, str, tuple[str, ...]], set[str]] = defaultdict(set)
    album_of: dict[object, str] = {}
    for name, body in playlists:
        for row in rows_of(name, body):
            if row.album:
                album_of.setdefault(row.uri, folded(row.album))
        for uri, title, artists in titles_of(name, body):
            held[uri, folded(title), tuple(map(folded, artists))].add(name)
    scores: dict[object, int] = defaultdict(int)
    by_artist: dict[object, int] = defaultdict(int)
    by_album: dict[tuple[str, str], int] = defaultdict(int)
    for _, artist, title in plays:
        by_artist[artist] += 1
        # One URI is one track, whichever artists each of its exports names.
        matching: defaultdict[Any, set[str]] = defaultdict(set)
        for (uri, called, artists), names in held.items():
            if called == title and artist in artists:
                matching[uri or (called, artists)].update(
                    *(n for other, n in held.items() if uri and other[0] == uri), names
                )
        best = min(matching, key=lambda one: (-len(matching[one]), str(one)), default=None)
        scores[(artist, title) if best is None else best] += 1
        if album := album_of.get(named(*best) if isinstance(best, tuple) else best):
            by_album[album, artist] += 1
    return Places(
        {one: _place(scores, one[0] or one[1:]) for one in held if scores.get(one[0] or one[1:])},
        {str(artist): _place(by_artist, artist) for artist in by_artist},
        {album: _place(by_album, album) for album in by_album},
    )


def _place[K](scores: dict[K, int], key: K) -> int:
    return 1 + sum(score > scores[key] for score in scores.values())


def check_ranks(site: dict[str, bytes], expected: Places) -> int:
    """Every rank on every page is the recount's; how many tracks have one."""
    seen = set()
    for path, body in site.items():
        if not path.endswith("/overview.json"):
            continue
        page = json.loads(body)
        if not isinstance(page.get("tracks"), list):
            continue  # about something else than its tracks
        for one in page["tracks"]:
            key = (
                one.get("uri", ""),
                folded(one["name"]),
                tuple(folded(artist["name"]) for artist in one["artists"]),
            )
            assert one.get("rank") == expected.tracks.get(key), (path, one)
            seen |= {key} if "rank" in one else set()
        for one in page.get("artists", ()):
            assert one.get("rank") == expected.artists.get(folded(one["name"])), (path, one)
        if page.get("kind") == "artist":
            assert page.get("rank") == expected.artists.get(folded(page["name"])), path
        for one in page.get("albums", ()):
            assert one.get("rank") in _album_places(page, one["name"], expected), (path, one)
    return len(seen)


def _album_places(page: dict[str, Any], name: str, expected: Places) -> set[int | None]:
    """The place that an album has with each of the page's tracks of it."""
    found: set[int | None] = set()
    for track in page["tracks"]:
        if folded(track.get("album", "")) == folded(name):
            keys = ((folded(name), folded(artist["name"])) for artist in track["artists"])
            known = [expected.albums[key] for key in keys if key in expected.albums]
            found.add(min(known, default=None))
    return found


def folder_of(name: str, site: dict[str, bytes]) -> str:
    """The folder of the one playlist that was read from an export."""
    [folder] = [
        page["page"]
        for path, body in site.items()
        if re.fullmatch(r"playlists/[^/]+/overview\.json", path)
        if (page := json.loads(body))["export"] == name
    ]
    return str(folder)
