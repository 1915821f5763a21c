"""The picture of a shared link: every page about music has one, and it stands."""

from __future__ import annotations

from typing import Any

import pytest

from tests.aws.exports import playlist, track
from tests.links import dead_links
from tests.memory.flow import Flow
from tests.unit.pages.reading import html

pytestmark = pytest.mark.usefixtures("light_figures")

ROOT = "https://x.example/notes/"
CARD = "images/playlists/moods/card.png"
SCATTER = "images/playlists/moods/clusters/clusters_scatter.png"


def tracks(number: int) -> list[dict[str, Any]]:
    """Tracks of one label and one year, by artists with a page."""
    made = [track(n, artist=("Ann", "Bob")[n % 4 // 2]) for n in range(number)]
    for one in made:
        one["album"] |= {"release_date": "1999"}
    return made


def previews(site: dict[str, bytes]) -> dict[str, dict[str, str]]:
    """What `og:image…` says on each page, by the page's folder."""
    found = {}
    for path, body in site.items():
        if path.endswith("index.html"):
            metas = [one.attributes for one in html(body).all("meta")]
            found[path.removesuffix("index.html")] = {
                one["property"]: one["content"]
                for one in metas
                if one.get("property", "").startswith("og:image")
            }
    return found


def test_a_page_shows_its_own_scatter_its_playlists_card_or_a_scatter_that_it_lists() -> None:
    flow = Flow(ROOT)
    flow.drop("moods.json", playlist("Moods", tracks(80)))
    flow.drain()
    found = previews(flow.s3.objects("site"))
    pictures = {folder: told.get("og:image", "") for folder, told in found.items()}
    own = "images/artists/ann/clusters/clusters_scatter.png"
    expected = {
        "": SCATTER,
        "playlists/moods/": CARD,
        "playlists/moods/clusters/": CARD,
        "playlists/moods/running_order/": CARD,
        "playlists/moods/audio_features/": CARD,
        "playlists/moods/1999/": CARD,
        "artists/ann/": own,
        "artists/ann/clusters/": own,
        "artists/ann/audio_features/": own,
        "labels/some_records/": SCATTER,
    }
    assert {folder: pictures[folder] for folder in expected} == {
        folder: ROOT + path for folder, path in expected.items()
    }
    assert {folder for folder, one in pictures.items() if not one} == {"errors/", "inbox/"}
    for told in found.values():
        assert not told or told["og:image:alt"].endswith(".")
    assert dead_links(flow.s3.objects("site")) == []


def test_a_picture_that_comes_or_goes_is_shown_or_not_on_every_page() -> None:
    flow = Flow()
    flow.drop("moods.json", playlist("Moods", tracks(24)))
    flow.drain()
    few = previews(flow.s3.objects("site"))
    assert not few[""]
    assert not few["labels/some_records/"]
    assert few["playlists/moods/"]["og:image"] == "../../" + CARD

    flow.drop("moods.json", playlist("Moods", tracks(80)))
    flow.drain()
    many = previews(flow.s3.objects("site"))
    assert many[""]["og:image"] == SCATTER
    assert many["labels/some_records/"]["og:image"] == "../../" + SCATTER
    assert dead_links(flow.s3.objects("site")) == []

    flow.drop("moods.json", playlist("Moods", tracks(24)))
    flow.drain()
    assert previews(flow.s3.objects("site")) == few
    assert dead_links(flow.s3.objects("site")) == []


def test_home_shows_the_librarys_own_scatter_where_it_has_one() -> None:
    flow = Flow()
    made = tracks(160)
    flow.drop("moods.json", playlist("Moods", made[:80]))
    flow.drop("more.json", playlist("More", made[80:]))
    flow.drain()
    told = previews(flow.s3.objects("site"))[""]
    assert told == {
        "og:image": "images/clusters/clusters_scatter.png",
        "og:image:width": "1200",
        "og:image:height": "900",
        "og:image:alt": "Tracks of the library as dots, each in the colour of its cluster.",
    }
