"""What was said and taken back between two runs of the publisher leaves nothing on the site."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from linernotes.identity import playlist_id
from linernotes.messages import RefreshHint
from linernotes.usecases.refresh import refresh
from tests.aws.exports import playlist, track
from tests.links import dead_links
from tests.memory.flow import Flow, published
from tests.memory.gate import refused

pytestmark = pytest.mark.usefixtures("light_figures")

TWELVE = range(12)
CYRILLIC = "\u041e\u0441\u0430"  # reads as Oca


def unlabelled(number: int) -> dict[str, Any]:
    told = track(number, artist="Ann")
    del told["album"]["label"]
    return told


def labels_of(site: dict[str, bytes], slug: str) -> set[str]:
    """The labels that a playlist's tracks have."""
    told = json.loads(site[f"playlists/{slug}/overview.json"])
    return {label["name"] for one in told["tracks"] for label in one.get("labels", ())}


def test_a_label_that_a_playlist_lost_before_it_was_published_with_it_has_no_page() -> None:
    flow = Flow()
    exports = {"x.json": playlist("X", [unlabelled(n) for n in TWELVE])}
    flow.drop("x.json", exports["x.json"])
    flow.drain()
    # Y tells the label of X's tracks, and gets through all stages while X waits for analyze.
    flow.drop("y.json", playlist("Y", [track(n, artist="Ann", label="Big") for n in TWELVE]))
    flow.step("ingest")
    flow.step("analyze", most=1)
    flow.step("draw", most=1)
    flow.step("publish.fifo")
    assert "playlists/y/index.html" in flow.s3.objects("site")
    assert "labels/big/index.html" in flow.s3.objects("site")
    # Y is taken back, which is published before X is read again and has no label any more.
    flow.remove("y.json")
    flow.step("publish.fifo")
    flow.drain()
    assert flow.s3.objects("site").keys() == published(exports).keys()
    assert b"labels/big" not in flow.s3.objects("site")["index.html"]
    assert not any(refresh(RefreshHint(), flow.cloud).model_dump().values())


def test_a_lookalike_whose_artist_never_had_a_page_is_no_slip() -> None:
    flow = Flow()
    flow.drop("a.json", playlist("A", [track(n, artist=CYRILLIC) for n in range(3)]))
    flow.drain()
    flow.drop("b.json", playlist("B", [track(n, artist="Oca") for n in range(20, 23)]))
    flow.cloud.catalog.dirt.put(["errors"], "made again while B waits")
    flow.step("publish.fifo")
    assert CYRILLIC not in flow.s3.objects("site")["errors.md"].decode()
    flow.drain()
    assert CYRILLIC in flow.s3.objects("site")["errors.md"].decode()
    flow.remove("b.json")
    flow.drain()
    assert CYRILLIC not in flow.s3.objects("site")["errors.md"].decode()


def test_an_export_that_comes_anew_in_a_format_of_better_sources_is_believed() -> None:
    labelled = [track(n, artist="Ann", label="Alpha") for n in TWELVE]
    rows = "".join(f"spotify:track:{n:022d},Song {n},Ann,Beta\n" for n in TWELVE)
    script = json.dumps([{"name": "C", "tracks": [{"track": one} for one in labelled]}]).encode()
    exports = {
        "x.json": playlist("X", [unlabelled(n) for n in TWELVE]),
        "b.csv": f"Track URI,Track Name,Artist Name(s),Record Label\n{rows}".encode(),
        "c.json": playlist("C", labelled),
    }
    assert labels_of(published(exports), "x") == {"Alpha"}
    flow = Flow()
    for key, body in (exports | {"c.json": script}).items():
        flow.drop(key, body)
    flow.drain()
    assert labels_of(flow.s3.objects("site"), "x") == {"Beta"}
    flow.drop("c.json", exports["c.json"])
    flow.drain()
    assert labels_of(flow.s3.objects("site"), "x") == {"Alpha"}


def test_a_label_goes_only_when_no_branch_of_its_house_links_to_it_any_more() -> None:
    broken: set[str] = set()

    def gate(name: str, call: dict[str, Any], do: Callable[[], Any]) -> Any:
        if name == "s3.PutObject" and any(part in call["Key"] for part in broken):
            raise refused("PutObject", "SlowDown")
        return do()

    flow = Flow(s3_gate=gate)
    uk = [track(n, artist=f"A{n}", label="Sony Music UK") for n in TWELVE]
    france = [track(n, artist=f"B{n}", label="Sony Music France") for n in range(20, 32)]
    flow.drop("p.json", playlist("P", uk))
    flow.drop("q.json", playlist("Q", france))
    flow.drain()
    assert b"sony_music_france" in flow.s3.objects("site")["labels/sony_music_uk/overview.md"]
    broken.add("labels/sony_music_uk/")
    flow.remove("q.json")
    with pytest.raises(ClientError, match="SlowDown"):
        flow.drain()
    assert dead_links(flow.s3.objects("site")) == []
    broken.clear()
    [message] = flow.sqs.queue("publish.fifo").messages
    flow.sqs.lapse("publish.fifo", message.receipt)
    flow.drain()
    site = flow.s3.objects("site")
    assert "labels/sony_music_france/index.html" not in site
    assert b"sony_music_france" not in site["labels/sony_music_uk/overview.md"]


def test_a_deletion_that_was_given_up_half_way_is_finished_by_night() -> None:
    broken = False

    def gate(name: str, call: dict[str, Any], do: Callable[[], Any]) -> Any:
        if broken and name == "dynamodb.BatchWriteItem" and "DIRTY" in repr(call):
            raise refused("BatchWriteItem", "InternalServerError")
        return do()

    flow = Flow(dynamodb_gate=gate)
    flow.drop("p.json", playlist("P", [track(n) for n in range(3)]))
    flow.drop("q.json", playlist("Q", [track(n) for n in range(3, 6)]))
    flow.drain()
    broken = True
    with pytest.raises(ClientError, match="InternalServerError"):
        flow.remove("q.json")
    broken = False
    assert refresh(RefreshHint(), flow.cloud).exports == 1
    flow.drain()
    assert "playlists/q/index.html" not in flow.s3.objects("site")
    assert refresh(RefreshHint(), flow.cloud).exports == 0


def test_a_fact_that_comes_looks_again_only_at_what_changed() -> None:
    tables = [
        {
            "name": name,
            "items": [{"track": account_track(n, name)} for n in range(first, first + 3)],
        }
        for name, first in (("P", 0), ("Q", 10))
    ]
    flow = Flow()
    flow.drop("Playlist1.json", json.dumps({"playlists": tables}).encode())
    flow.drain()
    heads = flow.cloud.catalog.heads
    pids = [playlist_id("Playlist1.json", name) for name in ("P", "Q")]
    before = [heads.playlist(pid) for pid in pids]
    flow.drop("r.json", playlist("R", [track(0, artist="P", label="Big")]))
    flow.drain()
    after = [heads.playlist(pid) for pid in pids]
    assert all(a and b and a.gen > b.gen for a, b in zip(after, before, strict=True))
    assert [a and b and a.rows == b.rows for a, b in zip(after, before, strict=True)] == [
        False,
        True,
    ]


def account_track(number: int, artist: str) -> dict[str, Any]:
    return {
        "trackName": f"Song {number}",
        "artistName": artist,
        "trackUri": f"spotify:track:{number:022d}",
    }


def test_pages_that_will_come_back_stand_though_others_are_missing() -> None:
    flow = Flow()
    flow.drop("a.json", playlist("A", [track(n, artist="Ann") for n in TWELVE]))
    flow.drain()
    older = copy.deepcopy(flow.dynamodb.rows)
    flow.drop("b.json", playlist("B", [track(n, artist="Bob") for n in range(40, 52)]))
    flow.drain()
    # A copy of the catalog is brought back, which knows nothing of B, and an object of A is lost.
    flow.dynamodb.rows = older
    lost = "playlists/a/index.html"
    flow.s3.delete_object(Bucket="site", Key=lost)
    found = refresh(RefreshHint(), flow.cloud)
    assert (found.exports, found.missing) == (1, 1)
    assert found.left
    flow.step("publish.fifo")
    site = flow.s3.objects("site")
    assert {lost, "playlists/b/index.html"} <= site.keys()
    flow.drain()
    refresh(RefreshHint(), flow.cloud)
    flow.drain()
    assert not any(refresh(RefreshHint(), flow.cloud).model_dump().values())
    assert "playlists/b/index.html" in flow.s3.objects("site")


def test_after_another_rule_of_what_sounds_alike_all_are_compared_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    flow = Flow()
    songs = [track(n, artist=f"A{n}") for n in range(40)]
    flow.drop("a.json", playlist("A", songs))
    flow.drop("b.json", playlist("B", songs[:38]))
    flow.drain()
    things = {f"playlist#{playlist_id(f'{name.lower()}.json', name)}": name for name in "AB"}
    near = flow.cloud.catalog.kinships.all_kin
    assert {things[thing]: bool(one.kin.pids) for thing, one in near().items()} == {
        "A": False,
        "B": False,
    }
    # Copies are told of from now on; every page is looked at, as after a release.
    monkeypatch.setattr("linernotes.kin.near_copies", lambda *_: False)
    monkeypatch.setattr("linernotes.catalog.kinship.KINSHIP", 99)
    flow.cloud.catalog.dirt.put(things, "a release")
    flow.cloud.queues.publish("a release", "")
    flow.drain()
    assert all(one.kin.pids for one in near().values())
    assert flow.cloud.catalog.dirt.read() == {}
