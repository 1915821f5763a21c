"""Comma- and semicolon-separated files: titles in the first row, quotes doubled inside quotes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from linernotes.errors import Refused
from linernotes.formats.limits import MAX_LINE, MAX_LINES
from linernotes.formats.source import Table

_DELIMITERS = ",;"
_MAX_TITLES = 200


def check_lines(data: bytes) -> None:
    """Refuse text of which walking over the lines alone would take minutes."""
    found = data.count(b"\n") + data.count(b"\r")
    if found > MAX_LINES:
        raise Refused(
            f"The file has {found:,} lines; the limit is {MAX_LINES:,}",
            advice="Split the export into smaller files.",
        )


def lines(data: bytes) -> Iterator[str]:
    """The lines of text in UTF-8 with their ends, one by one, so that no second copy is made.

    They end where bytes say so; `str.splitlines` also cuts at U+2028 and others inside names.
    """
    text = io.TextIOWrapper(io.BytesIO(data), encoding="utf-8", newline="")
    number = 0
    while line := text.readline(MAX_LINE + 1):
        number += 1
        if len(line) > MAX_LINE:
            raise Refused(
                f"A line has more than {MAX_LINE:,} characters, which is the limit",
                place=f"line {number:,}",
            )
        yield line


def table(data: bytes, key: str) -> Table | None:
    """Text in UTF-8 as a table, when its first row holds at least two titles; else `None`."""
    first = next((line for line in lines(data) if line.strip()), "")
    delimiter = max(_DELIMITERS, key=first.count)
    if not 1 <= first.count(delimiter) <= _MAX_TITLES:
        return None

    def rows() -> Iterator[list[str]]:
        records = _records(data, delimiter)
        next(records, None)
        return records

    titles = next(_records(data, delimiter), [])
    return Table(key, delimiter, tuple(" ".join(title.split()) for title in titles), rows)


def _records(data: bytes, delimiter: str) -> Iterator[list[str]]:
    reader = csv.reader(lines(data), delimiter=delimiter, strict=True)
    start = 1
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise _broken(error, start, reader.line_num) from error
        if cells is None:
            return
        if cells:
            yield cells
        start = reader.line_num + 1


def _broken(error: csv.Error, start: int, end: int) -> Refused:
    where = f"line {start:,}" if start >= end else f"lines {start:,} to {end:,}"
    message = str(error)
    if message.startswith("unexpected end of data"):
        return Refused(
            "The table is cut off: a quoted cell has no closing quote",
            place=where,
            advice="Download the export again.",
        )
    return Refused(
        f"The table is broken: {message}",
        place=where,
        advice="Download the export again; a spreadsheet may have rewritten its quotes.",
    )
