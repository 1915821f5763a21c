"""The local server and the deployed distribution give the same answers."""

from __future__ import annotations

import http.client
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from linernotes.local import deploy, folder, serve
from tests.local.conftest import ROOT, Stacks

pytestmark = pytest.mark.skipif(
    shutil.which("node") is None, reason="the engine runs CloudFront functions with node"
)

PAGES = {
    "index.html": (b"<p>home", "text/html; charset=utf-8"),
    "404.html": (b"<p>not here", "text/html; charset=utf-8"),
    "playlists/decca_(umo)/index.html": (b"<p>decca", "text/html; charset=utf-8"),
    "playlists/decca_(umo)/overview.md": (b"# decca", "text/markdown; charset=utf-8"),
    "labels/소리/index.html": (b"<p>sori", "text/html; charset=utf-8"),
    "images/a.png": (b"\x89PNG", "image/png"),
}
PATHS = [
    "/",
    "/index.html",
    "/playlists/decca_(umo)",
    "/playlists/decca_(umo)/",
    "/playlists/decca_(umo)/overview.md",
    "/playlists/decca_%28umo%29/",
    "/labels/%EC%86%8C%EB%A6%AC/",
    "/labels/%EC%86%8C%EB%A6%AC",
    "/images/a.png",
    "/nothing/",
    "/nothing.html",
    "/nothing",
    "//evil.example/x",
    "/%5Cevil.example",
    "/a%0d%0ab",
]


@dataclass(frozen=True)
class Deployed:
    """Where the distribution and the local server answer, and the first one's host name."""

    engine: str
    host: str
    local: str


@pytest.fixture
def deployed(stacks: Stacks, tmp_path: Path) -> Iterator[Deployed]:
    stack = stacks(account=deploy.ACCOUNT).stack
    for path, (body, kind) in PAGES.items():
        stack.s3.put_object(
            Bucket=stack.outputs["SiteBucketName"], Key=path, Body=body, ContentType=kind
        )
    folder.copy_site(stack, tmp_path)
    cloudfront = stack.client("cloudfront")
    waiter = cloudfront.get_waiter("distribution_deployed")
    waiter.wait(Id=stack.outputs["DistributionId"], WaiterConfig={"Delay": 1, "MaxAttempts": 30})
    rules = serve.rules(deploy.read_template(ROOT / "template.yaml"))
    host = urlsplit(stack.outputs["SiteUrl"]).hostname or ""
    with serve.serving(tmp_path, rules, 0) as address:
        yield Deployed(stack.endpoint, host, address)


def _get(address: str, path: str, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
    split = urlsplit(address)
    connection = http.client.HTTPConnection(split.hostname or "", split.port, timeout=30)
    try:
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        told = {name.lower(): value for name, value in response.getheaders()}
        return response.status, told, response.read()
    finally:
        connection.close()


COMPARED = (
    "location",
    "content-security-policy",
    "x-content-type-options",
    "x-frame-options",
    "referrer-policy",
    "strict-transport-security",
    "x-robots-tag",
)


def test_every_path_is_answered_as_the_distribution_answers_it(deployed: Deployed) -> None:
    for path in PATHS:
        forwarded = {"Host": deployed.host, "X-Forwarded-Proto": "https"}
        status, headers, body = _get(deployed.engine, path, forwarded)
        own_status, own_headers, own_body = _get(deployed.local, path, {})
        assert (path, own_status) == (path, status)
        if status != 301:
            assert (path, own_body) == (path, body)
            assert own_headers["content-type"] == headers["content-type"]
        for name in COMPARED:
            assert (path, name, own_headers.get(name)) == (path, name, headers.get(name))
