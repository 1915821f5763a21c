"""How commands find the stack that they are for, and what they say where there is none."""

from __future__ import annotations

from collections.abc import Mapping
from xml.sax.saxutils import escape

import pytest
from typer.testing import CliRunner, Result

from linernotes.cli import app
from linernotes.errors import Halt
from linernotes.remote.stack import find
from tests.unit.sources.loopback import Answer, Asked, serving

OURS = {
    "SiteUrl": "https://d1234.cloudfront.net/",
    "DistributionId": "E1234",
    "InboxBucketName": "linernotes-inbox-1234",
    "LibraryBucketName": "linernotes-library-1234",
    "SiteBucketName": "linernotes-site-1234",
    "CatalogTableName": "linernotes-CatalogTable-1234",
}
SHOP = {"ApiUrl": "https://api.example.org/"}


@pytest.fixture(autouse=True)
def _signed_in(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_PROFILE", "AWS_REGION", "AWS_ENDPOINT_URL", "AWS_SESSION_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", "/nowhere")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/nowhere")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")


def described(status: str, outputs: Mapping[str, str]) -> Answer:
    """What CloudFormation says of a stack; one without outputs has no list of them."""
    members = "".join(
        f"<member><OutputKey>{key}</OutputKey><OutputValue>{escape(value)}</OutputValue></member>"
        for key, value in outputs.items()
    )
    told = f"<Outputs>{members}</Outputs>" if members else ""
    text = (
        '<DescribeStacksResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/">'
        "<DescribeStacksResult><Stacks><member><StackName>linernotes</StackName>"
        "<CreationTime>2026-11-23T03:17:00Z</CreationTime>"
        f"<StackStatus>{status}</StackStatus>{told}</member></Stacks></DescribeStacksResult>"
        "</DescribeStacksResponse>"
    )
    return 200, text.encode(), {"Content-Type": "text/xml"}


def call(command: str, *arguments: str) -> Result:
    return CliRunner().invoke(app, [command, "--stack", "linernotes", *arguments])


def test_the_region_may_be_chosen_by_aws_region_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_DEFAULT_REGION")
    monkeypatch.setenv("AWS_REGION", "eu-west-3")
    asked: list[Asked] = []

    def answer(request: Asked) -> Answer:
        asked.append(request)
        return described("CREATE_COMPLETE", OURS)

    with serving(answer) as server:
        found = find("linernotes", server.address)
    assert found.outputs == OURS
    assert found.s3.meta.region_name == "eu-west-3"
    assert "/eu-west-3/cloudformation/" in asked[0].headers["authorization"]


def test_aws_region_goes_before_the_default_as_with_the_aws_command(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with serving(lambda _: described("UPDATE_COMPLETE", OURS)) as server:
        assert find("linernotes", server.address).session.region_name == "eu-central-1"
        monkeypatch.setenv("AWS_REGION", "")
        assert find("linernotes", server.address).session.region_name == "eu-central-1"
        monkeypatch.setenv("AWS_REGION", "us-west-2")
        assert find("linernotes", server.address).session.region_name == "us-west-2"


def test_where_no_region_is_chosen_the_advice_helps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_DEFAULT_REGION")
    with pytest.raises(Halt, match="Set AWS_REGION"):
        find("linernotes")


@pytest.mark.parametrize("command", ["status", "redrive", "login", "refresh", "backfill"])
@pytest.mark.parametrize(
    ("status", "outputs"),
    [
        ("REVIEW_IN_PROGRESS", {}),
        ("ROLLBACK_COMPLETE", {}),
        ("CREATE_COMPLETE", {}),
        ("CREATE_COMPLETE", SHOP),
    ],
)
def test_a_stack_that_is_no_deployment_of_ours_is_told_in_one_line(
    command: str, status: str, outputs: dict[str, str]
) -> None:
    with serving(lambda _: described(status, outputs)) as server:
        told = call(command, "--endpoint-url", server.address)
    assert told.exit_code == 1
    assert told.stdout == ""
    [line] = told.stderr.splitlines()
    assert line.startswith(f"linernotes: The stack linernotes ({status}) is no finished deployment")


@pytest.mark.parametrize(
    ("variables", "endpoint", "says"),
    [
        ({}, "127.0.0.1:9", "Invalid endpoint: 127.0.0.1:9"),
        ({}, "http://127.0.0.1:9", "Could not connect"),
        ({"AWS_PROFILE": "nope"}, "", "profile (nope) could not be found"),
        ({"AWS_SECRET_ACCESS_KEY": ""}, "", "missing: AWS_SECRET_ACCESS_KEY"),
        ({"AWS_REGION": "eu_central/1"}, "", "region_name 'eu_central/1'"),
    ],
)
def test_where_aws_cannot_be_asked_one_line_says_why_and_what_chooses_it(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], endpoint: str, says: str
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    told = call("status", *(("--endpoint-url", endpoint) if endpoint else ()))
    assert told.exit_code == 1
    [line] = told.stderr.splitlines()
    assert line.startswith("linernotes: AWS cannot be asked: ")
    assert says in line
    assert "AWS_PROFILE" in line
    assert "engine" not in line
