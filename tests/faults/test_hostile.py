"""What strangers write into exports, through every function to every file of the site."""

from __future__ import annotations

import gzip
import io
import json
import re
import zipfile
from html.parser import HTMLParser
from typing import Any, override

import pytest

from linernotes.models import ExportDocument
from tests.aws.exports import playlist, track
from tests.faults.quick import quicken
from tests.faults.strangers import NAMES, of_strangers
from tests.faults.world import World
from tests.links import dead_links

UNSEEN = re.compile("[\u202a-\u202e\u2066-\u2069\u200b\ufeff\u2028\u2029\u0085\x00-\x08\x0b-\x1f]")
# What no part of a path may hold: it would end it, climb out of it, or be read as something else.
UNSAFE = re.compile(r"""[\\?#%:"'<>|*;&\s]""")
HOSTS = ("https://i.scdn.co/", "https://open.spotify.com/")


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    quicken(monkeypatch)


def settled(exports: dict[str, bytes]) -> World:
    """A deployment that was given these exports, at rest."""
    world = World()
    for key, body in exports.items():
        world.drop(key, body)
    world.drain()
    assert not world.wrong
    assert not dead_links(world.site)
    return world


def told(world: World, key: str) -> ExportDocument:
    """What the inbox page says of a key."""
    [document] = [one for one in world.cloud().catalog.rows.inbox() if one.key == key]
    return document


class Reader(HTMLParser):
    """A page as a browser reads it: whatever could run or fetch is noted."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            address = name in ("src", "href", "action", "data", "poster") and value
            foreign = re.match(r"(\w+:|//)", value or "") and not (value or "").startswith(HOSTS)
            if name.startswith("on") or name == "style" or (address and foreign):
                self.found.append(f"<{tag} {name}={value}>")
        if tag in ("iframe", "object", "embed", "base", "form") or (
            tag == "script" and not dict(attrs).keys() & {"src", "type"}
        ):
            self.found.append(f"<{tag}>")


@pytest.mark.parametrize("aimed_at", NAMES)
def test_a_name_is_text_in_every_file_of_the_site(aimed_at: str) -> None:
    name = NAMES[aimed_at]
    good = playlist("Mine", [track(n, artist="Ann") for n in range(3)])
    world = settled({"a.json": of_strangers(name), "b.json": good})
    assert sum(path.startswith("playlists/") for path in world.site) >= 6, "each has its pages"
    for path, body in world.site.items():
        assert not UNSAFE.search(path), path
        assert not {"", ".", ".."} & {*path.split("/")}, path
        assert len(path.encode()) < 500
        if path.endswith(".png"):
            continue
        text = body.decode()
        assert not UNSEEN.search(text), path
        if path.endswith(".html"):
            assert Reader(text).found == [], path
        elif path.endswith(".json"):
            assert json.loads(text, parse_constant=pytest.fail)
        elif path.endswith(".md"):
            _tables_are_whole(path, text)
            assert not re.search(r"(?<!\\)\]\((javascript|http://evil)", text), path
        elif path.endswith(".csv"):
            cells = re.findall(r'(?:^|,)"?([=+@-][^,"]*)', text, re.MULTILINE)
            assert not [cell for cell in cells if not re.fullmatch(r"-?[\d.]+", cell)], path


def _tables_are_whole(path: str, text: str) -> None:
    lines = text.splitlines()
    for at, line in enumerate(lines):
        if re.fullmatch(r"\|[ :|-]+\|", line):
            columns = line.count("|")
            for row in [lines[at - 1], *_rows(lines[at + 1 :])]:
                assert len(re.findall(r"(?<!\\)\|", row)) == columns, f"{path}: {row}"


def _rows(lines: list[str]) -> list[str]:
    end = next((at for at, line in enumerate(lines) if not line.startswith("|")), len(lines))
    return lines[:end]


def test_names_that_look_alike_are_two_and_those_that_differ_unseen_are_one() -> None:
    def of(*names: str) -> list[str]:
        rows = [track(n, artist=name) for n, name in enumerate(names * 2)]
        for row in rows:
            row["artists"] = [{"name": row["artists"][0]["name"]}]  # an id would tell them apart
        site = settled({"a.json": playlist("Mine", rows)}).site
        return [path for path in site if re.fullmatch(r"artists/[^/]+/index.html", path)]

    assert len(of("Adele", "\u0410dele")) == 2  # a Cyrillic A
    assert len(of("Adele", "Ad\u200bele\ufeff")) == 1


def test_lists_of_one_name_have_a_page_each() -> None:
    names = ["Mine", "mine", "MINE", "", " ", "🎧", "\u200b"]
    exports = {f"{n}.json": playlist(name, [track(n)]) for n, name in enumerate(names)}
    site = settled(exports).site
    pages = [path for path in site if re.fullmatch(r"playlists/[^/]+/index.html", path)]
    assert len(pages) == len(names)


GOOD = playlist("Mine", [track(n, artist="Ann") for n in range(3)])


def _json(value: str) -> bytes:
    body = playlist("Mine", [track(1, artist="Ann")]).decode()
    assert '"energy": 0.2' in body
    return re.sub(r'"energy": [\d.]+', f'"energy": {value}', body).encode()


def _zip(**files: bytes) -> bytes:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return body.getvalue()


REFUSED: dict[str, bytes] = {
    "nested": b"[" * 100_000,
    "nested objects": b'{"tracks":' * 100_000,
    "a key twice": b'{"type": "playlist", "name": "A", "name": "B", "tracks": {"items": []}}',
    "latin-1": GOOD.replace(b"Song 1", "Caf\u00e9".encode("latin-1")),
    "gzip bomb": gzip.compress(bytes(100_000_000), compresslevel=1),
    "zip in a zip": _zip(**{"inner.zip": _zip(**{"a.json": GOOD})}),
    "zip that climbs": _zip(**{"../../a.json": GOOD}),
    "zip from the root": _zip(**{"/etc/a.json": GOOD}),
    "too large": bytes(64 * 1024 * 1024 + 1),
    "html": b"<!doctype html><title>Sign in</title>",
    "empty": b"",
    "picture": b"\x89PNG\r\n\x1a\n" + bytes(100),
    "cut off": GOOD[:-40],
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_does_not_read_is_refused_once_and_what_stood_before_stays(what: str) -> None:
    world = settled({"mine.json": GOOD})
    before = {path: body for path, body in world.site.items() if path.startswith("playlists/")}
    assert before
    world.drop("mine.json", REFUSED[what])
    world.drain()
    assert not world.wrong
    [refusal] = told(world, "mine.json").refusals
    assert refusal.reason
    assert refusal.reason[:20] in world.site["inbox.md"].decode().replace("\\", "")
    after = {path: body for path, body in world.site.items() if path.startswith("playlists/")}
    assert after == before
    assert not dead_links(world.site)


@pytest.mark.parametrize(
    "value", ["NaN", "Infinity", "-Infinity", "1e309", "9" * 5000, "true", '"high"', "[]", "{}"]
)
def test_what_is_no_number_is_in_no_page(value: str) -> None:
    world = settled({"mine.json": _json(value)})
    document = told(world, "mine.json")
    if document.refusals:
        assert not [path for path in world.site if path.startswith("playlists/")]
        return
    [path] = [path for path in world.site if re.fullmatch(r"playlists/\w+/overview.json", path)]
    text = world.site[path].decode()
    [row] = json.loads(text, parse_constant=pytest.fail)["tracks"]
    assert "energy" not in row.get("features", {})


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_marked_encoding_is_read(encoding: str) -> None:
    world = settled({"mine.json": GOOD.decode().encode(encoding)})
    assert not told(world, "mine.json").refusals
    assert "playlists/mine/index.html" in world.site


@pytest.mark.parametrize(
    "address",
    [
        "http://169.254.169.254/latest",
        "https://i.scdn.co@evil.example/x",
        "data:image/png;base64,AA",
        "https://evil.example/x.png",
        "javascript:alert(1)",
    ],
)
def test_art_from_elsewhere_is_named_in_no_file(address: str) -> None:
    row: Any = track(1)
    row["album"]["images"] = [{"url": address}]
    world = settled({"mine.json": playlist("Mine", [row])})
    assert not [path for path, body in world.site.items() if address.encode() in body]


@pytest.mark.parametrize(
    "key", ["a+b%2F c.json", "🎧.json", ".csv", "a/../b.json", "k" * 1019 + ".json", "<b>&.json"]
)
def test_an_object_key_makes_the_round_trip(key: str) -> None:
    world = settled({key: GOOD})
    assert told(world, key).key == key
    assert not told(world, key).refusals
    page = world.site["inbox/index.html"].decode()
    assert Reader(page).found == []
    world.remove(key)
    world.drain()
    assert not [path for path in world.site if path.startswith("playlists/")]


def test_an_id_inside_a_file_touches_nothing_of_another() -> None:
    mine, other = json.loads(GOOD), json.loads(playlist("Other", [track(9)]))
    mine["id"] = other["id"] = "37i9dQZF1DXcBWIGoYBM5M"
    world = settled({"mine.json": json.dumps(mine).encode()})
    before = world.site["playlists/mine/overview.md"]
    world.drop("other.json", json.dumps(other).encode())
    world.drain()
    world.remove("other.json")
    world.drain()
    assert world.site["playlists/mine/overview.md"] == before


@pytest.mark.parametrize("body", ["no JSON", '{"Event": "s3:TestEvent"}', "[]", "{}", '{"v": 99}'])
def test_a_message_that_is_none_of_ours_leaves_what_stands(body: str) -> None:
    world = settled({"mine.json": GOOD})
    before = dict(world.site)
    world.sqs.send_message(QueueUrl="ingest", MessageBody=body)
    worker = world.start("ingest")
    assert worker is not None
    world.go(worker)
    assert world.site == before
