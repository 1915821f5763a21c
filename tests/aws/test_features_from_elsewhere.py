"""Features that no export tells are asked for by night, and read like any other export."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from linernotes.messages import RefreshHint
from linernotes.sources.features import Asking
from linernotes.sources.http import Unavailable
from linernotes.usecases.refresh import refresh
from tests.aws.exports import playlist, track
from tests.aws.nights import written
from tests.aws.stack import Stack

pytestmark = pytest.mark.usefixtures("one_time")


@dataclass
class Source:
    """Knows the even tracks; says nothing after `patience` requests."""

    key: str = "elsewhere"
    most: int = 2
    patience: int = 99
    asked: list[str] = field(default_factory=list)

    def ask(self, ids: Sequence[str]) -> Sequence[Mapping[str, Any]]:
        assert len(ids) <= self.most
        if not self.patience:
            raise Unavailable("no more")
        self.patience -= 1
        self.asked += ids
        return [
            {"href": f"https://x/{one}", **track(int(one))["audio_features"]}
            for one in ids
            if int(one) % 2 == 0
        ]


def night(stack: Stack, source: Source, requests: int = 99) -> tuple[int, int]:
    found = refresh(RefreshHint(), stack.cloud, Asking(source, requests))
    stack_keys = [one.key for one in stack.cloud.inbox.listing()]
    for key in stack_keys:
        if key.startswith("features/"):
            stack.tell(key)
    stack.drain()
    return found.asked, found.told


def silent(*numbers: int) -> bytes:
    rows = [track(number) for number in numbers]
    for one in rows:
        del one["audio_features"]
    return playlist("Silent", rows)


def test_what_a_source_knows_is_on_the_page_with_its_name(stack: Stack) -> None:
    stack.drop("silent.json", silent(1, 2, 3, 4))
    stack.drain()
    source = Source()
    assert night(stack, source) == (4, 2)
    page = stack.site()["playlists/silent/overview.md"].decode()
    assert "Audio features by ReccoBeats, 2 of 4 tracks." in page
    assert "features/elsewhere-" in stack.site()["inbox.md"].decode()
    html = stack.site()["playlists/silent/index.html"].decode()
    assert "Audio features by ReccoBeats, 2 of 4 tracks." in html


def test_a_track_is_asked_for_once_and_a_quiet_night_writes_nothing(stack: Stack) -> None:
    stack.drop("silent.json", silent(1, 2, 3))
    stack.drain()
    source = Source()
    night(stack, source)
    night(stack, source)
    with written() as calls:
        assert refresh(RefreshHint(), stack.cloud, Asking(source)).asked == 0
    assert calls == []
    assert len(source.asked) == len(set(source.asked)) == 3


def test_a_track_that_nobody_knew_is_asked_for_again_after_thirty_days(stack: Stack) -> None:
    stack.drop("silent.json", silent(1))
    stack.drain()
    source, now = Source(), stack.cloud.now()
    for days, asked in ((0, 1), (29, 0), (30, 1), (31, 0)):
        later = replace(stack.cloud, now=partial(now.__add__, timedelta(days=days)))
        assert refresh(RefreshHint(), later, Asking(source)).asked == asked, f"after {days} days"


def test_a_budget_of_requests_is_kept_and_the_rest_waits(stack: Stack) -> None:
    stack.drop("silent.json", silent(*range(6)))
    stack.drain()
    source = Source()
    assert night(stack, source, requests=1) == (2, 1)
    assert night(stack, source, requests=1) == (2, 1)
    assert len(set(source.asked)) == 4


def test_a_slow_source_is_left_alone_in_time_and_the_next_night_goes_on(stack: Stack) -> None:
    stack.drop("silent.json", silent(*range(6)))
    stack.drain()
    clock = [stack.cloud.now()]

    class Slow(Source):
        def ask(self, ids: Sequence[str]) -> Sequence[Mapping[str, Any]]:
            clock[0] += timedelta(seconds=40)
            return super().ask(ids)

    slow = replace(stack.cloud, now=lambda: clock[0])
    source = Slow()
    asked = [refresh(RefreshHint(), slow, Asking(source, seconds=50)).asked for _ in range(3)]
    assert asked == [4, 2, 0], "what it told is kept: nobody is asked for a track twice"
    assert len(source.asked) == len(set(source.asked)) == 6


def test_what_a_source_told_before_it_failed_counts(stack: Stack) -> None:
    stack.drop("silent.json", silent(*range(6)))
    stack.drain()
    assert night(stack, Source(patience=1)) == (2, 1)
    assert night(stack, Source()) == (4, 2)


def test_an_export_that_tells_more_than_a_source_is_believed(stack: Stack) -> None:
    stack.drop("silent.json", silent(1, 2))
    stack.drain()
    night(stack, Source())
    stack.drop("loud.json", playlist("Loud", [track(1), track(2)]))
    stack.drain()
    assert "ReccoBeats" not in stack.site()["playlists/silent/overview.md"].decode()
