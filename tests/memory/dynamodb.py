"""DynamoDB in memory: the operations of one table that the catalog uses, each of them atomic."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from tests.memory.gate import Gate, Pages, refused, through

type Row = dict[str, Any]
# Takes the row that stands (or `None`), names and values; whether the condition holds.
type Condition = Callable[[Row | None, dict[str, str], dict[str, Any]], bool]

_EXISTS = re.compile(r"attribute_(not_)?exists\((#\w+|\w+)\)$")
_COMPARES = re.compile(r"(#\w+|\w+) (=|<>|<|<=) (:\w+)$")
_KEY = re.compile(r"pk = (:\w+)(?: AND begins_with\(sk, (:\w+)\))?$")


class MemoryDynamo:
    """A client of one table with the keys `pk` and `sk`.

    A condition is read as a disjunction of conjunctions; anything else is a mistake of the test.
    """

    def __init__(self, gate: Gate = through) -> None:
        self.gate = gate
        self.rows: dict[str, dict[str, Row]] = {}

    # What is asked of it.

    def get_item(self, **call: Any) -> Any:
        return self.gate("dynamodb.GetItem", call, lambda: self._get(call))

    def batch_get_item(self, **call: Any) -> Any:
        return self.gate("dynamodb.BatchGetItem", call, lambda: self._batch_get(call))

    def put_item(self, **call: Any) -> Any:
        return self.gate("dynamodb.PutItem", call, lambda: self._put(call))

    def delete_item(self, **call: Any) -> Any:
        return self.gate("dynamodb.DeleteItem", call, lambda: self._delete(call))

    def batch_write_item(self, **call: Any) -> Any:
        return self.gate("dynamodb.BatchWriteItem", call, lambda: self._batch_write(call))

    def transact_write_items(self, **call: Any) -> Any:
        return self.gate("dynamodb.TransactWriteItems", call, lambda: self._transact(call))

    def query(self, **call: Any) -> Any:
        return self.gate("dynamodb.Query", call, lambda: self._query(call))

    def scan(self, **call: Any) -> Any:
        return self.gate("dynamodb.Scan", call, lambda: {"Items": list(self.all())})

    def get_paginator(self, operation: str) -> Pages:
        return Pages({"query": self.query, "scan": self.scan}[operation])

    # What it is like inside.

    def all(self) -> list[Row]:
        """Every row, by key."""
        return [
            self.rows[pk][sk]
            for pk in sorted(self.rows, key=str.encode)
            for sk in sorted(self.rows[pk], key=str.encode)
        ]

    def write(self, row: Row) -> None:
        """Put a row past every gate and condition."""
        self.rows.setdefault(row["pk"]["S"], {})[row["sk"]["S"]] = row

    def remove(self, pk: str, sk: str) -> None:
        """Delete a row past every gate and condition."""
        self.rows.get(pk, {}).pop(sk, None)

    def _at(self, key: Row) -> Row | None:
        return self.rows.get(key["pk"]["S"], {}).get(key["sk"]["S"])

    def _get(self, call: dict[str, Any]) -> Any:
        found = self._at(call["Key"])
        return {"Item": found} if found is not None else {}

    def _batch_get(self, call: dict[str, Any]) -> Any:
        [(table, asked)] = call["RequestItems"].items()
        keys = [(key["pk"]["S"], key["sk"]["S"]) for key in asked["Keys"]]
        _check_batch("BatchGetItem", keys, 100)
        found = [row for key in asked["Keys"] if (row := self._at(key)) is not None]
        return {"Responses": {table: found}}

    def _put(self, call: dict[str, Any]) -> Any:
        self._check("PutItem", call, self._at(call["Item"]))
        self.write(call["Item"])
        return {}

    def _delete(self, call: dict[str, Any]) -> Any:
        self._check("DeleteItem", call, self._at(call["Key"]))
        self.remove(call["Key"]["pk"]["S"], call["Key"]["sk"]["S"])
        return {}

    def _batch_write(self, call: dict[str, Any]) -> Any:
        [requests] = call["RequestItems"].values()
        rows = [(one.get("PutRequest", {}).get("Item"), one) for one in requests]
        keys = [row or one["DeleteRequest"]["Key"] for row, one in rows]
        _check_batch("BatchWriteItem", [(key["pk"]["S"], key["sk"]["S"]) for key in keys], 25)
        for row, one in rows:
            if row:
                self.write(row)
            else:
                key = one["DeleteRequest"]["Key"]
                self.remove(key["pk"]["S"], key["sk"]["S"])
        return {"UnprocessedItems": {}}

    def _transact(self, call: dict[str, Any]) -> Any:
        parts = [next(iter(one.items())) for one in call["TransactItems"]]
        holds = [_holds(part, self._at(part.get("Key") or part["Item"])) for _, part in parts]
        if not all(holds):
            reasons = [{"Code": "None" if one else "ConditionalCheckFailed"} for one in holds]
            raise refused(
                "TransactWriteItems", "TransactionCanceledException", CancellationReasons=reasons
            )
        for kind, part in parts:
            if kind == "Put":
                self.write(part["Item"])
            elif kind == "Delete":
                self.remove(part["Key"]["pk"]["S"], part["Key"]["sk"]["S"])
            elif kind != "ConditionCheck":
                raise NotImplementedError(kind)  # nothing of ours writes so
        return {}

    def _query(self, call: dict[str, Any]) -> Any:
        match = _KEY.match(call["KeyConditionExpression"])
        if match is None:
            raise NotImplementedError(call["KeyConditionExpression"])  # nothing of ours asks so
        values = call["ExpressionAttributeValues"]
        prefix = values[match[2]]["S"] if match[2] else ""
        rows = self.rows.get(values[match[1]]["S"], {})
        keys = sorted((sk for sk in rows if sk.startswith(prefix)), key=str.encode)
        if call.get("ScanIndexForward") is False:
            keys.reverse()
        return {"Items": [rows[sk] for sk in keys[: call.get("Limit")]]}

    def _check(self, operation: str, call: dict[str, Any], stands: Row | None) -> None:
        if not _holds(call, stands):
            returned = call.get("ReturnValuesOnConditionCheckFailure") == "ALL_OLD"
            more = {"Item": stands} if returned and stands is not None else {}
            raise refused(operation, "ConditionalCheckFailedException", **more)


def _check_batch(operation: str, keys: list[tuple[str, str]], most: int) -> None:
    if not keys or len(keys) > most or len(set(keys)) < len(keys):
        raise refused(operation, "ValidationException")


def _holds(call: dict[str, Any], stands: Row | None) -> bool:
    expression = call.get("ConditionExpression", "")
    if not expression:
        return True
    names = call.get("ExpressionAttributeNames", {})
    return _condition(expression)(stands, names, call.get("ExpressionAttributeValues", {}))


@cache
def _condition(expression: str) -> Condition:
    ways = [
        [_term(term.strip(" ()") + (")" if "exists(" in term else "")) for term in way]
        for way in (part.split(" AND ") for part in expression.split(" OR "))
    ]
    return lambda row, names, values: any(
        all(term(row, names, values) for term in way) for way in ways
    )


def _term(term: str) -> Condition:
    if match := _EXISTS.match(term):
        absent, name = bool(match[1]), match[2]
        return lambda row, names, _: (row is None or names.get(name, name) not in row) is absent
    if match := _COMPARES.match(term):
        return _comparison(match[1], match[2], match[3])
    raise NotImplementedError(term)  # no condition of ours has it: guessing would hide a fault


def _comparison(name: str, sign: str, value: str) -> Condition:
    def holds(row: Row | None, names: dict[str, str], values: dict[str, Any]) -> bool:
        stands = (row or {}).get(names.get(name, name))
        if sign == "<>":
            return bool(stands != values[value])
        if stands is None:
            return False
        if sign == "=":
            return bool(stands == values[value])
        [(kind, left)], [(other, right)] = stands.items(), values[value].items()
        if kind != other:
            return False
        left, right = (int(left), int(right)) if kind == "N" else (left, right)
        return bool(left < right or (sign == "<=" and left == right))

    return holds
