"""An export of so many rows that they are written in transactions, and what two workers make of it.

The limit is lowered, so that a few rows are many.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from linernotes import aws
from linernotes.identity import playlist_id
from linernotes.messages import ExportHint
from linernotes.models import PlaylistDocument
from linernotes.usecases.ingest import ingest
from tests.aws.exports import playlist, track
from tests.aws.stack import Stack
from tests.aws.test_calls import counted

pytestmark = [pytest.mark.usefixtures("one_time", "light_figures"), pytest.mark.soak]

ABSENT_OR_OLDER = "attribute_not_exists(#pk) OR #gen < :gen"


@pytest.fixture(autouse=True)
def few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("linernotes.catalog.table._MANY", 3)


def rows(gen: int, numbers: range = range(7)) -> list[dict[str, Any]]:
    return [{"pk": f"E#{n}", "sk": "P#1", "gen": gen, "body": f"{gen}"} for n in numbers]


def standing(stack: Stack) -> dict[str, int]:
    return {row["pk"]: int(row["gen"]) for row in stack.rows() if row["pk"].startswith("E#")}


def test_many_rows_are_written_together(stack: Stack) -> None:
    with counted() as calls:
        assert stack.cloud.catalog.table.put_each(iter(rows(1)), ABSENT_OR_OLDER, gen=1) == []
    assert standing(stack) == {f"E#{n}": 1 for n in range(7)}
    assert calls["dynamodb.PutItem"] == 0
    assert calls["dynamodb.TransactWriteItems"] == 2


def test_a_newer_row_stays_and_the_others_are_written(stack: Stack) -> None:
    table = stack.cloud.catalog.table
    table.put_all(rows(5, range(1, 2)))
    refused = table.put_each(rows(2), ABSENT_OR_OLDER, gen=2)
    assert [row["pk"] for row in refused] == ["E#1"]
    assert standing(stack) == {f"E#{n}": 5 if n == 1 else 2 for n in range(7)}


def test_a_heavy_row_goes_by_itself(stack: Stack) -> None:
    """A transaction takes 4 MB, a row up to 300 KB: a hundred of them do not fit."""
    heavy = rows(1, range(3)) + [row | {"body": "x" * 6000} for row in rows(1, range(3, 5))]
    with counted() as calls:
        stack.cloud.catalog.table.put_each(heavy, ABSENT_OR_OLDER, gen=1)
    assert len(standing(stack)) == 5
    assert calls["dynamodb.PutItem"] == 2


def test_rows_that_another_transaction_holds_are_written_one_by_one(
    stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer: Any = {"Error": {"Code": "TransactionCanceledException", "Message": "[Conflict]"}}

    def busy(**_: object) -> None:
        raise ClientError(answer, "TransactWriteItems")

    monkeypatch.setattr(aws.dynamodb(), "transact_write_items", busy)
    stack.cloud.catalog.table.put_each(rows(1), ABSENT_OR_OLDER, gen=1)
    assert len(standing(stack)) == 7


def test_a_large_export_ends_as_it_would_row_by_row(
    new_stack: Callable[[], Stack], monkeypatch: pytest.MonkeyPatch
) -> None:
    def library() -> tuple[dict[str, bytes], list[dict[str, Any]]]:
        stack = new_stack()
        stack.drop("one.json", playlist("One", [track(n, artist=f"A{n % 4}") for n in range(12)]))
        stack.drop("two.json", playlist("Two", [track(n) for n in range(6, 18)]))
        stack.drain()
        stack.drop("one.json", playlist("One", [track(n, artist=f"B{n % 4}") for n in range(9)]))
        stack.drain()
        passing = ("gen", "attempt", "rev", "token")
        return stack.site(), [
            {name: value for name, value in row.items() if name not in passing}
            for row in stack.rows()
        ]

    together = library()
    monkeypatch.setattr("linernotes.catalog.table._MANY", 1_000)
    assert library() == together


def test_a_track_is_asked_for_only_where_another_export_holds_it(stack: Stack) -> None:
    stack.drop("one.json", playlist("One", [track(n) for n in range(12)]))
    with counted() as alone:
        assert stack.step("ingest")
    stack.drop("two.json", playlist("Two", [track(n) for n in range(11, 23)]))
    with counted() as sharing:
        assert stack.step("ingest")
    assert sharing["dynamodb.Query"] - alone["dynamodb.Query"] == 2, "once to read, once to tell"


@pytest.mark.parametrize("when", [0, 1])
def test_two_exports_that_claim_a_track_at_once_complete_each_other(
    stack: Stack, monkeypatch: pytest.MonkeyPatch, when: int
) -> None:
    """The second export is read whole between the first one's look at claims and its own."""
    bare = [{name: track(n)[name] for name in ("type", "id", "uri", "name")} for n in range(6)]
    exports = [playlist("Bare", bare), playlist("Full", [track(n) for n in range(6)])]
    stack.drop("first.json", exports[when], tell=False)
    stack.drop("second.json", exports[1 - when], tell=False)
    between: list[bool] = []

    def other() -> None:
        if not between:
            between.append(True)
            ingest(ExportHint(key="second.json"), stack.cloud)

    table = stack.cloud.catalog.table
    plain = type(table).put_each

    def slow(self: Any, items: Any, condition: str, **values: object) -> Any:
        if condition == "attribute_not_exists(#pk)":
            other()
        return plain(self, items, condition, **values)

    with monkeypatch.context() as patch:
        patch.setattr(type(table), "put_each", slow)
        ingest(ExportHint(key="first.json"), stack.cloud)
    assert between
    stack.drain()
    key = ["first.json", "second.json"][when]
    head = stack.cloud.catalog.heads.playlist(playlist_id(key, "Bare"))
    assert head is not None
    tracks = stack.cloud.library.get(PlaylistDocument, head.doc).tracks
    assert all(one.features for one in tracks)


def test_a_claim_whose_reply_was_lost_is_its_own(stack: Stack) -> None:
    rows_of = stack.cloud.catalog.rows
    assert rows_of.claim(["spotify:track:1"], "one.json") == set()
    assert rows_of.claim(["spotify:track:1"], "one.json") == set()
    assert rows_of.claim(["spotify:track:1"], "two.json") == {"spotify:track:1"}
    assert rows_of.claim(["spotify:track:1"], "one.json") == {"spotify:track:1"}
    assert rows_of.shared(["spotify:track:1", "spotify:track:2"], "one.json") == {
        "spotify:track:1",
        "spotify:track:2",
    }, "what nobody claimed is looked up"
