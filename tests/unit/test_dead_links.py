"""The finder of dead links finds them, in pages and in what is made for programs."""

from __future__ import annotations

import json

import pytest

from tests.links import dead_links, heading_anchor

ROOT = "https://x.example/notes/"
HOME = f'<link rel="canonical" href="{ROOT}"><p id="here">'
MARKDOWN = "# A\n\n## Cluster #1\n\n## *Upbeat*, loud & `A|B`\n\n## Twice\n\n### Twice\n"
ATOM = '<feed xmlns="http://www.w3.org/2005/Atom"><link href="{}"/></feed>'
SITEMAP = (
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>{}</loc></url></urlset>'
)


def _dead(path: str, body: str) -> list[str]:
    """The dead links of one file in a site that has a home, a page of a playlist and its record."""
    site = {
        "index.html": HOME.encode(),
        "playlists/a_(b)/index.html": b'<tr id="t1">',
        "playlists/a_(b)/overview.md": MARKDOWN.encode(),
        path: body.encode(),
    }
    found = dead_links(site)
    assert all(one.startswith(f"{path} -> ") for one in found)
    return [one.removeprefix(f"{path} -> ") for one in found]


@pytest.mark.parametrize(
    ("heading", "anchor"),
    [
        ("Cluster #1", "cluster-1"),
        ("Not placed", "not-placed"),
        ("Upbeat, loud & fast", "upbeat-loud--fast"),
        ("夜に駆ける (2)", "夜に駆ける-2"),
        ("a_b-c", "a_b-c"),
        ("🎧 of mine", "-of-mine"),
    ],
)
def test_a_heading_has_the_anchor_that_github_gives_it(heading: str, anchor: str) -> None:
    assert heading_anchor(heading) == anchor


@pytest.mark.parametrize(
    "anchor", ["a", "cluster-1", "upbeat-loud--ab", "twice", "twice-1", "cluster-2", "twice-2"]
)
def test_an_anchor_into_a_record_is_one_of_its_headings(anchor: str) -> None:
    dead = [f"playlists/a_%28b%29/overview.md#{anchor}"]
    expected = dead if anchor.endswith("-2") else []
    assert _dead("README.md", f"[to]({dead[0]})") == expected


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("inbox/index.html", '<a href="{}">'),
        ("inbox/index.html", '<meta property="og:image" content="{}">'),
        ("feed.atom", ATOM),
        ("feed.json", json.dumps({"items": [{"url": "{}", "content_html": ""}]})),
        ("sitemap.xml", SITEMAP),
        ("robots.txt", "User-agent: *\nSitemap: {}\n"),
    ],
)
def test_a_whole_address_of_the_site_is_followed(path: str, body: str) -> None:
    assert _dead(path, body.replace("{}", f"{ROOT}playlists/a_%28b%29/")) == []
    assert _dead(path, body.replace("{}", "https://open.spotify.com/")) == []
    assert len(_dead(path, body.replace("{}", f"{ROOT}playlists/gone/"))) == 1


@pytest.mark.parametrize(
    ("path", "body"),
    [
        (
            "feed.atom",
            '<feed xmlns="http://www.w3.org/2005/Atom"><link href="playlists/gone/"/></feed>',
        ),
        (
            "feed.json",
            json.dumps({"items": [{"content_html": "<a href='playlists/gone/'>Gone</a>"}]}),
        ),
        ("inbox/overview.json", json.dumps({"exports": [{"page": "playlists/gone"}]})),
    ],
)
def test_a_relative_address_is_followed_too(path: str, body: str) -> None:
    assert len(_dead(path, body)) == 1
    assert _dead(path, body.replace("gone", "a_(b)")) == []


@pytest.mark.parametrize(
    ("playlist", "row", "dead"),
    [("a_%28b%29", 1, 0), ("a_%28b%29", 2, 1), ("gone", 1, 2)],
)
def test_the_search_box_leads_to_playlists_and_to_rows(playlist: str, row: int, dead: int) -> None:
    index = {
        "playlists": [[playlist, "A", 1]],
        "artists": [],
        "labels": [],
        "genres": [],
        "tracks": [["Song", "Ann", 0, row]],
    }
    assert len(_dead("search.json", json.dumps(index))) == dead
