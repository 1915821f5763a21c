"""The change log: what a publish tells, and that it tells it once."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

from linernotes.catalog.log import Logged
from linernotes.changes import Change
from linernotes.cloud import cloud
from linernotes.identity import playlist_id
from linernotes.settings import settings
from tests.aws.exports import playlist, track
from tests.aws.stack import Stack
from tests.links import dead_links

pytestmark = [pytest.mark.usefixtures("one_time", "light_figures"), pytest.mark.soak]
ATOM = "{http://www.w3.org/2005/Atom}"


def tracks(*numbers: range) -> list[dict[str, Any]]:
    return [track(n, artist="Ada") for some in numbers for n in some]


def told(stack: Stack) -> list[tuple[str, list[str]]]:
    """What home says changed: label and names, newest first."""
    home = json.loads(stack.site(whole=True)["overview.json"])
    return [(one["label"], [thing["name"] for thing in one["things"]]) for one in home["changes"]]


def test_what_is_added_and_removed_is_told_on_home_and_on_the_page_of_the_playlist(
    stack: Stack,
) -> None:
    stack.drop("a.json", playlist("A", tracks(range(40))))
    stack.drain()
    assert told(stack) == [("New playlist", ["A"]), ("New artist page", ["Ada"]), LABEL]
    stack.drop("a.json", playlist("A", tracks(range(2, 43))))
    stack.drain()
    assert told(stack)[0] == ("Changed", ["A"])
    site = stack.site(whole=True)
    for page in ("playlists/a/index.html", "index.html"):
        text = re.sub("<[^>]+>", "", site[page].decode())
        assert "3 tracks added: Song 40 by Ada, Song 41 by Ada, Song 42 by Ada" in text
        assert "2 tracks removed: Song 0 by Ada, Song 1 by Ada" in text
    assert b"  - 3 tracks added: Song 40 by Ada" in site["README.md"]
    assert b"## What changed" in site["playlists/a/overview.md"]
    assert dead_links(site) == []


LABEL = ("New label page", ["Some Records"])


def test_clusters_that_grew_are_told(stack: Stack) -> None:
    stack.drop("a.json", playlist("A", tracks(range(40))))
    stack.drain()
    more = tracks(range(40), range(40, 60, 2))
    stack.drop("a.json", playlist("A", more))
    stack.drain()
    notes = json.loads(stack.site(whole=True)["overview.json"])["changes"][0]["notes"]
    assert any(re.fullmatch(r"Cluster #\d grew from 20 to 30 tracks", n["label"]) for n in notes)


def test_a_playlist_that_goes_is_told_of_without_a_link(stack: Stack) -> None:
    stack.drop("a.json", playlist("A", tracks(range(40))))
    stack.drop("b.json", playlist("B", tracks(range(100, 140))))
    stack.drain()
    stack.remove("b.json")
    stack.drain()
    first = json.loads(stack.site(whole=True)["overview.json"])["changes"]
    gone = [one for one in first if one["label"] == "Gone"]
    assert [one["things"] for one in gone] == [[{"name": "B"}]]
    assert dead_links(stack.site(whole=True)) == []


def test_the_same_publish_twice_tells_nothing_twice(stack: Stack) -> None:
    stack.drop("a.json", playlist("A", tracks(range(40))))
    stack.drain()
    before, rows = stack.site(whole=True), stack.rows("LOG")
    stack.cloud.catalog.dirt.put([f"playlist#{playlist_id('a.json', 'A')}", "home"], "again")
    stack.cloud.queues.publish("again", "")
    stack.drain()
    assert stack.rows("LOG") == rows
    assert stack.site(whole=True) == before


def test_the_log_stands_when_all_else_is_made_anew(stack: Stack) -> None:
    stack.drop("a.json", playlist("A", tracks(range(40))))
    stack.drain()
    stack.drop("a.json", playlist("A", tracks(range(1, 41))))
    stack.drain()
    before, rows = stack.site(whole=True), stack.rows("LOG")
    kept = ("SLUG", "LOG", "HISTORY", "P#", "A#")
    for row in stack.rows():
        ledger = row["pk"].startswith(kept) and row["sk"] not in ("HEAD", "READY")
        if not ledger:
            stack.cloud.catalog.table.delete(row["pk"], row["sk"])
    stack.tell("a.json")
    stack.drain()
    assert stack.rows("LOG") == rows
    assert stack.site(whole=True) == before


def test_feeds_are_what_their_specifications_say(
    stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    stack.drop("a.json", playlist("A <b>\u0001\ufffe&", tracks(range(40))))
    stack.drain()
    relative = ET.fromstring(stack.site(whole=True)["feed.atom"])
    addresses = [link.get("href") for link in relative.iter(f"{ATOM}link")]
    assert addresses == ["./", "playlists/a_b_/", "artists/ada/", "labels/some_records/"]
    monkeypatch.setenv("SITE_URL", "https://notes.example/")
    revive(stack)
    stack.cloud.queues.publish("wake", "")
    stack.drain()
    site = stack.site(whole=True)
    check_atom(ET.fromstring(site["feed.atom"]))
    feed = json.loads(site["feed.json"])
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == "https://notes.example/feed.json"
    assert feed["home_page_url"] == "https://notes.example/"
    ids = [item["id"] for item in feed["items"]]
    assert len(set(ids)) == len(ids) == 3
    for item in feed["items"]:
        assert datetime.fromisoformat(item["date_published"]).tzinfo
        assert item["url"].startswith("https://notes.example/")
        assert item["content_html"]
    assert "A <b>" in feed["items"][0]["title"]
    canonical = '<link rel="canonical" href="https://notes.example/inbox/">'
    assert canonical in site["inbox/index.html"].decode()
    assert b"Sitemap: https://notes.example/sitemap.xml" in site["robots.txt"]
    located = re.findall(r"<loc>(.+?)</loc>", site["sitemap.xml"].decode())
    pages = {f"/{path}".removesuffix("index.html") for path in site if path.endswith("index.html")}
    assert {unquote(urlsplit(one).path) for one in located} == pages


def revive(stack: Stack) -> None:
    settings.cache_clear()
    cloud.cache_clear()
    stack.revive()


def check_atom(feed: ET.Element) -> None:
    """RFC 4287, 4.1: what a feed and an entry must have, once each."""
    for element, needed in ((feed, ("id", "title", "updated", "author")), *_entries(feed)):
        for name in needed:
            assert len(element.findall(ATOM + name)) == 1, name
        assert datetime.fromisoformat(element.findtext(f"{ATOM}updated") or "").tzinfo
        assert (element.findtext(f"{ATOM}id") or "").startswith(("https://", "urn:uuid:"))
    ids = [entry.findtext(f"{ATOM}id") for entry in feed.findall(f"{ATOM}entry")]
    assert len(set(ids)) == len(ids) > 0
    (own,) = (link for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self")
    assert own.get("href") == "https://notes.example/feed.atom"


def _entries(feed: ET.Element) -> list[tuple[ET.Element, tuple[str, ...]]]:
    needed = ("id", "title", "updated", "content", "link")
    return [(entry, needed) for entry in feed.findall(f"{ATOM}entry")]


def test_entries_are_kept_ninety_days_back_from_the_newest(stack: Stack) -> None:
    log = stack.cloud.catalog.log
    newest = datetime(2026, 11, 23, tzinfo=UTC)
    for days in (0, 89, 91, 400):
        at = newest - timedelta(days=days)
        change = Change(thing=f"playlist#{days}", at=at, what="new", name="", path="")
        log.tell(change, change.thing, None, Logged("state", at))
    log.prune()
    assert [one.thing for one in log.entries()] == ["playlist#0", "playlist#89"]
    assert log.logged("playlist#400") is not None, "it is not told again"


def test_an_older_state_that_comes_back_is_told_after_what_came_between(stack: Stack) -> None:
    bodies = [playlist("A", tracks(range(n, n + 40))) for n in (0, 1)]
    for body in (*bodies, bodies[0]):
        stack.drop("a.json", body)
        stack.drain()
    changes = [one for one in stack.cloud.catalog.log.entries() if one.what == "changed"]
    assert len(changes) == 2
