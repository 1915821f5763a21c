"""What pages count, against a plain recount of the exports."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.aws.stack import Stack
from tests.links import dead_links
from tests.recount import Row, check, check_playlist, pages_of, recount, rows_of

pytestmark = pytest.mark.usefixtures("one_time")

EXPORTS = Path(__file__).parents[2] / "events" / "exports"
NAMES = ("Alt-Pop.csv", "YourLibrary.json", "aegyo.json", "international_pop.json")
FOLDERS = {
    "Alt-Pop.csv": "playlists/alt-pop",
    "aegyo.json": "playlists/aegyo",
    "international_pop.json": "playlists/international_pop",
}


@pytest.mark.soak  # tests/local/test_flow.py recounts the same library; this one shrinks it too
def test_every_page_of_the_sample_library_counts_what_a_recount_counts(stack: Stack) -> None:
    rows: list[Row] = []
    for name in NAMES:
        body = (EXPORTS / name).read_bytes()
        stack.drop(name, body)
        rows += rows_of(name, body)
    stack.drain()
    site = stack.site()
    check(site, recount(rows, likes_known=True))
    for name, folder in FOLDERS.items():
        check_playlist(site, folder, rows_of(name, (EXPORTS / name).read_bytes()))
    assert {"florence + the machine", "kimbra", "lana del rey", "billie eilish"} <= pages_of(
        site, "artist"
    ).keys()
    assert {"polydor", "warner", "republic"} <= pages_of(site, "label").keys()
    assert dead_links(site) == []

    stack.remove("Alt-Pop.csv")
    stack.drain()
    site = stack.site()
    left = [row for name in NAMES[1:] for row in rows_of(name, (EXPORTS / name).read_bytes())]
    check(site, recount(left, likes_known=True))
    assert dead_links(site) == []
