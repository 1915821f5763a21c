"""What the layers leave out, against what functions import: without building anything.

`tests/layers/` tries the same on what is built; this one is here so that `make test` notices.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from layers.prune import SERVICES, unused
from tests.unit.source_tree import FUNCTIONS, PACKAGE, import_lines

_INSTALLED = Path(pytest.__file__).parents[1]
# Functions by the layers from which something of what they import might have been removed.
_LAYERS = {"analyze": ("base", "science"), "draw": ("base", "charts")}

_WITHOUT = """
import sys
from importlib.machinery import PathFinder
from itertools import accumulate
removed = frozenset({removed!r})

class Removed(PathFinder):
    @classmethod
    def find_spec(cls, name, path=None, target=None):
        spec = super().find_spec(name, path, target)
        parts = (spec.origin if spec and spec.origin else "").split("/")
        if not removed.isdisjoint(accumulate(parts, "{{}}/{{}}".format)):
            raise ModuleNotFoundError(f"{{name}} is not in the layer: see layers/prune.py")
        return spec

sys.meta_path.insert(0, Removed)
"""


@pytest.mark.parametrize("function", _LAYERS)
def test_layers_keep_all_that_a_function_may_import(function: str, tmp_path: Path) -> None:
    removed = {path for layer in _LAYERS[function] for path in unused(layer, _INSTALLED)}
    assert removed
    lines = import_lines(FUNCTIONS / function / "app.py")
    assert any(line.startswith(("from sklearn", "from matplotlib")) for line in lines)
    program = "\n".join([_WITHOUT.format(removed=sorted(map(str, removed))), *lines])
    ran = subprocess.run(
        [sys.executable, "-I", "-"],
        input=program,
        env={"HOME": str(tmp_path), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr


def test_every_service_that_functions_call_is_kept() -> None:
    called = re.findall(r"client\(\s*\"([a-z0-9-]+)\"", (PACKAGE / "aws.py").read_text("utf-8"))
    assert called
    assert set(called) <= SERVICES
