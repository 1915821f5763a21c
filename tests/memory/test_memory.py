"""The services in memory answer as moto's do, for every operation that is used."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from linernotes.catalog.heads import ExportHead, Heads, Ready
from linernotes.catalog.table import Table
from linernotes.inbox import Inbox
from linernotes.library import Library
from linernotes.listening.documents import Credit
from linernotes.site import Site
from tests.memory.dynamodb import MemoryDynamo
from tests.memory.s3 import MemoryS3
from tests.memory.sqs import MemorySqs

REGION: Final = "eu-central-1"


@pytest.fixture(params=["memory", "moto"])
def clients(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Clients of (DynamoDB, S3, SQS) and the addresses of a plain and a FIFO queue."""
    if request.param == "memory":
        yield MemoryDynamo(), MemoryS3(frozenset(["inbox"])), MemorySqs(), "plain", "publish.fifo"
        return
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    with mock_aws():
        dynamodb, s3, sqs = boto3.client("dynamodb"), boto3.client("s3"), boto3.client("sqs")
        for bucket in ("inbox", "library", "site"):
            s3.create_bucket(
                Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": REGION}
            )
        s3.put_bucket_versioning(Bucket="inbox", VersioningConfiguration={"Status": "Enabled"})
        dynamodb.create_table(
            TableName="catalog",
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": n, "AttributeType": "S"} for n in ("pk", "sk")],
            KeySchema=[
                {"AttributeName": "pk", "KeyType": "HASH"},
                {"AttributeName": "sk", "KeyType": "RANGE"},
            ],
        )
        plain = sqs.create_queue(QueueName="plain")["QueueUrl"]
        fifo = sqs.create_queue(QueueName="publish.fifo", Attributes={"FifoQueue": "true"})
        yield dynamodb, s3, sqs, plain, fifo["QueueUrl"]


@pytest.fixture
def table(clients: Any) -> Table:
    return Table(clients[0], "catalog")


def row(pk: str, sk: str, **more: Any) -> dict[str, Any]:
    return {"pk": pk, "sk": sk, **more}


def test_a_row_is_read_as_it_was_written(table: Table) -> None:
    wide = row("P", "a", gen=3, body="é", was=["x", ""], files={"p": "h"}, open=False)
    assert table.get("P", "a") is None
    assert table.put(wide)
    assert table.get("P", "a") == wide


@pytest.mark.parametrize(
    ("condition", "values", "absent", "older", "newer"),
    [
        ("attribute_not_exists(#pk)", {}, True, False, False),
        ("attribute_not_exists(#pk) OR #gen < :gen", {"gen": 5}, True, True, False),
        ("#gen = :gen AND #doc = :doc", {"gen": 4, "doc": "d"}, False, True, False),
        ("#gen = :gen AND #doc = :doc", {"gen": 4, "doc": "other"}, False, False, False),
    ],
)
def test_a_condition_holds_or_not(
    table: Table,
    condition: str,
    values: dict[str, Any],
    absent: bool,
    older: bool,
    newer: bool,
) -> None:
    for name, gen, expected in (("absent", None, absent), ("older", 4, older), ("newer", 6, newer)):
        if gen is not None:
            table.put(row("P", name, gen=gen, doc="d"))
        assert table.put(row("P", name, gen=99), condition, **values) is expected
        stands = table.get("P", name)
        assert (stands is not None and stands["gen"] == 99) is expected


def test_a_write_that_meets_itself_counts_as_written(table: Table) -> None:
    assert table.put(row("P", "a", n=1), "attribute_not_exists(#pk)")
    assert table.put(row("P", "a", n=1), "attribute_not_exists(#pk)")
    assert not table.put(row("P", "a", n=2), "attribute_not_exists(#pk)")


def test_a_partition_is_read_in_the_order_of_its_keys_or_by_prefix(table: Table) -> None:
    for sk in ("P#2", "F#1", "P#10", "P#é", "P#Z"):
        table.put(row("T", sk))
    table.put(row("T2", "P#1"))
    assert [one["sk"] for one in table.query("T")] == ["F#1", "P#10", "P#2", "P#Z", "P#é"]
    assert [one["sk"] for one in table.query("T", "P#")] == ["P#10", "P#2", "P#Z", "P#é"]
    assert list(table.query("nothing")) == []


def test_batches_write_delete_and_read_what_is_there(table: Table) -> None:
    table.put_all(row("B", f"{n:03d}", n=n) for n in range(60))
    table.delete_all([("B", "000"), ("B", "not there")])
    found = table.get_all([("B", f"{n:03d}") for n in range(120)])
    assert sorted(one["n"] for one in found) == list(range(1, 60))


def test_a_delete_may_depend_on_what_stands(table: Table) -> None:
    table.put(row("DIRTY", "home", token="new"))
    assert not table.delete("DIRTY", "home", "#token = :token", token="old")
    assert table.get("DIRTY", "home")
    assert table.delete("DIRTY", "home", "#token = :token", token="new")
    assert not table.delete("DIRTY", "home", "#token = :token", token="new")
    assert table.delete("DIRTY", "home")


def test_a_transaction_writes_where_both_rows_are_as_expected(table: Table) -> None:
    heads = Heads(table)
    ready = Ready("doc", "analysis", {"scatter": "hash"})
    assert not heads.put_ready("p", ready, None), "no head"
    table.put(row("P#p", "HEAD", gen=1, doc="doc", was=[], state="APPLIED"))
    assert not heads.put_ready("p", ready, Ready("old", "x")), "READY is not as read"
    assert heads.put_ready("p", ready, None)
    assert not heads.put_ready("p", ready, None)
    assert heads.put_ready("p", Ready("doc", "second"), ready)
    assert heads.ready("p") == Ready("doc", "second")


def test_a_head_is_written_once_for_what_was_read(table: Table) -> None:
    heads = Heads(table)
    first = ExportHead(gen=1, doc="a", attempt="1")
    assert heads.put_export("x", first, None)
    assert heads.put_export("x", ExportHead(gen=2, doc="b", attempt="2"), first)
    assert not heads.put_export("x", ExportHead(gen=2, doc="c", attempt="3"), first)
    stands = heads.export("x")
    assert stands is not None
    assert stands.doc == "b"


def test_a_batch_with_one_key_twice_is_an_error(clients: Any) -> None:
    item = {"pk": {"S": "P"}, "sk": {"S": "a"}}
    twice = [{"PutRequest": {"Item": item}}] * 2
    with pytest.raises(ClientError) as raised:
        clients[0].batch_write_item(RequestItems={"catalog": twice})
    assert raised.value.response["Error"]["Code"] == "ValidationException"


def test_versions_and_deletions_of_a_key_are_told_newest_first(clients: Any) -> None:
    s3 = clients[1]
    inbox = Inbox(s3, "inbox")
    assert inbox.history("a") == ()
    first = s3.put_object(Bucket="inbox", Key="a", Body=b"1")["VersionId"]
    second = s3.put_object(Bucket="inbox", Key="a", Body=b"22")["VersionId"]
    s3.put_object(Bucket="inbox", Key="a longer key", Body=b"3")
    marker = s3.delete_object(Bucket="inbox", Key="a")["VersionId"]
    assert [one.version_id for one in inbox.history("a")] == ["", second, first]
    assert [one.size for one in inbox.history("a")] == [0, 2, 1]
    s3.delete_object(Bucket="inbox", Key="a", VersionId=marker)
    s3.delete_object(Bucket="inbox", Key="a", VersionId=first)
    assert [one.version_id for one in inbox.history("a")] == [second]
    with pytest.raises(ClientError) as raised:
        s3.get_object(Bucket="inbox", Key="a", VersionId=first)
    assert raised.value.response["Error"]["Code"] == "NoSuchVersion"


def test_the_same_bytes_have_the_same_digest(clients: Any) -> None:
    s3 = clients[1]
    for body in (b"one", b"two", b"one"):
        s3.put_object(Bucket="inbox", Key="a", Body=body)
    digests = [one.digest for one in Inbox(s3, "inbox").history("a")]
    assert digests[0] == digests[2] == "f97c5d29941bfb1b2fdab0874906ab82"
    assert digests[0] != digests[1]


def test_documents_and_figures_are_kept(clients: Any) -> None:
    library = Library(clients[1], "library")
    address = library.put(Credit(name="Song"))
    assert Library(clients[1], "library").get(Credit, address) == Credit(name="Song")
    assert not library.has_figure("f")
    library.put_figure("f", b"png")
    assert library.has_figure("f")
    assert library.figure("f") == b"png"


def test_objects_of_the_site_come_and_go(clients: Any) -> None:
    s3 = clients[1]
    site = Site(s3, "site")
    site.put("b", b"1", "text/html")
    site.put("a", b"2", "text/html")
    site.put("a", b"3", "text/html")
    site.delete(["b", "never there"])
    [page] = s3.get_paginator("list_objects_v2").paginate(Bucket="site")
    assert [(one["Key"], one["Size"]) for one in page["Contents"]] == [("a", 1)]
    assert s3.get_object(Bucket="site", Key="a")["Body"].read() == b"3"
    with pytest.raises(ClientError) as raised:
        s3.get_object(Bucket="site", Key="b")
    assert raised.value.response["Error"]["Code"] == "NoSuchKey"


def test_a_message_is_hidden_while_somebody_has_it_and_gone_when_deleted(clients: Any) -> None:
    sqs, url = clients[2], clients[3]
    sqs.send_message(QueueUrl=url, MessageBody="one")
    [message] = sqs.receive_message(QueueUrl=url)["Messages"]
    assert message["Body"] == "one"
    assert "Messages" not in sqs.receive_message(QueueUrl=url)
    sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    assert "Messages" not in sqs.receive_message(QueueUrl=url)


def test_a_fifo_queue_gives_one_batch_at_a_time_and_forgets_repeated_ids(clients: Any) -> None:
    sqs, url = clients[2], clients[4]

    def send(body: str, token: str) -> None:
        sqs.send_message(
            QueueUrl=url, MessageBody=body, MessageGroupId="publish", MessageDeduplicationId=token
        )

    send("one", "1")
    send("one again", "1")
    send("one", "2")
    got = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)["Messages"]
    assert [one["Body"] for one in got] == ["one", "one"]
    send("three", "3")
    assert "Messages" not in sqs.receive_message(QueueUrl=url)
    for one in got:
        sqs.delete_message(QueueUrl=url, ReceiptHandle=one["ReceiptHandle"])
    [last] = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)["Messages"]
    assert last["Body"] == "three"
