"""Thirty nights: what is dropped, told and deleted by day is published, and quiet nights write
nothing; each day's site is what that day's inbox and the ledger alone would make.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest

from linernotes import aws
from tests.aws.exports import playlist, track
from tests.aws.nights import night, written
from tests.aws.stack import REGION, Stack, objects
from tests.links import dead_links

pytestmark = pytest.mark.usefixtures("one_time", "light_figures")

FIRST = datetime(2026, 11, 1, 12, tzinfo=UTC)
NIGHTS = 30
Today = Callable[[Stack], object]


def tracks(*numbers: int, artist: str = "Ann", silent: bool = False) -> list[dict[str, Any]]:
    found = [track(number, artist=artist) for number in numbers]
    for one in found if silent else []:
        del one["audio_features"]
    return found


def told(*numbers: int) -> bytes:
    """Audio features by themselves."""
    rows = [track(number) for number in numbers]
    return json.dumps([one["audio_features"] | {"uri": one["uri"]} for one in rows]).encode()


SILENT = playlist("Silent", tracks(*range(32), silent=True))
DAYS: Mapping[int, Today] = {
    1: lambda stack: stack.drop("silent.json", SILENT),
    3: lambda stack: stack.drop("own.json", playlist("Own", tracks(1, 2, 40, 41, artist="Bob"))),
    7: lambda stack: stack.drop("features.json", told(*range(20))),
    12: lambda stack: stack.drop("own.json", playlist("Own", tracks(2, 3, 40, 41, 42))),
    15: lambda stack: stack.drop("own.json", b"{ cut"),
    18: lambda stack: stack.drop("more.json", told(*range(20, 32))),
    21: lambda stack: stack.drop("brief.json", playlist("Brief", tracks(7)), tell=False),
    25: lambda stack: stack.remove("own.json"),
}
UNTOLD = 21  # its event is lost: the night finds it


@dataclass(frozen=True)
class Evening:
    """What stood when a day was over: exports, ledger, and the site made of them."""

    inbox: dict[str, list[bytes]]
    ledger: list[dict[str, Any]]
    documents: dict[str, bytes]
    site: dict[str, bytes]


def evening(stack: Stack) -> Evening:
    ledger = [
        row
        for row in stack.rows()
        if row["pk"].startswith(("SLUG", "LOG", "HISTORY")) or row["sk"] == "CLUSTERS"
    ]
    return Evening(inbox_of(stack), ledger, objects("library"), stack.site())


def inbox_of(stack: Stack) -> dict[str, list[bytes]]:
    """Every version of every key that is not deleted, oldest first."""
    keys = {listed.key for listed in stack.cloud.inbox.listing()}
    found = aws.s3().list_object_versions(Bucket="inbox").get("Versions", [])
    versions: dict[str, list[bytes]] = {key: [] for key in keys}
    for one in reversed(found):  # a key's newest version comes first
        if one["Key"] in keys:
            answer = aws.s3().get_object(Bucket="inbox", Key=one["Key"], VersionId=one["VersionId"])
            versions[one["Key"]].append(answer["Body"].read())
    return versions


def rebuilt(stack: Stack, stood: Evening) -> dict[str, bytes]:
    """The site that an empty deployment makes of the same exports and the ledger."""
    table = boto3.resource("dynamodb", region_name=REGION).Table("catalog")
    for row in stood.ledger:
        table.put_item(Item=row)
    for key, body in stood.documents.items():
        aws.s3().put_object(Bucket="library", Key=key, Body=body)
    for key, versions in stood.inbox.items():
        for body in versions:
            stack.drop(key, body)
    stack.drain()
    return stack.site()


@pytest.mark.soak
def test_a_month_goes_by(new_stack: Callable[[], Stack], monkeypatch: pytest.MonkeyPatch) -> None:
    class Clock(datetime):
        moment = FIRST

        @classmethod
        def now(cls, tz: Any = None) -> Any:
            return cls.moment

    monkeypatch.setattr("linernotes.cloud.datetime", Clock)
    stack = new_stack()
    evenings: dict[int, Evening] = {}
    for day in range(1, NIGHTS + 1):
        Clock.moment = FIRST + timedelta(days=day)
        if day in DAYS:
            DAYS[day](stack)
            stack.drain()
        with written() as calls:
            found = night()
        assert found == ({"exports": 1} if day == UNTOLD else {}), day
        # The night after one that had an export read notes what that says.
        assert day in DAYS or day == UNTOLD + 1 or calls == [], f"night {day} writes {calls}"
        stack.drain()
        if day in DAYS:
            evenings[day] = evening(stack)
            assert dead_links(evenings[day].site) == []
    check(evenings)
    assert log(stack) == [entry for _, entry in LOG]
    for day, stood in evenings.items():
        assert rebuilt(new_stack(), stood) == stood.site, f"day {day}"


LOG = [
    (1, ("new", "Silent", 0, 0)),
    (3, ("new", "Own", 0, 0)),
    (12, ("changed", "Own", 2, 1)),
    (21, ("new", "Brief", 0, 0)),
    (25, ("gone", "Own", 0, 5)),
]


def log(stack: Stack) -> list[tuple[str, str, int, int]]:
    """What the change log tells of playlists: what, name, tracks added and removed."""
    order = {entry: number for number, (_, entry) in enumerate(LOG)}
    told = [
        (one.what, one.name, one.added.count, one.removed.count)
        for one in stack.cloud.catalog.log.entries()
        if one.thing.startswith("playlist#") and (one.added.count or one.what != "changed")
    ]
    return sorted(told, key=lambda entry: order.get(entry, len(order)))


def check(evenings: Mapping[int, Evening]) -> None:
    """That the days had the effects that they are there for."""
    clusters = "playlists/silent/clusters/overview.md"
    assert evenings[7].site != evenings[3].site
    if 25 in evenings:
        assert evenings[18].site[clusters] != evenings[7].site[clusters]
        assert "playlists/brief/overview.md" in evenings[21].site
        assert not [path for path in evenings[25].site if path.startswith("playlists/own/")]
