"""From the bytes of an upload to JSON, a table or text, or a refusal that says what was seen."""

from __future__ import annotations

import codecs
import re

from linernotes.errors import Refused
from linernotes.formats import long_json, tables
from linernotes.formats.source import JsonFile, NotAnExport, Source, TextFile

# Longer marks first: that of UTF-32 begins with that of UTF-16.
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_FOREIGN = (
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"%PDF", "a PDF document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"SQLite format 3", "an SQLite database"),
    (b"ID3", "an MP3 file"),
)
_HTML = re.compile(rb"<(?:!doctype|html|head|body|\?xml|!--)", re.IGNORECASE)
# The text form of spotify-backup may begin with a playlist named "[2019] best of" or "a, b"; it is
# told from JSON and tables by a line of four fields between tabs, the last of them a URI.
_BACKUP = re.compile(rb"^[^\t\r\n]*(?:\t[^\t\r\n]*){2}\tspotify:", re.MULTILINE)
_BACKUP_HEAD = 100_000  # bytes
_CHECKED = 1024 * 1024  # bytes that are looked at together


def decode(data: bytes, key: str) -> Source:
    """Decode an export.

    UTF-8 with or without a byte order mark is read, UTF-16 and UTF-32 when they carry one.

    Raises
    ------
    Refused : empty, binary, a web page, in another encoding (with the byte's place), broken JSON.
    """
    text = _utf_8(data)
    start = re.match(rb"\s*", text).end()  # type: ignore[union-attr] # it matches nothing, too
    if start == len(text):
        raise NotAnExport("The file is empty")
    if _HTML.match(text, start):
        raise NotAnExport(
            "This is a web page or XML, not an export",
            advice="Save the export itself, not the page that offers it.",
        )
    backup = _BACKUP.search(text, 0, _BACKUP_HEAD)
    if text[start : start + 1] in (b"[", b"{") and not backup:
        return JsonFile(key, long_json.parse(text))
    tables.check_lines(text)
    if backup:
        return TextFile(key, lambda: tables.lines(text))
    return tables.table(text, key) or TextFile(key, lambda: tables.lines(text))


def _utf_8(data: bytes) -> bytes:
    """The text of an upload in UTF-8, without a mark.

    A string of it would take up to four times as much memory: one emoji is enough for that.
    """
    for signature, kind in _FOREIGN:
        if data.startswith(signature):
            raise NotAnExport(
                f"This is {kind}, not an export",
                advice="Drop the export itself; of archives, only zip is opened.",
            )
    mark, encoding = next((m for m in _MARKS if data.startswith(m[0])), (b"", "utf-8"))
    if not mark and b"\0" in data[:4]:
        raise Refused(
            "The file is binary, or UTF-16 without a byte order mark",
            place="byte 1",
            advice="Save it as UTF-8.",
        )
    text = data[len(mark) :] if mark else data
    at = 0
    try:
        if encoding != "utf-8":
            return text.decode(encoding).encode()
        while at < len(text):
            end = at + _CHECKED
            at += codecs.utf_8_decode(text[at:end], "strict", end >= len(text))[1]
    except UnicodeDecodeError as error:
        at += len(mark) + error.start
        raise Refused(
            f"The text is not {encoding.upper()}: {error.reason}",
            place=f"byte {at + 1:,} (0x{data[at]:02x}), line {data.count(b'\n', 0, at) + 1:,}",
            advice="Save it as UTF-8.",
        ) from error
    return text
