"""The lock files: which dependency groups each holds, and whether it still says what they ask.

A lock file begins with a fingerprint of its groups in pyproject.toml, so that a stale one shows
without asking any index. `python -m tools.locks UV` writes them all; `make lock` calls it.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_MARK = "# fingerprint: "


@dataclass(frozen=True)
class Lock:
    """A lock file, the group of pyproject.toml it resolves, the lock it must agree with."""

    path: Path
    group: str
    within: Path | None = None


_DEV = ROOT / "requirements" / "dev.txt"
# In this order: the layers take the versions that the tests run with.
LOCKS = (
    Lock(_DEV, "dev"),
    Lock(ROOT / "requirements" / "uv.txt", "uv"),
    Lock(ROOT / "requirements" / "sam.txt", "sam"),
    Lock(ROOT / "requirements" / "lint.txt", "lint"),
    Lock(ROOT / "layers" / "base" / "requirements.txt", "base", _DEV),
    Lock(ROOT / "layers" / "science" / "requirements.txt", "science", _DEV),
    Lock(ROOT / "layers" / "charts" / "requirements.txt", "charts", _DEV),
)


def requirements(group: str) -> list[str]:
    """Sorted requirements of a dependency group, with those of the groups that it includes."""
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["dependency-groups"]

    def resolve(name: str) -> set[str]:
        found: set[str] = set()
        for entry in groups[name]:
            found |= {entry} if isinstance(entry, str) else resolve(entry["include-group"])
        return found

    return sorted(resolve(group))


def fingerprint(lock: Lock) -> str:
    """What `lock` must answer to: its requirements and those of the lock it must agree with."""
    asked = [requirements(lock.group)]
    if lock.within is not None:
        asked += [requirements(other.group) for other in LOCKS if other.path == lock.within]
    return hashlib.sha256(json.dumps(asked).encode()).hexdigest()[:32]


def recorded(lock: Lock) -> str:
    """The fingerprint in the file; empty when there is none."""
    if not lock.path.exists():
        return ""
    first = lock.path.read_text("utf-8").partition("\n")[0]
    return first.removeprefix(_MARK) if first.startswith(_MARK) else ""


def pins(lock: Lock) -> dict[str, str]:
    """Version by distribution name, as the file pins them."""
    found = re.findall(r"^([a-z0-9._-]+)==([^\s;]+)", lock.path.read_text("utf-8"), re.MULTILINE)
    return dict(found)


def write(lock: Lock, uv: str, *, upgrade: bool) -> None:
    """Resolve `lock` anew with the command `uv`.

    Without `upgrade` the pins that still satisfy the groups stay. A failed resolution raises
    `subprocess.CalledProcessError`; the file is then as it was.
    """
    lock.path.parent.mkdir(parents=True, exist_ok=True)
    command = [uv, "pip", "compile", "--quiet", "--universal", "--generate-hashes"]
    command += ["--python-version", "3.13", "--group", lock.group, "--no-annotate", "--no-header"]
    # A developer's own configuration may name indexes; a lock file must not.
    command += ["--no-emit-index-url", "--no-emit-find-links"]
    command += ["--output-file", str(lock.path)]
    if lock.within is not None:
        command += ["--constraint", str(lock.within)]
    if upgrade:
        command += ["--upgrade"]
    subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
    header = f"{_MARK}{fingerprint(lock)}\n# Made by `make lock` from the group `{lock.group}`.\n"
    lock.path.write_text(header + lock.path.read_text("utf-8"), "utf-8")


def main(arguments: list[str]) -> int:
    """Write every lock file: `python -m tools.locks UV [--upgrade]`."""
    uv, *rest = arguments
    for lock in LOCKS:
        sys.stderr.write(f"{lock.path.relative_to(ROOT)}\n")
        write(lock, uv, upgrade="--upgrade" in rest)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
