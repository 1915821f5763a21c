"""What a reader waits for, in Chromium on a slow phone: `python -m benchmarks browser`.

A page of 120 tracks' clusters is served on this machine; the processor is slowed down four times,
the network is not. Needs Debian's `chromium`.
"""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from benchmarks.figure import Figure
from linernotes import pages
from linernotes.local import deploy, serve
from linernotes.models import Analysis, Axis, Cluster, Track, Trait
from linernotes.pages.views import Link, PageFile, PlaylistView, TrackLine

PAGE = "playlists/evenings/clusters/"
ROOT = Path(__file__).resolve().parents[1]
CHROMIUM = "/usr/bin/chromium"
TRACKS, SLOWER, TIMES = 120, 4, 9
EMPTY = b"<!doctype html><html lang=en><title>Nothing</title><p>Nothing"
PAINTED = """() => new Promise((done) => {
  const seen = performance.getEntriesByName("first-contentful-paint")[0];
  if (seen) return done(seen.startTime);
  new PerformanceObserver((list) => {
    for (const one of list.getEntries())
      if (one.name === "first-contentful-paint") done(one.startTime);
  }).observe({ type: "paint", buffered: true });
})"""


def figures() -> Iterable[Figure]:
    """First contentful paint at a quarter of this machine's speed, and what is loaded for it."""
    with tempfile.TemporaryDirectory() as folder:
        for file in _site():
            path = Path(folder) / file.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(file.body)
        rules = serve.rules(deploy.read_template(ROOT / "template.yaml"))
        with serve.serving(Path(folder), rules, 0) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
            )
            (Path(folder) / "empty").mkdir()
            (Path(folder) / "empty" / "index.html").write_bytes(EMPTY)
            # In turn, so that a machine that is busy for a moment is so for both.
            turns = [
                (_run(browser, f"{address}empty/"), _run(browser, f"{address}{PAGE}"))
                for _ in range(TIMES)
            ]
            browser.close()
    yield Figure(
        f"first contentful paint of {TRACKS} tracks' clusters, processor {SLOWER} times slower",
        statistics.median(page[0] for _, page in turns) / 1000,
        "s",
        aim=1.0,
    )
    yield Figure(
        "the same of an empty page", statistics.median(empty[0] for empty, _ in turns) / 1000, "s"
    )
    yield Figure("bytes of that page without art", turns[0][1][1] / 1000, "kB", aim=100)


def _run(browser: Browser, address: str) -> tuple[float, float]:
    """One visit with an empty cache: milliseconds to the first paint, and bytes transferred."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    context.route(lambda url: not url.startswith("http://127.0.0.1"), lambda route: route.abort())
    page = context.new_page()
    session = context.new_cdp_session(page)
    sizes: list[float] = []

    def loaded(event: dict[str, Any]) -> None:
        sizes.append(event["encodedDataLength"])

    session.on("Network.loadingFinished", loaded)
    session.send("Network.enable")
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(address, wait_until="load")
    painted = float(page.evaluate(PAINTED))
    context.close()
    return painted, sum(sizes)


def _site() -> Iterator[PageFile]:
    yield from pages.assets()
    yield from pages.playlist(_view())


def _view() -> PlaylistView:
    """Two moods of names and labels as long as real ones."""
    lines = tuple(_line(number) for number in range(TRACKS))
    halves = [tuple(one.track.key for one in lines[n::2]) for n in range(2)]
    analysis = Analysis(
        recipe=1,
        mode="sound",
        k=2,
        silhouette=0.3,
        stability=0.9,
        strength="clear",
        axes=(
            Axis(label="from calm to loud", explained=0.4),
            Axis(label="from a to b", explained=0.2),
        ),
        clusters=tuple(
            Cluster(
                number=number,
                name=name,
                tracks=keys,
                profile=(
                    Trait(feature="energy", median=0.8, z=1.2),
                    Trait(feature="valence", median=0.4, z=-0.7),
                ),
            )
            for number, (name, keys) in enumerate(
                zip(("upbeat, amplified", "melancholy, acoustic"), halves, strict=True), start=1
            )
        ),
        points={
            one.track.key: ((n * 37 % 101) / 50 + n % 2 * 2, (n * 53 % 97) / 48)
            for n, one in enumerate(lines)
        },
    )
    return PlaylistView(
        slug="evenings",
        name="Evenings",
        export="evenings.json",
        since=datetime(2026, 11, 23, tzinfo=UTC),
        tracks=lines,
        analysis=analysis,
        scatter=None,
        likes_known=True,
        ranks_known=True,
    )


def _line(number: int) -> TrackLine:
    uri = f"spotify:track:{number:022d}"
    artists = (Link(f"An Artist of {number // 3}", f"artists/an_artist_of_{number // 3}"),)
    track = Track(
        key=uri,
        uri=uri,
        name=f"A Song about Number {number}",
        artists=tuple(one.name for one in artists),
        album=f"The Album of {number // 4} (Deluxe Version)",
        art=f"https://i.scdn.co/image/ab67616d0000b273{number // 4:024x}",
    )
    return TrackLine(
        track, number % 2 == 0, number, artists, (Link(f"Label {number % 9} Recordings"),)
    )
