"""A refresh on the embedded engine: with no more rights than the template gives, and by itself."""

from __future__ import annotations

import time

import pytest

from linernotes.remote import refresh
from linernotes.usecases.refresh import Refreshed
from tests.aws.exports import playlist, track
from tests.local.conftest import Stacks


@pytest.mark.soak
def test_a_refresh_may_do_what_it_has_to(stacks: Stacks) -> None:
    stack = stacks(auth=True)
    stack.drop("mine.json", playlist("Mine", [track(n) for n in range(3)]))
    stack.drain()
    assert refresh.call(stack.stack) == Refreshed()
    before = stack.site()
    stack.stack.s3.delete_object(
        Bucket=stack.stack.outputs["SiteBucketName"], Key="playlists/mine/index.html"
    )
    stack.stack.s3.put_object(
        Bucket=stack.stack.outputs["SiteBucketName"], Key="left/over.html", Body=b""
    )
    assert refresh.call(stack.stack) == Refreshed(missing=1, left=1)
    stack.drain()
    assert stack.site() == before
    assert refresh.call(stack.stack, everything=True).exports == 1
    stack.drain()
    assert stack.site() == before
    assert stack.dead_letters() == ()


@pytest.mark.soak
def test_a_refresh_that_pulls_may_look_for_a_sign_in(stacks: Stacks) -> None:
    stack = stacks(auth=True, parameters={"SpotifyPull": "on"})
    assert stack.stack.outputs["SpotifyParameterName"].endswith("/spotify")
    assert refresh.call(stack.stack) == Refreshed()
    stack.drain()
    assert "run linernotes login" in stack.site()["inbox.md"].decode()
    assert stack.dead_letters() == ()


@pytest.mark.soak
def test_a_night_comes_by_itself_unless_it_is_turned_off(stacks: Stacks) -> None:
    every_minute = {"RefreshSchedule": "cron(* * * * ? *)"}
    on = stacks(auth=True, parameters=every_minute)
    off = stacks(auth=True, parameters=every_minute | {"Refresh": "off"})
    lost = "playlists/mine/index.html"
    for stack in (on, off):
        stack.drop("mine.json", playlist("Mine", [track(n) for n in range(3)]))
        stack.drain()
        assert lost in stack.site()
    before = on.site()
    for stack in (on, off):
        stack.stack.s3.delete_object(Bucket=stack.stack.outputs["SiteBucketName"], Key=lost)
    deadline = time.monotonic() + 150  # the engine looks at its schedules every ten seconds
    while lost not in on.site():
        assert time.monotonic() < deadline, "nobody looked"
        time.sleep(2)
    on.drain()
    assert on.site() == before
    assert lost not in off.site()
