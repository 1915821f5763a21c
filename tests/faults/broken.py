"""Variants of the package that each lack one of the things that keep it right.

Each is what the code might become if someone found that thing needless. `kept_schedules/<name>.txt`
holds a short schedule that each of them fails and the package itself does not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from greenlet import getcurrent

from linernotes.catalog import rows as row_module
from linernotes.catalog.dirt import Dirt
from linernotes.catalog.heads import ExportHead, Heads, PlaylistHead, Ready
from linernotes.catalog.rows import Fenced
from linernotes.cloud import Cloud
from linernotes.inbox import Inbox
from linernotes.messages import ExportHint, PlaylistHint, PublishHint
from linernotes.playlists import ids
from linernotes.queues import Queues
from linernotes.usecases import analyze as analyze_module
from linernotes.usecases import ingest as ingest_module
from linernotes.usecases import publish as publish_module

SCHEDULES = Path(__file__).parent / "kept_schedules"


def no_export_head_condition(patch: pytest.MonkeyPatch) -> None:
    """The fence of an attempt is taken whatever stands."""

    def put(self: Heads, export: str, head: ExportHead, read: ExportHead | None) -> bool:
        return self.table.put({"pk": f"X#{export}", "sk": "HEAD", **_lists(asdict(head))})

    patch.setattr(Heads, "put_export", put)


def no_row_fence(patch: pytest.MonkeyPatch) -> None:
    """Rows are written over whatever stands."""
    patch.setattr(row_module, "_FENCE", "")


def rows_deleted(patch: pytest.MonkeyPatch) -> None:
    """What goes is deleted, where no newer attempt wrote it, and leaves no tombstone."""
    put = Fenced._put

    def put_or_delete(self: Fenced, rows: list[dict[str, Any]]) -> None:
        put(self, [row for row in rows if "expires" not in row])
        for row in rows:
            if "expires" in row:
                self.table.delete(row["pk"], row["sk"], "#gen < :gen", gen=self.gen)

    patch.setattr(Fenced, "_put", put_or_delete)


def no_intent(patch: pytest.MonkeyPatch) -> None:
    """A playlist's head is written when its rows stand, not before."""

    def intend(pid: str, doc: str, gen: int, cloud: Cloud) -> PlaylistHead | None:
        read = cloud.catalog.heads.playlist(pid) or PlaylistHead()
        if read.gen > gen:
            return None
        was = tuple(dict.fromkeys(one for one in (read.doc, *read.was) if one))
        return PlaylistHead(gen=gen, doc=doc, was=was, state="APPLYING")

    def applied(self: Heads, pid: str, head: PlaylistHead) -> None:
        read = self.playlist(pid)
        if read is None or read.gen < head.gen:
            self.put_playlist(pid, replace(head, state="APPLIED", was=()), read)

    patch.setattr(ingest_module, "_intend", intend)
    patch.setattr(Heads, "applied_playlist", applied)


def dirty_after_applied(patch: pytest.MonkeyPatch) -> None:
    """Ingest calls a thing dirty when all heads are applied, not before."""
    put, applied = Dirt.put, Heads.applied_export
    held: dict[object, list[tuple[Dirt, Iterable[str], str]]] = {}

    def fence(attempt: Any, cloud: Cloud, _fence: Any = ingest_module._fence) -> ExportHead | None:
        held[getcurrent()] = []
        return _fence(attempt, cloud)  # type: ignore[no-any-return]  # as it was

    def hold(self: Dirt, things: Iterable[str], token: str) -> None:
        if getcurrent() in held:
            held[getcurrent()].append((self, things, token))
        else:
            put(self, things, token)

    def apply(self: Heads, export: str, head: ExportHead, playlists: tuple[str, ...]) -> None:
        applied(self, export, head, playlists)
        for late in held.pop(getcurrent(), []):
            put(*late)

    patch.setattr(ingest_module, "_fence", fence)
    patch.setattr(Dirt, "put", hold)
    patch.setattr(Heads, "applied_export", apply)


def unconditional_clean(patch: pytest.MonkeyPatch) -> None:
    """A thing is called clean also where it was made dirty again."""
    patch.setattr(Dirt, "clear", lambda self, thing, _: self.table.delete("DIRTY", thing))


def deduplicated_by_content(patch: pytest.MonkeyPatch) -> None:
    """Wake-ups of the publisher that say the same are one for five minutes."""

    def publish(self: Queues, token: str, correlation: str) -> None:
        body = PublishHint(correlation=correlation).model_dump_json()
        self.client.send_message(
            QueueUrl=self.publish_url,
            MessageBody=body,
            MessageGroupId="publish",
            MessageDeduplicationId=sha256(body.encode()).hexdigest(),
        )

    patch.setattr(Queues, "publish", publish)


def done_sends_nothing_on(patch: pytest.MonkeyPatch) -> None:
    """Ingest that finds everything done tells nobody."""
    send_on = ingest_module._send_on

    def send(attempt: Any, hint: ExportHint, cloud: Cloud) -> None:
        read = attempt.read
        if read is None or (read.doc, read.state) != (attempt.doc, "APPLIED"):
            send_on(attempt, hint, cloud)

    patch.setattr(ingest_module, "_send_on", send)


def hearts_sent_when_applied(patch: pytest.MonkeyPatch) -> None:
    """Playlists whose hearts an export changes are asked for when it is applied, and not before."""
    apply = ingest_module._apply

    def late(attempt: Any, head: ExportHead, hint: ExportHint, cloud: Cloud) -> bool:
        asked: list[str] = []

        class Late(Queues):
            def draw(self, pids: Iterable[str], correlation: str) -> None:
                asked.extend(pids)

        done = apply(attempt, head, hint, replace(cloud, queues=Late(**vars(cloud.queues))))
        cloud.queues.draw(asked, hint.correlation)
        return done

    patch.setattr(ingest_module, "_apply", late)


def ready_without_condition(patch: pytest.MonkeyPatch) -> None:
    """What was drawn may be published, whatever the playlist holds by now."""

    def put(self: Heads, pid: str, ready: Ready, read: Ready | None) -> bool:
        return self.table.put({"pk": f"P#{pid}", "sk": "READY", **asdict(ready)})

    patch.setattr(Heads, "put_ready", put)


def facts_before_marks(patch: pytest.MonkeyPatch) -> None:
    """Ingest reads what others tell of its tracks, and then notes that it wants to be told."""

    def others(key: str, reading: Any, told: Any, cloud: Cloud) -> Any:
        rows = cloud.catalog.rows
        tracks = {track.key for playlist in reading.playlists for track in playlist.tracks}
        found = {
            track: [told for source, told in known.told.items() if source != key]
            for track, known in rows.known(sorted(tracks)).items()
        }
        pids = zip(ids(reading, key), reading.playlists, strict=True)
        rows.mark(((one.key, pid) for pid, playlist in pids for one in playlist.tracks), key)
        rows.claim(told, key)
        return found

    patch.setattr(ingest_module, "_others", others)


def versions_listed_once(patch: pytest.MonkeyPatch) -> None:
    """Ingest does not look again what stands at its key when it has taken the fence."""
    ingest = ingest_module._ingest

    def once(hint: ExportHint, cloud: Cloud) -> bool:
        return ingest(hint, replace(cloud, inbox=_Once(cloud.inbox.client, cloud.inbox.bucket)))

    patch.setattr(ingest_module, "_ingest", once)


class _Once(Inbox):
    """An inbox that answers the second question after a key's versions like the first."""

    def history(self, key: str) -> Any:
        known = self.__dict__.setdefault("_known", {})
        if key not in known:
            known[key] = super().history(key)
        return known[key]


def looked_at_once(patch: pytest.MonkeyPatch) -> None:
    """Analyze goes by what the playlist held when it began."""
    read_head = Heads.playlist
    first: dict[object, PlaylistHead | None] = {}

    def analyze(hint: PlaylistHint, cloud: Cloud, _analyze: Any = analyze_module.analyze) -> None:
        first[getcurrent()] = None
        try:
            _analyze(hint, cloud)
        finally:
            del first[getcurrent()]

    def playlist(self: Heads, pid: str) -> PlaylistHead | None:
        worker = getcurrent()
        if worker not in first:
            return read_head(self, pid)
        first[worker] = first[worker] or read_head(self, pid)
        return first[worker]

    patch.setattr("tests.faults.world.analyze", analyze)
    patch.setattr(Heads, "playlist", playlist)


def unlisted_first(patch: pytest.MonkeyPatch) -> None:
    """The publisher takes a playlist that goes off its shelf, and then drops its other rows."""
    unlist = publish_module._Run._unlist

    def shelf_first(self: Any, thing: str) -> None:
        if self.catalog.shelves.playlists_of([thing]):
            self.catalog.shelves.drop(thing)
            unlist(self, thing)

    patch.setattr(publish_module._Run, "_unlist", shelf_first)


def _lists(fields: dict[str, Any]) -> dict[str, Any]:
    return {n: list(v) if isinstance(v, tuple) else v for n, v in fields.items()}


BROKEN: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    one.__name__: one
    for one in (
        no_export_head_condition,
        no_row_fence,
        rows_deleted,
        no_intent,
        dirty_after_applied,
        unconditional_clean,
        deduplicated_by_content,
        done_sends_nothing_on,
        hearts_sent_when_applied,
        ready_without_condition,
        facts_before_marks,
        versions_listed_once,
        looked_at_once,
        unlisted_first,
    )
}
