"""Real Chromium on a published site, served as CloudFront would serve it.

Nothing but Spotify's image hosts is ever asked for by a page, and those are answered here: the
tests need no network. A page that asks for anything else, says anything on its console or opens a
dialog fails the test that opened it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, Route, sync_playwright

from linernotes.local import deploy as local_deploy
from linernotes.local import serve
from tests.browser.library import made_up
from tests.memory import flow

ROOT = Path(__file__).parents[2]
CHROMIUM = Path("/usr/bin/chromium")
ART_HOSTS = ("i.scdn.co", "mosaic.scdn.co", "image-cdn-ak.spotifycdn.com")
# One transparent pixel.
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


@dataclass(frozen=True)
class Site:
    """A published site: its objects by path, and where it is served."""

    objects: dict[str, bytes]
    address: str

    def kinds(self) -> dict[str, list[str]]:
        """The addresses of its pages by kind: `playlists/*/clusters/` holds those of clusters."""
        found: dict[str, list[str]] = {}
        for path in sorted(self.objects):
            if path.endswith("index.html"):
                found.setdefault(kind_of(path), []).append(path.removesuffix("index.html"))
        return found


def kind_of(path: str) -> str:
    """What kind of page stands at a path: names and years in it become `*`."""
    parts = path.removesuffix("index.html").split("/")
    named = parts[:1] + ["*" if number == 1 and part else part for number, part in _after(parts)]
    return "/".join("*" if re.fullmatch(r"\d{4}s?", part) else part for part in named)


def _after(parts: list[str]) -> list[tuple[int, str]]:
    several = parts[0] in ("playlists", "artists", "labels", "genres")
    return [(number if several else 0, part) for number, part in enumerate(parts) if number]


@dataclass
class Heard:
    """What a page did beyond being shown."""

    console: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    def nothing(self) -> bool:
        """Whether there is nothing to complain of."""
        return not (self.console or self.foreign or self.dialogs or self.missing)


Opens = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; without it the tests are skipped, but not where everything must run."""
    if not CHROMIUM.exists():
        if os.environ.get("CI") == "true":
            pytest.fail(f"{CHROMIUM} is missing: apt-get install chromium")
        pytest.skip(f"{CHROMIUM} is missing: apt-get install chromium")
    with sync_playwright() as playwright:
        # In a container there is no user namespace for its sandbox to use.
        running = playwright.chromium.launch(
            executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"]
        )
        yield running
        running.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The made-up library, published and served."""
    with pytest.MonkeyPatch.context() as patch:
        objects = published(patch, made_up())
    yield from served(objects, tmp_path_factory.mktemp("site"))


def published(
    patch: pytest.MonkeyPatch, exports: dict[str, bytes], root: str = ""
) -> dict[str, bytes]:
    """What is published of exports; figures are of one pixel, as drawing them takes its time."""
    made = ("figures.bars", "figures.features", "figures.scatter", "usecases.draw.card")
    for figure in made:
        patch.setattr(f"linernotes.{figure}", lambda *_: PIXEL)
    return flow.published(exports, root)


def served(objects: dict[str, bytes], folder: Path) -> Iterator[Site]:
    """Serve objects from a folder."""
    for path, body in objects.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(body)
    rules = serve.rules(local_deploy.read_template(ROOT / "template.yaml"))
    with serve.serving(folder, rules, 0) as address:
        yield Site(objects, address)


@pytest.fixture
def heard() -> Heard:
    """What the pages of this test did beyond being shown."""
    return Heard()


@pytest.fixture
def opens(browser: Browser, heard: Heard) -> Iterator[Opens]:
    """Opens an address in a window of its own: `opens(address, dark=True, width=390)`."""
    made: list[BrowserContext] = []

    def open_(address: str, *, dark: bool = False, width: int = 1440, script: bool = True) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            java_script_enabled=script,
            reduced_motion="reduce",
        )
        made.append(context)
        context.set_default_timeout(15_000)

        def route(one: Route) -> None:
            host = urlsplit(one.request.url).hostname
            if host == "127.0.0.1":
                one.continue_()
            elif host in ART_HOSTS:
                one.fulfill(body=PIXEL, content_type="image/png")
            else:
                heard.foreign.append(one.request.url)
                one.abort()

        context.route("**/*", route)
        page = context.new_page()
        page.on("console", lambda said: _note(said.type, said.text, heard))
        page.on("pageerror", lambda error: heard.console.append(str(error)))
        page.on("dialog", lambda dialog: _shut(dialog, heard))
        page.on(
            "response",
            lambda answer: heard.missing.append(answer.url) if answer.status >= 400 else None,
        )
        page.goto(address)
        return page

    yield open_
    for context in made:
        context.close()


def _shut(dialog: Dialog, heard: Heard) -> None:
    heard.dialogs.append(dialog.message)
    dialog.dismiss()


def _note(kind: str, text: str, heard: Heard) -> None:
    if kind in ("error", "warning"):
        heard.console.append(text)
