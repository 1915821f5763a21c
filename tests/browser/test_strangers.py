"""Every page of a library of nothing but hostile names, as Chromium reads it."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import pytest

from tests.browser.conftest import PIXEL, Heard, Opens, Site, served
from tests.faults import quick
from tests.faults.strangers import NAMES, of_strangers
from tests.faults.world import World

pytestmark = pytest.mark.soak


@pytest.fixture(scope="module")
def strange(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A playlist of each name, published and served."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(quick, "_picture", lambda _: PIXEL)
        quick.quicken(patch)
        world = World()
        for number, name in enumerate(NAMES.values()):
            world.drop(f"{number}.json", of_strangers(name, 10 * number))
        world.drain()
        assert not world.wrong
        objects = world.site
    yield from served(objects, tmp_path_factory.mktemp("strange"))


def test_no_page_of_strangers_names_opens_a_dialog_complains_or_asks_elsewhere(
    strange: Site, opens: Opens, heard: Heard
) -> None:
    paths = [path for path in strange.objects if path.endswith("index.html")]
    assert len(paths) > 3 * len(NAMES)
    page = opens(strange.address)
    for path in paths:
        page.goto(strange.address + quote(path.removesuffix("index.html")))
        assert heard.nothing(), f"{path}: {heard}"


def test_no_name_that_is_searched_for_opens_a_dialog(
    strange: Site, opens: Opens, heard: Heard
) -> None:
    page = opens(strange.address)
    for name in NAMES.values():
        page.locator("input[type=search]").first.fill(name[:200].replace("\ud800", ""))
        page.wait_for_timeout(50)
        assert heard.nothing(), f"{name[:200]!a}: {heard}"
