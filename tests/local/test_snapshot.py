"""What outlives a run comes back as it was, on another engine and under other names."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from linernotes.errors import Halt
from linernotes.local import drive, snapshot
from tests.local.conftest import RELAY, Stacks
from tests.local.driver import Driver

ODD = "folder/🎧 a+b%2F c.json"


@pytest.fixture
def filled(relay: Driver) -> Driver:
    relay.drop("a.json", b"first")
    relay.drop(ODD, b"two")
    relay.drop("gone.json", b"three")
    relay.drain()
    relay.drop("a.json", b"one")
    relay.remove("gone.json")
    relay.drain()
    library = relay.stack.outputs["LibraryBucketName"]
    png = b"\x89PNG" + bytes(range(256))
    relay.stack.s3.put_object(Bucket=library, Key="ab/cd", Body=png, ContentType="image/png")
    return relay


def _objects(driver: Driver, part: str) -> dict[str, tuple[bytes, str, str, dict[str, str]]]:
    bucket = driver.stack.outputs[f"{part}BucketName"]
    found = {}
    for item in driver.stack.s3.list_objects_v2(Bucket=bucket).get("Contents", []):
        got = driver.stack.s3.get_object(Bucket=bucket, Key=item["Key"])
        found[item["Key"]] = (
            got["Body"].read(),
            got["ContentType"],
            got.get("CacheControl", ""),
            got["Metadata"],
        )
    return found


def _sorted(items: list[dict[str, object]]) -> list[str]:
    return sorted(repr(sorted(item.items())) for item in items)


def test_objects_and_items_come_back_as_they_were(
    filled: Driver, stacks: Stacks, tmp_path: Path
) -> None:
    file = tmp_path / snapshot.FILE
    snapshot.take(filled.stack, file)
    fresh = stacks(RELAY)
    assert fresh.stack.outputs["InboxBucketName"] != filled.stack.outputs["InboxBucketName"]
    assert snapshot.restore(fresh.stack, file)
    for part in ("Inbox", "Library", "Site"):
        assert _objects(fresh, part) == _objects(filled, part)
        assert _objects(fresh, part)
    assert _sorted(fresh.items()) == _sorted(filled.items())
    assert _objects(fresh, "Site")["a.json"] == (
        b"hello one",
        "text/plain; charset=utf-8",
        "max-age=60",
        {"of": "relay"},
    )


def test_of_the_inboxs_versions_the_newest_is_kept(
    filled: Driver, stacks: Stacks, tmp_path: Path
) -> None:
    file = tmp_path / snapshot.FILE
    snapshot.take(filled.stack, file)
    fresh = stacks(RELAY)
    snapshot.restore(fresh.stack, file)
    listed = fresh.stack.s3.list_object_versions(Bucket=fresh.stack.outputs["InboxBucketName"])
    assert sorted(version["Key"] for version in listed["Versions"]) == ["a.json", ODD]
    assert listed.get("DeleteMarkers", []) == []


def test_restoring_starts_no_work_and_later_changes_do(
    filled: Driver, stacks: Stacks, tmp_path: Path
) -> None:
    file = tmp_path / snapshot.FILE
    snapshot.take(filled.stack, file)
    fresh = stacks(RELAY)
    snapshot.restore(fresh.stack, file)
    assert not any(drive.backlog(fresh.stack).values())
    fresh.drop("new.json", b"four")
    fresh.drain()
    assert fresh.site()["new.json"] == b"hello four"


def test_a_snapshot_of_a_restored_stack_holds_the_same(
    filled: Driver, stacks: Stacks, tmp_path: Path
) -> None:
    first, second = tmp_path / "first.zip", tmp_path / "second.zip"
    snapshot.take(filled.stack, first)
    fresh = stacks(RELAY)
    snapshot.restore(fresh.stack, first)
    snapshot.take(fresh.stack, second)
    with zipfile.ZipFile(first) as one, zipfile.ZipFile(second) as two:
        assert {n: one.read(n) for n in one.namelist()} == {n: two.read(n) for n in two.namelist()}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["first.zip", "second.zip"]


def test_other_code_than_that_which_made_it_is_told(
    filled: Driver, stacks: Stacks, tmp_path: Path
) -> None:
    file = tmp_path / snapshot.FILE
    snapshot.take(filled.stack, file)
    other = tmp_path / "other.zip"
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(other, "w") as new:
        for name in old.namelist():
            about = snapshot.About(code="of last year").model_dump_json()
            new.writestr(name, about if name == "about.json" else old.read(name))
    assert not snapshot.restore(stacks(RELAY).stack, other)


def test_a_damaged_snapshot_is_refused_in_one_line(
    filled: Driver, stacks: Stacks, tmp_path: Path
) -> None:
    file = tmp_path / snapshot.FILE
    snapshot.take(filled.stack, file)
    whole = file.read_bytes()
    at = whole.index(b"\x89PNG") + 10
    of_the_future = io.BytesIO()
    with zipfile.ZipFile(of_the_future, "w") as archive:
        archive.writestr("about.json", '{"format": 2, "code": "x"}')
    fresh = stacks(RELAY)
    for damaged in (
        whole[: len(whole) // 2],
        whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :],
        b"",
        of_the_future.getvalue(),
    ):
        file.write_bytes(damaged)
        with pytest.raises(Halt, match=r"snapshot.* is damaged or of another version"):
            snapshot.restore(fresh.stack, file)


def test_a_state_folder_serves_one_run_at_a_time(tmp_path: Path) -> None:
    state = tmp_path / "state"
    with (
        snapshot.held(state),
        pytest.raises(Halt, match="in use by another run"),
        snapshot.held(state),
    ):
        pass
    with snapshot.held(state):
        pass
