"""From an object key of the inbox to documents, catalog rows and messages.

The steps are numbered as in docs/design.md, "Ingest of an object key". Running this twice, late,
out of order or beside itself ends in what the key's newest readable version says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from linernotes.aws import side_by_side
from linernotes.catalog.heads import ExportHead, PlaylistHead
from linernotes.catalog.rows import Keys
from linernotes.cloud import Cloud
from linernotes.errors import Retry
from linernotes.facts import Fact, Facts, Told, own, quality, wanted
from linernotes.identity import digest, export_id
from linernotes.inbox import Standing, Version
from linernotes.listening.told import told as listening_told
from linernotes.messages import ExportHint
from linernotes.models import (
    ExportDocument,
    ExportReading,
    Membership,
    PlaylistDocument,
    PlaylistReport,
    Reading,
)
from linernotes.observability import about, count, logger
from linernotes.playlists import documents, ids, touched
from linernotes.recipes import READING
from linernotes.usecases.report import report

_ATTEMPTS = 8  # how often a worker begins again because another was faster


@dataclass(frozen=True)
class _Attempt:
    """One attempt at a key: what was read, and what is to stand.

    `doc` is the address of `document`, both empty when the key holds nothing any more. `history`
    is what was seen of its versions.
    """

    export: str
    read: ExportHead | None
    document: ExportDocument | None
    doc: str
    history: tuple[Version, ...]

    @property
    def playlists(self) -> dict[str, str]:
        """Id and document of every playlist that is to stand."""
        return {p.pid: p.doc for p in self.document.playlists} if self.document else {}

    @property
    def liked(self) -> str:
        return self.document.liked if self.document else ""

    @property
    def listening(self) -> str:
        return self.document.listening if self.document else ""


def ingest(hint: ExportHint, cloud: Cloud) -> None:
    """Bring catalog and library up to what stands at the hint's key, and send it on.

    Raises `Retry` when other workers were faster every time.
    """
    about(hint.correlation, export=hint.key)
    if hint.key.endswith("/"):
        return  # the console's way of making a folder
    for _ in range(_ATTEMPTS):
        if _ingest(hint, cloud):
            return
    raise Retry(f"{hint.key} is being read by other workers")


def _ingest(hint: ExportHint, cloud: Cloud) -> bool:
    """One attempt; False when it lost to another worker and has to begin again."""
    export = export_id(hint.key)
    read = cloud.catalog.heads.export(export)  # 1
    # Nothing holds on to what was read beyond this line: it may be most of the memory there is.
    attempt = _write_documents(hint.key, read, cloud.inbox.standing(hint.key), cloud)  # 2, 3
    if attempt is None:
        return True  # nothing ever stood here
    if read and (read.doc, read.state) == (attempt.doc, "APPLIED"):
        _send_on(attempt, hint, cloud)
        return True
    head = _fence(attempt, cloud)
    if head is None:
        return False
    if cloud.inbox.history(hint.key) != attempt.history:
        # What came meanwhile may have been found to be what the old head said, and acknowledged.
        return False
    if _apply(attempt, head, hint, cloud):
        _send_on(attempt, hint, cloud)  # 8
    # Else a newer attempt is at work, and will send on.
    return True


def _write_documents(
    key: str, read: ExportHead | None, standing: Standing, cloud: Cloud
) -> _Attempt | None:
    """Step 3, first half: marks and documents, which bind nobody yet."""
    if read is None and standing.empty and not standing.refusals:
        return None
    export = export_id(key)
    before = cloud.library.get(ExportDocument, read.doc) if read and read.doc else None
    if standing.reading is None or standing.version is None or standing.since is None:
        document = _unread(key, standing, before)
        doc = cloud.library.put(document) if document else ""
        return _Attempt(export, read, document, doc, standing.history)
    facts, told = _told(standing.reading, cloud)
    others = _others(key, standing.reading, told, cloud)
    made = documents(standing.reading, key, others)
    liked = standing.reading.liked
    listening = listening_told(standing.reading, cloud.library.put)
    since = standing.since
    if before and before.digest == standing.version.digest:
        since = min(since, before.since)
    document = ExportDocument(
        recipe=READING,
        key=key,
        since=since,
        digest=standing.version.digest,
        size=standing.version.size,
        format=standing.reading.format,
        because=standing.reading.because,
        playlists=tuple(
            side_by_side(
                lambda one: _report(one[0], one[1], cloud),
                zip(made, standing.reading.playlists, strict=True),
            )
        ),
        liked=cloud.library.put(Keys(tuple(sorted(liked)))) if liked else "",
        likes=len(liked),
        listening=cloud.library.put(listening) if listening else "",
        facts=facts,
        features_of=sum(track.features is not None for track in standing.reading.facts),
        plays=sum(listening.plays for listening in standing.reading.listening),
        top_lists=len(standing.reading.top_tracks),
        warnings=standing.reading.warnings,
        refusals=standing.refusals,
    )
    return _Attempt(export, read, document, cloud.library.put(document), standing.history)


def _told(reading: ExportReading, cloud: Cloud) -> tuple[str, list[str]]:
    """Write down what the export says of its tracks: the document's address, and their keys.

    Of a large export what it says takes as much memory as all that was read, so it is let go.
    """
    told = own(reading)
    return cloud.library.put(told) if told.root else "", list(told.root)


def _report(playlist: PlaylistDocument, reading: Reading, cloud: Cloud) -> PlaylistReport:
    return PlaylistReport(
        pid=playlist.pid,
        name=playlist.name,
        doc=cloud.library.put(playlist),
        kept=len(playlist.tracks),
        skipped=reading.skipped,
        fingerprint=_fingerprint(playlist),
    )


def _others(
    key: str, reading: ExportReading, told: list[str], cloud: Cloud
) -> dict[str, list[Told]]:
    """What other exports tell of this one's tracks; `told` are the keys of all it tells of.

    Marks and claims are written before facts are read, and facts (step 5) before either is: of two
    exports that share a track, whoever comes second sees the other.
    """
    rows = cloud.catalog.rows
    rows.mark(
        (
            (track.key, pid)
            for pid, playlist in zip(ids(reading, key), reading.playlists, strict=True)
            for track in playlist.tracks
        ),
        key,
    )
    shared = rows.claim(told, key)
    held = {track.key for playlist in reading.playlists for track in playlist.tracks}
    return {
        track: [told for source, told in known.told.items() if source != key]
        for track, known in rows.known(sorted(shared & held)).items()
    }


def _unread(key: str, standing: Standing, before: ExportDocument | None) -> ExportDocument | None:
    """What stands at a key of which no version reads."""
    if before and not standing.empty:
        return before.model_copy(update={"recipe": READING, "refusals": standing.refusals})
    if standing.refusals:
        return ExportDocument(
            recipe=READING,
            key=key,
            since=standing.refusals[0].since,
            size=standing.refusals[0].size,
            refusals=standing.refusals,
        )
    return None


def _fingerprint(playlist: PlaylistDocument) -> str:
    return digest(*sorted(track.key for track in playlist.tracks))[:16]


def _fence(attempt: _Attempt, cloud: Cloud) -> ExportHead | None:
    """Step 3, second half: the one fence; `None` when another worker was faster."""
    read = attempt.read or ExportHead()
    head = ExportHead(
        gen=read.gen + 1,
        doc=attempt.doc,
        # The empty document stays among them: its hearts, none, may be what was published.
        was=tuple(dict.fromkeys((read.doc, *read.was))),
        state="APPLYING",
        playlists=tuple(sorted({*read.playlists, *attempt.playlists})),
        attempt=cloud.token(),
    )
    return head if cloud.catalog.heads.put_export(attempt.export, head, attempt.read) else None


def _apply(attempt: _Attempt, head: ExportHead, hint: ExportHint, cloud: Cloud) -> bool:
    """Steps 4 to 7; False if a newer attempt is at work."""
    stand = attempt.playlists
    heads: dict[str, PlaylistHead] = {}
    intended = side_by_side(  # 4
        lambda pid: _intend(pid, stand.get(pid, ""), head.gen, cloud), head.playlists
    )
    for pid, ours in zip(head.playlists, intended, strict=True):
        if ours is None:
            return False
        heads[pid] = ours
    fenced = cloud.catalog.fenced(head.gen, cloud.now())
    fenced.memberships(_memberships(heads, cloud))  # 5
    fenced.inbox(attempt.export, hint.key, attempt.document)
    _tell(attempt, head, hint, cloud)
    hearts = _like(attempt, head, hint, cloud)
    _listen(attempt, head, cloud)
    things = {f"playlist#{pid}" for pid in hearts | heads.keys()} | {"home", "inbox"}
    cloud.catalog.dirt.put(things, cloud.token())  # 6
    # Whoever finds the export applied cannot tell any more whose hearts it changed.
    cloud.queues.draw(hearts - attempt.playlists.keys(), hint.correlation)
    side_by_side(lambda one: cloud.catalog.heads.applied_playlist(*one), heads.items())  # 7
    cloud.catalog.heads.applied_export(attempt.export, head, tuple(sorted(attempt.playlists)))
    return True


def _intend(pid: str, doc: str, gen: int, cloud: Cloud) -> PlaylistHead | None:
    """Say which documents' rows may stand from now on, before any row is written.

    `None` if a newer attempt was here.
    """
    while True:
        read = cloud.catalog.heads.playlist(pid)
        stood = read or PlaylistHead()
        if stood.gen > gen or (stood.gen == gen and stood.doc != doc):
            return None
        if stood.gen == gen:
            return stood  # ours: the reply was lost
        # The empty document touches no row.
        was = tuple(dict.fromkeys(doc for doc in (stood.doc, *stood.was) if doc))
        rows = stood.rows if (stood.doc, stood.state) == (doc, "APPLIED") else gen
        head = PlaylistHead(gen=gen, doc=doc, was=was, state="APPLYING", rows=rows)
        if cloud.catalog.heads.put_playlist(pid, head, read):
            return head


def _memberships(
    heads: Mapping[str, PlaylistHead], cloud: Cloud
) -> Iterator[tuple[str, str, Membership | None]]:
    """How every entity stands that the documents of `heads` touch, or that it does no more."""
    for pid, ours in heads.items():
        stand = _entities(ours.doc, cloud)
        gone = set().union(*(_entities(doc, cloud) for doc in ours.was)) - stand.keys()
        for entity, membership in stand.items():
            yield pid, entity, membership
        for entity in sorted(gone):
            yield pid, entity, None


def _tell(attempt: _Attempt, head: ExportHead, hint: ExportHint, cloud: Cloud) -> None:
    """Write what the export itself says of its tracks; ask those that it may complete to be read.

    Unchanged facts ask nobody, so this ends.
    """
    documents_before = [cloud.library.get(ExportDocument, doc) if doc else None for doc in head.was]
    before = [_facts(document, cloud) for document in documents_before]
    now = _facts(attempt.document, cloud)
    trust = quality(attempt.document.format) if attempt.document else 0
    if any(document and quality(document.format) != trust for document in documents_before):
        before.append({})  # what is trusted more or less than before is as good as said anew
    told = ((track, Told(key=hint.key, quality=trust, fact=fact)) for track, fact in now.items())
    tracks = set(now).union(*before)
    gone = sorted(tracks - now.keys())
    cloud.catalog.fenced(head.gen, cloud.now()).facts(told, gone, attempt.export)
    changed = [t for t in tracks if any(old.get(t) != now.get(t) for old in before)]
    asked: set[str] = set()
    rows = cloud.catalog.rows
    for track, known in rows.known(sorted(rows.shared(changed, hint.key))).items():
        said_before = [old.get(track) or Fact() for old in before]
        for key in known.exports - asked - {hint.key}:
            theirs = known.told.get(key)
            if wanted(said_before, now.get(track), theirs.fact if theirs else None):
                asked.add(key)
    cloud.queues.ingest(asked, hint.correlation)


def _facts(document: ExportDocument | None, cloud: Cloud) -> dict[str, Fact]:
    return cloud.library.get(Facts, document.facts).root if document and document.facts else {}


def _like(attempt: _Attempt, head: ExportHead, hint: ExportHint, cloud: Cloud) -> set[str]:
    """Write what the export says is liked; the playlists that hold a track whose heart changed."""
    old = {cloud.library.get(ExportDocument, doc).liked if doc else "" for doc in head.was}
    if not any(old) and not attempt.liked:
        return set()
    cloud.catalog.fenced(head.gen, cloud.now()).liked(attempt.export, attempt.liked)
    new = _keys(attempt.liked, cloud)
    changed = set().union(*(new ^ _keys(doc, cloud) for doc in old))
    rows = cloud.catalog.rows
    # Its own playlists are dirty as it is.
    return rows.marked(sorted(rows.shared(changed, hint.key)))


def _listen(attempt: _Attempt, head: ExportHead, cloud: Cloud) -> None:
    """Write what the export tells of listening; publish sees by the rows that ranks moved."""
    old = {cloud.library.get(ExportDocument, doc).listening if doc else "" for doc in head.was}
    if any(old) or attempt.listening:
        cloud.catalog.fenced(head.gen, cloud.now()).plays(attempt.export, attempt.listening)


def _send_on(attempt: _Attempt, hint: ExportHint, cloud: Cloud) -> None:
    """Hand everything to the next stage, also what was found done: a crash may have lost it."""
    cloud.queues.analyze(attempt.playlists, hint.correlation)
    cloud.queues.publish(cloud.token(), hint.correlation)
    document = attempt.document
    count(
        ExportsRead=int(bool(document and document.format)),
        ExportsRefused=int(bool(document and document.refusals)),
        PlaylistsRead=len(attempt.playlists),
    )
    logger().info("ingested", extra=report(document))


def _entities(doc: str, cloud: Cloud) -> dict[str, Membership]:
    return touched(cloud.library.body(doc)) if doc else {}


def _keys(doc: str, cloud: Cloud) -> set[str]:
    return set(cloud.library.get(Keys, doc).root) if doc else set()
