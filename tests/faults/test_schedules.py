"""Whatever happens in whatever order, in the end the site is what the inbox says."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.faults.broken import BROKEN, SCHEDULES
from tests.faults.quick import quicken
from tests.faults.schedules import check, play, schedules
from tests.faults.world import World

PARTS = 20
EACH = 1000  # of `make soak`: 20,000 together
FEW = 500  # of `make test`

SETTINGS = settings(
    deadline=None,
    database=None,
    print_blob=False,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    quicken(monkeypatch)


def ends_well(schedule: list[str]) -> None:
    world = World()
    play(world, schedule)
    check(world)


@settings(SETTINGS, max_examples=FEW, derandomize=True)
@given(schedules())
def test_any_schedule_ends_in_what_the_inbox_says(schedule: list[str]) -> None:
    ends_well(schedule)


@pytest.mark.soak
@pytest.mark.parametrize("part", range(PARTS))
def test_any_of_many_schedules_ends_in_what_the_inbox_says(part: int) -> None:
    @seed(part)
    @settings(SETTINGS, max_examples=EACH)
    @given(schedules())
    def many(schedule: list[str]) -> None:
        ends_well(schedule)

    many()


@pytest.mark.parametrize("name", BROKEN)
def test_what_lacks_a_safeguard_fails_a_schedule_that_the_package_does_not(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    schedule = (SCHEDULES / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    ends_well(schedule)
    BROKEN[name](monkeypatch)
    with pytest.raises(AssertionError):
        ends_well(schedule)


def test_every_kept_schedule_belongs_to_a_variant() -> None:
    assert {file.stem for file in SCHEDULES.glob("*.txt")} == set(BROKEN)


def test_a_schedule_plays_the_same_every_time() -> None:
    schedule = ["drop a.json 0", "start ingest 0 13", "drop b.json 0", "run ingest", "go 0 5"]
    ends = []
    for _ in range(2):
        world = World()
        play(world, schedule)
        world.settle()
        ends.append((world.dynamodb.all(), world.site))
    assert ends[0] == ends[1]
