"""`linernotes export --stack`: what a deployed stack publishes, given back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from linernotes import cli
from linernotes.formats import read
from tests.aws.exports import playlist, track
from tests.aws.stack import Stack

pytestmark = pytest.mark.usefixtures("one_time")


def test_a_playlist_of_a_stack_is_given_back_completed(
    stack: Stack, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    bare = [{name: track(n)[name] for name in ("type", "id", "uri", "name")} for n in range(3)]
    stack.drop("bare.json", playlist("Bare Songs", bare))
    stack.drop("full.json", playlist("Full", [track(n) for n in range(3)]))
    stack.drain()
    monkeypatch.setattr("linernotes.local.export.find", lambda *_: None)
    monkeypatch.setattr("linernotes.local.export.cloud_of", lambda _: stack.cloud)

    def export(*arguments: str) -> str:
        answer = CliRunner().invoke(cli.app, ["export", *arguments, "--stack", "x"])
        assert answer.exit_code == 0, answer.stderr
        return answer.stdout

    told = json.loads(export("bare_songs"))
    assert told["name"] == "Bare Songs"
    assert all(one["features"] and one["label"] for one in told["tracks"])

    export("Bare Songs", "--as", "csv", "--output", str(tmp_path))
    (found,) = read((tmp_path / "Bare_Songs.csv").read_bytes(), "Bare_Songs.csv").playlists
    assert found.name == "Bare Songs"
    assert [one.uri for one in found.tracks] == [one["uri"] for one in told["tracks"]]
    assert all(one.features and one.artist_ids and one.art for one in found.tracks)
