"""The owner's playlists at Spotify come into the inbox by night, and only what changed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from functions.refresh import app
from linernotes import aws, observability
from linernotes.sources.grant import Grant, Grants
from linernotes.sources.http import Server
from linernotes.sources.playlists import Pull
from linernotes.sources.spotify import Spotify
from linernotes.usecases.rebuild import STAGES, rebuild
from tests.aws.exports import track
from tests.aws.nights import night, written
from tests.aws.stack import Stack
from tests.unit.sources.loopback import Answer, Asked, Loopback, serving

pytestmark = pytest.mark.usefixtures("one_time", "light_figures")
NAME = "/linernotes/mine/spotify"


@dataclass
class Account:
    """An account at Spotify: its playlists by id, each with its snapshot and tracks."""

    playlists: dict[str, tuple[str, list[int]]] = field(default_factory=dict)
    tokens: list[str] = field(default_factory=lambda: ["first"])
    renews: bool = False
    fails: dict[str, Answer] = field(default_factory=dict)

    def __call__(self, asked: Asked) -> Answer:
        if asked.path in self.fails:
            return self.fails[asked.path]
        if asked.path == "/api/token":
            if asked.form["refresh_token"] != self.tokens[-1]:
                return 400, {"error": "invalid_grant"}, {}
            if self.renews:
                self.tokens.append(f"token-{len(self.tokens)}")
            return 200, {"access_token": "hour", "refresh_token": self.tokens[-1]}, {}
        if asked.headers.get("authorization") != "Bearer hour":
            return 401, {}, {}
        if asked.path == "/v1/me":
            return 200, {"id": "owner"}, {}
        if asked.path == "/v1/me/playlists":
            mine = [self._entry(one, "owner") for one in self.playlists]
            return self._page([None, *mine, self._entry("Theirs", "someone")], asked)
        one = asked.path.split("/")[3]
        rows: list[Any] = [
            {"item": track(number), "added_at": None} for number in self.playlists[one][1]
        ]
        rows += [None, {"item": None}, {"item": {"type": "episode", "uri": "spotify:episode:e"}}]
        return self._page(rows, asked)

    def _entry(self, one: str, owner: str) -> dict[str, Any]:
        snapshot = self.playlists.get(one, ("1", []))[0]
        return {"id": one, "name": one, "owner": {"id": owner}, "snapshot_id": snapshot}

    def _page(self, rows: list[Any], asked: Asked) -> Answer:
        limit, offset = int(asked.query["limit"]), int(asked.query["offset"])
        assert limit <= 50
        some, left = rows[offset : offset + limit], rows[offset + limit :]
        beyond = "http://203.0.113.1/elsewhere" if left else None
        return 200, {"items": some, "total": len(rows), "next": beyond}, {}


@dataclass
class Nights:
    """Nights of a deployment that pulls: only what was dropped is read, as its event would say."""

    stack: Stack
    server: Loopback
    grants: Grants
    pull: Pull | None

    def go_by(self) -> dict[str, int]:
        """What a night found, after all that came of it."""
        before = self.versions()
        found = night()
        for key in self.versions() - before:
            self.stack.tell(key.partition(" ")[0])
        self.stack.drain()
        return found

    def asked(self) -> list[str]:
        paths = [one.path for one in self.server.asked]
        self.server.asked.clear()
        return paths

    def inbox_page(self) -> str:
        return self.stack.site()["inbox.md"].decode()

    def versions(self) -> set[str]:
        found = aws.s3().list_object_versions(Bucket="inbox").get("Versions", [])
        return {f"{one['Key']} {one['VersionId']}" for one in found}

    def keys(self) -> list[str]:
        return [one.key for one in self.stack.cloud.inbox.listing()]


@dataclass
class Workers:
    """The workers of a deployment that is made anew, by stage."""

    stack: Stack
    going: set[str] = field(default_factory=lambda: set(STAGES))

    def stop(self, stage: str) -> None:
        self.going.discard(stage)

    def go_on(self, stage: str) -> None:
        self.going.add(stage)

    def rest(self, stages: Sequence[str]) -> None:
        assert self.going.issuperset(stages)
        while any(self.stack.step(stage.lower()) for stage in STAGES if stage in self.going):
            pass


def grant(token: str = "first", day: int = 31) -> Grant:
    return Grant(client_id="id", refresh_token=token, since=datetime(2026, 8, day, 9, tzinfo=UTC))


@pytest.fixture
def account() -> Account:
    return Account({"Alpha": ("1", [*range(3)]), "Beta": ("1", [*range(60)])})


@pytest.fixture
def nights(stack: Stack, account: Account, monkeypatch: pytest.MonkeyPatch) -> Iterator[Nights]:
    # The alarm looks at this name; a function reads it once.
    monkeypatch.setenv("POWERTOOLS_SERVICE_NAME", "mine")
    observability._metrics.cache_clear()
    grants = Grants(aws.ssm(), NAME)
    grants.put(grant())
    with serving(account) as server:
        spotify = Server(server.address, pause=0, read=1, longest=1)
        nights = Nights(stack, server, grants, Pull(Spotify(spotify, spotify), grants))
        monkeypatch.setattr(app, "playlist_source", lambda _: nights.pull)
        yield nights
    observability._metrics.cache_clear()


def test_ones_own_playlists_are_published_and_only_what_changes_is_asked_for_again(
    nights: Nights, account: Account
) -> None:
    assert nights.go_by()["pulled"] == 2
    assert nights.keys() == ["spotify/Alpha.json", "spotify/Beta.json"]
    assert nights.asked().count("/v1/playlists/Beta/items") == 2
    assert "60 tracks" in nights.stack.site()["playlists/beta/overview.md"].decode()
    assert "ends on 28 February 2027" in nights.inbox_page()
    assert "ends on 28 February 2027" in nights.stack.site()["inbox/index.html"].decode()
    nights.go_by()  # remembers what the first night's exports told
    nights.asked()
    with written() as calls:
        assert night() == {}
    assert calls == []
    assert not [path for path in nights.asked() if path.endswith("/items")]
    account.playlists["Alpha"] = ("2", [7])
    assert nights.go_by() == {"pulled": 1}
    assert "1 track" in nights.stack.site()["playlists/alpha/overview.md"].decode()
    del account.playlists["Alpha"]
    assert "pulled" not in nights.go_by()
    assert "playlists/alpha/overview.md" in nights.stack.site()


def test_what_changes_while_it_is_read_is_read_again_the_next_night(
    nights: Nights, account: Account
) -> None:
    class Changing(Account):
        def __call__(self, asked: Asked) -> Answer:
            answer = super().__call__(asked)
            if asked.query.get("offset") == "0" and asked.path.endswith("Beta/items"):
                self.playlists["Beta"] = ("2", [*range(1, 61)])
            return answer

    nights.server.answer = Changing(account.playlists)
    assert night() == {"pulled": 2}
    nights.server.answer = account
    assert night()["pulled"] == 1
    body = aws.s3().get_object(Bucket="inbox", Key="spotify/Beta.json")["Body"].read()
    assert b'"snapshot_id": "2"' in body


def test_a_renewed_token_is_kept_encrypted_and_used_from_then_on(
    nights: Nights, account: Account
) -> None:
    account.renews = True
    night()
    night()
    assert nights.grants.get() == grant("token-2")
    kept = aws.ssm().describe_parameters()["Parameters"]
    assert [(one["Name"], one["Type"]) for one in kept] == [(NAME, "SecureString")]
    assert kept[0]["KeyId"] == "alias/aws/ssm"


def test_a_renewed_token_does_not_take_the_place_of_a_newer_sign_in(
    nights: Nights, account: Account
) -> None:
    def meanwhile(asked: Asked) -> Answer:
        if asked.path == "/api/token":
            nights.grants.put(grant("newer", day=30))
        return account(asked)

    account.renews = True
    nights.server.answer = meanwhile
    night()
    assert nights.grants.get() == grant("newer", day=30)


@pytest.mark.soak
def test_a_sign_in_that_ended_stops_pulling_until_the_next(
    nights: Nights, account: Account, capsys: pytest.CaptureFixture[str]
) -> None:
    account.tokens.append("only this")
    assert "pulled" not in nights.go_by()
    assert "run linernotes login" in nights.inbox_page()
    assert days_left(capsys) == [0]
    nights.asked()
    nights.go_by()
    assert nights.asked() == []
    assert days_left(capsys) == [0], "the alarm stays"
    nights.grants.put(grant("only this", day=30))
    assert nights.go_by()["pulled"] == 2
    assert "no longer takes" not in nights.inbox_page()


def days_left(capsys: pytest.CaptureFixture[str]) -> list[int]:
    """What was counted since the last look, under the dimension that the alarm names."""
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines() if "_aws" in line]
    told = [line for line in lines if "SpotifyDaysLeft" in line]
    for line in told:
        [metrics] = line["_aws"]["CloudWatchMetrics"]
        assert (metrics["Namespace"], metrics["Dimensions"]) == ("Linernotes", [["service"]])
        assert line["service"] == "mine"
    return [int(one) for line in told for one in line["SpotifyDaysLeft"]]


def test_the_days_that_are_left_are_told_every_night_even_when_nobody_answers(
    nights: Nights, account: Account, capsys: pytest.CaptureFixture[str]
) -> None:
    now = datetime.now(UTC)
    since = now - timedelta(days=100)
    nights.grants.put(grant().model_copy(update={"since": since}))
    account.fails["/api/token"] = (404, {}, {})
    assert night() == {}
    [left] = days_left(capsys)
    assert 80 <= left <= 84


def test_a_catalog_made_anew_knows_the_sign_in_and_what_was_pulled(
    nights: Nights, account: Account, capsys: pytest.CaptureFixture[str]
) -> None:
    account.playlists["Beta"] = ("1", [4, 5])
    nights.go_by()
    before = nights.stack.site(whole=True)
    assert "ends on 28 February 2027" in nights.inbox_page()
    assert rebuild(nights.stack.cloud, Workers(nights.stack)).exports == 2
    assert nights.stack.site(whole=True) == before
    nights.asked()
    capsys.readouterr()
    versions = nights.versions()
    assert "pulled" not in nights.go_by()
    assert not [path for path in nights.asked() if path.endswith("/items")]
    assert nights.versions() == versions
    assert len(days_left(capsys)) == 1, "the alarm goes by it"
    assert nights.stack.site(whole=True) == before
    account.playlists["Alpha"] = ("2", [7])
    assert nights.go_by()["pulled"] == 1


def test_a_catalog_made_anew_knows_that_the_sign_in_ended(
    nights: Nights, account: Account, capsys: pytest.CaptureFixture[str]
) -> None:
    account.tokens.append("only this")
    nights.go_by()
    rebuild(nights.stack.cloud, Workers(nights.stack))
    assert "run linernotes login" in nights.inbox_page()
    nights.asked()
    capsys.readouterr()
    nights.go_by()
    assert nights.asked() == [], "a token that was refused is not shown again"
    assert days_left(capsys) == [0]


def test_where_nobody_signed_in_the_inbox_page_says_what_to_do(nights: Nights) -> None:
    aws.ssm().delete_parameter(Name=NAME)
    nights.go_by()
    assert "run linernotes login" in nights.inbox_page()
    assert nights.asked() == []
    nights.pull = None
    nights.go_by()
    assert "Spotify" not in nights.inbox_page()


@pytest.mark.parametrize(
    ("broken", "pulled"),
    [
        ((200, {"items": [], "total": 9}, {}), 1),
        ((404, {}, {}), 1),
        ((502, {}, {}), 1),
        ((429, {}, {"Retry-After": "86400"}), 0),
        ((401, {}, {}), 0),
    ],
)
def test_a_playlist_that_does_not_come_whole_comes_another_night_and_holds_up_no_other(
    nights: Nights, account: Account, broken: Answer, pulled: int
) -> None:
    account.fails["/v1/playlists/Alpha/items"] = broken
    assert night().get("pulled", 0) == pulled
    account.fails.clear()
    assert night().get("pulled", 0) == 2 - pulled
    assert nights.keys() == ["spotify/Alpha.json", "spotify/Beta.json"]


def test_a_list_that_does_not_come_takes_nothing_away(nights: Nights, account: Account) -> None:
    night()
    insufficient = {"error": {"status": 403, "message": "Insufficient client scope"}}
    wrong: list[Answer] = [(401, {}, {}), (403, insufficient, {}), (200, {"items": []}, {})]
    for broken in wrong:
        account.fails["/v1/me/playlists"] = broken
        assert "pulled" not in night()
    account.fails.clear()
    assert "pulled" not in night()
    assert len(nights.keys()) == 2


def test_a_night_ends_when_its_time_is_over_and_the_next_goes_on(nights: Nights) -> None:
    assert nights.pull
    nights.pull = replace(nights.pull, seconds=-1)
    assert "pulled" not in night()
    nights.pull = replace(nights.pull, seconds=150)
    assert night()["pulled"] == 2


def test_what_is_no_sign_in_is_taken_for_none_and_never_told(
    nights: Nights, capsys: pytest.CaptureFixture[str]
) -> None:
    aws.ssm().put_parameter(Name=NAME, Value='{"secret": 1}', Type="SecureString", Overwrite=True)
    assert "pulled" not in night()
    assert "secret" not in capsys.readouterr().out
