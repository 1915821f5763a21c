"""What publish tells S3 of each object is what `linernotes serve` tells of its file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urljoin, urlsplit

import pytest

from linernotes.local import serve
from linernotes.local.serve import Answer, Rules
from tests.aws.exports import playlist, track
from tests.memory.flow import published
from tests.unit.pages.reading import html

# Names that S3, a browser and CloudFront each have a reading of their own for.
NAMES = ("C+C Music", "100% Pure", "a/b?c#d", "群青", "Decca (UMO)", 'AC/DC & "Sons"')
FIGURES = ("figures.bars", "figures.features", "figures.scatter", "usecases.draw.card")
RULES = Rules((), "/404.html")


@dataclass(frozen=True)
class Bucket:
    """A published site in a folder, and the headers of each object in its bucket."""

    folder: Path
    headers: dict[str, dict[str, str]]

    def asked(self, uri: str) -> Answer:
        """What the local server answers."""
        return serve.answer(self.folder, RULES, uri, {})


@pytest.fixture(scope="module")
def bucket(tmp_path_factory: pytest.TempPathFactory) -> Bucket:
    headers: dict[str, dict[str, str]] = {}

    def noted(name: str, call: dict[str, Any], do: Callable[[], Any]) -> Any:
        if name == "s3.PutObject" and call["Bucket"] == "site":
            told = {"Content-Type": "ContentType", "Cache-Control": "CacheControl"}
            headers[call["Key"]] = {header: call[given] for header, given in told.items()}
        return do()

    tracks = [
        track(number, artist=name, label=name)
        for at, name in enumerate(NAMES)
        for number in range(at * 10, at * 10 + 10)
    ]
    with pytest.MonkeyPatch.context() as patch:
        for figure in FIGURES:
            patch.setattr(f"linernotes.{figure}", lambda *_: b"\x89PNG")
        site = published(
            {"a.json": playlist("C+C", tracks), "bad.json": b"{"}, "https://notes.example/", noted
        )
    folder = tmp_path_factory.mktemp("site")
    for path, body in site.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(body)
    return Bucket(folder, {path: headers[path] for path in site})


def test_every_object_has_the_content_type_that_the_local_server_gives_it(bucket: Bucket) -> None:
    endings = {path.rpartition(".")[2] for path in bucket.headers}
    assert endings >= {"html", "md", "json", "css", "js", "svg", "png", "csv", "txt", "atom", "xml"}
    for path, headers in bucket.headers.items():
        told = dict(bucket.asked("/" + quote(path)).headers)
        assert (path, told["Content-Type"]) == (path, headers["Content-Type"])
        if not headers["Content-Type"].startswith("image/"):
            assert headers["Content-Type"].endswith("; charset=utf-8"), path


def test_what_is_named_by_its_bytes_is_kept_for_good_and_all_else_for_a_minute(
    bucket: Bucket,
) -> None:
    for path, headers in bucket.headers.items():
        kept = headers["Cache-Control"]
        if path.startswith("assets/"):
            assert kept == "public, max-age=31536000, immutable"
            assert dict(bucket.asked(f"/{path}").headers)["Cache-Control"] == kept
        else:
            assert kept == "public, max-age=60, s-maxage=86400"


def test_every_link_is_answered_as_it_is_written_in_the_page(bucket: Bucket) -> None:
    asked = set()
    for path in sorted(bucket.headers):
        if path.endswith("index.html"):
            here = f"https://notes.example/{quote(path)}"
            for link in html((bucket.folder / path).read_bytes()).all():
                for name in ("href", "src"):
                    address = urlsplit(urljoin(here, link.attributes.get(name, "") or "#"))
                    if address.netloc == "notes.example":
                        asked.add(address.path)
    names = {unquote(uri).split("/")[2] for uri in asked if uri.startswith("/artists/")}
    assert len(names) == len(NAMES)
    for uri in sorted(asked):
        assert "+" not in uri
        assert (uri, bucket.asked(uri).status) == (uri, 200)


def test_the_page_for_what_is_missing_links_from_the_root(bucket: Bucket) -> None:
    for uri in ("/nothing/", "/labels/not/here.html", "/labels/c+c_music/x.md"):
        given = bucket.asked(uri)
        assert given.status == 404
        for link in html(given.body).all():
            address = link.attributes.get("href") or link.attributes.get("src") or "/"
            assert address.startswith(("/", "#"))
            assert address.startswith("#") or bucket.asked(address).status == 200
