"""The dependency layers, built as `sam build` builds them, and used where this machine can.

Their size counts for arm64, on which they are deployed and whose programs are the larger ones.
Each program runs in a bare interpreter that sees one function's layers and the package, so what
was pruned too far fails here and not on Lambda.
"""

from __future__ import annotations

import os
import platform
import re
import subprocess
import sys
from pathlib import Path

import pytest

from layers.prune import SERVICES
from tests.unit.source_tree import FUNCTIONS, PACKAGE, ROOT

_ARCHITECTURE = {"x86_64": "x86_64", "AMD64": "x86_64", "aarch64": "arm64", "arm64": "arm64"}
_LAYERS = {"BaseLayer": "base", "ScienceLayer": "science", "ChartsLayer": "charts"}
# Decimal megabytes, of the 262 that a function may have with its layers.
_MOST_MEGABYTES = 230

pytestmark = [
    # Layers are built from the package registry; every other test runs offline.
    pytest.mark.soak,
    pytest.mark.skipif(
        not sys.platform.startswith("linux"),
        reason="layers hold programs for Linux; this is not Linux",
    ),
]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which each layer for this machine stands under its logical id."""
    return _build(tmp_path_factory.mktemp("layers"), _ARCHITECTURE[platform.machine()])


@pytest.fixture(scope="module")
def deployed(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same for arm64."""
    if _ARCHITECTURE[platform.machine()] == "arm64":
        return built
    return _build(tmp_path_factory.mktemp("deployed"), "arm64")


def _build(folder: Path, architecture: str) -> Path:
    for target in _LAYERS:
        subprocess.run(
            ["make", "--silent", f"build-{target}"],
            cwd=ROOT / "layers",
            env={
                **os.environ,
                "ARTIFACTS_DIR": str(folder / target),
                "ARCHITECTURE": architecture,
                "PYTHON": sys.executable,
                "UV": str(ROOT / "tools" / "uv"),
            },
            check=True,
        )
    return folder


def _run(built: Path, layers: tuple[str, ...], program: str) -> str:
    """Output of `program` with nothing importable but `layers`, the package and the stdlib."""
    paths = [str(PACKAGE.parent), *(str(built / layer / "python") for layer in layers)]
    base = sys.base_prefix + "/bin/python3.13"
    ran = subprocess.run(
        [base, "-I", "-S", "-c", f"import sys\nsys.path[:0] = {paths!r}\n{program}"],
        env={"HOME": "/nowhere"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def _load(name: str) -> str:
    """A program that imports the handler `name`."""
    path = str(FUNCTIONS / name / "app.py")
    return f"""
import importlib.util
spec = importlib.util.spec_from_file_location("app", {path!r})
app = importlib.util.module_from_spec(spec)
spec.loader.exec_module(app)
assert callable(app.handler)
"""


def test_the_base_layer_makes_every_client_that_is_used(built: Path) -> None:
    program = f"""
import boto3
session = boto3.Session("x", "y", region_name="eu-west-1")
for service in {sorted(SERVICES)!r}:
    client = session.client(service)
    assert client.meta.endpoint_url.startswith("https://"), service
session.client("s3").get_paginator("list_object_versions")
print("made")
"""
    assert _run(built, ("BaseLayer",), program) == "made\n"


def test_every_service_that_functions_call_is_kept() -> None:
    called = re.findall(r"client\(\s*\"([a-z0-9-]+)\"", (PACKAGE / "aws.py").read_text("utf-8"))
    assert called
    assert set(called) <= SERVICES


@pytest.mark.parametrize("name", ["ingest", "publish"])
def test_a_stage_imports_with_the_base_layer_alone(built: Path, name: str) -> None:
    _run(built, ("BaseLayer",), _load(name))


def test_analyze_finds_clusters_with_its_layers(built: Path) -> None:
    program = (
        _load("analyze")
        + """
from linernotes.clusters import analyse
from linernotes.models import Features, PlaylistDocument, Track

def track(number):
    loud = number % 2
    features = Features(
        danceability=0.2 + 0.6 * loud, energy=0.1 + 0.8 * loud, valence=0.2 + 0.5 * loud,
        acousticness=0.9 - 0.8 * loud, instrumentalness=0.0, liveness=0.1, speechiness=0.05,
        loudness=-20.0 + 14 * loud + number / 50, tempo=80.0 + 60 * loud + number / 10,
    )
    genres = ("hard techno", "rave") if loud else ("folk", "chamber folk")
    key = f"spotify:track:{number:022d}"
    return Track(key=key, name=str(number), genres=genres if number % 9 else (), features=features)

tracks = tuple(track(number) for number in range(60))
document = PlaylistDocument(recipe=1, pid="p", export="e", name="n", tracks=tracks, entities={})
analysis = analyse(document)
again = analyse(document, analysis)
print(analysis.mode, len(analysis.clusters), len(again.clusters))
"""
    )
    mode, clusters, again = _run(built, ("BaseLayer", "ScienceLayer"), program).split()
    assert mode == "blend"
    assert int(clusters) == int(again) >= 2


def test_draw_makes_a_figure_with_its_layers(built: Path) -> None:
    program = (
        _load("draw")
        + """
from linernotes.figures import scatter
from linernotes.models import Analysis, Axis, Cluster
points = {f"spotify:track:{n:022d}": (n / 7, (n * n % 11) / 5) for n in range(20)}
analysis = Analysis(
    recipe=1, mode="sound", k=1, points=points,
    axes=(Axis(label="soft - loud", explained=0.5), Axis(label="slow - fast", explained=0.2)),
    clusters=(Cluster(number=1, name="Loud", tracks=tuple(points)),),
)
sys.stdout.write(scatter(analysis)[1:4].decode())
"""
    )
    assert _run(built, ("BaseLayer", "ChartsLayer"), program) == "PNG"


def test_draw_names_things_in_any_script_with_its_layers(built: Path) -> None:
    program = """
import warnings
warnings.simplefilter("error")  # a letter that no font has is a warning
from linernotes.figures import Bar, bars
names = ("BIBI", "宇多田ヒカル", "방탄소년단", "فيروز", "לך לישון", "लता", "คาราบาว", "🎧")
sys.stdout.write(bars([Bar(name, 9, 3) for name in names])[1:4].decode())
"""
    assert _run(built, ("BaseLayer", "ChartsLayer"), program) == "PNG"


def test_layers_bring_byte_code_that_lambda_need_not_check(built: Path) -> None:
    for layer in _LAYERS:
        inside = built / layer / "python"
        codes = list(inside.rglob("*.pyc"))
        assert codes
        # Flags of PEP 552: 1 is "hash-based, not checked against the source".
        assert {code.read_bytes()[4] for code in codes} == {1}, layer
        modules = [path for path in inside.rglob("*.py") if not path.stem.startswith("_bad")]
        cached = (path.parent / "__pycache__" / f"{path.stem}.cpython-313.pyc" for path in modules)
        assert all(code.exists() for code in cached), layer


def test_the_science_layer_holds_byte_code_in_place_of_sources(built: Path) -> None:
    inside = built / "ScienceLayer" / "python"
    assert not list(inside.rglob("*.py"))
    assert (inside / "sklearn" / "__init__.pyc").exists()


@pytest.mark.parametrize("layers", [("BaseLayer", "ScienceLayer"), ("BaseLayer", "ChartsLayer")])
def test_a_function_with_its_layers_stays_well_below_the_limit(
    deployed: Path, layers: tuple[str, ...]
) -> None:
    folders = [PACKAGE, *(deployed / layer for layer in layers)]
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) < _MOST_MEGABYTES * 1_000_000


def test_no_layer_brings_tests_or_stubs(built: Path) -> None:
    for layer in _LAYERS:
        inside = list((built / layer / "python").rglob("*"))
        assert not [path for path in inside if path.name == "tests" or path.suffix == ".pyi"]
