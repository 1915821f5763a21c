"""One engine for all, a stack for each test.

`stack` is the product's template, freshly deployed; `stacks(parameters=…, auth=True, …)` makes
more of them. `relay` is a tiny stack of the same shape for tests of the engine and its driver.
Everything runs offline; the developer's own AWS variables do not get in.
"""

from __future__ import annotations

import itertools
import signal
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from linernotes.local import deploy, engine
from linernotes.local.engine import Engine
from tests.local.driver import Driver

ROOT = Path(__file__).parents[2]
_TEMPLATE = ROOT / "template.yaml"
# Of each function, as `linernotes` has them on two processors: more would only import side by side.
_TWO_WORKERS = {"MaximumConcurrency": "2"}
RELAY = Path(__file__).with_name("relay") / "template.yaml"
_numbers = itertools.count(1)

Stacks = Callable[..., Driver]


@pytest.fixture(scope="session")
def local_engine() -> Iterator[Engine]:
    """An engine that lets everybody do everything."""
    with engine.running() as running:
        yield running


@pytest.fixture(scope="session")
def strict_engine() -> Iterator[Engine]:
    """An engine that enforces IAM: a function may do what its policies say and no more."""
    with engine.running(auth=True) as running:
        yield running


@pytest.fixture
def stacks(request: pytest.FixtureRequest) -> Iterator[Stacks]:
    """As `_stacks`, for one test."""
    yield from _stacks(request)


@pytest.fixture(scope="module")
def module_stacks(request: pytest.FixtureRequest) -> Iterator[Stacks]:
    """As `_stacks`, for the tests of a module together."""
    yield from _stacks(request)


def _stacks(request: pytest.FixtureRequest) -> Iterator[Stacks]:
    """Deploys stacks, each in an account and under a name of its own; gone after the test.

    Its arguments: `template` (default the product's), `parameters`, `auth` (an engine that
    enforces IAM), `visibility` (seconds after which a dead worker's message comes back), `on`
    (an engine of the test's own), `account` (twelve digits; `deploy.ACCOUNT` is the one whose
    distributions answer to requests without a signature).
    """
    made: list[Driver] = []

    def make(
        template: Path = _TEMPLATE,
        *,
        parameters: Mapping[str, str] | None = None,
        auth: bool = False,
        visibility: int = deploy.VISIBILITY,
        on: Engine | None = None,
        account: str = "",
    ) -> Driver:
        fixture = "strict_engine" if auth else "local_engine"
        running = on or request.getfixturevalue(fixture)
        number = next(_numbers)
        given = _TWO_WORKERS if template == _TEMPLATE else {}
        stack = deploy.deploy(
            running,
            template,
            name=f"test{number}",
            account=account or f"{number:012d}",
            parameters={**given, **(parameters or {})},
            visibility=visibility,
        )
        driver = Driver(running, stack)
        if on is None:  # else it goes with its engine
            made.append(driver)
        return driver

    yield make
    for driver in made:
        driver.destroy()


@pytest.fixture
def stack(stacks: Stacks) -> Driver:
    """The product's stack, freshly deployed."""
    return stacks()


@pytest.fixture
def relay(stacks: Stacks) -> Driver:
    """A tiny stack: what is dropped into the inbox comes out on the site, greeted."""
    return stacks(RELAY, visibility=25)  # its functions have 20 seconds


@pytest.fixture(scope="session", autouse=True)
def _interruptible() -> None:
    """Shells and nohup start jobs deaf to signals, and so would be the commands under test."""
    for number, handler in (
        (signal.SIGINT, signal.default_int_handler),
        (signal.SIGHUP, signal.SIG_DFL),
    ):
        if signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, handler)
