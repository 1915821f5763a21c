"""How many random schedules notice that a safeguard is missing: `python -m tests.faults.rates`."""

from __future__ import annotations

import sys

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.faults.broken import BROKEN
from tests.faults.quick import quicken
from tests.faults.schedules import check, play, schedules
from tests.faults.world import World


def noticed(many: int, number: int = 0) -> int:
    """Of so many schedules, how many end other than they must."""
    failed: list[bool] = []

    @seed(number)
    @settings(
        max_examples=many,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(schedules())
    def play_one(schedule: list[str]) -> None:
        world = World()
        try:
            play(world, schedule)
            check(world)
        except AssertionError:
            failed.append(True)

    play_one()
    return len(failed)


def main(schedules: int) -> None:
    """Print a row of a Markdown table for the package and for each of its broken variants."""
    variants = {"the package itself": lambda _: None, **BROKEN}
    for name, broken in variants.items():
        with pytest.MonkeyPatch.context() as patch:
            quicken(patch)
            broken(patch)
            count = noticed(schedules)
        words = name.replace("_", " ")
        sys.stdout.write(f"| {words} | {count} of {schedules:,} | {count / schedules:.1%} |\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
