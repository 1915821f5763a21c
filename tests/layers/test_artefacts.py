"""What `sam build` makes: how large it is, what it holds, and that every function runs on it.

Sizes count for arm64, on which functions run unless told otherwise and whose programs are the
larger ones. Programs run for this machine, in an interpreter that sees one function's code, its
layers and the runtime interface client, so what was pruned too far fails here and not on Lambda.
"""

from __future__ import annotations

import json
import struct
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from layers.prune import SERVICES
from linernotes.local.engine import Engine
from tests.layers.conftest import NATIVE
from tests.unit.source_tree import FUNCTIONS, import_lines
from tools.lambda_runtime import Failed, Root, lay_out, started
from tools.stages import STAGES, Stages, idle_stack, staged

_LAYERS = {"BaseLayer": "base", "ScienceLayer": "science", "ChartsLayer": "charts"}
# Decimal megabytes, of the 262 that a function may have with its layers.
_MOST_MEGABYTES = 230
# What ELF calls the two processors.
_MACHINES = {"x86_64": 62, "arm64": 183}
EXPORTS = FUNCTIONS.parent / "events" / "exports"
_STRANGE = FUNCTIONS.parent / "events" / "draw" / "later-version.json"
FUNCTION_IDS = tuple(f"{folder.name.title()}Function" for folder in sorted(FUNCTIONS.iterdir()))

pytestmark = [
    # Layers are built from the package registry; every other test runs offline.
    pytest.mark.soak,
    pytest.mark.skipif(
        not sys.platform.startswith("linux"),
        reason="layers hold programs for Linux; this is not Linux",
    ),
]


@pytest.fixture(scope="module")
def stages(
    built: Path, local_engine: Engine, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Stages]:
    """Every stage as Lambda runs it, on a stack of its own that has published the samples."""
    account = "999900000101"
    stack = idle_stack(local_engine, built / "template.yaml", "artefacts", account)
    with staged(built, stack, tmp_path_factory.mktemp("roots")) as stages:
        for export in sorted(EXPORTS.iterdir()):
            if export.suffix in (".csv", ".json"):
                stages.drop(export.name, export.read_bytes())
        yield stages


def test_every_function_works_through_the_runtime_interface_client(stages: Stages) -> None:
    invocations = list(stages.work())
    assert {one.stage for one in invocations} == set(STAGES)
    stack = stages.stack
    listed = stack.s3.list_objects_v2(Bucket=stack.outputs["SiteBucketName"])["Contents"]
    paths = {one["Key"] for one in listed}
    assert "playlists/international_pop/clusters/index.html" in paths
    assert "images/playlists/international_pop/clusters/clusters_scatter.png" in paths
    for stage in STAGES:
        assert '"level":"ERROR"' not in stages.running[stage].log()


@pytest.mark.parametrize("function", FUNCTION_IDS)
def test_every_function_answers_a_strange_event_and_writes_nothing_to_its_layers(
    built: Path, tmp_path: Path, function: str
) -> None:
    root = lay_out(built, function, tmp_path)
    before = _listing(root)
    variables = {f"{part}_BUCKET": part for part in ("INBOX", "LIBRARY", "SITE")}
    with started(root, {**variables, "CATALOG_TABLE": "catalog"}) as running:
        # What is none of ours is acknowledged without a call to AWS.
        event = json.loads(_STRANGE.read_text("utf-8"))
        if function == "RefreshFunction":  # no queue reads for it: whoever asked is told
            with pytest.raises(Failed, match="ValidationError"):
                running.invoke(event)
        else:
            assert running.invoke(event)[0] == {"batchItemFailures": []}
            assert '"ignored"' in running.log()
    assert _listing(root) == before


def _listing(root: Root) -> list[Path]:
    return sorted([*root.opt.rglob("*"), *root.task.rglob("*")])


@pytest.mark.parametrize("function", FUNCTION_IDS)
def test_a_function_with_its_layers_stays_well_below_the_limit(
    deployed: Path, tmp_path: Path, function: str
) -> None:
    assert lay_out(deployed, function, tmp_path).size() < _MOST_MEGABYTES * 1_000_000


@pytest.mark.parametrize("architecture", _MACHINES)
def test_every_program_in_a_layer_is_for_the_machine_it_was_built_for(
    request: pytest.FixtureRequest, architecture: str
) -> None:
    if architecture not in (NATIVE, "arm64"):
        pytest.skip("this machine is of the other kind")
    folder = request.getfixturevalue("deployed" if architecture == "arm64" else "built")
    programs = {path: machine for path in folder.rglob("*") if (machine := _machine(path))}
    assert len(programs) > 100
    assert {*programs.values()} == {_MACHINES[architecture]}


def _machine(path: Path) -> int:
    """For which processor a file is, as its ELF header says; 0 where it has none."""
    if not path.is_file():
        return 0
    with path.open("rb") as file:
        head = file.read(20)
    if head[:4] != b"\x7fELF":
        return 0
    machine: int = struct.unpack_from("<H", head, 18)[0]
    return machine


def _run(root: Root, program: str) -> str:
    """Output of `program` with nothing importable but a function's code, layers and the stdlib."""
    paths = [str(root.task), str(root.opt / "python")]
    # matplotlib writes its list of fonts below its home.
    with tempfile.TemporaryDirectory() as home:
        ran = subprocess.run(
            [
                sys.base_prefix + "/bin/python3.13",
                *("-I", "-S", "-c", f"import sys\nsys.path[:0] = {paths!r}\n{program}"),
            ],
            env={"HOME": home},
            capture_output=True,
            text=True,
            check=False,
        )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


# Runs import statements one by one. What a module imports only when another function calls it may
# be in a layer that this function does not attach, and nowhere else.
_IMPORTING = """
for line in {lines!r}:
    try:
        exec(line)
    except ModuleNotFoundError as error:
        if error.name.split(".")[0] not in {elsewhere!r}:
            raise
print("imported")
"""


@pytest.mark.parametrize("folder", sorted(FUNCTIONS.iterdir()), ids=lambda folder: folder.name)
def test_whatever_a_function_may_import_is_in_its_layers(
    built: Path, tmp_path: Path, folder: Path
) -> None:
    root = lay_out(built, f"{folder.name.title()}Function", tmp_path)
    lines = import_lines(folder / "app.py")
    assert len([line for line in lines if "linernotes" in line]) > 20
    attached = {path.name.split(".")[0] for path in (root.opt / "python").iterdir()}
    everywhere = {path.name.split(".")[0] for path in built.glob("*Layer/python/*")}
    program = _IMPORTING.format(lines=lines, elsewhere=everywhere - attached)
    assert _run(root, program) == "imported\n"


def test_the_base_layer_makes_every_client_that_is_used(built: Path, tmp_path: Path) -> None:
    program = f"""
import boto3
session = boto3.Session("x", "y", region_name="eu-west-1")
for service in {sorted(SERVICES)!r}:
    client = session.client(service)
    assert client.meta.endpoint_url.startswith("https://"), service
session.client("s3").get_paginator("list_object_versions")
print("made")
"""
    assert _run(lay_out(built, "PublishFunction", tmp_path), program) == "made\n"


# A playlist of two halves, and how many tracks it has of which something is known.
_ANALYZING = """
from linernotes.clusters import analyse
from linernotes.models import Features, PlaylistDocument, Track

def track(number):
    loud = number % 2
    features = Features(
        danceability=0.2 + 0.6 * loud, energy=0.1 + 0.8 * loud, valence=0.2 + 0.5 * loud,
        acousticness=0.9 - 0.8 * loud, instrumentalness=0.0, liveness=0.1, speechiness=0.05,
        loudness=-20.0 + 14 * loud + number / {tracks}, tempo=80.0 + 60 * loud + number % 7,
    )
    genres = ("hard techno", "rave") if loud else ("folk", "chamber folk")
    return Track(
        key=f"spotify:track:{{number:022d}}", name=str(number),
        genres=genres if {genres} and number % 9 else (), features=features if {sound} else None,
    )

tracks = tuple(track(number) for number in range({tracks}))
document = PlaylistDocument(recipe=1, pid="p", export="e", name="n", tracks=tracks, entities={{}})
analysis = analyse(document)
shorter = document.model_copy(update={{"tracks": tracks[:-1]}})
again = analyse(shorter, analysis, document)
print(analysis.mode, len(analysis.clusters), len(again.clusters))
"""


@pytest.mark.parametrize(
    ("mode", "tracks", "sound", "genres"),
    [
        ("blend", 60, True, True),
        ("sound", 60, True, False),
        ("context", 60, False, True),
        ("none", 60, False, False),
        ("blend", 1_200, True, True),
    ],
)
def test_analyze_works_in_every_mode_with_its_layers(
    built: Path, tmp_path: Path, mode: str, tracks: int, sound: bool, genres: bool
) -> None:
    program = _ANALYZING.format(tracks=tracks, sound=sound, genres=genres)
    made, first, again = _run(lay_out(built, "AnalyzeFunction", tmp_path), program).split()
    assert made == mode
    assert first == again
    assert (first == "0") == (mode == "none")


def test_draw_names_things_in_any_script_with_its_layers(built: Path, tmp_path: Path) -> None:
    program = """
import warnings
warnings.simplefilter("error")  # a letter that no font has is a warning
from linernotes.figures import Bar, bars
names = ("BIBI", "宇多田ヒカル", "방탄소년단", "فيروز", "לך לישון", "लता", "คาราบาว", "🎧")
sys.stdout.write(bars([Bar(name, 9, 3) for name in names])[1:4].decode())
"""
    assert _run(lay_out(built, "DrawFunction", tmp_path), program) == "PNG"


def test_only_what_draws_carries_fonts(built: Path, tmp_path: Path) -> None:
    with_fonts = set()
    for function in FUNCTION_IDS:
        root = lay_out(built, function, tmp_path / function)
        if list(root.opt.rglob("Notes*.[ot]tf")):
            with_fonts.add(function)
    assert with_fonts == {"DrawFunction"}


@pytest.mark.parametrize("layer", ["BaseLayer", "ChartsLayer", "FontsLayer", "LinernotesLayer"])
def test_a_layer_brings_byte_code_that_lambda_need_not_check(built: Path, layer: str) -> None:
    inside = built / layer / "python"
    _check_byte_code(inside)
    modules = [path for path in inside.rglob("*.py") if not path.stem.startswith("_bad")]
    assert modules
    cached = (path.parent / "__pycache__" / f"{path.stem}.cpython-313.pyc" for path in modules)
    assert all(code.exists() for code in cached)


def test_the_science_layer_holds_byte_code_in_place_of_sources(built: Path) -> None:
    inside = built / "ScienceLayer" / "python"
    _check_byte_code(inside)
    assert not list(inside.rglob("*.py"))
    assert (inside / "sklearn" / "__init__.pyc").exists()


def _check_byte_code(inside: Path) -> None:
    codes = list(inside.rglob("*.pyc"))
    assert codes
    # Flags of PEP 552: 1 is "hash-based, not checked against the source".
    assert {code.read_bytes()[4] for code in codes} == {1}


@pytest.mark.parametrize("layer", _LAYERS)
def test_a_layer_says_how_large_each_of_its_parts_is(deployed: Path, layer: str) -> None:
    text = (deployed / layer / f"manifest-{_LAYERS[layer]}.json").read_text("utf-8")
    manifest = json.loads(text)
    inside = [path for path in (deployed / layer / "python").rglob("*") if path.is_file()]
    assert manifest["bytes"] == sum(path.stat().st_size for path in inside)
    assert manifest["bytes"] == sum(manifest["parts"].values())
    assert {"base": "boto3", "science": "scipy", "charts": "matplotlib"}[manifest["layer"]] in (
        manifest["parts"]
    )


@pytest.mark.parametrize("layer", _LAYERS)
def test_no_layer_brings_tests_or_stubs(built: Path, layer: str) -> None:
    inside = list((built / layer / "python").rglob("*"))
    assert not [path for path in inside if path.name == "tests" or path.suffix == ".pyi"]
