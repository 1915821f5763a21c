"""The site of thirty real playlists in a browser: names and sizes that nobody made up."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import html5lib
import pytest

from tests.browser.conftest import ROOT, Heard, Opens, published, served
from tests.browser.test_site import violations
from tests.links import clicks_from_home, dead_links

FOLDER = ROOT.parent / "shared" / "data" / "corpus" / "exportify"
WINDOWS = ((390, True), (1440, False))  # the sample library is seen in all four

# axe-core takes minutes for the page that lists all 3,400 tracks by cluster.
MOST_BYTES = 2_000_000


# One test: each worker of a parallel run would publish the library again for a second one.
@pytest.mark.soak
@pytest.mark.timeout(1800)
@pytest.mark.skipif(not FOLDER.is_dir(), reason="real exports of other people are not shipped")
def test_thirty_real_playlists_have_no_dead_link_no_far_page_and_break_no_rule_of_accessibility(
    opens: Opens, heard: Heard, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    exports = {path.name: path.read_bytes() for path in sorted(FOLDER.iterdir())}
    objects = published(monkeypatch, exports, "https://notes.example/")
    assert {"search.json", "feed.atom", "feed.json", "sitemap.xml"} <= objects.keys()
    assert dead_links(objects) == []
    clicks = clicks_from_home(objects)
    pages = {path for path in objects if path.endswith("index.html")}
    assert len(pages) > 300
    assert pages <= clicks.keys()
    assert max(clicks[path] for path in pages) <= 3
    with contextmanager(served)(objects, tmp_path) as site:
        longest = [
            max(paths, key=lambda path: len(objects[f"{path}index.html"]))
            for paths in site.kinds().values()
        ]
        for path in longest:
            html5lib.HTMLParser(strict=True).parse(objects[f"{path}index.html"])
        quick = [path for path in longest if len(objects[f"{path}index.html"]) < MOST_BYTES]
        assert len(quick) >= len(longest) - 1
        for width, dark in WINDOWS:
            page = opens(site.address, dark=dark, width=width)
            for path in quick:
                page.goto(site.address + quote(path))
                assert violations(page) == []
                wide = page.evaluate("document.documentElement.scrollWidth")
                assert wide <= width, f"{path} is {wide} pixels wide"
    assert heard.nothing(), heard
