"""The command line, as far as it needs no engine."""

from __future__ import annotations

import json
from importlib.metadata import version
from pathlib import Path

import pytest
from boto3.exceptions import S3UploadFailedError
from botocore.exceptions import ClientError, EndpointConnectionError
from typer.testing import CliRunner, Result

from linernotes import cli
from linernotes.errors import Halt
from linernotes.local import folder, run
from linernotes.local.drive import DeadLetters
from linernotes.local.run import Published
from linernotes.remote import status, upload

EXPORTS = Path(__file__).parents[3] / "events" / "exports"
POP = str(EXPORTS / "international_pop.json")
BROKEN = str(EXPORTS / "broken download.json")


def call(*arguments: str) -> Result:
    return CliRunner().invoke(cli.app, arguments)


@pytest.fixture
def published(monkeypatch: pytest.MonkeyPatch) -> list[tuple[object, ...]]:
    """Takes the engine's place; holds what it was asked for."""
    asked: list[tuple[object, ...]] = []

    def publish(*arguments: object) -> Published:
        asked.append(arguments)
        return Published(folder.Copied(27, 0, 0), ())

    monkeypatch.setattr(run, "publish", publish)
    return asked


def test_the_version_is_the_packages() -> None:
    given = call("--version")
    assert given.exit_code == 0
    assert given.stdout == f"linernotes {version('linernotes')}\n"


def test_help_names_every_command_and_every_exit_code() -> None:
    given = call("--help")
    assert given.exit_code == 0
    words = " ".join(given.stdout.split())
    for command in ("demo", "publish", "up", "serve", "analyze", "formats", "export"):
        assert f" {command} " in words
        assert call(command, "--help").exit_code == 0
    for code in ("0 done", "1 something", "2 wrong usage", "130 interrupted"):
        assert code in words


def test_formats_tells_people_what_was_read() -> None:
    given = call("formats", POP)
    assert given.exit_code == 0
    assert given.stdout.splitlines()[1] == "  International Pop: 106 of 106 rows kept"
    assert given.stderr == ""


def test_formats_ends_with_1_when_any_export_is_refused_and_tells_the_others() -> None:
    given = call("formats", BROKEN, POP)
    assert given.exit_code == 1
    assert "broken download.json: refused: " in given.stdout
    assert "International Pop" in given.stdout


def test_formats_tells_programs_the_same() -> None:
    given = call("formats", BROKEN, POP, "--json")
    assert given.exit_code == 1
    broken, pop = json.loads(given.stdout)
    assert broken["file"] == "broken download.json"
    assert set(broken["refused"]) == {"reason", "place", "advice"}
    assert pop["refused"] is None
    assert pop["playlists"] == [
        {
            "name": "International Pop",
            "rows": 106,
            "kept": 106,
            "skipped": [],
            "liked_tracks": False,
        }
    ]


def test_analyze_prints_json_and_nothing_else() -> None:
    given = call("analyze", POP, "--json")
    assert given.exit_code == 0
    (playlist,) = json.loads(given.stdout)
    assert playlist["name"] == "International Pop"
    assert playlist["placed"] + playlist["unplaced"] == playlist["tracks"] == 106
    assert {len(point) for point in playlist["points"].values()} == {2}


def test_analyze_tells_people_the_clusters() -> None:
    given = call("analyze", POP)
    assert given.exit_code == 0
    assert given.stdout.startswith("International Pop: 103 of 106 tracks placed")


def test_analyze_of_a_refused_export_is_one_line_and_1() -> None:
    given = call("analyze", BROKEN, "--json")
    assert given.exit_code == 1
    assert given.stdout == ""
    assert given.stderr.startswith("linernotes: The JSON is cut off")
    assert len(given.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("publish", "nowhere.csv", "--site", "x"),
        ("publish", POP),
        ("formats",),
        ("analyze", str(EXPORTS)),
        ("serve", POP),
        ("serve", str(EXPORTS), "--port", "70000"),
        ("dance",),
        ("demo", "--loud"),
    ],
)
def test_wrong_usage_is_2(arguments: tuple[str, ...]) -> None:
    given = call(*arguments)
    assert given.exit_code == 2
    assert "Traceback" not in given.stderr


def test_publish_reports_what_was_read_and_is_0(
    published: list[tuple[object, ...]], tmp_path: Path
) -> None:
    given = call("publish", POP, "--site", str(tmp_path / "site"))
    assert given.exit_code == 0
    assert "International Pop: 106 of 106 rows kept" in given.stdout
    assert "27 written" in given.stderr
    ((_, files, site, state, _),) = published
    assert files == {"international_pop.json": Path(POP)}
    assert (site, state) == (tmp_path / "site", None)


def test_publish_is_1_when_any_export_was_refused(
    published: list[tuple[object, ...]], tmp_path: Path
) -> None:
    given = call("publish", str(EXPORTS), "--site", str(tmp_path))
    assert given.exit_code == 1
    assert "broken download.json: refused" in given.stdout


def test_the_demo_shows_a_refusal_and_is_0(
    published: list[tuple[object, ...]], tmp_path: Path
) -> None:
    given = call("demo", "--no-serve", "--site", str(tmp_path))
    assert given.exit_code == 0
    assert "broken download.json: refused" in given.stdout
    assert "Alt-Pop: 141 of 141 rows kept" in given.stdout


def test_what_was_given_up_is_told_and_1(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    dead = (DeadLetters("Draw", 2, ('{"v": 1}',)),)
    monkeypatch.setattr(run, "publish", lambda *arguments: Published(folder.Copied(1, 0, 0), dead))
    given = call("publish", POP, "--site", str(tmp_path))
    assert given.exit_code == 1
    assert 'Draw gave up 2 messages. For example {"v": 1}' in given.stderr


@pytest.mark.parametrize(
    ("trouble", "code", "told"),
    [
        (Halt("the state is damaged.\nMove it away."), 1, "the state is damaged. Move it away."),
        (PermissionError(13, "Permission denied", "/x"), 1, "Permission denied: '/x'"),
        (
            EndpointConnectionError(endpoint_url="http://127.0.0.1:1"),
            1,
            "The engine did not answer",
        ),
        (KeyboardInterrupt(), 130, ""),
    ],
)
def test_what_can_be_expected_is_one_line_and_no_traceback(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, trouble: BaseException, code: int, told: str
) -> None:
    def publish(*arguments: object) -> Published:
        raise trouble

    monkeypatch.setattr(run, "publish", publish)
    given = call("publish", POP, "--site", str(tmp_path))
    assert given.exit_code == code
    assert told in given.stderr
    assert len(given.stderr.splitlines()) == (1 if told else 0)


@pytest.mark.parametrize(
    "trouble",
    [
        EndpointConnectionError(endpoint_url="https://sqs.eu-central-1.amazonaws.com/"),
        ClientError({"Error": {"Code": "AccessDenied", "Message": "no"}}, "GetQueueAttributes"),
        S3UploadFailedError("Failed to upload pop.json to linernotes-inbox/pop.json: AccessDenied"),
    ],
)
def test_a_command_for_a_stack_that_aws_does_not_let_go_on_names_aws_in_one_line(
    monkeypatch: pytest.MonkeyPatch, trouble: Exception
) -> None:
    def find(*_: object) -> None:
        raise trouble

    monkeypatch.setattr(status, "find", find)
    monkeypatch.setattr(upload, "find", find)
    for arguments in (("status",), ("upload", POP)):
        given = call(*arguments, "--stack", "linernotes")
        assert given.exit_code == 1
        [line] = given.stderr.splitlines()
        assert line.startswith("linernotes: AWS did not answer as it should: ")
        assert str(trouble) in line


def test_a_state_inside_of_the_inbox_is_refused_before_anything_starts(tmp_path: Path) -> None:
    given = call("up", "--inbox", str(tmp_path), "--state", str(tmp_path / "state"))
    assert given.exit_code == 1
    assert "would be taken for exports" in given.stderr
    assert list(tmp_path.iterdir()) == []


def test_control_characters_in_a_name_do_not_reach_the_terminal(tmp_path: Path) -> None:
    evil = tmp_path / "a\x1b[2J[bold].csv"
    evil.write_bytes(b"nothing")
    given = call("formats", str(evil))
    assert "\x1b" not in given.stdout
    assert "a\ufffd[2J[bold].csv: refused" in given.stdout
