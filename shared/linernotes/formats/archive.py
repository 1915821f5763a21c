"""Zip archives: an "export all", a whole account download, or exports that somebody zipped.

An account download also holds who somebody is, what they paid and what they searched for: of its
JSON files only those that tell of music are opened.
"""

from __future__ import annotations

import contextlib
import io
import re
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterable

from linernotes.errors import Refused
from linernotes.formats.cleaning import text
from linernotes.formats.limits import MAX_BYTES, MEGABYTE, check_rows, check_size, check_titles
from linernotes.formats.source import NotAnExport
from linernotes.models import ExportReading, Track

MAX_ENTRIES = 1_000
MAX_UNPACKED = 512 * MEGABYTE
MAX_RATIO = 200

_SIGNATURES = (b"PK\x03\x04", b"PK\x05\x06")
_ENTRY = b"PK\x01\x02"
_UTF_8 = 0x800  # the flag of an entry whose name is in UTF-8; others are in code page 437
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_READABLE = (".csv", ".json", ".spotdl", ".txt")
_ARCHIVES = (".zip", ".gz", ".tgz", ".7z", ".rar", ".bz2", ".xz")
# In an account download these tell of music. Whatever other JSON stands beside them stays closed,
# also what a later download may add.
_ACCOUNT_MUSIC = re.compile(
    r"(?:Playlist\d*|YourLibrary|StreamingHistory(?:_music)?_?\d*|Streaming_History_Audio_.*)"
    r"(?: \(\d+\))?\.json",
    re.IGNORECASE,
)
_ACCOUNT_FOLDER = re.compile(
    r"(?:MyData|Spotify (?:Account Data|Extended Streaming History|Technical Log Information))"
    r"[^/]*/",
    re.IGNORECASE,
)
# These give an account download away even when its folder was renamed. `YourLibrary.json` does not:
# people keep it beside other exports.
_ACCOUNT_FILE = re.compile(
    r"(?:User(?:data|Address|Attributes|Prompts)"
    r"|SearchQueries|MessageData|DuoNewFamily|FamilyPlan|YourSoundCapsule"
    r"|PodcastInteractivity\w*|StreamingHistory_(?:podcast|audiobook|video)_?\d*"
    r"|Streaming_History_Video_.*)(?: \(\d+\))?\.json",
    re.IGNORECASE,
)
# So do these beside any other file of an account; alone they may be somebody's playlists.
_ACCOUNT_WORD = re.compile(
    r"(?:Ident(?:ity|ifiers)|Payments|Inferences|Marquee|Follow)(?: \(\d+\))?\.json", re.IGNORECASE
)

# What the standard library raises on archives that are damaged or made to hurt.
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,  # a compression or an encryption that zipfile does not know
    RuntimeError,
    ValueError,
    OSError,
    OverflowError,
)

# Each file that was opened, and what it says: `None` when it is none of the formats.
_Read = list[tuple[str, ExportReading | None]]


def is_zip(data: bytes) -> bool:
    """Whether `data` begins like a zip archive."""
    return data.startswith(_SIGNATURES)


def read_zip(data: bytes, read_file: Callable[[bytes, str], ExportReading]) -> ExportReading:
    """Read each export in an archive, in the order of their names, with `read_file`.

    Raises
    ------
    Refused : damaged, encrypted, beyond a limit, with archives or unsafe paths inside, without a
        single export, or with one that is refused itself: half an archive would unpublish the
        other half.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(_counted(data))) as archive:
            for entry in archive.infolist():
                entry.filename = _portable(entry)
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            _check(entries, len(data))
            files = sorted(_readable(entries), key=lambda entry: entry.filename)
            wanted = _without_private(files)
            return _merge(
                _read_all(archive, wanted, read_file),
                [text(entry.filename) for entry in entries],
                unopened=len(files) - len(wanted),
            )
    except _DAMAGE as error:
        raise Refused(
            f"The zip archive is damaged: {text(str(error)) or type(error).__name__}",
            advice="Download or make it again.",
        ) from error


def _counted(data: bytes) -> bytes:
    """`data`, when its directory is short enough to be looked at."""
    entries = data.count(_ENTRY)
    if entries > MAX_ENTRIES:
        raise Refused(
            f"The zip archive holds {entries:,} files; the limit is {MAX_ENTRIES:,}",
            advice="Drop the exports in several archives.",
        )
    return data


def _check(entries: Iterable[zipfile.ZipInfo], packed: int) -> None:
    unpacked = 0
    for entry in entries:
        unpacked += entry.file_size
        _check_entry(entry)
    if unpacked > MAX_UNPACKED:
        raise Refused(
            f"The zip archive unpacks to {unpacked / MEGABYTE:,.0f} MB;"
            f" the limit is {MAX_UNPACKED // MEGABYTE} MB",
            advice="Drop the exports in several archives.",
        )
    if unpacked > MAX_RATIO * packed:
        raise _too_dense(unpacked, packed, "")


def _check_entry(entry: zipfile.ZipInfo) -> None:
    name = entry.filename
    parts = re.split(r"[/\\]", name)
    if name.startswith(("/", "\\")) or ".." in parts or re.match(r"[A-Za-z]:", name):
        raise Refused("A file in the zip archive has an unsafe path", place=text(name)[:200])
    if name.lower().endswith(_ARCHIVES):
        raise Refused(
            "There is an archive inside the zip archive",
            place=text(name)[:200],
            advice="Unpack it, and drop what is in it.",
        )
    if entry.flag_bits & 0x1:
        raise Refused("The zip archive is encrypted", place=text(name)[:200])
    if entry.compress_type not in _METHODS:
        raise Refused(
            "The zip archive is packed in a way that is not read here",
            place=text(name)[:200],
            advice="Make it anew as an ordinary zip.",
        )
    if entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
        raise _too_dense(entry.file_size, entry.compress_size, text(name)[:200])


def _too_dense(unpacked: int, packed: int, place: str) -> Refused:
    return Refused(
        f"The zip archive unpacks {packed:,} bytes to {unpacked:,}: more than {MAX_RATIO} to 1",
        place=place,
    )


def _portable(entry: zipfile.ZipInfo) -> str:
    r"""The entry's path as it was meant: Windows may part folders by `\`, macOS not say UTF-8."""
    name = entry.filename
    if not entry.flag_bits & _UTF_8:
        with contextlib.suppress(UnicodeError):
            name = name.encode("cp437").decode()
    return name.replace("\\", "/")


def _readable(entries: Iterable[zipfile.ZipInfo]) -> list[zipfile.ZipInfo]:
    return [
        entry
        for entry in entries
        if entry.filename.lower().endswith(_READABLE) and not _hidden(entry.filename)
    ]


def _without_private(files: Iterable[zipfile.ZipInfo]) -> list[zipfile.ZipInfo]:
    """`files` without those of an account download that do not tell of music."""
    names = [entry.filename for entry in files]
    account = tuple(_account_folders(names))
    return [
        entry
        for entry in files
        if not entry.filename.lower().endswith(".json")
        or _ACCOUNT_MUSIC.fullmatch(_file(entry.filename))
        or not (_ACCOUNT_FOLDER.search(entry.filename) or entry.filename.startswith(account))
    ]


def _account_folders(names: Iterable[str]) -> set[str]:
    """The folders in which the files of an account lie."""
    sure, words, music = (
        [_folder(name) for name in names if kind.fullmatch(_file(name))]
        for kind in (_ACCOUNT_FILE, _ACCOUNT_WORD, _ACCOUNT_MUSIC)
    )
    several = {folder for folder in words if words.count(folder) > 1}
    return {*sure, *several, *(set(words) & set(music))}


def _folder(name: str) -> str:
    return name.removesuffix(_file(name))


def _file(name: str) -> str:
    return name.rpartition("/")[2]


def _hidden(name: str) -> bool:
    """Whether it is what macOS adds to an archive."""
    return name.startswith("__MACOSX/") or (_file(name).startswith("._"))


def _read_all(
    archive: zipfile.ZipFile,
    entries: Iterable[zipfile.ZipInfo],
    read_file: Callable[[bytes, str], ExportReading],
) -> _Read:
    """What each file says, within the limits of rows and titles for them all."""
    read: _Read = []
    rows = 0
    titles: set[tuple[str, str]] = set()
    for entry in entries:
        export = _read_entry(archive, entry, read_file)
        if export:
            rows += sum(playlist.rows for playlist in export.playlists) + len(export.facts)
            check_rows(rows)
            for history in export.listening:
                titles.update((title.artist, title.name) for title in history.titles)
            check_titles(len(titles))
        read.append((text(entry.filename)[:200], export))
    return read


def _read_entry(
    archive: zipfile.ZipFile,
    entry: zipfile.ZipInfo,
    read_file: Callable[[bytes, str], ExportReading],
) -> ExportReading | None:
    """What a file of the archive says; `None` when it is none of the formats."""
    place = text(entry.filename)[:200]
    try:
        check_size(entry.file_size)
        with archive.open(entry) as file:
            data = file.read(MAX_BYTES + 1)
        if is_zip(data):
            raise Refused(
                "There is an archive inside the zip archive",
                advice="Unpack it, and drop what is in it.",
            )
        return read_file(data, entry.filename)
    except NotAnExport:
        return None
    except Refused as refusal:
        where = f"{place}: {refusal.place}" if refusal.place else place
        raise Refused(refusal.reason, place=where, advice=refusal.advice) from refusal


def _merge(read: _Read, names: list[str], *, unopened: int) -> ExportReading:
    found = [export for _, export in read if export]
    if not found:
        shown = ", ".join(names[:5]) or "nothing"
        raise NotAnExport(
            "There is no playlist export in the zip archive",
            place=f"it holds {shown}"[:200],
        )
    kinds = Counter(export.format for export in found)
    told = ", ".join(f"{count} × {kind}" for kind, count in sorted(kinds.items()))
    warnings = [
        f"{name}: {warning}"
        for name, export in read
        for warning in (export.warnings if export else ("It is no export: left out.",))
    ]
    if unopened:
        warnings.append(
            f"{unopened:,} of {unopened + len(read):,} files are of an account download but not of"
            " music: not opened."
        )
    facts: dict[str, Track] = {}
    for export in found:
        for fact in export.facts:
            facts.setdefault(fact.key, fact)
    return ExportReading(
        format="zip",
        because=f"a zip archive with {told}",
        playlists=tuple(playlist for export in found for playlist in export.playlists),
        liked=tuple(sorted({key for export in found for key in export.liked})),
        facts=tuple(facts.values()),
        listening=tuple(one for export in found for one in export.listening),
        top_tracks=tuple(one for export in found for one in export.top_tracks),
        warnings=tuple(warnings),
    )
