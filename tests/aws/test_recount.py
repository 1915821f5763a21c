"""What pages count, against a plain recount of the exports."""

from __future__ import annotations

import csv
import io
import json
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from linernotes.labels import split, standardise
from tests.aws.stack import Stack
from tests.links import dead_links

pytestmark = pytest.mark.usefixtures("one_time")

ROOT = Path(__file__).parents[2]
EXPORTS = ROOT / "events" / "exports"
NAMES = ("Alt-Pop.csv", "YourLibrary.json", "aegyo.json", "international_pop.json")
FOLDERS = {"artist": "artists", "label": "labels", "genre": "genres"}


class Row(NamedTuple):
    """A track as one export tells it."""

    uri: str
    artists: tuple[str, ...]
    label: str
    genres: tuple[str, ...]
    liked: bool


def rows_of(name: str, body: bytes) -> Iterable[Row]:
    """The rows of one of the sample exports, read plainly."""
    if name.endswith(".csv"):
        yield from rows_of_csv(body)
        return
    told = json.loads(body)
    if name == "YourLibrary.json":
        for one in told["tracks"]:
            yield Row(one["uri"], (one["artist"],), "", (), liked=True)
        return
    items = (told.get("tracks") or told["items"])["items"]
    for item in items:
        track = item.get("track") or item["item"]
        yield Row(
            track["uri"],
            tuple(artist["name"] for artist in track["artists"]),
            track["album"].get("label") or "",
            tuple(track["album"].get("genres", ())),
            liked=bool(track.get("liked") or item.get("liked")),
        )


def rows_of_csv(body: bytes) -> Iterable[Row]:
    for row in csv.DictReader(io.StringIO(body.decode("utf-8-sig"))):
        yield Row(
            row["Track URI"],
            tuple(row["Artist Name(s)"].split(";" if ";" in row["Artist Name(s)"] else ",")),
            row["Record Label"],
            tuple(tag for tag in row["Genres"].split(",") if tag),
            liked=False,
        )


def recount(rows: Iterable[Row]) -> tuple[dict[str, dict[str, set[str]]], set[str]]:
    """Distinct tracks of every artist, label and genre by folded name, and the liked ones."""
    tracks: dict[str, dict[str, set[str]]] = {kind: defaultdict(set) for kind in FOLDERS}
    liked = set()
    for row in rows:
        for artist in row.artists:
            tracks["artist"][artist.casefold()].add(row.uri)
        for label in split(row.label, row.artists):
            tracks["label"][label.key].add(row.uri)
        for tag in row.genres:
            tracks["genre"][tag.strip().casefold()].add(row.uri)
        if row.liked:
            liked.add(row.uri)
    return tracks, liked


def key_of(kind: str, name: str) -> str:
    return standardise(name) if kind == "label" else name.casefold()


def pages_of(site: dict[str, bytes], kind: str) -> dict[str, dict[str, Any]]:
    """What the JSON beside each page of a kind says, by folded name."""
    found = (
        json.loads(body)
        for path, body in site.items()
        if path.startswith(FOLDERS[kind] + "/") and path.endswith("/overview.json")
    )
    return {key_of(kind, page["name"]): page for page in found}


def has_page(kind: str, tracks: int, liked: int) -> bool:
    """The rule as it is written for people."""
    if kind == "artist":
        return tracks >= 50 or (tracks >= 10 and liked >= 1) or liked >= 5
    return tracks >= 10


def check(site: dict[str, bytes], rows: list[Row]) -> None:
    """Every page of an artist and a label is there, no other, with the right counts."""
    tracks, liked = recount(rows)
    for kind in ("artist", "label"):
        expected = {
            name: {"tracks": len(keys), "liked": len(keys & liked)}
            for name, keys in tracks[kind].items()
            if has_page(kind, len(keys), len(keys & liked))
        }
        pages = pages_of(site, kind)
        counts = {name: page["counts"] for name, page in pages.items()}
        assert {
            name: {what: one[what] for what in ("tracks", "liked")} for name, one in counts.items()
        } == expected
        for name, page in pages.items():
            uris = {one["uri"] for one in page["tracks"]}
            assert uris == tracks[kind][name]
    genres = pages_of(site, "genre")
    for name, page in genres.items():
        assert page["counts"]["tracks"] == len(tracks["genre"][name])


def test_every_page_of_the_sample_library_counts_what_a_recount_counts(stack: Stack) -> None:
    rows: list[Row] = []
    for name in NAMES:
        body = (EXPORTS / name).read_bytes()
        stack.drop(name, body)
        rows += rows_of(name, body)
    stack.drain()
    site = stack.site()
    check(site, rows)
    assert {"florence + the machine", "kimbra", "lana del rey", "billie eilish"} <= pages_of(
        site, "artist"
    ).keys()
    assert {"polydor", "warner", "republic"} <= pages_of(site, "label").keys()
    assert dead_links(site) == []

    stack.remove("Alt-Pop.csv")
    stack.drain()
    site = stack.site()
    check(site, [row for name in NAMES[1:] for row in rows_of(name, (EXPORTS / name).read_bytes())])
    assert dead_links(site) == []
