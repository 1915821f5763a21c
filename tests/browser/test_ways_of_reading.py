"""A page without a mouse, without movement, and on paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, Route, expect

from linernotes.palette import PAPER
from tests.browser.conftest import Heard, Opens, Site
from tests.browser.library import TRACKS

pytestmark = pytest.mark.soak
CLUSTERS = "playlists/evenings/clusters/"
OVERVIEW = "playlists/evenings/"
MOST_STOPS = 60

# What shows that the focused element is focused: an outline that nothing clips, or a dot's stroke.
SHOWN = """() => {
  const one = document.activeElement;
  for (let at = one; at; at = at.parentElement)
    if (getComputedStyle(at).clipPath !== "none") return false;
  const style = getComputedStyle(one.matches(".pick input") ? one.nextElementSibling : one);
  const circle = one.querySelector("circle");
  const drawn = circle && parseFloat(getComputedStyle(circle).strokeWidth) >= 2.5;
  return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || Boolean(drawn);
}"""


def _what(page: Page) -> str:
    told = page.evaluate("[document.activeElement.tagName, document.activeElement.className]")
    return " ".join(one if isinstance(one, str) else one.get("baseVal", "") for one in told)


def _tab_to(page: Page, wanted: str) -> list[str]:
    """Press Tab until an element that `wanted` selects has the focus; what was passed."""
    passed: list[str] = []
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            return passed
        passed.append(_what(page))
    raise AssertionError(f"{wanted} is not among the first {MOST_STOPS} stops: {passed}")


def test_the_first_stop_of_a_keyboard_skips_to_the_notes(site: Site, opens: Opens) -> None:
    page = opens(site.address + CLUSTERS)
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the notes")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#main$"))
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_dots_are_one_stop_and_arrows_lead_from_one_to_the_next(
    site: Site, opens: Opens, heard: Heard
) -> None:
    page = opens(site.address + CLUSTERS)
    _tab_to(page, ".plane .dot")
    card = page.locator(".card")
    expect(card).to_be_visible()
    first = page.evaluate("document.activeElement.getAttribute('href')")
    expect(card).to_contain_text(page.locator(f"{first} td.track bdi").text_content() or "no title")
    visited = {first}
    for arrow in ("ArrowRight", "ArrowLeft", "ArrowDown", "ArrowUp") * 3:
        page.keyboard.press(arrow)
        assert page.evaluate("document.activeElement.matches('.dot')")
        visited.add(page.evaluate("document.activeElement.getAttribute('href')"))
    assert len(visited) > 2
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    page.keyboard.press("Tab")
    assert not page.evaluate("document.activeElement.matches('.dot')"), "one stop, not 120"
    assert heard.nothing(), heard


def test_arrows_lead_to_every_one_of_several_dots_at_one_place(site: Site, opens: Opens) -> None:
    page = opens("about:blank")
    page.route(f"{site.address}{CLUSTERS}", _three_at_one_place)
    page.goto(site.address + CLUSTERS)
    first, *_, last = _twins(page)
    for start, arrow in ((first, "ArrowRight"), (last, "ArrowLeft")):
        page.evaluate("href => document.querySelector(`.dot[href='${href}']`).focus()", start)
        visited = {start}
        for _ in range(2):
            page.keyboard.press(arrow)
            visited.add(page.evaluate("document.activeElement.getAttribute('href')"))
        assert visited == set(_twins(page))
        page.keyboard.press(arrow)
        assert page.evaluate("document.activeElement.getAttribute('href')") not in visited


def _three_at_one_place(route: Route) -> None:
    answer = route.fetch()
    place = 'cx="400" cy="300"'
    body = re.sub(r'cx="[\d.]+" cy="[\d.]+"', place, answer.text(), count=3)
    route.fulfill(response=answer, body=body)


def _twins(page: Page) -> list[str]:
    found: list[str] = page.eval_on_selector_all(
        '.dot:has([cx="400"][cy="300"])', "dots => dots.map((dot) => dot.getAttribute('href'))"
    )
    return found


@pytest.mark.parametrize("width", [640, 1440])
@pytest.mark.parametrize("path", ["", OVERVIEW, CLUSTERS])
def test_every_stop_of_a_keyboard_is_seen(site: Site, opens: Opens, path: str, width: int) -> None:
    page = opens(site.address + path, width=width)
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        assert page.evaluate(SHOWN), _what(page)


def test_on_a_phone_the_columns_of_a_table_keep_their_names(site: Site, opens: Opens) -> None:
    page = opens(site.address + OVERVIEW, width=390)
    heads = page.locator(".block:has(#tracks) table").first.get_by_role(
        "columnheader", name="Track"
    )
    assert heads.count() == 1


# A narrow phone, and a phone whose reader wants letters twice as large.
NARROW = [(320, "100%"), (390, "200%")]

# Names of a table that take less than half of the window, and words that break although their
# line could hold them.
CRAMPED = """() => [...document.querySelectorAll(".groups td.name")].flatMap((cell) => {
  const room = cell.getBoundingClientRect().width;
  const found = room < innerWidth / 2 ? [`${room} pixels`] : [];
  const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode;
    for (const { index, 0: word } of text.data.matchAll(/[\\p{L}\\p{M}\\p{N}]+/gu)) {
      const range = document.createRange();
      range.setStart(text, index);
      range.setEnd(text, index + word.length);
      const lines = [...range.getClientRects()];
      const apart = new Set(lines.map((line) => Math.round(line.top))).size > 1;
      const wide = lines.reduce((sum, line) => sum + line.width, 0);
      if (apart && wide < room && /^\\p{Script=Latin}+$/u.test(word)) found.push(word);
    }
  }
  return found;
})"""


@pytest.mark.parametrize(("width", "letters"), NARROW)
def test_on_a_narrow_phone_names_have_room_and_no_page_is_wider(
    site: Site, opens: Opens, heard: Heard, width: int, letters: str
) -> None:
    tables = 0
    for page, path in _pages_on_a_phone(site, opens, width, letters):
        assert page.evaluate(CRAMPED) == [], path
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{path} is {wide} pixels wide"
        tables += page.locator(".groups").count()
    assert tables > 10
    assert heard.nothing(), heard


def _pages_on_a_phone(
    site: Site, opens: Opens, width: int, letters: str
) -> Iterator[tuple[Page, str]]:
    """One page of each kind, with all that is folded shown, and where it stands."""
    page = opens(site.address, width=width)
    for path in (*(pages[0] for pages in site.kinds().values()), OVERVIEW, "404.html"):
        page.goto(site.address + quote(path))
        page.evaluate("size => { document.documentElement.style.fontSize = size }", letters)
        page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
        yield page, path


def test_on_a_phone_what_tracks_have_in_common_is_a_table_whose_numbers_say_what_they_count(
    site: Site, opens: Opens
) -> None:
    page = opens(site.address + OVERVIEW, width=390)
    table = page.get_by_role("table", name="Artists", exact=True)
    for head in ("Artist", "Tracks", "Liked"):
        assert table.get_by_role("columnheader", name=head, exact=True).count() == 1
    row = table.get_by_role("row").filter(has_text="BIBI")
    cells = row.get_by_role("cell").all_inner_texts()
    assert cells[1:4] == ["BIBI", "40 tracks", "24"]
    heart = row.locator("td.hearts svg")
    expect(heart).to_be_visible()
    assert row.get_by_role("link", name="BIBI at Spotify").is_visible()


def test_on_a_phone_what_tracks_have_in_common_sorts_too(site: Site, opens: Opens) -> None:
    page = opens(site.address + OVERVIEW, width=390)
    block = page.locator(".block:has(#artists)")
    names = block.locator("td.name bdi").all_inner_texts()
    block.get_by_label("Sort by").select_option("Artist")
    assert block.locator("td.name bdi").all_inner_texts() == sorted(names)
    block.get_by_label("Sort by").select_option("Tracks")
    counts = [int(one.split()[0]) for one in block.locator("td.held").all_text_contents()]
    assert counts == sorted(counts)


def test_the_picked_cluster_is_told_apart_where_the_reader_forces_colours(
    site: Site, opens: Opens
) -> None:
    page = opens(site.address + CLUSTERS)
    page.emulate_media(forced_colors="active")
    page.locator(".pick label.c1").click()
    grounds = page.eval_on_selector_all(
        ".pick input + span",
        "all => all.map((one) => getComputedStyle(one).backgroundColor.match(/\\d+/g).slice(0, 3))",
    )
    assert grounds[1] not in (grounds[0], *grounds[2:])


@pytest.mark.parametrize("width", [390, 1440])
def test_colours_of_clusters_stay_where_the_reader_forces_colours(
    site: Site, opens: Opens, width: int
) -> None:
    page = opens(site.address, width=width)
    page.emulate_media(forced_colors="active")
    for path, swatches in (("", ".record .chips li"), (CLUSTERS, ".contents li")):
        page.goto(site.address + path)
        shown = page.eval_on_selector_all(
            swatches, "all => all.map((one) => getComputedStyle(one, '::before').backgroundColor)"
        )
        bars = page.eval_on_selector_all(
            ".spine rect", "all => all.map((one) => getComputedStyle(one).fill)"
        )
        assert len(set(shown)) > 1
        assert shown[:2] == bars[:2]
    row = page.locator("tr.c1").first
    bar = row if width < 704 else row.locator("td.art")
    assert bars[0] in bar.evaluate("one => getComputedStyle(one).boxShadow")
    sleeve = row.locator(".sleeve")
    assert sleeve.evaluate("one => getComputedStyle(one).borderTopWidth") == "1px"
    words = row.locator("td.track").evaluate("one => getComputedStyle(one).color")
    assert words == page.evaluate("getComputedStyle(document.body).color")


def test_nothing_moves_for_readers_who_want_no_movement(site: Site, opens: Opens) -> None:
    for path in ("", OVERVIEW, CLUSTERS):
        page = opens(site.address + path)
        moving = page.evaluate(
            """() => [...document.querySelectorAll("*")].filter((one) => {
              const style = getComputedStyle(one);
              return [style.transitionDuration, style.animationDuration]
                .some((all) => all.split(",").some((time) => parseFloat(time) > 0));
            }).map((one) => one.outerHTML.slice(0, 80))"""
        )
        assert moving == []
        scrolling = "getComputedStyle(document.documentElement).scrollBehavior"
        assert page.evaluate(scrolling) == "auto"


@pytest.mark.parametrize("script", [True, False])
def test_on_paper_every_track_is_there_and_what_cannot_be_used_is_not(
    site: Site, opens: Opens, script: bool
) -> None:
    page = opens(site.address + CLUSTERS, dark=True, script=script)
    page.emulate_media(media="print", color_scheme="dark")
    if script:
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
    rows = page.locator("main .tracks tbody tr")
    assert rows.count() == TRACKS
    heights = rows.evaluate_all("rows => rows.map((row) => row.getBoundingClientRect().height)")
    assert min(heights) > 10
    for gone in (".find", ".mast nav", ".pick", "td.out", ".turn"):
        assert not page.locator(gone).first.is_visible(), gone
    red, green, blue = (int(PAPER.light[at : at + 2], 16) for at in (1, 3, 5))
    if script:
        colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert colour == f"rgb({red}, {green}, {blue})", "paper is light, whatever the screen"
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        page.emulate_media(media="screen")
        assert page.locator("details[open]").count() == 0, "as it was before"
