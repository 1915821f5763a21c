"""Take the pictures of `docs/screenshots/`: four pages of a published site, light and dark, on a
desk and on a phone.

    python -m tools.screenshots SITE

SITE is a folder as `linernotes demo --no-serve --site SITE` makes it. Chromium takes them, at
`/usr/bin/chromium` or as `CHROMIUM` says. Art from other hosts is left to its tiles, so that the
pictures are the same without a network.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from linernotes.local import deploy, serve

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "screenshots"
# Height is what a reader sees at once; a picture of a whole page would be all table.
WIDTHS = {"desk": (1280, 900), "phone": (390, 844)}
THEMES = ("light", "dark")


def pages(site: Path) -> dict[str, str]:
    """The four main pages by name: the library, a playlist, its clusters, an artist.

    It is the playlist with most clusters and the artist with the longest page.
    """
    playlists = sorted((site / "playlists").glob("*/clusters/index.html"), key=_clusters)
    artists = sorted((site / "artists").glob("*/index.html"), key=_weight)
    if not playlists or not artists:
        raise SystemExit(f"{site} holds no published site: linernotes demo --no-serve --site …")
    clusters = playlists[-1].parent
    found = {"library": site, "playlist": clusters.parent, "clusters": clusters}
    found["artist"] = artists[-1].parent
    return {name: _address(folder.relative_to(site)) for name, folder in found.items()}


def _clusters(page: Path) -> tuple[int, str]:
    return page.read_bytes().count(b'<section class="cluster c'), str(page)


def _weight(page: Path) -> tuple[int, str]:
    return page.stat().st_size, str(page)


def _address(folder: Path) -> str:
    return "".join(f"{part}/" for part in folder.parts)


def take(browser: Browser, address: str, site: Path) -> list[Path]:
    """Take every picture of the site that is served at `address`; the files, in order."""
    taken = []
    for theme in THEMES:
        for place, (width, height) in WIDTHS.items():
            context = browser.new_context(
                viewport={"width": width, "height": height},
                color_scheme="dark" if theme == "dark" else "light",
                reduced_motion="reduce",
            )
            page = context.new_page()
            page.route(
                lambda url: not url.startswith(address), lambda one: one.abort("blockedbyclient")
            )
            for name, path in pages(site).items():
                page.goto(address + path, wait_until="networkidle")
                file = FOLDER / f"{name}-{place}-{theme}.png"
                page.screenshot(path=file)
                taken.append(file)
            context.close()
    return taken


def main(site: Path) -> int:
    """Serve the site and take its pictures."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    rules = serve.rules(deploy.read_template(ROOT / "template.yaml"))
    chromium = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    with serve.serving(site, rules, 0) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for file in take(browser, address, site):
            print(file.relative_to(ROOT))  # noqa: T201 - says what it made
        browser.close()
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    sys.exit(main(Path(sys.argv[1])))
