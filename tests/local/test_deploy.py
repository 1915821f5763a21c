"""Deploying templates on the embedded engine."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from linernotes.errors import Halt
from linernotes.local import deploy
from linernotes.local.engine import Engine
from tests.local.conftest import RELAY, ROOT, Stacks
from tests.local.driver import Driver

STAGES = ["Analyze", "Draw", "Ingest", "Publish"]


def test_the_products_template_deploys(stack: Driver) -> None:
    outputs = stack.stack.outputs
    for part in ("Inbox", "Library", "Site"):
        stack.stack.s3.head_bucket(Bucket=outputs[f"{part}BucketName"])
    stack.stack.dynamodb.describe_table(TableName=outputs["CatalogTableName"])
    assert sorted(stack.stack.queues) == STAGES
    assert sorted(stack.stack.dead_letter_queues) == STAGES
    assert not any(url in stack.stack.queues.values() for url in _dead(stack))
    assert outputs["SiteUrl"].startswith("https://")


def _dead(stack: Driver) -> list[str]:
    return list(stack.stack.dead_letter_queues.values())


def test_a_message_of_a_dead_worker_comes_back_soon(stack: Driver) -> None:
    for url in stack.stack.queues.values():
        attributes = stack.stack.sqs.get_queue_attributes(
            QueueUrl=url, AttributeNames=["VisibilityTimeout"]
        )["Attributes"]
        assert attributes == {"VisibilityTimeout": str(deploy.VISIBILITY)}


def test_deploying_twice_changes_nothing(local_engine: Engine) -> None:
    name, account = "deployed-twice", "999900000001"
    first = deploy.deploy(local_engine, RELAY, name=name, account=account)
    again = deploy.deploy(local_engine, RELAY, name=name, account=account)
    assert again.outputs == first.outputs
    assert again.code == first.code
    Driver(local_engine, again).destroy()


def test_a_changed_parameter_changes_the_stack_and_keeps_its_data(local_engine: Engine) -> None:
    name, account = "updated", "999900000002"
    before = Driver(local_engine, deploy.deploy(local_engine, RELAY, name=name, account=account))
    before.drop("a.json", b"one")
    before.drain()
    changed = {"Greeting": "bye"}
    after = Driver(
        local_engine,
        deploy.deploy(local_engine, RELAY, name=name, account=account, parameters=changed),
    )
    after.drop("b.json", b"two")
    after.drain()
    assert after.site() == {"a.json": b"hello one", "b.json": b"bye two"}
    after.destroy()


def test_a_stack_that_cannot_be_made_says_which_resource_and_why(
    local_engine: Engine, tmp_path: Path
) -> None:
    template = tmp_path / "template.yaml"
    template.write_text(
        "Transform: AWS::Serverless-2016-10-31\n"
        "Resources:\n"
        "  Odd: { Type: AWS::SQS::Queue, Properties: { QueueName: '!', FifoQueue: maybe } }\n"
        "  Odder: { Type: AWS::Nowhere::Thing }\n"
    )
    with pytest.raises(Halt, match=r"odd.*AWS::Nowhere::Thing"):
        deploy.deploy(local_engine, template, name="odd", account="999900000003")


def test_a_template_that_is_no_sam_template_is_refused_in_one_line(
    local_engine: Engine, tmp_path: Path
) -> None:
    template = tmp_path / "template.yaml"
    template.write_text(
        "Transform: AWS::Serverless-2016-10-31\n"
        "Resources:\n"
        "  F: { Type: AWS::Serverless::Function, Properties: { Handler: [] } }\n"
    )
    with pytest.raises(Halt, match=r"The template is not valid\. .*F"):
        deploy.deploy(local_engine, template, name="bad", account="999900000004")


def test_code_that_is_not_there_is_named(local_engine: Engine, tmp_path: Path) -> None:
    template = tmp_path / "template.yaml"
    template.write_text(
        "Transform: AWS::Serverless-2016-10-31\n"
        "Resources:\n"
        "  F:\n"
        "    Type: AWS::Serverless::Function\n"
        "    Properties: { Handler: a.b, Runtime: python3.13, CodeUri: gone/ }\n"
    )
    with pytest.raises(Halt, match=r"names .*gone, which does not exist"):
        deploy.deploy(local_engine, template, name="gone", account="999900000005")


def test_the_developers_aws_set_up_does_not_get_in(
    local_engine: Engine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    config = tmp_path / "config"
    config.write_text("[default]\nregion = eu-west-3\nendpoint_url = http://192.0.2.1:9\n")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    monkeypatch.setenv("AWS_PROFILE", "nobody")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "mine")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://192.0.2.1:9")
    monkeypatch.setenv("AWS_ENDPOINT_URL_SQS", "http://192.0.2.1:9")
    monkeypatch.setenv("AWS_USE_FIPS_ENDPOINT", "true")
    monkeypatch.setenv("HTTP_PROXY", "http://192.0.2.1:9")
    driver = Driver(
        local_engine, deploy.deploy(local_engine, RELAY, name="apart", account="999900000006")
    )
    assert driver.site() == {}
    assert driver.stack.session.region_name == "us-east-1"
    driver.destroy()


def test_only_our_own_code_is_packaged(local_engine: Engine, stacks: Stacks) -> None:
    stack = stacks().stack
    bucket = f"{stack.name}-artefacts-{stack.account}"
    listed = stack.s3.list_objects_v2(Bucket=bucket)["Contents"]
    names = set()
    packages = [item["Key"] for item in listed if item["Key"] != f"{stack.name}.template"]
    assert len(packages) > 1
    for key in packages:
        body = stack.s3.get_object(Bucket=bucket, Key=key)["Body"].read()
        names |= set(zipfile.ZipFile(io.BytesIO(body)).namelist())
    assert {"app.py", "python/linernotes/models.py"} <= names
    ours = {"python/linernotes", "python/pyproject.toml", "python/.empty", "app.py"}
    assert all(name in ours or name.startswith("python/linernotes/") for name in names)
    assert (ROOT / "shared" / "linernotes" / "models.py").exists()
