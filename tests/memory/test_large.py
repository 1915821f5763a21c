"""An export at the limit of rows, of more artists than anybody listens to."""

from __future__ import annotations

import csv
import io

import pytest

from linernotes.identity import playlist_id
from tests.aws.exports import playlist, track
from tests.memory.large import KEY, Large, export, item_bytes

TRACKS, ARTISTS = 100_000, 30_000
_LIMIT = 400 * 1024


@pytest.mark.soak
def test_a_hundred_thousand_tracks_by_thirty_thousand_artists_are_ingested() -> None:
    body = export(TRACKS, ARTISTS)
    held: dict[str, int] = {}
    for row in csv.DictReader(io.StringIO(body.decode())):
        for name in row["Artist Name(s)"].split(";"):
            held[name.casefold()] = held.get(name.casefold(), 0) + 1
    assert len(held) == ARTISTS
    large = Large()
    large.drop(KEY, body)

    assert 0 < large.largest < _LIMIT
    pid = playlist_id(KEY, "large")
    heads = large.cloud.catalog.heads
    head = heads.playlist(pid)
    assert head
    assert (head.state, bool(head.doc)) == ("APPLIED", True)
    rows = large.cloud.catalog.rows
    artists = [pk for pk in large.dynamodb.rows if pk.startswith("E#artist#")]
    assert len(artists) == ARTISTS
    counted = 0
    for name in ("artist 0", "artist 1", *list(held)[100:200]):
        [(whose, membership)] = rows.memberships(f"artist#{name}")
        assert (whose, len(membership.tracks)) == (pid, held[name]), name
        counted += 1
    assert counted == 102
    assert held["artist 0"] >= TRACKS // 5, "more than fits a row"
    [(_, label)] = rows.memberships("label#some")
    assert len(label.tracks) == TRACKS // 2


@pytest.mark.soak
def test_what_does_not_fit_a_row_is_kept_in_documents() -> None:
    """A membership of 900 local files of long names is 350 KB; 350 long names mentioned, 140 KB."""
    names = [f"{n} " + "x" * 390 for n in range(350)]
    artists = ["Ann"] * 900 + names
    tracks = [track(n, artist=name, label="") for n, name in enumerate(artists)]
    for number, one in enumerate(tracks):
        del one["audio_features"]  # this is not about clusters
        one |= {"uri": f"spotify:local:Ann:{'x' * 360}:{number}:200", "id": None, "is_local": True}
    large = Large()
    large.drop("large.json", playlist("Large", tracks))
    [(pid, ann)] = large.cloud.catalog.rows.memberships("artist#ann")
    assert sum(map(len, ann.tracks)) > 300_000
    assert (pid, len(ann.tracks)) == (playlist_id("large.json", "Large"), 900)

    large.drain()
    assert "artists/ann/overview.md" in large.s3.objects("site")
    mentions = large.cloud.catalog.pages.page(f"playlist#{pid}").mentions
    assert len(mentions) == 351
    assert 0 < large.largest < _LIMIT
    large.remove("large.json")
    large.drain()
    assert not [
        pk
        for pk, rows in large.dynamodb.rows.items()
        if rows and pk.startswith(("L#", "SHELF", "DIRTY"))
    ]


def test_an_item_is_as_large_as_its_names_and_values() -> None:
    item = {"pk": {"S": "é"}, "n": {"N": "12"}, "l": {"L": [{"S": "ab"}]}, "m": {"M": {}}}
    assert item_bytes(item) == (2 + 2) + (1 + 2) + (1 + 3 + 3) + (1 + 3)
