"""The files that all pages share. Their names carry a hash of their bytes: they never change."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path

from linernotes.pages.views import PageFile
from linernotes.palette import CLUSTER_COLOURS, INK, LIKED, MUTED, PAPER, RULE, Colour

_STATIC = Path(__file__).parent / "static"


@cache
def style() -> PageFile:
    """Return the stylesheet; the colours of clusters and page come first, from the palette."""
    named = {"paper": PAPER, "ink": INK, "muted": MUTED, "rule": RULE, "liked": LIKED}
    named |= {f"cluster-{n}": colour for n, colour in enumerate(CLUSTER_COLOURS, start=1)}
    light = _root(named, dark=False)
    dark = _root(named, dark=True)
    classes = "".join(
        f".c{n}{{--c:var(--cluster-{n})}}\n" for n in range(1, len(CLUSTER_COLOURS) + 1)
    )
    head = f"{light}@media screen and (prefers-color-scheme:dark){{\n{dark}}}\n{classes}"
    body = head.encode() + (_STATIC / "style.css").read_bytes()
    return _hashed("style", "css", body, "text/css; charset=utf-8")


@cache
def script() -> PageFile:
    """Return the script, without which every page can be read too."""
    body = (_STATIC / "script.js").read_bytes() + (_STATIC / "search.js").read_bytes()
    return _hashed("script", "js", body, "text/javascript; charset=utf-8")


@cache
def icon() -> PageFile:
    """Return the icon that a browser shows on its tab."""
    return _hashed("icon", "svg", (_STATIC / "icon.svg").read_bytes(), "image/svg+xml")


def _hashed(name: str, ending: str, body: bytes, content_type: str) -> PageFile:
    mark = sha256(body).hexdigest()[:12]
    return PageFile(f"assets/{name}-{mark}.{ending}", body, content_type)


def _root(named: dict[str, Colour], *, dark: bool) -> str:
    lines = (f"--{name}:{c.dark if dark else c.light};\n" for name, c in named.items())
    return f":root{{\n{''.join(lines)}}}\n"
