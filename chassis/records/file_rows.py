"""Which rows has a file that somebody brings, a workbook or any CSV, and which of its lines are broken?"""

import csv
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from chassis.records.workbooks import Workbook, is_workbook, workbook_of
from messages.text_files import (
    MOST_BEFORE_THE_HEADER,
    FileRefused,
    Sheet,
    bare,
    header_among,
    lines_from,
    must_be_a_table,
    must_name_columns,
    sheet_of,
)
from messages.texts import text as worded


@dataclass(frozen=True)
class Row:
    """A good line: its number (the first one, where a cell has line breaks), its cells by column, and itself."""

    line: int
    cells: dict[str, str]
    raw: str


@dataclass(frozen=True)
class BrokenLine:
    """A line that is no row, and by which rule."""

    line: int
    raw: str
    rule: str
    params: dict[str, object]

    @property
    def why(self) -> str:
        return self.told("en")

    def told(self, lang: str) -> str:
        return worded(self.rule, lang, **self.params)


@dataclass(frozen=True)
class FileOfRows:
    """A file whose header was found: its columns in their order, its sheets where it is a workbook."""

    columns: list[str]
    sheets: list[str]
    _read: "_Csv | _Sheet"

    def rows(self) -> Iterator[Row | BrokenLine]:
        """Every line after the header that is not empty."""
        return self._read.rows()


def read_rows(
    path: Path,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    columns: list[str] | None = None,
    wanted: Collection[str] = (),
) -> Iterator[Row | BrokenLine]:
    """Every line after the header; without `columns` a line of the file names them.

    Raises ValueError, naming the file, before the first row: it is not recognised, or lacks a `wanted` column.
    """
    try:
        data = path.read_bytes()
        return open_rows(data, encoding=encoding, delimiter=delimiter, columns=columns, wanted=wanted).rows()
    except (ValueError, LookupError) as wrong:
        raise ValueError(f"{path}: {wrong}") from wrong


def open_rows(
    data: bytes,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    columns: list[str] | None = None,
    wanted: Collection[str] = (),
    sheet: str | None = None,
) -> FileOfRows:
    """What it is says its content, not its name. Raises FileRefused; without `wanted`, also where it has one column."""
    asked = frozenset(wanted)
    if is_workbook(data):
        book = workbook_of(data, sheet)
        read: _Csv | _Sheet = _sheet(book, columns, asked)
        sheets = book.sheets
    else:
        read = _Csv(sheet_of(data, encoding=encoding, delimiter=delimiter, columns=columns, wanted=asked))
        sheets = []
    if len(asked) != 1:
        must_be_a_table(read.header)
    return FileOfRows([name for name in read.header if name], sheets, read)


def _sheet(book: Workbook, columns: list[str] | None, wanted: Collection[str]) -> "_Sheet":
    if columns:
        must_name_columns(columns, wanted)
        return _Sheet(book, columns, 0)
    first = [[" ".join(cell.split()) for cell in row] for row in islice(book.rows(), MOST_BEFORE_THE_HEADER)]
    at = header_among(first, wanted)
    if at is None:
        at = next((at for at, row in enumerate(first) if any(row)), None)
        if at is None:
            raise FileRefused("SYS-79.empty")
    must_name_columns(first[at], wanted)
    return _Sheet(book, first[at], at + 1)


@dataclass(frozen=True)
class _Sheet:
    book: Workbook
    header: list[str]
    first: int

    def rows(self) -> Iterator[Row | BrokenLine]:
        unreadable = dict(self.book.unreadable)
        for line, cells in enumerate(self.book.rows(), 1):
            if line <= self.first:
                continue
            raw = _raw(cells)
            if places := unreadable.pop(line, None):
                yield _without_values(line, raw, places)
            elif any(cell.strip() for cell in cells[len(self.header) :]):
                yield _of_another_width(line, raw, len(cells), len(self.header))
            elif raw.strip():
                yield Row(line, dict(zip(self.header, cells, strict=False)), raw)
        for line in sorted(line for line in unreadable if line > self.first):  # below the last cell with a value
            yield _without_values(line, "", unreadable[line])


@dataclass(frozen=True)
class _Csv:
    sheet: Sheet

    @property
    def header(self) -> list[str]:
        return self.sheet.header

    def rows(self) -> Iterator[Row | BrokenLine]:
        lines, at = self.sheet.lines, self.sheet.first
        while at < len(lines):
            records = csv.reader(lines_from(lines, at), delimiter=self.sheet.delimiter, strict=True)
            first = at  # where this reader began
            try:
                for cells in records:
                    raw = "".join(lines[at : first + records.line_num]).rstrip("\r\n")
                    if any(cell.strip() for cell in cells):
                        yield _row(at + 1, self.sheet, cells, raw)
                    at = first + records.line_num
                return
            except csv.Error:
                yield _broken(at + 1, lines[at].rstrip("\r\n"), "SYS-84.quotes")
                at += 1


def _row(line: int, sheet: Sheet, cells: list[str], raw: str) -> Row | BrokenLine:
    header = sheet.header
    if any("\udc80" <= char <= "\udcff" for char in raw):
        return _broken(line, raw, "SYS-84.encoding")
    if len(cells) == len(header) + 1 and not cells[-1].strip():  # a delimiter at the end of each line
        cells = cells[:-1]
    if len(cells) == len(header):
        return Row(line, dict(zip(header, map(bare, cells), strict=True)), raw)
    if len(cells) == 1 and cells[0].count(sheet.delimiter) >= len(header) - 1:
        return _broken(line, raw, "SYS-84.quoted", wanted=len(header))
    return _of_another_width(line, raw, len(cells), len(header))


def _of_another_width(line: int, raw: str, found: int, wanted: int) -> BrokenLine:
    """SYS-84: a line is a row of the file: as many cells as the header names, in one set of characters."""
    return _broken(line, raw, "SYS-84", found=found, wanted=wanted)


def _without_values(line: int, raw: str, places: list[str]) -> BrokenLine:
    return BrokenLine(line, raw, "SYS-82", {"cells": ", ".join(places)[:200]})


def _broken(line: int, raw: str, rule: str, **params: object) -> BrokenLine:
    return BrokenLine(line, raw.encode("utf-8", "backslashreplace").decode(), rule, params)


def _raw(cells: Sequence[str]) -> str:
    return "\t".join(cells).rstrip("\t")
