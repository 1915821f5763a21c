"""Playlists whose names nobody would see, and lists of likes in the owner's language."""

from __future__ import annotations

import json

import pytest

from tests.aws.exports import playlist, track
from tests.links import dead_links
from tests.memory.flow import published
from tests.unit.pages.reading import html, markdown

pytestmark = pytest.mark.usefixtures("light_figures")

UNTITLED = "(untitled)"


@pytest.mark.parametrize("name", ["", " \t", "\u200b\u202e\u202c", "\u3164"])
def test_a_playlist_without_a_name_is_untitled_wherever_it_is_named(name: str) -> None:
    songs = [track(number, artist="Ann") for number in range(12)]
    twin = songs[0] | {"id": "x" * 22, "uri": "spotify:track:" + "x" * 22}
    exports = {
        "_.json": playlist(name, [*songs, twin]),
        "b.json": playlist("B", songs),
    }
    site = published(exports, root="https://x.example")
    readable = {path: body.decode() for path, body in site.items() if not path.endswith(".png")}
    [path] = [path for path in readable if path.startswith("playlists/untitled-") and _own(path)]
    slug = path.split("/")[1]
    assert html(readable[path]).all("h1")[0].text.endswith(UNTITLED)
    assert html(readable[path]).all("title")[0].text.startswith(UNTITLED)
    assert markdown(readable[f"playlists/{slug}/overview.md"])[0].title == UNTITLED

    naming = ["index.html", "inbox/index.html", "errors/index.html", "artists/ann/index.html"]
    for page in [*naming, "playlists/b/index.html"]:
        ways = [to for to in html(readable[page]).all("a") if _leads(to.attributes["href"], slug)]
        assert ways, page
        assert {to.text for to in ways} == {UNTITLED}, page
    for record in ("README.md", "inbox.md", "errors.md", "artists/ann/overview.md"):
        assert f"[{UNTITLED}](" in readable[record], record
    assert [slug, UNTITLED, 13] in json.loads(readable["search.json"])["playlists"]
    for feed in ("feed.json", "feed.atom"):
        assert UNTITLED in readable[feed]
    for page, text in readable.items():
        if page.endswith(".html"):
            assert not [to for to in html(text).all("a") if to.all("bdi") and not to.text], page
        if page.endswith(".md"):
            assert "[](" not in text.replace("![](", ""), page
    assert dead_links(site) == []


def test_the_card_of_liked_songs_bears_the_name_of_their_page() -> None:
    header = "Track URI,Track Name,Artist Name(s),Album Name,Track Duration (ms)\n"
    rows = (f"spotify:track:{n:022d},Song {n},Ann,Album,200000\n" for n in range(5))
    site = published({"Lieblingssongs.csv": (header + "".join(rows)).encode()})
    page = html(site["playlists/liked_tracks/index.html"])
    assert page.all("title")[0].text.startswith("Lieblingssongs")
    assert b"name='Lieblingssongs'" in site["images/playlists/liked_tracks/card.png"]


def _own(path: str) -> bool:
    return path.count("/") == 2 and path.endswith("/index.html")


def _leads(address: str, slug: str) -> bool:
    return address.endswith(f"{slug}/")
