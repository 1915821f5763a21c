"""Albums sort by their date, and so do the tables of possible slips, at a desk and on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.aws.exports import playlist, track
from tests.browser.conftest import Heard, Opens, Site, published, served

DATES = ("1999-05-01", "2009", "", "1999-12-03", "1999-05", "")


def dated(number: int) -> dict[str, Any]:
    """One of as many albums as there are dates."""
    made = track(number)
    at = number % len(DATES)
    made["album"] |= {"name": f"Album {at}", "id": f"{at:022d}", "release_date": DATES[at]}
    return made


@pytest.fixture(scope="module")
def twins(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Seven playlists of nearly the same tracks: twenty-one pairs."""
    exports = {
        f"{n}.json": playlist(f"Copy {n}", [dated(k) for k in range(1_000 + n)][-60 - n :])
        for n in range(7)
    }
    with pytest.MonkeyPatch.context() as patch:
        objects = published(patch, exports)
    yield from served(objects, tmp_path_factory.mktemp("twins"))


def column(block: Locator, number: int) -> list[str]:
    """The cells of a column of both halves of a table, from the top."""
    return [one.strip() for one in block.locator(f"td:nth-child({number})").all_text_contents()]


def test_albums_sort_by_release_date_and_those_without_come_last(
    twins: Site, opens: Opens, heard: Heard
) -> None:
    page = opens(twins.address + "playlists/copy_0/")
    block = page.locator(".block:has(#albums)")
    head = block.get_by_role("columnheader", name="Release Date")
    for way, ordered in (
        ("ascending", ["1999-05", "1999-05-01", "1999-12-03", "2009", "", ""]),
        ("descending", ["2009", "1999-12-03", "1999-05-01", "1999-05", "", ""]),
    ):
        head.get_by_role("button").click()
        expect(head).to_have_attribute("aria-sort", way)
        assert block.locator("td.date").all_text_contents() == ordered
    assert heard.nothing(), heard


def test_albums_sort_by_release_date_on_a_phone(twins: Site, opens: Opens) -> None:
    page = opens(twins.address + "playlists/copy_0/", width=390)
    block = page.locator(".block:has(#albums)")
    block.get_by_label("Sort by").select_option("Release Date")
    dates = block.locator("td.date").all_text_contents()
    assert dates == ["1999-05", "1999-05-01", "1999-12-03", "2009", "", ""]
    expect(block.locator("td.date").first).to_be_visible()


def test_possible_slips_sort_by_words_and_by_numbers(
    twins: Site, opens: Opens, heard: Heard
) -> None:
    page = opens(twins.address + "errors/")
    block = page.locator(".block:has(#playlists)")
    block.locator("summary").click()
    own = column(block, 1)
    assert len(own) == 21
    head = block.get_by_role("button", name="And", exact=True).first
    head.click()
    assert column(block, 3) == sorted(column(block, 3))
    head.click()
    head.click()
    assert column(block, 1) == own
    block.get_by_role("button", name="In both").first.click()
    numbers = [int(one.replace(",", "")) for one in column(block, 5)]
    assert numbers == sorted(numbers)
    assert len(set(numbers)) > 1
    assert heard.nothing(), heard


def test_possible_slips_sort_on_a_phone(twins: Site, opens: Opens) -> None:
    page = opens(twins.address + "errors/", width=390)
    block = page.locator(".block:has(#playlists)")
    block.get_by_label("Sort by").select_option("Its tracks")
    numbers = [int(one) for one in column(block, 4)]
    assert numbers == sorted(numbers)
    assert len(numbers) == 21
