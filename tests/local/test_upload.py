"""`linernotes upload` and `linernotes status` against a stack, as a person types them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from linernotes import cli
from linernotes.remote import upload
from linernotes.remote.stack import find
from tests.local.conftest import Stacks
from tests.local.driver import Driver

ACCOUNT = "888800000002"


@pytest.fixture(autouse=True)
def _signed_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", ACCOUNT)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "local")
    monkeypatch.setenv("AWS_REGION", "us-east-1")


@pytest.fixture
def deployed(stacks: Stacks) -> Driver:
    return stacks(account=ACCOUNT)


def call(driver: Driver, command: str, *arguments: str) -> Result:
    target = ("--stack", driver.stack.name, "--endpoint-url", driver.stack.endpoint)
    return CliRunner().invoke(cli.app, [command, *arguments, *target])


def export(folder: Path, name: str, tracks: int = 2) -> Path:
    """An export of too few tracks for clusters, so that publishing it takes little time."""
    file = folder / f"{name}.csv"
    rows = [f"spotify:track:{name}{n:0>18}1,{name} {n},An Artist" for n in range(tracks)]
    file.write_text("\n".join(["Track URI,Track Name,Artist Name(s)", *rows]), encoding="utf-8")
    return file


@pytest.mark.soak
def test_an_upload_waits_for_its_pages_and_says_where_they_are(
    deployed: Driver, tmp_path: Path
) -> None:
    one = export(tmp_path, "one")
    broken = tmp_path / "broken.json"
    broken.write_text('{"name": "x", "tracks": {"items": [')
    done = call(deployed, "upload", str(one), str(broken))
    assert done.exit_code == 1, "one of them was refused"
    site = deployed.stack.outputs["SiteUrl"]
    assert f"one, 2 tracks: {site}playlists/one/\n" in done.stdout
    assert "broken.json: refused: " in done.stdout
    assert "uploading 2 exports: " in done.stderr
    assert "publishing: " in done.stderr
    published = deployed.site()
    assert "playlists/one/index.html" in published
    assert "broken" in published["inbox.md"].decode()
    inbox = deployed.stack.outputs["InboxBucketName"]
    head = deployed.stack.s3.head_object(Bucket=inbox, Key="one.csv")
    assert head["ContentType"] == "text/csv"

    again = call(deployed, "upload", str(one))
    assert again.exit_code == 0, again.output
    assert f"{site}playlists/one/" in again.stdout

    deployed.drain()
    told = call(deployed, "status")
    assert told.exit_code == 0, told.output
    assert "exports: 2, of which 1 refused" in told.stdout
    assert "to do: nothing" in told.stdout
    dead = deployed.stack.dead_letter_queues["Draw"]
    deployed.stack.sqs.send_message(QueueUrl=dead, MessageBody="{}")
    told = call(deployed, "status", "--json")
    assert told.exit_code == 1, "a message was given up"
    now = json.loads(told.stdout)
    assert now["given_up"] == [{"stage": "draw", "count": 1, "examples": ["{}"]}]
    assert now["pages"]["playlist"] == 1


def test_a_large_export_goes_up_in_parts(
    deployed: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upload, "_PART", 5 * 1024 * 1024)  # the least that S3 takes
    large = tmp_path / "large.zip"
    large.write_bytes(b"x" * (11 * 1024 * 1024))
    found = find(deployed.stack.name, deployed.stack.endpoint)
    sent: list[int] = []
    dropped = upload.drop(found, "large.zip", large, sent.append)
    assert sum(sent) == large.stat().st_size
    assert dropped.digest.endswith("-3"), "S3 says of how many parts an object is made"
