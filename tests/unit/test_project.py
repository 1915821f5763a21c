"""The house rules of the sources, kept by reading them."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from linernotes.recipes import RELEASE
from tests.unit import source_tree
from tests.unit.source_tree import FUNCTIONS, PACKAGE, ROOT

# Everything that computes: none of it may know AWS, so that it runs and is tested anywhere.
COMPUTATION = (
    "features",
    "clusters",
    "figures",
    "pages",
    "formats",
    "labels",
    "slugs",
    "identity",
    "models",
    "errors",
)
AWS = {"boto3", "botocore", "aws_lambda_powertools"}


def _where(path: Path, line: int | None = None) -> str:
    place = str(path.relative_to(ROOT))
    return f"{place}:{line}" if line else place


def _lines(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


def test_a_function_is_one_app_py_of_at_most_forty_lines() -> None:
    folders = [folder for folder in FUNCTIONS.iterdir() if folder.is_dir()]
    assert folders
    for folder in folders:
        assert {path.name for path in folder.iterdir()} - {"__pycache__"} == {"app.py"}, folder
        assert _lines(folder / "app.py") <= 40, folder


def test_handlers_neither_loop_nor_call_aws() -> None:
    loops = (ast.For, ast.While, ast.comprehension)
    for app in FUNCTIONS.glob("*/app.py"):
        assert not [n for n in ast.walk(source_tree.tree(app)) if isinstance(n, loops)], app
        assert not {name.partition(".")[0] for name in source_tree.imports(app)} & {"boto3"}, app


def test_no_module_is_longer_than_four_hundred_lines() -> None:
    long = {_where(path): _lines(path) for path in source_tree.sources() if _lines(path) > 400}
    assert not long


def test_no_module_is_a_drawer_for_odds_and_ends() -> None:
    drawers = re.compile(r"_?(utils?|helpers?|common|misc)")
    named = [path.stem for path in source_tree.sources()]
    named += [folder.name for folder in PACKAGE.rglob("*") if folder.is_dir()]
    assert not [name for name in named if drawers.fullmatch(name)]


def test_everything_imports_in_an_empty_environment_and_makes_no_client() -> None:
    program = f"""
import importlib.util, pkgutil, sys
import botocore.session

def refuse(*args, **kwargs):
    raise SystemExit("a client was made at import")

botocore.session.Session.create_client = refuse
import linernotes
names = [m.name for m in pkgutil.walk_packages(linernotes.__path__, "linernotes.")]
for name in names:
    if not name.endswith("__main__"):
        importlib.import_module(name)
for path in {sorted(str(app) for app in FUNCTIONS.glob("*/app.py"))!r}:
    spec = importlib.util.spec_from_file_location("app", path)
    spec.loader.exec_module(importlib.util.module_from_spec(spec))
sys.stdout.write(str(len(names)))
"""
    ran = subprocess.run(
        [sys.executable, "-I", "-c", program], env={}, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    assert int(ran.stdout) > 10


def test_only_what_makes_an_analysis_imports_the_libraries_of_clustering() -> None:
    program = """
import sys
import tomllib
from linernotes.usecases import analyze, draw, ingest, press, publish
import linernotes.figures, linernotes.pages
before = {"numpy", "pandas", "scipy", "sklearn"} & set(sys.modules)
import linernotes.clusters
after = {"pandas", "sklearn"} & set(sys.modules)
print(sorted(before), sorted(after))
"""
    ran = subprocess.run(
        [sys.executable, "-I", "-c", program], env={}, capture_output=True, text=True, check=False
    )
    assert ran.stdout == "[] ['pandas', 'sklearn']\n", ran.stderr


def _calls_of_the_moment(path: Path) -> Iterator[str]:
    """What depends on the environment, the clock or chance when `path` is imported."""
    moment = re.compile(
        r"(os\.)?(environ|getenv)\b|(datetime\.)*(now|utcnow|today)$|time\.(time|monotonic)$"
        r"|(random|secrets)\.|uuid[14]$|(np\.|numpy\.)?random\b|default_rng$|boto3\.(client|resource)$"
    )
    for node in source_tree.at_import(path):
        if isinstance(node, ast.Attribute) and ast.unparse(node) == "os.environ":
            yield f"{_where(path, node.lineno)} os.environ"
        if isinstance(node, ast.Call) and moment.match(ast.unparse(node.func)):
            yield f"{_where(path, node.lineno)} {ast.unparse(node.func)}"


def test_importing_reads_no_environment_no_clock_and_no_chance() -> None:
    ours = [p for p in source_tree.sources() if p.is_relative_to(PACKAGE)]
    ours += FUNCTIONS.glob("*/app.py")
    assert not [finding for path in ours for finding in _calls_of_the_moment(path)]


def _computation() -> Iterator[Path]:
    for path in source_tree.sources():
        if path.is_relative_to(PACKAGE):
            name = source_tree.module_name(path).split(".")
            if len(name) > 1 and name[1] in COMPUTATION:
                yield path


def test_computation_never_reaches_aws() -> None:
    reached = {_where(path): source_tree.reached(path) for path in _computation()}
    assert reached
    wrong = {
        path: (root, by) for path, to in reached.items() for root, by in to.items() if root in AWS
    }
    assert not wrong


def test_the_package_never_imports_its_handlers() -> None:
    inside = [path for path in source_tree.sources() if path.is_relative_to(PACKAGE)]
    assert not [
        _where(path)
        for path in inside
        if {name.partition(".")[0] for name in source_tree.imports(path)} & {"functions", "tests"}
    ]


# What follows a waiver's own words on its line, without punctuation, is its reason.
_WAIVERS = re.compile(
    r"#\s*(type:\s*ignore(\[[^\]]*\])?|noqa(:\s*[A-Z]+\d+(,\s*[A-Z]+\d+)*)?|pragma:.*cover|nosec)"
)


def _waiver_without_reason(comment: str) -> bool:
    found = list(_WAIVERS.finditer(comment))
    return bool(found) and not re.search(r"\w+\W+\w+", _WAIVERS.sub("", comment))


@pytest.mark.parametrize(
    ("comment", "bare"),
    [
        ("# type: ignore[arg-type]", True),
        ("# noqa: S101", True),
        ("# noqa: S101, S603", True),
        ("# type: ignore[arg-type]  # any service may be named", False),
        ("# noqa: PLC0415 - the folder must be known before", False),
        ("# why this is so", False),
    ],
)
def test_a_reason_is_told_from_a_bare_waiver(comment: str, bare: bool) -> None:
    assert _waiver_without_reason(comment) is bare


def test_every_waiver_carries_its_reason_on_its_line() -> None:
    assert not [
        f"{_where(path, line)} {comment}"
        for path in source_tree.sources()
        for line, comment in source_tree.comments(path)
        if _waiver_without_reason(comment)
    ]


def test_every_skipped_test_says_why() -> None:
    skip = re.compile(r"pytest\.(mark\.)?(skip|skipif|xfail)")
    for path in source_tree.sources():
        nodes = list(ast.walk(source_tree.tree(path)))
        calls = [node for node in nodes if isinstance(node, ast.Call)]
        called = {id(call.func) for call in calls}
        for call in calls:
            name = ast.unparse(call.func)
            if skip.fullmatch(name):
                said = any(keyword.arg == "reason" for keyword in call.keywords)
                assert said or ("mark" not in name and call.args), _where(path, call.lineno)
        for node in nodes:
            if isinstance(node, ast.Attribute) and id(node) not in called:
                assert not skip.fullmatch(ast.unparse(node)), _where(path, node.lineno)


def test_tests_set_the_environment_through_monkeypatch_only() -> None:
    for path in source_tree.sources():
        if not path.is_relative_to(ROOT / "tests"):
            continue
        for node in ast.walk(source_tree.tree(path)):
            targets = node.targets if isinstance(node, ast.Assign | ast.Delete) else []
            written = [ast.unparse(t) for t in targets if isinstance(t, ast.Subscript)]
            assert not [t for t in written if t.startswith("os.environ[")], _where(path)


@pytest.mark.parametrize("project", ["pyproject.toml", "shared/pyproject.toml"])
def test_pages_know_the_release_that_makes_them(project: str) -> None:
    told = tomllib.loads((ROOT / project).read_text("utf-8"))
    assert told["project"]["version"] == RELEASE


def test_nothing_is_left_to_do() -> None:
    left = re.compile(r"\b(" + "|".join(("TO" + "DO", "FIX" + "ME", "XX" + "X")) + r")\b")
    assert not [
        _where(path, line)
        for path in source_tree.sources()
        for line, comment in source_tree.comments(path)
        if left.search(comment)
    ]


def test_no_file_names_the_host_of_a_package_registry() -> None:
    # In two parts, or this file would name them.
    hosts = [f"{name}.{domain}" for name, domain in (
        ("pypi", "org"), ("pythonhosted", "org"), ("registry.npmjs", "org"), ("crates", "io"),
        ("proxy.golang", "org"), ("anaconda", "org"), ("yarnpkg", "com"),
    )]  # fmt: skip
    named = re.compile("|".join(map(re.escape, hosts)), re.IGNORECASE)
    assert not [
        _where(path)
        for path in source_tree.files()
        if named.search(path.read_text("utf-8", errors="ignore"))
    ]


def test_the_documentation_names_targets_that_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]
    command = re.compile(r"(?:^|`)make ([a-z-]+)", re.MULTILINE)
    named = {
        (page.name, found) for page in pages for found in command.findall(page.read_text("utf-8"))
    }
    assert named
    assert not {(page, target) for page, target in named if target not in targets}


def test_every_page_of_the_documentation_is_in_its_index() -> None:
    index = (ROOT / "docs" / "README.md").read_text("utf-8")
    pages = {path.name for path in (ROOT / "docs").glob("*.md")} - {"README.md"}
    assert {page for page in pages if f"]({page})" not in index} == set()


def test_no_link_of_the_documentation_is_dead() -> None:
    # Only in prose: examples in code may show any path.
    link = re.compile(r"(?<!!)\[[^\]]*\]\(([^)#:]+)\)")
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]:
        prose = re.sub(r"```.*?```|`[^`]*`", "", page.read_text("utf-8"), flags=re.DOTALL)
        dead = [to for to in link.findall(prose) if not (page.parent / to).exists()]
        assert not dead, page.name
