"""This version over an earlier one, with messages of the earlier one in the queues."""

from __future__ import annotations

import io
import subprocess
import tarfile
import time
from pathlib import Path

import pytest

from linernotes.local import deploy, drive
from linernotes.local.engine import Engine
from linernotes.remote import refresh
from linernotes.remote.rebuild import Mappings
from linernotes.remote.stack import cloud_of
from linernotes.usecases import rebuild
from tests.local.conftest import ROOT
from tests.local.driver import Driver

EXPORTS = ROOT / "events" / "exports"
# What is upgraded from as long as no release is tagged but this one.
EARLIER = "55dd76ab0201cf7a4ea372aa5c0bdd3bea3083fc"

pytestmark = pytest.mark.soak


def _git(*arguments: str) -> bytes:
    return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, check=True).stdout


@pytest.fixture
def earlier(tmp_path: Path) -> Path:
    """The files of the newest release before this version."""
    try:
        here = set(_git("tag", "--points-at", "HEAD").decode().split())
        tags = _git("tag", "--merged", "HEAD", "--sort=-creatordate").decode().split()
        archive = _git("archive", next((tag for tag in tags if tag not in here), EARLIER))
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this clone holds no earlier version: git fetch --unshallow --tags brings them")
    folder = tmp_path / "earlier"
    with tarfile.open(fileobj=io.BytesIO(archive)) as files:
        files.extractall(folder, filter="data")
    return folder


def _drop(stack: Driver, *names: str) -> None:
    for name in names:
        stack.drop(name, (EXPORTS / name).read_bytes())


def _wait_for(stack: Driver, stage: str) -> None:
    """Until a message lies in the queue of `stage`."""
    deadline = time.monotonic() + 200
    while not drive.backlog(stack.stack)[stage]:
        assert time.monotonic() < deadline
        time.sleep(0.2)


def test_an_upgrade_with_messages_in_the_queues_ends_as_a_fresh_deployment_does(
    local_engine: Engine, earlier: Path
) -> None:
    name, account = "upgraded", "999900000301"
    before = Driver(
        local_engine,
        deploy.deploy(local_engine, earlier / "template.yaml", name=name, account=account),
    )
    _drop(before, "aegyo.json", "broken download.json")
    before.drain()
    published = before.site()
    assert "playlists/aegyo/overview.md" in published
    # One playlist that the earlier version has analyzed, and one that it has not looked at.
    mappings = Mappings(before.stack, lambda _: None, pause=0.1)
    mappings.stop("Draw")
    _drop(before, "international_pop.json")
    _wait_for(before, "Draw")
    mappings.stop("Ingest")
    _drop(before, "Paper_Boats.csv")
    _wait_for(before, "Ingest")

    after = Driver(
        local_engine,
        deploy.deploy(local_engine, ROOT / "template.yaml", name=name, account=account),
    )
    try:
        for stage in ("Draw", "Ingest"):
            mappings.go_on(stage)
        after.drain()
        refresh.call(after.stack)  # the night after
        after.drain()
        assert after.dead_letters() == ()
        upgraded = after.site()
        slugs = ("aegyo", "international_pop", "paper_boats")
        assert {f"playlists/{slug}/overview.md" for slug in slugs} <= upgraded.keys()

        rebuild.rebuild(cloud_of(after.stack), mappings, lambda _: None)
        fresh = after.site()
        assert upgraded.keys() == fresh.keys()
        assert [path for path in fresh if upgraded[path] != fresh[path]] == []
    finally:
        after.destroy()
