"""Remove from an installed layer what no function uses: `python prune.py LAYER FOLDER`.

Start-up and the size limit are what is at stake; docs/packaging.md has the numbers. Shared
libraries (`*.libs`) stay as they are: stripped ones do not load.
"""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

# The services that have a client in linernotes.aws, and STS, which may be asked for credentials.
SERVICES = frozenset({"cloudfront", "dynamodb", "s3", "sqs", "ssm", "sts"})

# What no import reaches, in any distribution.
_FOLDERS = frozenset({"tests", "test", "include"})
_SUFFIXES = frozenset({".a", ".c", ".cpp", ".h", ".pxd", ".pxi", ".pyi", ".pyx", ".tp"})
# Extension modules for a distribution's own tests: _test_ccallback, _umath_tests, _ctest.
_TEST_MODULE = re.compile(r"_(c|cy)?tests?[_.].*\.so$")


def _everywhere(target: Path) -> Iterator[Path]:
    """Tests, stubs, headers, commands, lists of files."""
    yield target / "bin"
    yield target / ".lock"
    for path in target.rglob("*"):
        unused = path.name in _FOLDERS if path.is_dir() else path.suffix in _SUFFIXES
        if unused or path.name == "RECORD" or _TEST_MODULE.search(path.name):
            yield path


def _strange(missing: Path) -> SystemExit:
    return SystemExit(f"prune: {missing} is missing; has the distribution changed its layout?")


def _all_but(folder: Path, kept: Iterable[str]) -> Iterator[Path]:
    if not folder.is_dir():
        raise _strange(folder)
    names = frozenset(kept)
    yield from (path for path in folder.iterdir() if path.name not in names)


def _base(target: Path) -> Iterator[Path]:
    """The service models of botocore: 400 services, of which a handful is called."""
    for path in _all_but(target / "botocore" / "data", SERVICES):
        if path.is_dir():
            yield path
    for path in (target / "botocore" / "data").glob("*/*/examples-1.json*"):
        yield path
    yield from _all_but(target / "boto3" / "data", SERVICES)
    yield target / "boto3" / "examples"


def _charts(target: Path) -> Iterator[Path]:
    """Fonts but the default and the last resort; fontTools but what drawing a PNG imports."""
    data = target / "matplotlib" / "mpl-data"
    yield data / "sample_data"
    for path in _all_but(data / "fonts" / "ttf", ()):
        if not path.name.startswith(("DejaVuSans", "LastResort", "LICENSE")):
            yield path
    yield data / "fonts" / "afm"
    yield data / "fonts" / "pdfcorefonts"
    yield from _all_but(target / "fontTools", ("__init__.py", "agl.py", "misc"))


def _science(target: Path) -> Iterator[Path]:
    """Sample data, and what neither the clustering nor any library that it calls imports."""
    unused = {
        "scipy": ("cluster", "datasets", "fftpack", "io", "odr", "signal"),
        "scipy/_external": ("cobyqa", "pyprima"),
        "scipy/stats": ("_sobol_direction_numbers.npz", "_unuran"),
        "sklearn": (
            "compose",
            "cross_decomposition",
            "datasets",
            "ensemble",
            "experimental",
            "feature_selection",
            "gaussian_process",
            "impute",
            "inspection",
            "neural_network",
            "semi_supervised",
        ),
        "sklearn/utils": ("_test_common", "estimator_checks.py"),
    }
    for folder, names in unused.items():
        for path in (target / folder / name for name in names):
            if not path.exists():
                raise _strange(path)
            yield path


_LAYERS = {"base": _base, "science": _science, "charts": _charts}


def unused(layer: str, target: Path) -> list[Path]:
    """What of `target` the functions that attach `layer` do not need.

    Raises `SystemExit` on a strange layout.
    """
    return [*_everywhere(target), *_LAYERS[layer](target)]


def prune(layer: str, target: Path) -> None:
    """Remove from `target` what `layer` does not need; raises `SystemExit` on a strange layout."""
    for path in unused(layer, target):
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


if __name__ == "__main__":
    prune(sys.argv[1], Path(sys.argv[2]))
