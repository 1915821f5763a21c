"""A month as it is lived: thirty nights, what is dropped, told and deleted by day, and what of it
has to be true whatever engine it runs on.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import PurePosixPath
from typing import Any

import boto3
import pytest

from linernotes import aws
from linernotes.catalog import ledger
from tests.aws.exports import playlist, track
from tests.aws.nights import night, written
from tests.aws.stack import Stack, objects
from tests.links import dead_links

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
# One mood becomes the larger one, and stays where it was: clusters go on from those before.
GROWN = playlist("Silent", tracks(*range(32), silent=True) + tracks(*range(33, 43, 2)))
DAYS: Mapping[int, Today] = {
    1: lambda stack: stack.drop("silent.json", SILENT),
    3: lambda stack: stack.drop("own.json", playlist("Own", tracks(1, 2, 40, 41, artist="Bob"))),
    7: lambda stack: stack.drop("features.json", told(*range(20))),
    12: lambda stack: stack.drop("own.json", playlist("Own", tracks(2, 3, 40, 41, 42))),
    15: lambda stack: stack.drop("own.json", b"{ cut"),
    18: lambda stack: stack.drop("more.json", told(*range(20, 32))),
    21: lambda stack: stack.drop("brief.json", playlist("Brief", tracks(7)), tell=False),
    25: lambda stack: stack.remove("own.json"),
    28: lambda stack: stack.drop("silent.json", GROWN),
}
UNTOLD = 21  # its event is lost: the night finds it


@dataclass(frozen=True)
class Evening:
    """What stood when a day was over: exports, ledger, and the site made of them.

    Of documents only those that the ledger names: all others have to be made anew.
    """

    inbox: dict[str, list[bytes]]
    ledger: list[dict[str, Any]]
    documents: dict[str, bytes]
    site: dict[str, bytes]


def evening(stack: Stack) -> Evening:
    kept = standing(stack).ledger
    named = json.dumps(kept, default=str)
    documents = {
        key: body
        for key, body in objects(stack.cloud.library.bucket).items()
        if PurePosixPath(key).stem in named
    }
    return Evening(inbox_of(stack), kept, documents, stack.site())


def inbox_of(stack: Stack) -> dict[str, list[bytes]]:
    """Every version of every key that is not deleted, oldest first."""
    keys = {listed.key for listed in stack.cloud.inbox.listing()}
    bucket = stack.cloud.inbox.bucket
    found: dict[str, list[bytes]] = {key: [] for key in keys}
    for one in reversed(versions(bucket)):  # a key's newest version comes first
        if one["Key"] in keys:
            answer = aws.s3().get_object(Bucket=bucket, Key=one["Key"], VersionId=one["VersionId"])
            found[one["Key"]].append(answer["Body"].read())
    return found


def versions(bucket: str) -> list[Any]:
    """What was ever put into the inbox and still stands, of each key the newest first."""
    pages = aws.s3().get_paginator("list_object_versions").paginate(Bucket=bucket)
    return [one for page in pages for one in page.get("Versions", [])]


@dataclass(frozen=True)
class Standing:
    """What stands where, and since when: two that are equal have nothing written in between."""

    inbox: list[tuple[str, ...]]
    rows: list[dict[str, Any]]
    site: list[tuple[str, ...]]

    @property
    def ledger(self) -> list[dict[str, Any]]:
        return [row for row in self.rows if ledger.belongs(row["pk"], row["sk"])]


def standing(stack: Stack) -> Standing:
    pages = aws.s3().get_paginator("list_objects_v2").paginate(Bucket=stack.cloud.site.bucket)
    return Standing(
        [(one["Key"], one["VersionId"]) for one in versions(stack.cloud.inbox.bucket)],
        stack.rows(),
        [
            (one["Key"], one["ETag"], one["LastModified"].isoformat())
            for page in pages
            for one in page.get("Contents", [])
        ],
    )


def rebuilt(stack: Stack, stood: Evening) -> dict[str, bytes]:
    """The site that an empty deployment makes of the same exports and the ledger."""
    table = boto3.resource("dynamodb").Table(stack.cloud.catalog.table.name)
    for row in stood.ledger:
        table.put_item(Item=row)
    for key, body in stood.documents.items():
        aws.s3().put_object(Bucket=stack.cloud.library.bucket, Key=key, Body=body)
    for key, versions in stood.inbox.items():
        for body in versions:
            stack.drop(key, body)
    stack.drain()
    return stack.site()


def go_by(new_stack: Callable[[], Stack], patch: pytest.MonkeyPatch) -> None:
    """Let the month go by on a new stack, then make the site of every day anew on others.

    Between two eventful days everything stands still: a site that is made anew of what stood on
    the last of them is that of each day until the next.
    """

    class Clock(datetime):
        moment = FIRST

        @classmethod
        def now(cls, tz: Any = None) -> Any:
            return cls.moment

    patch.setattr("linernotes.cloud.datetime", Clock)
    stack = new_stack()
    evenings: dict[int, Evening] = {}
    logged: set[Told] = set()
    stood = standing(stack)
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
        logged, before = log(stack), logged
        assert (logged - before, before - logged) == (LOG.get(day, set()), set()), f"day {day}"
        stands, last = standing(stack), stood
        if day in DAYS:
            evenings[day] = evening(stack)
            assert dead_links(evenings[day].site) == []
        elif calls:
            # It noted for itself; of what a site is made of nothing is different.
            assert (stands.inbox, stands.ledger, stands.site) == (
                last.inbox,
                last.ledger,
                last.site,
            ), f"day {day}"
        else:
            assert stands == last, f"day {day}"
        stood = stands
    assert evenings.keys() == DAYS.keys()
    check(evenings)
    for day, one in evenings.items():
        assert rebuilt(new_stack(), one) == one.site, f"day {day}"


# What a day adds to the change log: what happened to whom, tracks added and removed, and clusters
# with their sizes before and after.
Told = tuple[str, str, int, int, tuple[tuple[str, int, int], ...]]
LOG: Mapping[int, set[Told]] = {
    1: {
        ("new", "Silent", 0, 0, ()),
        ("new", "Ann", 0, 0, ()),
        ("new", "Some Records", 0, 0, ()),
    },
    3: {("new", "Own", 0, 0, ())},
    12: {("changed", "Own", 2, 1, ())},
    # Half of the tracks had no features and were put with the others.
    18: {("changed", "Silent", 0, 0, (("shrank", 32, 16), ("split", 0, 16)))},
    21: {("new", "Brief", 0, 0, ())},
    25: {("gone", "Own", 0, 5, ())},
    28: {("changed", "Silent", 5, 0, (("grew", 16, 21),))},
}


def log(stack: Stack) -> set[Told]:
    """What the change log tells, of playlists and of all else."""
    return {
        (
            one.what,
            one.name,
            one.added.count,
            one.removed.count,
            tuple((shift.what, shift.was, shift.now) for shift in one.clusters),
        )
        for one in stack.cloud.catalog.log.entries()
    }


def check(evenings: Mapping[int, Evening]) -> None:
    """That the days had the effects that they are there for."""
    clusters = "playlists/silent/clusters/overview.md"
    assert evenings[7].site != evenings[3].site
    assert evenings[18].site[clusters] != evenings[7].site[clusters]
    assert "playlists/brief/overview.md" in evenings[21].site
    assert not [path for path in evenings[25].site if path.startswith("playlists/own/")]
