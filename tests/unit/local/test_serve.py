"""Serving a folder as CloudFront would, without CloudFront."""

from __future__ import annotations

import gzip
import http.client
import socket
import threading
from http import HTTPStatus
from pathlib import Path

import pytest

from linernotes.errors import Halt
from linernotes.local import deploy, serve
from linernotes.local.serve import Answer, Rules
from linernotes.site import cache_control

RULES = Rules((("X-Frame-Options", "DENY"), ("X-Robots-Tag", "noindex")), "/404.html")
LONG = b"<p>" + b"liner notes " * 200


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    for path, body in {
        "index.html": b"<p>home",
        "404.html": b"<p>not here",
        "labels/decca_(umo)/index.html": LONG,
        "labels/decca_(umo)/overview.md": b"# decca",
        "labels/소리/index.html": b"<p>sori",
        "feed.json": b"{}",
        "images/a.png": b"\x89PNG" * 500,
        "assets/style.css": b"p{}",
        ".hidden/index.html": b"secret",
    }.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(body)
    (tmp_path / "outside.html").write_bytes(b"secret")
    return folder


def get(site: Path, uri: str, **headers: str) -> Answer:
    return serve.answer(
        site, RULES, uri, {name.replace("_", "-"): value for name, value in headers.items()}
    )


def header(given: Answer, name: str) -> str | None:
    return dict(given.headers).get(name)


def test_a_folder_is_read_from_its_index(site: Path) -> None:
    assert get(site, "/").body == b"<p>home"
    assert get(site, "/labels/decca_(umo)/").body == LONG
    assert get(site, "/labels/decca_%28umo%29/").body == LONG
    assert get(site, "/labels/%EC%86%8C%EB%A6%AC/").body == b"<p>sori"


@pytest.mark.parametrize(
    ("uri", "target"),
    [
        ("/labels/decca_(umo)", "/labels/decca_(umo)/"),
        ("/labels/%EC%86%8C%EB%A6%AC", "/labels/%EC%86%8C%EB%A6%AC/"),
        ("/not/there", "/not/there/"),
        ("//evil/x", "/evil/x/"),
        ("///evil/x", "/evil/x/"),
        ("/\\evil/x", "/%5Cevil/x/"),
        ("/a%0d%0aSet-Cookie:x=1", "/a%0d%0aSet-Cookie:x=1/"),
    ],
)
def test_a_folder_without_its_slash_is_sent_to_it_on_this_very_host(
    site: Path, uri: str, target: str
) -> None:
    given = get(site, uri)
    assert given.status == 301
    assert header(given, "Location") == target


@pytest.mark.parametrize(
    ("uri", "kind"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/labels/decca_(umo)/overview.md", "text/markdown; charset=utf-8"),
        ("/assets/style.css", "text/css; charset=utf-8"),
        ("/feed.json", "application/json; charset=utf-8"),
        ("/images/a.png", "image/png"),
    ],
)
def test_a_file_has_its_type_and_the_policys_headers(site: Path, uri: str, kind: str) -> None:
    given = get(site, uri)
    assert given.status == 200
    assert header(given, "Content-Type") == kind
    assert header(given, "X-Frame-Options") == "DENY"
    assert header(given, "X-Robots-Tag") == "noindex"


def test_a_bare_plus_is_a_space_as_in_the_bucket_and_an_encoded_one_a_plus(site: Path) -> None:
    for name in ("c+c", "a b", "100%"):
        (site / "labels" / name).mkdir()
        (site / "labels" / name / "index.html").write_text(name)
    assert get(site, "/labels/c%2Bc/").body == b"c+c"
    assert get(site, "/labels/c+c/").status == 404
    assert get(site, "/labels/a+b/").body == get(site, "/labels/a%20b/").body == b"a b"
    assert get(site, "/labels/100%25/").body == b"100%"


def test_what_is_missing_gets_the_404_page_with_that_status(site: Path) -> None:
    for uri in ("/nothing/", "/nothing.html", "/labels/nothing/overview.md"):
        given = get(site, uri)
        assert given.status == 404
        assert given.body == b"<p>not here"
        assert header(given, "Content-Type") == "text/html; charset=utf-8"
        assert header(given, "X-Frame-Options") == "DENY"


def test_without_a_404_page_there_is_a_plain_one(tmp_path: Path) -> None:
    given = get(tmp_path, "/nothing/")
    assert given.status == 404
    assert header(given, "Content-Type") == "text/plain; charset=utf-8"


@pytest.mark.parametrize(
    "uri",
    [
        "/../outside.html",
        "/labels/../../outside.html",
        "/%2e%2e/outside.html",
        "/..%2foutside.html",
        "/labels/..%2f..%2foutside.html",
        "/%2foutside.html",
        "//outside.html",
        "/./index.html",
        "/.hidden/",
        "/index.html%00.png",
        "/link.html",
        "/linked/outside.html",
        "/%ff.html",
        "/" + "a" * 5000 + ".html",
    ],
)
def test_no_path_leads_out_of_the_folder_or_to_hidden_files(site: Path, uri: str) -> None:
    (site / "link.html").symlink_to(site.parent / "outside.html")
    (site / "linked").symlink_to(site.parent)
    given = get(site, uri)
    assert given.status == 404
    assert b"secret" not in given.body


def test_long_text_is_compressed_for_those_who_take_it(site: Path) -> None:
    given = get(site, "/labels/decca_(umo)/", accept_encoding="br, gzip;q=0.8")
    assert header(given, "Content-Encoding") == "gzip"
    assert header(given, "Vary") == "Accept-Encoding"
    assert gzip.decompress(given.body) == LONG
    assert len(given.body) < len(LONG)


@pytest.mark.parametrize("accepted", ["", "br", "gzip;q=0", "gzip; q=0.0", "identity"])
def test_text_is_sent_as_it_is_to_those_who_do_not(site: Path, accepted: str) -> None:
    given = get(site, "/labels/decca_(umo)/", accept_encoding=accepted)
    assert header(given, "Content-Encoding") is None
    assert given.body == LONG


def test_images_and_short_files_are_not_compressed(site: Path) -> None:
    for uri in ("/images/a.png", "/"):
        assert header(get(site, uri, accept_encoding="gzip"), "Content-Encoding") is None


def test_a_known_version_is_not_sent_again(site: Path) -> None:
    plain = get(site, "/labels/decca_(umo)/")
    packed = get(site, "/labels/decca_(umo)/", accept_encoding="gzip")
    tags = header(plain, "ETag"), header(packed, "ETag")
    assert tags[1] == f"W/{tags[0]}"
    for known in (*tags, f'"other", {tags[0]}', "*"):
        given = get(site, "/labels/decca_(umo)/", if_none_match=known or "")
        assert given.status == 304
        assert given.body == b""
    assert get(site, "/labels/decca_(umo)/", if_none_match='"other"').status == 200
    (site / "index.html").write_bytes(b"<p>new")
    assert header(get(site, "/"), "ETag") not in tags


def test_the_rules_are_the_templates() -> None:
    template = deploy.read_template(deploy.find_template(Path(__file__).parent))
    policy = template["Resources"]["SiteHeaders"]["Properties"]["ResponseHeadersPolicyConfig"]
    rules = serve.rules(template)
    headers = dict(rules.headers)
    expected = policy["SecurityHeadersConfig"]["ContentSecurityPolicy"]["ContentSecurityPolicy"]
    assert headers["Content-Security-Policy"] == expected
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Strict-Transport-Security"].startswith("max-age=")
    assert headers["X-Robots-Tag"] == "noindex"
    assert rules.missing == "/404.html"


def test_an_indexable_site_says_nothing_to_robots() -> None:
    template = deploy.read_template(deploy.find_template(Path(__file__).parent))
    assert "X-Robots-Tag" not in dict(serve.rules(template, {"Indexable": "yes"}).headers)


def _request(address: str, method: str, path: str) -> tuple[int, http.client.HTTPMessage, bytes]:
    connection = http.client.HTTPConnection(address.split("/")[2], timeout=5)
    try:
        connection.request(method, path)
        response = connection.getresponse()
        return response.status, response.headers, response.read()
    finally:
        connection.close()


def test_the_server_answers_over_http(site: Path) -> None:
    with serve.serving(site, RULES, 0) as address:
        assert address.startswith("http://127.0.0.1:")
        status, headers, body = _request(address, "GET", "/?q=1#x")
        assert (status, body) == (200, b"<p>home")
        assert headers["Content-Length"] == "7"
        assert headers["Server"] == "linernotes"
        status, headers, body = _request(address, "HEAD", "/")
        assert (status, body, headers["Content-Length"]) == (200, b"", "7")
        assert _request(address, "GET", "/labels?x=1")[0] == 301
        assert _request(address, "POST", "/")[0] == HTTPStatus.NOT_IMPLEMENTED


def test_the_server_ends_with_connections_open_and_readers_gone(site: Path) -> None:
    with serve.serving(site, RULES, 0) as address:
        host, port = address.split("/")[2].split(":")
        idle = socket.create_connection((host, int(port)))
        for _ in range(3):
            rude = socket.create_connection((host, int(port)))
            rude.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            rude.close()
        assert _request(address, "GET", "/")[0] == 200
    idle.close()
    assert not [t for t in threading.enumerate() if "serve_forever" in t.name]


def test_a_port_that_is_taken_is_said_so_and_no_port_means_any(site: Path) -> None:
    with serve.serving(site, RULES, 0) as address:
        port = int(address.rstrip("/").rsplit(":", 1)[1])
        with (
            pytest.raises(Halt, match=rf"Port {port} cannot be had.*--port"),
            serve.serving(site, RULES, port),
        ):
            pass
    with serve.serving(site, RULES) as one, serve.serving(site, RULES) as two:
        assert one != two


def test_what_is_named_by_its_bytes_is_kept_and_a_page_is_asked_for_again(site: Path) -> None:
    assert header(get(site, "/assets/style.css"), "Cache-Control") == cache_control("assets/x")
    assert header(get(site, "/"), "Cache-Control") == "no-cache"
    assert header(get(site, "/assets/nothing.css"), "Cache-Control") == "no-cache"
    assert cache_control("assets/x").endswith("max-age=31536000, immutable")
    assert "max-age=60" in cache_control("index.html")
