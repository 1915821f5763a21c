"""What makes schedules quick without making them unreal: pure functions remember their answers.

The same few exports are read, analyzed and shown in every schedule. Reading a file, rendering a
page and validating a document depend on nothing but what they are given, so each is done once a
process. Drawers are replaced: a picture is what it was asked to show. Threads run in turn, in the
order in which they were started, so that a schedule is the same every time.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, Self, cast

import pytest
from pydantic import BaseModel

import linernotes
from linernotes import figures, formats, pages
from linernotes.library import Library
from linernotes.models import Analysis, PlaylistDocument
from linernotes.observability import logger
from linernotes.recipes import CLUSTERING
from linernotes.usecases import draw

_TIME = datetime(2026, 11, 23, tzinfo=UTC)
_PARSED: dict[tuple[type[BaseModel], bytes], BaseModel] = {}


class QuickLibrary(Library):
    """A library that validates the same bytes once a process; it is asked for them every time."""

    def get[D: BaseModel](self, kind: type[D], address: str) -> D:
        body = self.body(address)
        found = _PARSED.get((kind, body))
        if found is None:
            found = _PARSED[kind, body] = kind.model_validate_json(body)
        return found  # type: ignore[return-value]  # it was stored under its kind


class InTurn:
    """A pool whose tasks run when they are given to it."""

    def __init__(self, *_: object, **__: object) -> None:
        pass

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def submit(self, task: Callable[..., Any], *given: Any, **named: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(task(*given, **named))
        except Exception as error:  # a death is nobody's result
            future.set_exception(error)
        return future

    def map(self, task: Callable[..., Any], *given: Iterable[Any]) -> Iterator[Any]:
        futures = [self.submit(task, *one) for one in zip(*given, strict=False)]
        return (future.result() for future in futures)


def quicken(patch: pytest.MonkeyPatch) -> None:
    """Make the pure parts of the package remember, its threads run in turn, its log still."""
    for name, module in [*sys.modules.items()]:
        if name.startswith("linernotes.") and hasattr(module, "ThreadPoolExecutor"):
            patch.setattr(module, "ThreadPoolExecutor", InTurn)
    patch.setattr("linernotes.inbox._seconds", lambda _: _TIME)
    patch.setattr(formats, "read", remembered(formats.read))
    for name in pages.__all__:
        patch.setattr(pages, name, remembered(getattr(pages, name)))
    # Without the libraries of the real one, which take seconds to import.
    analyst = SimpleNamespace(analyse=_analyse)
    patch.setitem(sys.modules, "linernotes.clusters", cast(Any, analyst))
    patch.setattr(linernotes, "clusters", analyst, raising=False)
    for module, drawer in ((figures, "bars"), (figures, "features"), (draw, "card")):
        patch.setattr(module, drawer, _picture)
    patch.setattr("linernotes.pages.groups.FEWEST_BARS", 1)
    patch.setattr("linernotes.observability.Metrics.add_metric", lambda *_, **__: None)
    logger().setLevel(logging.CRITICAL)


def remembered[A](function: Callable[..., A]) -> Callable[..., A]:
    """The same function of values, each answer worked out once."""
    known: dict[str, A | Exception] = {}

    def remembering(*given: Any, **named: Any) -> A:
        key = repr((given, named))
        if key not in known:
            try:
                known[key] = function(*given, **named)
            except Exception as error:  # a refusal is an answer too
                known[key] = error
        answer = known[key]
        if isinstance(answer, Exception):
            raise answer.with_traceback(None)
        return answer

    return remembering


def _analyse(
    document: PlaylistDocument,
    stood: Analysis | None = None,
    stood_for: PlaylistDocument | None = None,
) -> Analysis:
    """An analysis that shows what it started from, as clusters do."""
    before = len(stood_for.tracks) if stood and stood_for else 0
    why = f"{len(document.tracks)} tracks are few, after {before}."
    unplaced = tuple(track.key for track in document.tracks)
    return Analysis(recipe=CLUSTERING, mode="none", why=why, k=0, unplaced=unplaced)


def _picture(shows: object) -> bytes:
    return repr(shows).encode()
