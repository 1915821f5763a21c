"""What a stranger writes into a name or a key stays inside its log line."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest

from linernotes import observability

FORGED = '{"level":"ERROR","message":"all is lost"}'


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What a logger of this test's own writes."""
    monkeypatch.setenv("POWERTOOLS_SERVICE_NAME", "log-lines")
    observability.logger.cache_clear()
    out = io.StringIO()
    handler = observability.logger().registered_handler
    monkeypatch.setattr(handler, "stream", out)
    yield out
    observability.logger().remove_keys(["export"])
    observability.logger.cache_clear()


@pytest.mark.parametrize(
    "ends_a_line", ["\n", "\r\n", "\r", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029"]
)
def test_a_name_begins_no_line_of_its_own(written: io.StringIO, ends_a_line: str) -> None:
    name = f"mine{ends_a_line}{FORGED}"
    observability.about("", export=name)
    observability.logger().warning("ignored", why=name, body=[name])
    [line] = written.getvalue().splitlines()
    told: dict[str, Any] = json.loads(line)
    assert (told["message"], told["export"], told["why"]) == ("ignored", name, name)


@pytest.mark.parametrize(
    "control", ["\x1b[2J\x1b[31m", "\x9b2J", "\x07", "\x08", "\u202e", "\ud800"]
)
def test_a_name_tells_no_terminal_what_to_do(written: io.StringIO, control: str) -> None:
    observability.logger().warning("ignored", why=f"mine{control}")
    [line] = written.getvalue().splitlines()
    assert line.isascii()
    assert line.isprintable()
    assert json.loads(line)["why"] == f"mine{control}"


def test_an_error_tells_its_trace_in_one_line(written: io.StringIO) -> None:
    try:
        raise ValueError(f"mine\n{FORGED}")
    except ValueError as error:
        observability.logger().error("failed", exc_info=error)
    [line] = written.getvalue().splitlines()
    assert FORGED in json.loads(line)["exception"]
    assert logging.getLevelName(logging.ERROR) == json.loads(line)["level"]
