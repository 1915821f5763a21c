"""The catalog table: one table, strongly consistent reads, conditional writes."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import batched, chain, islice
from typing import TYPE_CHECKING, Any

from boto3.dynamodb.types import TypeDeserializer, TypeSerializer
from botocore.exceptions import ClientError

from linernotes.aws import THREADS
from linernotes.errors import Retry

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

# A row as it is stored: strings, ints, lists and maps of them.
type Item = dict[str, Any]
type Key = tuple[str, str]

_BATCH = 25  # DynamoDB's limit for BatchWriteItem
_READ_BATCH = 100  # and for BatchGetItem
_PATIENCE = 10  # how often a batch's throttled rest is sent again, by botocore's own back-off
_TRANSACTION = 100  # and for TransactWriteItems, which takes 4 MB in all
_HEAVY = 5_000  # bytes of strings in a row that goes by itself; a hundred lighter ones fit, escaped
# Beyond so many rows it is the round trips that take the time. A transaction saves 99 of 100, but
# each of its rows costs two writes.
_MANY = 1_000
_AT_ONCE = THREADS * _TRANSACTION  # rows held in memory while they are written


@dataclass(frozen=True)
class Table:
    """The rows of the catalog.

    A condition names attributes as `#name` and values as `:name`, so that no attribute can clash
    with a word that DynamoDB reserves.
    """

    client: DynamoDBClient
    name: str
    _ahead: dict[Key, Item | None] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @contextmanager
    def ahead(self, keys: Collection[Key]) -> Iterator[None]:
        """Read rows together that `get` is about to be asked for one by one, within the block.

        Until it is written here a row is answered as it was read, so this is for rows that no other
        worker writes meanwhile.
        """
        found = {(item["pk"], item["sk"]): item for item in self.get_all(sorted(set(keys)))}
        self._ahead.update((key, found.get(key)) for key in keys)
        try:
            yield
        finally:
            self._ahead.clear()

    def get(self, pk: str, sk: str) -> Item | None:
        """The row at (pk, sk), or `None`."""
        if (pk, sk) in self._ahead:
            return self._ahead[pk, sk]
        answer = self.client.get_item(
            TableName=self.name, Key=_wire({"pk": pk, "sk": sk}), ConsistentRead=True
        )
        return _plain(answer["Item"]) if "Item" in answer else None

    def get_all(self, keys: Sequence[Key]) -> list[Item]:
        """Those of the rows at `keys` that exist, in no order; of thousands as of few."""
        if len(keys) <= _READ_BATCH:
            return self._get_batch(keys) if keys else []
        with ThreadPoolExecutor(THREADS) as threads:
            found = threads.map(self._get_batch, batched(keys, _READ_BATCH))
            return [item for some in found for item in some]

    def _get_batch(self, keys: Iterable[Key]) -> list[Item]:
        found: list[Item] = []
        left: Any = {
            self.name: {
                "Keys": [_wire({"pk": pk, "sk": sk}) for pk, sk in keys],
                "ConsistentRead": True,
            }
        }
        for _ in range(_PATIENCE):
            answer = self.client.batch_get_item(RequestItems=left)
            found.extend(_plain(item) for item in answer["Responses"].get(self.name, []))
            left = answer.get("UnprocessedKeys")
            if not left:
                return found
        raise Retry("the catalog is busy: a batch of reads was not finished")

    def query(self, pk: str, prefix: str = "") -> Iterator[Item]:
        """The rows of partition `pk` whose sort key begins with `prefix`, by sort key."""
        condition, values = "pk = :pk", {":pk": pk}
        if prefix:
            condition, values = condition + " AND begins_with(sk, :sk)", values | {":sk": prefix}
        pages = self.client.get_paginator("query").paginate(
            TableName=self.name,
            KeyConditionExpression=condition,
            ExpressionAttributeValues=_wire(values),
            ConsistentRead=True,
        )
        return (_plain(item) for page in pages for item in page["Items"])

    def all_keys(self) -> Iterator[Key]:
        """The keys of all rows, in no order."""
        pages = self.client.get_paginator("scan").paginate(
            TableName=self.name, ProjectionExpression="pk, sk", ConsistentRead=True
        )
        for page in pages:
            for item in map(_plain, page["Items"]):
                yield item["pk"], item["sk"]

    def _written(self, item: Mapping[str, Any]) -> Any:
        """A row, or its key, as it goes over the wire to be written; what was read of it is old."""
        self._ahead.pop((item["pk"], item["sk"]), None)
        return _wire(item)

    def put(self, item: Item, condition: str = "", **values: object) -> bool:
        """Write a row; False when `condition` does not hold for what stands.

        A write whose reply was lost is sent again by botocore and then meets itself: finding the
        very same row counts as having written it.
        """
        try:
            self.client.put_item(
                TableName=self.name, Item=self._written(item), **_condition(condition, values)
            )
        except ClientError as error:
            if _code(error) == "TransactionConflictException":
                raise Retry("another worker is writing the same rows") from error
            if _code(error) != "ConditionalCheckFailedException":
                raise
            stands: Any = error.response.get("Item")
            return stands is not None and _plain(stands) == item
        return True

    def put_each(self, items: Iterable[Item], condition: str, **values: object) -> list[Item]:
        """Write rows side by side, each only where `condition` holds; those where it did not.

        No two may have one key. Many are written a hundred in a transaction, which is all or
        nothing: where one row's condition fails, or another worker is at one of them, the hundred
        are written one by one, as few are from the start.
        """
        left = iter(items)
        some = list(islice(left, _MANY))
        refused: list[Item] = []
        with ThreadPoolExecutor(THREADS) as threads:
            together = _TRANSACTION if len(some) == _MANY else 1
            while some:
                light = [item for item in some if _weight(item) <= _HEAVY]
                heavy = [item for item in some if _weight(item) > _HEAVY]
                groups = [*batched(light, together), *((item,) for item in heavy)]
                for group in threads.map(lambda g: self._put_group(g, condition, values), groups):
                    refused.extend(group)
                some = list(islice(left, _AT_ONCE))
        return refused

    def _put_group(
        self, items: Sequence[Item], condition: str, values: Mapping[str, object]
    ) -> list[Item]:
        """Write rows in one transaction if they can be; those whose condition did not hold."""
        if len(items) > 1:
            clauses = _condition(condition, values, returned=False)
            puts: list[Any] = [
                {"Put": {"TableName": self.name, "Item": self._written(item), **clauses}}
                for item in items
            ]
            try:
                self.client.transact_write_items(TransactItems=puts)
            except ClientError as error:
                if _code(error) != "TransactionCanceledException":
                    raise
            else:
                return []
        return [item for item in items if not self.put(item, condition, **values)]

    def put_all(self, items: Iterable[Item]) -> None:
        """Write rows without condition, in batches; no two may have one key."""
        self._write_batches({"PutRequest": {"Item": self._written(item)}} for item in items)

    def delete_all(self, keys: Iterable[Key]) -> None:
        """Delete rows without condition, in batches."""
        self._write_batches(
            {"DeleteRequest": {"Key": self._written({"pk": pk, "sk": sk})}} for pk, sk in keys
        )

    def _write_batches(self, requests: Iterable[Any]) -> None:
        left = iter(requests)
        some = list(islice(left, _BATCH + 1))
        if len(some) <= _BATCH:  # as nearly always: threads take longer to start than this takes
            if some:
                self._write_batch(some)
            return
        left = chain(some, left)
        with ThreadPoolExecutor(THREADS) as threads:
            while some := list(islice(left, _AT_ONCE)):
                list(threads.map(self._write_batch, batched(some, _BATCH)))

    def _write_batch(self, requests: Sequence[Any]) -> None:
        left: Any = {self.name: list(requests)}
        for _ in range(_PATIENCE):
            left = self.client.batch_write_item(RequestItems=left).get("UnprocessedItems")
            if not left:
                return
        raise Retry("the catalog is busy: a batch of writes was not finished")

    def delete(self, pk: str, sk: str, condition: str = "", **values: object) -> bool:
        """Delete a row; False when `condition` does not hold for what stands."""
        try:
            self.client.delete_item(
                TableName=self.name,
                Key=self._written({"pk": pk, "sk": sk}),
                **_condition(condition, values),
            )
        except ClientError as error:
            if _code(error) != "ConditionalCheckFailedException":
                raise
            return False
        return True

    def put_if_other(
        self,
        item: Item,
        condition: str,
        values: Mapping[str, object],
        *,
        other: Key,
        other_condition: str,
        other_values: Mapping[str, object],
    ) -> bool:
        """Write a row only where `condition` holds for it and `other_condition` for another row.

        Raises `Retry` when another transaction holds one of the two rows.
        """
        check: Any = {
            "TableName": self.name,
            "Key": _wire({"pk": other[0], "sk": other[1]}),
            **_condition(other_condition, other_values, returned=False),
        }
        put: Any = {
            "TableName": self.name,
            "Item": self._written(item),
            **_condition(condition, values, returned=False),
        }
        try:
            self.client.transact_write_items(
                TransactItems=[{"ConditionCheck": check}, {"Put": put}]
            )
        except ClientError as error:
            if _code(error) != "TransactionCanceledException":
                raise
            reasons: Any = error.response.get("CancellationReasons", [])
            if any(reason.get("Code") == "TransactionConflict" for reason in reasons):
                raise Retry("another worker is writing the same rows") from error
            return False
        return True


def _code(error: ClientError) -> str:
    return error.response["Error"]["Code"]


_NAME = re.compile(r"#(\w+)")
_serialise = TypeSerializer().serialize
_deserialise = TypeDeserializer().deserialize


def _weight(item: Item) -> int:
    """Bytes of the row's strings; its numbers weigh next to nothing."""
    return sum(len(value.encode()) for value in item.values() if isinstance(value, str))


def _condition(condition: str, values: Mapping[str, object], *, returned: bool = True) -> Any:
    if not condition:
        return {}
    wire: dict[str, Any] = {
        "ConditionExpression": condition,
        "ExpressionAttributeNames": {f"#{name}": name for name in _NAME.findall(condition)},
    }
    if values:
        wire["ExpressionAttributeValues"] = _wire({f":{k}": v for k, v in values.items()})
    if returned:
        wire["ReturnValuesOnConditionCheckFailure"] = "ALL_OLD"
    return wire


def _wire(item: Mapping[str, object]) -> Any:
    # Nearly every value is a string, and boto3 asks of each whether it is anything else first.
    return {n: {"S": v} if type(v) is str else _serialise(v) for n, v in item.items()}


def _plain(item: Mapping[str, Any]) -> Item:
    # As above, the other way round.
    return {
        name: value["S"] if "S" in value else _ints(_deserialise(value))
        for name, value in item.items()
    }


def _ints(value: Any) -> Any:
    """Numbers come back as Decimal; every number of the catalog is a whole one."""
    if isinstance(value, Decimal):
        return int(value)
    if isinstance(value, list):
        return [_ints(one) for one in value]
    if isinstance(value, dict):
        return {name: _ints(one) for name, one in value.items()}
    return value
