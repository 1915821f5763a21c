"""Where all pages are, for search engines."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from linernotes.pages import sitemap

AT = datetime(2026, 11, 23, tzinfo=UTC)
ROOT = "https://notes.example/"


def test_without_the_sites_address_there_is_no_sitemap() -> None:
    (robots,) = sitemap([("", AT)], "")
    assert (robots.path, robots.body) == ("robots.txt", b"User-agent: *\nAllow: /\n")


def test_addresses_are_whole_and_percent_encoded() -> None:
    robots, pages = sitemap([("playlists/a&b (c)/", AT), ("", None)], ROOT)
    assert robots.body.endswith(b"Sitemap: https://notes.example/sitemap.xml\n")
    assert re.findall(rb"<url>.*</url>", pages.body) == [
        b"<url><loc>https://notes.example/</loc></url>",
        b"<url><loc>https://notes.example/playlists/a%26b%20%28c%29/</loc>"
        b"<lastmod>2026-11-23T00:00:00+00:00</lastmod></url>",
    ]


def test_more_pages_than_one_file_may_hold_are_in_several() -> None:
    found = {
        file.path: file.body for file in sitemap(((f"p{n}/", None) for n in range(50_001)), ROOT)
    }
    assert found.keys() == {"robots.txt", "sitemap.xml", "sitemap-1.xml", "sitemap-2.xml"}
    assert found["sitemap.xml"].count(b"<sitemap>") == 2
    assert b"https://notes.example/sitemap-2.xml" in found["sitemap.xml"]
    assert found["sitemap-1.xml"].count(b"<url>") == 50_000
    assert found["sitemap-2.xml"].count(b"<url>") == 1
