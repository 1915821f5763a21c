"""Write down how large each part of a built layer is: `python manifest.py LAYER ARTEFACTS`.

The file lies in the layer beside `python/`, so on Lambda it is `/opt/manifest-LAYER.json`.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from pathlib import Path

# numpy.libs and numpy-2.5.0.dist-info are parts of numpy.
_BELONGS = re.compile(r"(\.libs|-[0-9][^-]*\.(dist|egg)-info|\.py|\.pyc|\.[a-z0-9_-]+\.so)$")


def parts(inside: Path) -> dict[str, int]:
    """Bytes of each distribution below `inside`, a folder of importable things, by name."""
    sizes: Counter[str] = Counter()
    for path in inside.rglob("*"):
        if path.is_file() and not path.is_symlink():
            top = path.relative_to(inside).parts[0]
            sizes[_BELONGS.sub("", top).lower()] += path.stat().st_size
    return dict(sorted(sizes.items()))


def write(layer: str, artefacts: Path) -> None:
    """Write the manifest of the layer that was built into `artefacts`."""
    sizes = parts(artefacts / "python")
    manifest = {"layer": layer, "bytes": sum(sizes.values()), "parts": sizes}
    text = json.dumps(manifest, indent=1) + "\n"
    (artefacts / f"manifest-{layer}.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write(sys.argv[1], Path(sys.argv[2]))
