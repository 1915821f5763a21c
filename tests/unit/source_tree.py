"""The project's own Python sources, and who imports whom, read without running them."""

from __future__ import annotations

import ast
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "shared" / "linernotes"
FUNCTIONS = ROOT / "functions"
# Folders at the root that hold sources of ours; not every one need exist.
_SOURCES = ("functions", "shared", "layers", "tools", "benchmarks", "tests", "docs")


@cache
def sources() -> tuple[Path, ...]:
    """Every Python file of the project, sorted."""
    found = (path for name in _SOURCES for path in (ROOT / name).rglob("*.py"))
    return tuple(sorted(path for path in found if "__pycache__" not in path.parts))


def files() -> Iterator[Path]:
    """Every file that belongs to the project: not what setup, build or an editor made."""
    made = {
        ".git",
        ".venv",
        ".uv",
        ".tools",
        ".lint",
        ".aws-sam",
        "out",
        ".linernotes",
        "node_modules",
    }
    for entry in sorted(ROOT.iterdir()):
        if entry.is_file():
            yield entry
        elif entry.name not in made and not entry.name.endswith("_cache"):
            yield from (
                path
                for path in sorted(entry.rglob("*"))
                if path.is_file() and "__pycache__" not in path.parts
            )


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))


def comments(path: Path) -> Iterator[tuple[int, str]]:
    """Line numbers and texts of the comments in `path`."""
    with path.open("rb") as file:
        for token in tokenize.tokenize(file.readline):
            if token.type == tokenize.COMMENT:
                yield token.start[0], token.string


def at_import(path: Path) -> Iterator[ast.AST]:
    """Every node that runs when `path` is imported: all but the bodies of functions."""
    waiting: list[ast.AST] = [tree(path)]
    while waiting:
        node = waiting.pop()
        yield node
        for name, value in ast.iter_fields(node):
            deferred = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
            if deferred and name in ("body", "returns", "args"):
                # Defaults are evaluated at once; annotations are not.
                if isinstance(value, ast.arguments):
                    waiting += [d for d in (*value.defaults, *value.kw_defaults) if d is not None]
                continue
            children = value if isinstance(value, list) else [value]
            waiting += [child for child in children if isinstance(child, ast.AST)]


def module_name(path: Path) -> str:
    """Dotted name of a file of the package."""
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


_FUNCTION = ast.FunctionDef | ast.AsyncFunctionDef


def _for_types_only(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING")


@cache
def imports(path: Path, *, deferred: bool = True) -> frozenset[str]:
    """Dotted names that `path` imports, but for the type checker alone.

    Of `from a import b` both `a` and `a.b` are named, since `b` may be a module. `deferred` says
    whether imports inside functions count.
    """
    found: set[str] = set()
    waiting: list[ast.AST] = [tree(path)]
    while waiting:
        node = waiting.pop()
        if _for_types_only(node) or (isinstance(node, _FUNCTION) and not deferred):
            continue
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
        waiting += ast.iter_child_nodes(node)
    return frozenset(found)


@cache
def _modules() -> dict[str, Path]:
    inside = (path for path in sources() if path.is_relative_to(PACKAGE))
    return {module_name(path): path for path in inside}


def reached(start: Path, *, deferred: bool = True) -> dict[str, str]:
    """Roots of everything outside the package that `start` imports in the end.

    Maps each root (`boto3`) to a file that imports it. `deferred` as in `imports`: with it, what
    running may import; without it, what importing imports.
    """
    roots: dict[str, str] = {}
    for path in _closure(start, deferred):
        for name in imports(path, deferred=deferred):
            root = name.split(".")[0]
            if root != "linernotes":
                roots.setdefault(root, str(path.relative_to(ROOT)))
    return roots


def import_lines(start: Path) -> list[str]:
    """Every import statement that running `start` may reach, inside functions too, sorted."""
    found: set[str] = set()
    for path in _closure(start, deferred=True):
        waiting: list[ast.AST] = [tree(path)]
        while waiting:
            node = waiting.pop()
            if _for_types_only(node):
                continue
            if isinstance(node, ast.Import | ast.ImportFrom):
                found.add(ast.unparse(node))
            waiting += ast.iter_child_nodes(node)
    return sorted(line for line in found if not line.startswith("from __future__ "))


def _closure(start: Path, deferred: bool) -> Iterator[Path]:
    """`start` and the files of the package that it imports in the end."""
    seen: set[Path] = set()
    waiting = [start]
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        yield path
        for name in imports(path, deferred=deferred):
            root, *below = name.split(".")
            if root == "linernotes":
                # Importing a.b.c runs a and a.b too.
                dotted = [".".join([root, *below[:depth]]) for depth in range(len(below) + 1)]
                waiting += [_modules()[name] for name in dotted if name in _modules()]
