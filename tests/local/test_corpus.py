"""Thirty real playlists on the embedded engine."""

from __future__ import annotations

import pytest

from tests.links import clicks_from_home, dead_links, linked
from tests.local.conftest import ROOT
from tests.local.driver import Driver
from tests.recount import check, check_playlist, folder_of, recount, rows_of
from tests.recount_tables import check_tables, completed

FOLDER = ROOT.parent / "shared" / "data" / "corpus" / "exportify"


@pytest.mark.soak
@pytest.mark.timeout(900)
@pytest.mark.skipif(not FOLDER.is_dir(), reason="real exports of other people are not shipped")
def test_every_page_counts_what_a_recount_counts_and_nothing_is_left_over(stack: Driver) -> None:
    told = {}
    for path in sorted(FOLDER.iterdir()):
        stack.drop(path.name, path.read_bytes())
        told[path.name] = list(rows_of(path.name, path.read_bytes()))
    stack.drain(timeout=800)
    assert stack.dead_letters() == ()
    site = stack.site()
    check(site, recount([row for rows in told.values() for row in rows], likes_known=False))
    for name, tracks in completed(told).items():
        check_playlist(site, folder_of(name, site), tracks.values())
    assert check_tables(site, told) > 20_000
    assert dead_links(site) == []
    pages = {path for path in site if path.endswith(("overview.md", "index.html"))}
    assert pages <= linked(site)
    clicks = clicks_from_home(site)
    assert max(clicks[path] for path in pages if path.endswith("index.html")) <= 3
