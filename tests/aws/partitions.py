"""moto's DynamoDB with queries that read one partition.

moto goes through and sorts the whole table for every query: most of the time of these tests.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from moto.dynamodb.models.dynamo_type import Item
from moto.dynamodb.models.table import Table

if TYPE_CHECKING:
    import pytest


def read_alone(patch: pytest.MonkeyPatch) -> None:
    """Let a query see the rows of its partition only; everything else is moto's own."""
    asked = threading.local()  # a query calls `all_items` in its own thread
    query, all_items = Table.query, Table.all_items

    def query_one(self: Table, hash_key: Any, *args: Any, **kwargs: Any) -> Any:
        asked.partition = hash_key
        try:
            return query(self, hash_key, *args, **kwargs)
        finally:
            asked.partition = None

    def items(self: Table) -> list[Item]:
        partition = getattr(asked, "partition", None)
        if partition is None:
            return all_items(self)
        return list(self.items.get(partition, {}).values())

    patch.setattr(Table, "query", query_one)
    patch.setattr(Table, "all_items", items)
