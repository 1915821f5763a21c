"""Rows that are read ahead: asked for once, answered as they stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest

from linernotes.catalog.table import Table
from linernotes.errors import Retry
from tests.memory.dynamodb import MemoryDynamo


@pytest.fixture
def calls() -> Counter[str]:
    """What is asked of the service, by operation."""
    return Counter()


@pytest.fixture
def table(calls: Counter[str]) -> Table:
    def counted(name: str, _call: dict[str, Any], do: Callable[[], Any]) -> Any:
        calls[name] += 1
        return do()

    table = Table(MemoryDynamo(counted), "catalog")  # type: ignore[arg-type]  # what of it is used
    table.put_all({"pk": "A", "sk": str(number), "body": "old"} for number in range(300))
    calls.clear()
    return table


def body(table: Table, sk: str) -> str | None:
    row = table.get("A", sk)
    return row["body"] if row else None


def test_rows_come_by_the_hundred_and_absent_ones_are_known_to_be(
    table: Table, calls: Counter[str]
) -> None:
    keys = [("A", str(number)) for number in range(150)]
    with table.ahead([*keys, ("A", "nowhere")]):
        assert [body(table, sk) for _, sk in keys] == ["old"] * 150
        assert body(table, "nowhere") is None
        assert calls == {"dynamodb.BatchGetItem": 2}
        assert body(table, "200") == "old", "any other row as ever"
    assert calls["dynamodb.GetItem"] == 1


def test_afterwards_everything_is_read_anew(table: Table) -> None:
    other = Table(table.client, "catalog")
    with table.ahead([("A", "1")]):
        other.put({"pk": "A", "sk": "1", "body": "new"})
    assert body(table, "1") == "new"
    with suppress(Retry), table.ahead([("A", "2")]):
        other.put({"pk": "A", "sk": "2", "body": "new"})
        raise Retry("the run dies")
    assert body(table, "2") == "new"


@pytest.mark.parametrize(
    "write",
    [
        lambda table, row: table.put(row),
        lambda table, row: table.put(row, "#body = :body", body="old"),
        lambda table, row: table.put_all([row]),
        lambda table, row: table.put_each([row], "#body = :body", body="old"),
        lambda table, row: table.put_if_other(
            row,
            "#body = :body",
            {"body": "old"},
            other=("A", "2"),
            other_condition="#body = :body",
            other_values={"body": "old"},
        ),
    ],
)
def test_what_is_written_meanwhile_is_seen(
    table: Table, write: Callable[[Table, dict[str, str]], object]
) -> None:
    with table.ahead([("A", "1"), ("A", "2")]):
        write(table, {"pk": "A", "sk": "1", "body": "new"})
        assert (body(table, "1"), body(table, "2")) == ("new", "old")


def test_many_rows_written_in_transactions_are_seen(
    table: Table, calls: Counter[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("linernotes.catalog.table._MANY", 2)
    new = [{"pk": "A", "sk": str(number), "body": "new"} for number in range(3)]
    with table.ahead([("A", "1")]):
        table.put_each(new, "#body = :body", body="old")
        assert body(table, "1") == "new"
    assert calls["dynamodb.TransactWriteItems"] == 1


@pytest.mark.parametrize(
    "delete", [lambda table: table.delete("A", "1"), lambda table: table.delete_all([("A", "1")])]
)
def test_what_is_deleted_meanwhile_is_gone(table: Table, delete: Callable[[Table], object]) -> None:
    with table.ahead([("A", "1")]):
        delete(table)
        assert body(table, "1") is None


def test_what_could_not_be_written_is_seen_as_it_stands(table: Table) -> None:
    other = Table(table.client, "catalog")
    with table.ahead([("A", "1")]):
        other.put({"pk": "A", "sk": "1", "body": "theirs"})
        assert not table.put({"pk": "A", "sk": "1", "body": "ours"}, "#body = :body", body="old")
        assert body(table, "1") == "theirs"
