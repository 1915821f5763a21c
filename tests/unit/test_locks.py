"""The lock files answer to pyproject.toml, to each other and to no index."""

from __future__ import annotations

import re
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.unit import source_tree
from tests.unit.source_tree import FUNCTIONS, ROOT
from tools import locks
from tools.locks import LOCKS, Lock

_ids = [str(lock.path.relative_to(ROOT)) for lock in LOCKS]
each_lock = pytest.mark.parametrize("lock", LOCKS, ids=_ids)


@each_lock
def test_a_lock_answers_to_the_groups_of_today(lock: Lock) -> None:
    assert locks.recorded(lock) == locks.fingerprint(lock), "run `make lock`"


@each_lock
def test_a_lock_pins_what_its_group_asks_for(lock: Lock) -> None:
    asked = [re.match(r"[\w.-]+", requirement) for requirement in locks.requirements(lock.group)]
    names = {found.group().lower().replace("_", "-") for found in asked if found}
    assert names <= set(locks.pins(lock))


@each_lock
def test_a_lock_hashes_every_file_and_names_no_host(lock: Lock) -> None:
    text = lock.path.read_text("utf-8")
    assert not re.search(r"://|--(extra-)?index-url|--find-links|^-", text, re.MULTILINE)
    entries = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    assert entries
    assert all("--hash=sha256:" in entry for entry in entries)


@each_lock
def test_layers_hold_the_versions_that_the_tests_run_with(lock: Lock) -> None:
    if lock.within is None:
        return
    (within,) = (other for other in LOCKS if other.path == lock.within)
    tested = locks.pins(within)
    assert {name: tested.get(name) for name in locks.pins(lock)} == locks.pins(lock)


def test_the_pinned_uv_is_one_that_builds_the_package_itself() -> None:
    (uv,) = (lock for lock in LOCKS if lock.group == "uv")
    built_by = (ROOT / "shared" / "pyproject.toml").read_text("utf-8")
    bounds = re.search(r"uv_build>=(\d+)\.(\d+),<(\d+)\.(\d+)", built_by)
    assert bounds
    low, high = tuple(map(int, bounds.groups()[:2])), tuple(map(int, bounds.groups()[2:]))
    major, minor, _ = map(int, locks.pins(uv)["uv"].split("."))
    assert low <= (major, minor) < high


class _Template(yaml.SafeLoader):
    """Reads a template; `!Ref X` and the like as the bare value."""


def _bare(loader: _Template, _tag: str, node: yaml.Node) -> Any:
    if isinstance(node, yaml.ScalarNode):
        return loader.construct_scalar(node)
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node, deep=True)
    assert isinstance(node, yaml.MappingNode)
    return loader.construct_mapping(node, deep=True)


_Template.add_multi_constructor("!", _bare)


def _layers(function: Path) -> list[str]:
    """Names of the dependency layers that a function gets, as folders of layers/."""
    template = yaml.load((ROOT / "template.yaml").read_text("utf-8"), _Template)
    everywhere = template["Globals"]["Function"].get("Layers", [])
    (own,) = (
        resource["Properties"].get("Layers", [])
        for resource in template["Resources"].values()
        if resource["Type"] == "AWS::Serverless::Function"
        and resource["Properties"]["CodeUri"].rstrip("/") == f"functions/{function.name}"
    )
    folders = [layer.removesuffix("Layer").lower() for layer in [*everywhere, *own]]
    return [folder for folder in folders if (ROOT / "layers" / folder).is_dir()]


@pytest.mark.parametrize("name", sorted(path.parent.name for path in FUNCTIONS.glob("*/app.py")))
def test_a_functions_layers_hold_everything_it_imports(name: str) -> None:
    distributions = packages_distributions()
    layers = _layers(FUNCTIONS / name)
    assert "base" in layers
    held = {pin for lock in LOCKS if lock.path.parent.name in layers for pin in locks.pins(lock)}
    missing = {
        root: importer
        for root, importer in source_tree.reached(
            FUNCTIONS / name / "app.py", deferred=False
        ).items()
        if root in distributions
        and not {d.lower().replace("_", "-") for d in distributions[root]} & held
    }
    assert not missing


def test_no_layer_holds_what_its_functions_never_import() -> None:
    distributions = packages_distributions()
    for layer in sorted(path.parent.name for path in (ROOT / "layers").glob("*/requirements.txt")):
        users = [path.parent for path in FUNCTIONS.glob("*/app.py")]
        roots = [
            root
            for user in users
            if layer in _layers(user)
            for root in source_tree.reached(user / "app.py")
        ]
        used = {d.lower().replace("_", "-") for root in roots for d in distributions.get(root, [])}
        asked = {re.split(r"[^\w.-]", requirement)[0] for requirement in locks.requirements(layer)}
        assert asked <= used, layer
