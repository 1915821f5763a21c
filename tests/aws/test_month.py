"""Thirty nights: what is dropped, told and deleted by day is published, and quiet nights write
nothing; each day's site is what that day's inbox and the ledger alone would make.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.aws.month import go_by
from tests.aws.stack import Stack


@pytest.mark.soak
@pytest.mark.usefixtures("one_time", "light_figures")
def test_a_month_goes_by(new_stack: Callable[[], Stack], monkeypatch: pytest.MonkeyPatch) -> None:
    go_by(new_stack, monkeypatch)
