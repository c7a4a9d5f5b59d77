"""Which lines of a file are rows, and which are broken?"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

MOST_LINES_OF_A_ROW = 50


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


def read_rows(path: Path, *, encoding: str, columns: list[str] | None = None) -> Iterator[Row | BrokenLine]:
    """Every line after the header; without `columns` the first line is the header. Raises ValueError if it is empty."""
    with path.open(encoding=encoding, errors="surrogateescape", newline="") as file:
        lines = file.readlines()
    header, at = (columns, 0) if columns else (_header(lines, path), 1)
    while at < len(lines):
        records = csv.reader(_from(lines, at), strict=True)
        first = at  # where this reader began
        try:
            for cells in records:
                raw = "".join(lines[at : first + records.line_num]).rstrip("\r\n")
                if cells:
                    yield _row(at + 1, header, cells, raw)
                at = first + records.line_num
            return
        except csv.Error as wrong:
            yield _broken(at + 1, str(wrong), lines[at].rstrip("\r\n"))
            at += 1


def _row(line: int, header: list[str], cells: list[str], raw: str) -> Row | BrokenLine:
    if any("\udc80" <= char <= "\udcff" for char in raw):
        return _broken(line, "not in the file's encoding", raw)
    if len(cells) == len(header):
        return Row(line, dict(zip(header, cells, strict=True)), raw)
    if len(cells) == 1 and cells[0].count(",") >= len(header) - 1:
        return _broken(line, f"the whole line is quoted as one field; {len(header)} were expected", raw)
    return _broken(line, f"{len(cells)} fields where {len(header)} were expected", raw)


def _broken(line: int, why: str, raw: str) -> BrokenLine:
    return BrokenLine(line, why, raw.encode("utf-8", "backslashreplace").decode())


def _header(lines: list[str], path: Path) -> list[str]:
    header = [name.strip() for name in next(csv.reader(lines[:1]), [])]
    if not any(header):
        raise ValueError(f"{path} is empty: its first line must name the columns")
    return header


def _from(lines: list[str], start: int) -> Iterator[str]:
    """The lines from there on, but no more for one record than a cell with line breaks can have."""
    quotes, record = 0, 0
    for number in range(start, len(lines)):
        quotes += lines[number].count('"')
        record = record + 1 if quotes % 2 else 0
        if record > MOST_LINES_OF_A_ROW:
            return
        yield lines[number]
