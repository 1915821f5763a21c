"""What is fetched by night on the embedded engine: with no more rights than the template gives."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from linernotes.errors import Halt
from linernotes.remote import refresh
from linernotes.sources.grant import Grant, Grants
from tests.aws.exports import track
from tests.aws.test_playlists_pulled import Account
from tests.local.conftest import ROOT, Stacks
from tests.local.driver import Driver
from tests.unit.sources.loopback import Answer, Asked, serving

FUNCTION = ROOT / "functions" / "refresh" / "app.py"
# The deployed function itself, but for whom it asks.
ELSEWHERE = """\
from linernotes.sources import reccobeats, spotify

spotify.ACCOUNTS = spotify.API = reccobeats.ADDRESS = {address!r}
from whole import handler
"""


class World(Account):
    """Spotify, which tells no audio features, and ReccoBeats, which knows the even tracks."""

    def __call__(self, asked: Asked) -> Answer:
        if asked.path == "/v1/audio-features":
            known = [one for one in asked.query["ids"].split(",") if int(one) % 2 == 0]
            rows = [
                {"href": f"https://open.spotify.com/track/{one}"}
                | track(int(one))["audio_features"]
                for one in known
            ]
            return 200, {"content": rows}, {}
        status, body, headers = super().__call__(asked)
        for row in body.get("items", []) if asked.path.endswith("/items") else []:
            if row and row.get("item"):
                row["item"].pop("audio_features", None)
        return status, body, headers


def ask_at(address: str, stack: Driver) -> None:
    """Have the function that refreshes ask at `address` in place of Spotify and ReccoBeats."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as zipped:
        zipped.writestr("app.py", ELSEWHERE.format(address=address))
        zipped.writestr("whole.py", FUNCTION.read_bytes())
    functions, name = stack.stack.client("lambda"), stack.stack.outputs["RefreshFunctionName"]
    functions.update_function_code(FunctionName=name, ZipFile=archive.getvalue())
    functions.get_waiter("function_updated_v2").wait(FunctionName=name)


def go_by(stack: Driver) -> dict[str, int]:
    """What a night found, after all that came of it."""
    found = refresh.call(stack.stack).model_dump()
    stack.drain()
    return {what: count for what, count in found.items() if count}


def parameter(stack: Driver) -> Any:
    answer = stack.stack.client("ssm").get_parameter(
        Name=stack.stack.outputs["SpotifyParameterName"], WithDecryption=True
    )
    return answer["Parameter"]


@pytest.mark.soak
def test_what_is_pulled_and_fetched_is_published_and_a_renewed_token_kept(stacks: Stacks) -> None:
    stack = stacks(auth=True, parameters={"SpotifyPull": "on", "FeatureSource": "reccobeats"})
    since = datetime.now(UTC) - timedelta(days=10)
    signed_in = Grant(client_id="id", refresh_token="first", since=since)
    name = stack.stack.outputs["SpotifyParameterName"]
    grants = Grants(stack.stack.client("ssm"), name)
    grants.put(signed_in)
    account = World({"Alpha": ("1", [*range(4)]), "Beta": ("1", [*range(60)])}, renews=True)
    with serving(account) as server:
        ask_at(server.address, stack)
        assert go_by(stack) == {"pulled": 2}
        assert grants.get() == signed_in.model_copy(update={"refresh_token": "token-1"})
        assert parameter(stack)["Type"] == "SecureString"
        site = stack.site()
        assert "60 tracks" in site["playlists/beta/overview.md"].decode()
        ends = f"{signed_in.ends.day} {signed_in.ends:%B %Y}"
        assert f"ends on {ends}" in site["inbox.md"].decode()

        found = go_by(stack)
        assert (found["asked"], found["told"]) == (60, 30)
        page = stack.site()["playlists/alpha/overview.md"].decode()
        assert "Audio features by ReccoBeats, 2 of 4 tracks." in page

        account.playlists["Alpha"] = ("2", [4])
        assert go_by(stack)["pulled"] == 1
        assert "1 track" in stack.site()["playlists/alpha/overview.md"].decode()
        # Each night showed the token that the one before it was given.
        assert [one.form["refresh_token"] for one in server.asked if one.form] == [
            "first",
            "token-1",
            "token-2",
        ]
        assert grants.get() == signed_in.model_copy(update={"refresh_token": "token-3"})
    assert any('"SpotifyDaysLeft"' in line for line in stack.logs())
    assert stack.dead_letters() == ()

    # That rights are enforced at all: of another parameter it may know nothing.
    functions = stack.stack.client("lambda")
    function = stack.stack.outputs["RefreshFunctionName"]
    told = functions.get_function_configuration(FunctionName=function)["Environment"]["Variables"]
    grants_elsewhere = Grants(stack.stack.client("ssm"), f"{name}-of-another")
    grants_elsewhere.put(signed_in)
    functions.update_function_configuration(
        FunctionName=function,
        Environment={"Variables": told | {"SPOTIFY_PARAMETER": grants_elsewhere.name}},
    )
    functions.get_waiter("function_updated_v2").wait(FunctionName=function)
    with pytest.raises(Halt, match="not authorized to perform: ssm:GetParameter"):
        refresh.call(stack.stack)
