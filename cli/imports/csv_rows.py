"""Which lines of a file are rows, and which are broken?"""

import csv
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from messages.text_files import Sheet, bare, lines_from, sheet_of


@dataclass(frozen=True)
class Row:
    """A good line: its number (the first one, where a cell has line breaks), its cells by column, and itself."""

    line: int
    cells: dict[str, str]
    raw: str


@dataclass(frozen=True)
class BrokenLine:
    """A line that is no row, and why."""

    line: int
    why: str
    raw: str


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
        sheet = sheet_of(
            path.read_bytes(), encoding=encoding, delimiter=delimiter, columns=columns, wanted=frozenset(wanted)
        )
    except (ValueError, LookupError) as wrong:
        raise ValueError(f"{path}: {wrong}") from wrong
    return _rows(sheet)


def _rows(sheet: Sheet) -> Iterator[Row | BrokenLine]:
    lines, at = sheet.lines, sheet.first
    while at < len(lines):
        records = csv.reader(lines_from(lines, at), delimiter=sheet.delimiter, strict=True)
        first = at  # where this reader began
        try:
            for cells in records:
                raw = "".join(lines[at : first + records.line_num]).rstrip("\r\n")
                if any(cell.strip() for cell in cells):
                    yield _row(at + 1, sheet, cells, raw)
                at = first + records.line_num
            return
        except csv.Error as wrong:
            yield _broken(at + 1, str(wrong), lines[at].rstrip("\r\n"))
            at += 1


def _row(line: int, sheet: Sheet, cells: list[str], raw: str) -> Row | BrokenLine:
    header = sheet.header
    if any("\udc80" <= char <= "\udcff" for char in raw):
        return _broken(line, "not in the file's encoding", raw)
    if len(cells) == len(header):
        return Row(line, dict(zip(header, map(bare, cells), strict=True)), raw)
    if len(cells) == 1 and cells[0].count(sheet.delimiter) >= len(header) - 1:
        return _broken(line, f"the whole line is quoted as one field; {len(header)} were expected", raw)
    return _broken(line, f"{len(cells)} fields where {len(header)} were expected", raw)


def _broken(line: int, why: str, raw: str) -> BrokenLine:
    return BrokenLine(line, why, raw.encode("utf-8", "backslashreplace").decode())
