"""Measure: `make bench`, or `make bench ARGS="exports refreshing"` for some of it.

Every module of this folder with a function `figures() -> Iterable[Figure]` takes part, under its
own name. Progress goes to standard error; the table and, as the last line, one JSON object go to
standard output. The exit code is 1 where a part failed or an aim was missed.
"""

from __future__ import annotations

import importlib
import json
import os
import pkgutil
import platform
import sys
import time
import traceback
from collections.abc import Callable, Iterable

import benchmarks
from benchmarks.figure import Figure, table


def parts() -> dict[str, Callable[[], Iterable[Figure]]]:
    """What there is to measure, by name."""
    found = {}
    for module in pkgutil.iter_modules(benchmarks.__path__):
        if module.name != "__main__":
            measure = getattr(importlib.import_module(f"benchmarks.{module.name}"), "figures", None)
            if measure:
                found[module.name] = measure
    return found


def measured(
    chosen: dict[str, Callable[[], Iterable[Figure]]],
) -> tuple[dict[str, list[Figure]], list[str]]:
    """The figures of each part, and the parts that failed."""
    found: dict[str, list[Figure]] = {}
    failed: list[str] = []
    for name, measure in chosen.items():
        began = time.monotonic()
        print(f"{name} …", file=sys.stderr, flush=True)  # noqa: T201 - progress for a person
        try:
            found[name] = list(measure())
        except Exception:  # the other parts are still worth having
            traceback.print_exc()
            failed.append(name)
        print(f"{name}: {time.monotonic() - began:.0f} s", file=sys.stderr)  # noqa: T201 - as above
    return found, failed


def main(names: list[str]) -> int:
    """Measure the named parts, or all of them."""
    there = parts()
    unknown = sorted(set(names) - there.keys())
    if unknown:
        known = ", ".join(there)
        print(f"No such part: {', '.join(unknown)}. There are {known}.")  # noqa: T201 - it is asked
        return 2
    found, failed = measured({name: there[name] for name in names or there})
    figures = [figure for part in found.values() for figure in part]
    for line in table(figures):
        print(line)  # noqa: T201 - the table is the output
    answer = {
        "python": platform.python_version(),
        "machine": platform.machine(),
        "processors": os.cpu_count(),
        "failed": failed,
        "figures": {name: [one.as_json() for one in part] for name, part in found.items()},
    }
    print(json.dumps(answer, ensure_ascii=False))  # noqa: T201 - so is the object
    return 1 if failed or any(one.met is False for one in figures) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
