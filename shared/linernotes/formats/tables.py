"""Comma- and semicolon-separated files: titles in the first row, quotes doubled inside quotes."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial

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
        return _without_titles(lines(data), delimiter)

    titles = next(_records(lines(data), delimiter), [])
    tidy = tuple(" ".join(title.split()) for title in titles)
    return Table(key, delimiter, tidy, rows, partial(lines, data))


def with_loose_quotes(table: Table, cell: int, lengths: Sequence[int]) -> Table:
    """`table` as it is where its quotes are in order; else as it was meant by a careless writer.

    Parameters
    ----------
    cell : index of the one cell that was put between quotes with quotes inside left single.
    lengths : how many cells a row of that writer may have.
    """
    try:
        for _ in table.rows():
            pass
    except Refused:

        def rows() -> Iterator[list[str]]:
            mended = (_with_doubled(line, table.delimiter, cell, lengths) for line in table.lines())
            return _without_titles(mended, table.delimiter)

        return replace(table, rows=rows)
    return table


def _with_doubled(line: str, delimiter: str, cell: int, lengths: Sequence[int]) -> str:
    """`line` with the quotes inside its `cell` doubled; it is found by counting from both ends."""
    body = line.rstrip("\r\n")
    one = rf'(?:"[^"]*"|[^"{delimiter}]*){delimiter}'
    opening = re.match(rf'(?:{one}){{{cell}}}"', body)
    for length in lengths:
        if length <= cell:
            continue
        closing = re.match(rf'(?:{one}){{{length - cell - 1}}}"', body[::-1])
        if opening and closing and opening.end() + closing.end() <= len(body):
            start, end = opening.end(), len(body) - closing.end()
            return line[:start] + line[start:end].replace('"', '""') + line[end:]
    return line


def _without_titles(text: Iterable[str], delimiter: str) -> Iterator[list[str]]:
    records = _records(text, delimiter)
    next(records, None)
    return records


def _records(text: Iterable[str], delimiter: str) -> Iterator[list[str]]:
    reader = csv.reader(text, delimiter=delimiter, strict=True)
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
