"""The published site in a reader's browser."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import axe_playwright_python
import pytest
from playwright.sync_api import Page, Route, expect

from linernotes.palette import PAPER
from tests.browser.conftest import ART_HOSTS, Heard, Opens, Site
from tests.browser.library import FIRST, TRACKS
from tests.links import clicks_from_home, dead_links

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text("utf-8")
CLUSTERS = "playlists/evenings/clusters/"
ROW = "main tbody tr[id]"

pytestmark = pytest.mark.soak


def test_a_reader_gets_from_the_library_to_the_row_of_a_dot(
    site: Site, opens: Opens, heard: Heard
) -> None:
    page = opens(site.address)
    page.get_by_role("link", name=FIRST, exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(FIRST)
    page.get_by_role("link", name="How they were found").click()
    expect(page).to_have_url(site.address + CLUSTERS)
    dot = page.locator(".plane .dot").last  # nothing lies over it
    title = dot.get_attribute("aria-label") or ""
    dot.hover()
    card = page.locator(".card")
    expect(card).to_be_visible()
    expect(card).to_contain_text(title.split(" by ")[0])
    dot.focus()
    page.keyboard.press("Enter")
    place = (dot.get_attribute("href") or "").removeprefix("#")
    expect(page).to_have_url(f"{site.address}{CLUSTERS}#{place}")
    row = page.locator(f"#{place}")
    expect(row).to_be_in_viewport()
    expect(row).to_contain_text(title.split(" by ")[0])
    assert heard.nothing(), heard


@pytest.mark.parametrize("place", ["t%", "%E0%A4%A", "%"])
def test_an_address_with_a_place_that_is_none_leaves_the_page_at_work(
    site: Site, opens: Opens, heard: Heard, place: str
) -> None:
    page = opens(f"{site.address}{CLUSTERS}#{place}")
    page.locator(".plane .dot").last.hover()
    expect(page.locator(".card")).to_be_visible()
    page.get_by_role("searchbox", name="Search the library").fill("song 77")
    expect(page.locator(".found")).to_contain_text("Song 77")
    assert page.get_by_role("button", name="Track", exact=True).count()
    assert heard.nothing(), heard


def test_a_table_sorts_by_a_column_and_back_to_the_order_of_the_page(
    site: Site, opens: Opens, heard: Heard
) -> None:
    page = opens(site.address + "playlists/evenings/")
    block = page.locator(".block:has(#tracks)")
    block.locator("summary").click()
    own = _cells(page, ".block:has(#tracks) td.track")
    assert len(own) == TRACKS
    head = block.get_by_role("button", name="Track", exact=True).first
    for way in (1, -1):
        head.click()
        numbers = [int(name.split()[1]) for name in _cells(page, ".block:has(#tracks) td.track")]
        assert numbers == sorted(numbers, reverse=way < 0)
    expect(block.get_by_role("columnheader", name="Track").first).to_have_attribute(
        "aria-sort", "descending"
    )
    head.click()
    assert _cells(page, ".block:has(#tracks) td.track") == own
    assert heard.nothing(), heard


def test_the_search_box_finds_what_is_typed_and_a_keyboard_is_enough(
    site: Site, opens: Opens, heard: Heard
) -> None:
    page = opens(site.address + CLUSTERS)
    page.keyboard.press("/")
    box = page.get_by_role("searchbox", name="Search the library")
    expect(box).to_be_focused()
    page.keyboard.type("song 77")
    expect(page.locator(".found")).to_contain_text("Song 77")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".found a").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".found")).to_be_hidden()
    expect(box).to_be_focused()
    page.keyboard.type(" ")
    expect(page.locator(".found a").first).to_be_visible()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/playlists/evenings/#t78$"))
    expect(page.locator("#t78")).to_contain_text("Song 77")
    expect(page.locator("#t78")).to_be_in_viewport()
    assert heard.nothing(), heard


@pytest.mark.parametrize(
    ("typed", "name", "kind"),
    [
        ("evening", FIRST, "Playlists"),
        ("orsted", "Ada Ørsted", "Artists"),
        ("ÖRSTED ADA", "Ada Ørsted", "Artists"),
        ("caj", "Čaj", "Artists"),
        ("decca umo", "Decca (UMO)", "Labels"),
        ("TRIP-HOP", "trip hop", "Genres"),
        ("駆ける", "夜に駆ける", "Tracks"),
        ("לישון", "לך לישון", "Tracks"),
        ("حبيبي", "حبيبي يا نور العين", "Tracks"),
        ("<script>", "<script>alert(1)</script>", "Labels"),
        ("🎧", "👩\u200d👩\u200d👧 🎧", "Tracks"),
        ("=====", "=====", "Tracks"),
    ],
)
def test_case_accents_and_script_do_not_matter_to_a_search(
    site: Site, opens: Opens, heard: Heard, typed: str, name: str, kind: str
) -> None:
    page = opens(site.address + "404.html")
    page.get_by_role("searchbox").fill(typed)
    found = page.get_by_role("list", name=kind).get_by_role("link", name=name)
    address = found.first.evaluate("link => link.href")
    page.goto(address)
    expect(page.locator("main")).to_contain_text(name)
    assert heard.nothing(), heard


def test_a_search_for_what_is_not_there_says_so(site: Site, opens: Opens) -> None:
    page = opens(site.address)
    page.get_by_role("searchbox").fill("zzzzzz")
    expect(page.get_by_role("status")).to_have_text("Nothing in the library has this name.")


def test_a_search_for_what_a_full_index_does_not_hold_says_what_it_leaves_out(
    site: Site, opens: Opens
) -> None:
    full = json.loads(site.objects["search.json"]) | {"beyond": {"labels": 1, "tracks": 12345}}
    page = opens("about:blank")
    page.route("**/search.json", lambda route: route.fulfill(json=full))
    page.goto(site.address)
    page.get_by_role("searchbox").fill("zzzzzz")
    expect(page.get_by_role("status")).to_have_text(
        "Not among the names that the search holds; it leaves out 1 label and 12,345 tracks."
    )


@pytest.mark.parametrize("last", ["cleared", "Escape"])
def test_enter_opens_nothing_that_is_not_shown(site: Site, opens: Opens, last: str) -> None:
    page = opens(site.address)
    box = page.get_by_role("searchbox")
    box.fill("song 77")
    expect(page.locator(".found a").first).to_be_visible()
    if last == "cleared":
        box.fill("")
    else:
        box.press(last)
    expect(page.locator(".found")).to_be_hidden()
    box.press("Enter")
    page.wait_for_timeout(300)
    expect(page).to_have_url(site.address)


def test_enter_that_ends_a_word_of_an_input_method_opens_nothing(site: Site, opens: Opens) -> None:
    page = opens(site.address)
    box = page.get_by_role("searchbox")
    box.fill("駆ける")
    expect(page.locator(".found a").first).to_be_visible()
    box.dispatch_event("keydown", {"key": "Enter", "isComposing": True})
    page.wait_for_timeout(300)
    expect(page).to_have_url(site.address)


def test_a_running_order_sorts_by_tempo_key_and_cluster(site: Site, opens: Opens) -> None:
    page = opens(site.address + "playlists/evenings/running_order/")
    for head, column in (("Tempo", "tempo"), ("Key", "key"), ("Cluster", "mood")):
        page.get_by_role("button", name=head, exact=True).click()
        cells = _cells(page, f"td.{column}")
        assert len(set(cells)) > 1
        assert cells == sorted(cells, key=_by_number)


def _by_number(cell: str) -> tuple[int, str]:
    number = re.match(r"\d+", cell)
    return (int(number[0]) if number else 0, cell)


@pytest.mark.parametrize("width", [320, 360, 430])
def test_the_card_of_every_dot_fits_a_phone(site: Site, opens: Opens, width: int) -> None:
    page = opens("about:blank", width=width)
    page.route(site.address + CLUSTERS, _dots_in_the_middle)
    page.goto(site.address + CLUSTERS)
    edges = page.eval_on_selector_all(".plane .dot", EDGES)
    assert min(left for left, _ in edges) >= 0
    assert max(right for _, right in edges) <= width


def _dots_in_the_middle(route: Route) -> None:
    """Of a plane 720 wide, one on either side; there neither side has room for a whole card."""
    answer = route.fetch()
    body = answer.text()
    for x in (355, 365):
        body = re.sub(r'cx="\d{2,3}\.\d"', f'cx="{x}"', body, count=1)
    route.fulfill(response=answer, body=body)


EDGES = """dots => dots.map((dot) => {
  const row = document.querySelector(dot.getAttribute("href"));
  row.querySelector("td.track bdi").textContent = "The Theory of Everything, Live in Paris";
  dot.focus();
  const { left, right } = document.querySelector(".card").getBoundingClientRect();
  return [left, right];
})"""


def test_a_large_cover_is_a_large_picture(site: Site, opens: Opens) -> None:
    for path, cover in (
        ("", ".record > .sleeve"),
        ("playlists/evenings/", ".with-sleeve > .sleeve"),
    ):
        page = opens(site.address + path)
        image = page.locator(f"{cover} img").first
        assert (image.bounding_box() or {"width": 0})["width"] > 64
        assert "ab67616d00001e02" in image.evaluate("image => image.currentSrc")
        assert "ab67616d0000b273" in (image.get_attribute("srcset") or "")


def test_picking_a_cluster_leaves_the_dots_of_the_others_pale(site: Site, opens: Opens) -> None:
    page = opens(site.address + CLUSTERS)
    page.locator(".pick label.c1").click()
    shades = page.eval_on_selector_all(
        ".plane .dot", "dots => dots.map(d => [d.classList[1], getComputedStyle(d).opacity])"
    )
    assert {tuple(one) for one in shades} == {("c1", "1"), ("c2", "0.1")}


def test_nothing_is_picked_out_on_a_page_that_is_loaded_anew(site: Site, opens: Opens) -> None:
    page = opens(site.address + CLUSTERS)
    page.locator(".pick label.c1").click()
    page.goto(site.address)
    page.go_back()
    page.wait_for_load_state()
    expect(page.locator(".pick").get_by_label("All")).to_be_checked()
    expect(page.locator(".plane .dot.c2").first).to_have_css("opacity", "1")


@pytest.mark.parametrize("dark", [False, True])
def test_a_page_is_as_light_or_as_dark_as_its_reader_wants(
    site: Site, opens: Opens, dark: bool
) -> None:
    page = opens(site.address, dark=dark)
    paper = PAPER.dark if dark else PAPER.light
    red, green, blue = (int(paper[at : at + 2], 16) for at in (1, 3, 5))
    colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert colour == f"rgb({red}, {green}, {blue})"


@pytest.mark.parametrize("width", [390, 1440])
def test_every_kind_of_page_is_quiet_fits_its_window_and_loads_nothing_from_elsewhere(
    site: Site, opens: Opens, heard: Heard, width: int
) -> None:
    kinds = site.kinds()
    assert {"", "inbox/", "playlists/*/", "playlists/*/clusters/"} <= kinds.keys()
    assert {"artists/*/", "labels/*/", "genres/*/"} <= kinds.keys()
    page = opens(site.address, width=width)
    for pages in kinds.values():
        for path in pages:
            page.goto(site.address + quote(path))
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, f"{path} is {wide} pixels wide"
    assert heard.nothing(), heard


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("dark", [False, True])
def test_no_kind_of_page_breaks_a_rule_of_accessibility(
    site: Site, opens: Opens, dark: bool, width: int
) -> None:
    page = opens(site.address, dark=dark, width=width)
    page.get_by_role("searchbox").fill("a")
    expect(page.locator(".found")).to_be_visible()
    assert violations(page) == []
    for path in (*(pages[0] for pages in site.kinds().values()), "404.html"):
        page.goto(site.address + quote(path))
        assert violations(page) == []


def test_without_script_a_page_says_the_same(site: Site, opens: Opens) -> None:
    plain, scripted = opens(site.address, script=False), opens(site.address)
    for pages in site.kinds().values():
        told = []
        for page in (plain, scripted):
            page.goto(site.address + quote(pages[0]))
            told.append([_cells(page, f"main {what}") for what in ("td", "p", "h1, h2", "li")])
        assert told[0] == told[1]
        assert sum(map(len, told[0])) > 3
    plain.goto(site.address + CLUSTERS)
    plain.locator("summary").first.click()
    assert plain.locator(ROW).nth(30).is_visible(), "what is folded unfolds"
    box = plain.get_by_role("searchbox")
    assert not box.is_visible(), "what cannot work is not offered"


def test_a_page_of_120_tracks_is_light_and_nothing_in_it_jumps(site: Site, opens: Opens) -> None:
    page = opens("about:blank", width=390)
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    sizes: dict[str, float] = {}
    hosts: dict[str, str] = {}
    session.on("Network.requestWillBeSent", lambda e: hosts.update({e["requestId"]: _host(e)}))
    session.on(
        "Network.loadingFinished",
        lambda e: sizes.update({e["requestId"]: e["encodedDataLength"]}),
    )
    page.goto(site.address + CLUSTERS, wait_until="networkidle")
    assert page.locator(ROW).count() == TRACKS
    own = sum(size for one, size in sizes.items() if hosts[one] not in ART_HOSTS)
    assert 5_000 < own < 100_000
    page.mouse.wheel(0, 3000)
    page.wait_for_load_state("networkidle")
    assert page.evaluate(SHIFTED) < 0.01


SHIFTED = """() => new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((list) => {
    for (const one of list.getEntries()) if (!one.hadRecentInput) sum += one.value;
  }).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(sum), 200);
})"""


def test_no_link_of_the_site_is_dead_and_every_page_is_three_clicks_from_home(site: Site) -> None:
    assert dead_links(site.objects) == []
    clicks = clicks_from_home(site.objects)
    pages = {path for path in site.objects if path.endswith("index.html")}
    assert pages <= clicks.keys()
    assert max(clicks[path] for path in pages) <= 3


def _cells(page: Page, selector: str) -> list[str]:
    texts = page.locator(selector).all_text_contents()
    return [" ".join(text.split()) for text in texts]


def violations(page: Page) -> list[dict[str, Any]]:
    """What axe-core finds, with the place of each."""
    # Set from outside, since the page's own policy lets no other script in.
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        {"page": unquote(page.url), "rule": one["id"], "at": [n["html"] for n in one["nodes"]][:3]}
        for one in found["violations"]
    ]


def _host(event: dict[str, Any]) -> str:
    found = re.match(r"\w+://([^/:]+)", event["request"]["url"])
    return found[1] if found else ""
