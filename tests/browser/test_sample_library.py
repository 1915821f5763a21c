"""Every page of the sample library in a browser, as readers of the first command see it."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import html5lib
import pytest

from tests.browser.conftest import ROOT, Heard, Opens, Site, published, served
from tests.browser.test_site import SHIFTED, violations
from tests.links import clicks_from_home, dead_links

pytestmark = pytest.mark.soak
EXPORTS = ROOT / "events" / "exports"


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The sample library, published and served."""
    exports = {path.name: path.read_bytes() for path in sorted(EXPORTS.iterdir())}
    with pytest.MonkeyPatch.context() as patch:
        objects = published(patch, exports, "https://notes.example/")
    yield from served(objects, tmp_path_factory.mktemp("sample"))


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("dark", [False, True])
def test_no_kind_of_page_breaks_a_rule_of_accessibility_or_its_window(
    sample: Site, opens: Opens, heard: Heard, dark: bool, width: int
) -> None:
    page = opens(sample.address, dark=dark, width=width)
    for pages in sample.kinds().values():
        longest = max(pages, key=lambda path: len(sample.objects[f"{path}index.html"]))
        page.goto(sample.address + quote(longest))
        assert violations(page) == []
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{longest} is {wide} pixels wide"
    assert heard.nothing(), heard


@pytest.mark.parametrize("width", [390, 1440])
def test_nothing_jumps_on_any_kind_of_page(
    sample: Site, opens: Opens, heard: Heard, width: int
) -> None:
    page = opens(sample.address, width=width)
    for pages in sample.kinds().values():
        longest = max(pages, key=lambda path: len(sample.objects[f"{path}index.html"]))
        page.goto(sample.address + quote(longest))
        page.mouse.wheel(0, 3000)
        page.wait_for_load_state("networkidle")
        assert page.evaluate(SHIFTED) < 0.01, longest
    assert heard.nothing(), heard


def test_every_link_and_anchor_leads_somewhere_and_every_page_is_three_clicks_from_home(
    sample: Site,
) -> None:
    assert {"search.json", "feed.atom", "feed.json", "sitemap.xml"} <= sample.objects.keys()
    assert dead_links(sample.objects) == []
    clicks = clicks_from_home(sample.objects)
    pages = [path for path in sample.objects if path.endswith("index.html")]
    assert len(pages) > 30
    assert max(clicks[path] for path in pages) <= 3


def test_every_page_is_valid_html(sample: Site) -> None:
    for path, body in sample.objects.items():
        if path.endswith(".html"):
            html5lib.HTMLParser(strict=True).parse(body)
