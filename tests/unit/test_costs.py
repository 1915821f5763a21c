"""The bill in the documentation is the one that the measurements make."""

from __future__ import annotations

from tests.unit.source_tree import ROOT
from tools import costs


def test_the_documentation_has_the_tables_that_the_script_prints() -> None:
    page = (ROOT / "docs" / "costs.md").read_text("utf-8")
    for items in (costs.nightly(), costs.thousand()):
        assert "\n".join(costs.table(items)) in page


def test_fifty_playlists_a_night_stay_below_two_dollars_a_month() -> None:
    assert sum(one.due for one in costs.nightly()) < 2


def test_what_is_free_is_taken_off_and_never_below_nothing() -> None:
    assert costs.Item("CloudWatch, alarms", 12).due == 2 * costs.PRICES["CloudWatch, alarms"]
    assert costs.Item("CloudWatch, alarms", 5).due == 0
