"""A night's refresh: what is stale goes through the queues again, what is not is left alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from functions.refresh import app
from linernotes import aws
from linernotes.catalog import ledger
from linernotes.cloud import cloud
from linernotes.pages import markdown_pages
from linernotes.settings import settings, thresholds
from tests.aws.exports import history, playlist, track
from tests.aws.nights import night, written
from tests.aws.stack import Stack

pytestmark = pytest.mark.usefixtures("one_time", "light_figures")

EVENTS = Path(__file__).parents[2] / "events" / "refresh"
OVERVIEW = "playlists/mine/overview.md"


def without_features(number: int) -> dict[str, Any]:
    return {name: value for name, value in track(number).items() if name != "audio_features"}


def features(number: int) -> dict[str, Any]:
    told = track(number)
    return {**told["audio_features"], "id": told["id"], "uri": told["uri"]}


@pytest.fixture
def rested(stack: Stack) -> Stack:
    """A library in which a night has passed."""
    stack.drop("mine.json", playlist("Mine", [track(n) for n in range(3)]))
    stack.drop("other.json", playlist("Other", [track(n) for n in range(2, 4)]))
    stack.drop("broken.json", b"{")
    stack.drain()
    assert night() == {}
    stack.drain()
    return stack


def test_a_night_without_change_writes_nothing(rested: Stack) -> None:
    with written() as calls:
        assert night() == {}
    assert calls == []


def test_a_raised_number_for_reading_has_every_export_read_again(
    rested: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("linernotes.usecases.stale.READING", 99)
    monkeypatch.setattr("linernotes.usecases.ingest.READING", 99)
    monkeypatch.setattr("linernotes.playlists.READING", 99)
    assert night() == {"exports": 3}
    rested.drain()
    assert night() == {}


def test_a_raised_number_for_figures_is_settled_by_drawing(
    rested: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("linernotes.usecases.stale.FIGURES", 99)
    monkeypatch.setattr("linernotes.usecases.draw.FIGURES", 99)
    before = len(rested.seen)
    assert night() == {"figures": 2}
    rested.drain()
    assert set(rested.seen[before:]) == {"draw", "publish"}
    assert night() == {}


def test_a_raised_number_for_clusters_has_them_made_again(
    rested: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("linernotes.usecases.analyze.CLUSTERING", 99)
    before = len(rested.seen)
    assert night() == {"analyses": 2}
    rested.drain()
    assert "ingest" not in rested.seen[before:]
    assert night() == {}


def test_pages_that_another_release_made_are_made_anew_and_written_where_they_differ(
    rested: Stack, monkeypatch: pytest.MonkeyPatch, site_writes: list[str]
) -> None:
    def longer(*told: Any) -> bytes:
        return overview(*told) + b"\nA new line.\n"

    overview = markdown_pages.overview
    monkeypatch.setattr(markdown_pages, "overview", longer)
    monkeypatch.setattr("linernotes.usecases.rules.RELEASE", "99.0")
    assert night() == {}
    rested.drain()
    assert sorted(site_writes) == [OVERVIEW, "playlists/other/overview.md"]
    assert rested.site()[OVERVIEW].endswith(b"A new line.\n")
    with written() as calls:
        assert night() == {}
    assert calls == []


def test_an_event_that_was_lost_is_made_up_for(rested: Stack) -> None:
    rested.drop("new.json", playlist("New", [track(1)]), tell=False)
    rested.drop("mine.json", playlist("Mine", [track(1)]), tell=False)
    rested.remove("other.json", tell=False)
    assert night() == {"exports": 3}
    rested.drain()
    site = rested.site()
    assert "playlists/new/overview.md" in site
    assert "playlists/other/overview.md" not in site
    assert "Song 2" not in site[OVERVIEW].decode()
    assert night() == {}


def test_a_newer_version_that_was_refused_is_not_read_every_night(rested: Stack) -> None:
    rested.drop("mine.json", b"{")
    rested.drain()
    assert night() == {}


@pytest.mark.soak
def test_pages_that_somebody_deleted_come_back_as_they_were(rested: Stack) -> None:
    rested.drop("many.json", playlist("Many", [track(n, label="Own") for n in range(40)]))
    old = [(f"2023-01-0{day} 12:00", "Song 1", "Nobody") for day in range(1, 4)]
    rested.drop("history.json", history(*old, ("2025-01-01 12:00", "Song 2", "Nobody")))
    rested.drain()
    before = rested.site()
    night()
    scatter = next(path for path in before if path.endswith("clusters_scatter.png"))
    asset = next(path for path in before if path.startswith("assets/"))
    search = next(path for path in before if "search" in path and path.endswith(".json"))
    forgotten = [path for path in before if path.startswith("forgotten")]
    gone = (OVERVIEW, scatter, asset, "labels/own/index.html", "index.html", search, *forgotten)
    assert forgotten
    for path in gone:
        assert path in before
        aws.s3().delete_object(Bucket="site", Key=path)
    assert night() == {"missing": len(gone)}
    rested.drain()
    assert rested.site() == before
    with written() as calls:
        assert night() == {}
    assert calls == []


def test_pages_stand_while_the_catalog_is_made_anew(rested: Stack, site_writes: list[str]) -> None:
    before = rested.site()
    ledger.keep_alone(rested.cloud.catalog.table)
    found = night()
    assert found["exports"] == 3
    assert found["left"] == len(rested.site(whole=True)), "nothing is known of any"
    for stage in ("ingest", "analyze", "draw", "publish"):
        while rested.step(stage):
            pass
    rested.drain()
    assert not [path for path in site_writes if path.startswith("DELETE")]
    assert rested.site() == before
    assert night() == {}


def test_other_thresholds_and_another_address_reach_every_page_by_the_next_night(
    rested: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "labels/some_records/index.html" not in rested.site()
    monkeypatch.setenv("LABEL_TRACKS", "3")
    monkeypatch.setenv("SITE_URL", "https://notes.example/")
    for remembered in (settings, thresholds, cloud):
        remembered.cache_clear()
    rested.revive()
    assert night() == {}
    rested.drain()
    site = rested.site()
    assert "labels/some_records/index.html" in site
    assert b"https://notes.example/playlists/other/" in site["playlists/other/index.html"]
    with written() as calls:
        assert night() == {}
    assert calls == []


def test_an_object_that_belongs_to_no_page_goes(rested: Stack) -> None:
    before = rested.site()
    aws.s3().put_object(Bucket="site", Key="playlists/gone/index.html", Body=b"left over")
    assert night() == {"left": 1}
    rested.drain()
    assert rested.site() == before
    assert rested.rows("DIRTY") == []
    assert night() == {}


def test_a_page_that_waits_for_a_publisher_that_nobody_woke_is_published(rested: Stack) -> None:
    rested.cloud.catalog.dirt.put(["home"], "a token")
    assert night() == {"dirty": 1}
    rested.drain()
    assert rested.rows("DIRTY") == []


def test_a_fact_whose_telling_was_lost_is_told_at_night(stack: Stack) -> None:
    stack.drop("poor.json", playlist("Poor", [without_features(n) for n in range(6)]))
    stack.drain()
    night()
    told = {"audio_features": [features(n) for n in range(6)]}
    stack.drop("rich.json", json.dumps(told).encode())
    assert stack.step("ingest")
    [message] = stack.receive("ingest")
    assert "poor.json" in message["Body"]
    aws.sqs().delete_message(QueueUrl=stack.urls["ingest"], ReceiptHandle=message["ReceiptHandle"])
    stack.drain()
    assert night() == {"exports": 1}
    stack.drain()
    assert night() == {}
    stack.remove("rich.json")
    stack.drain()
    assert night() == {}, "the word was taken back, and everybody was told"


def test_everything_is_read_again_on_demand_and_nothing_changes(
    rested: Stack, site_writes: list[str]
) -> None:
    assert night(everything=True) == {"exports": 3}
    rested.drain()
    assert site_writes == []
    assert night() == {}


@pytest.mark.parametrize("case", sorted(EVENTS.glob("*.json")), ids=lambda case: case.stem)
def test_sample_events_are_taken_or_refused_by_their_version(stack: Stack, case: Path) -> None:
    event = json.loads(case.read_text(encoding="utf-8"))
    if case.stem == "later-version":
        with pytest.raises(ValueError, match="RefreshHint"):
            app.handler(event, None)  # type: ignore[arg-type]  # it asks no context
    else:
        assert not any(app.handler(event, None).values())  # type: ignore[arg-type]  # as above
