"""How do the lines of a file become the rows of an import, and what is said of those that could not be taken?"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import UploadFile

from chassis.records.file_rows import BrokenLine, Row, open_rows
from console.form_input import Unreadable
from console.service_gateway import ServiceGateway
from messages import numerals
from messages.imports import MOST_ROWS, ImportBatch, ImportReport, RowError
from messages.text_files import FileRefused
from messages.texts import LANGUAGES, text

NO_HEADER = "import.no_header"
DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")


@dataclass(frozen=True)
class Layout:
    """Which columns a file may have. A header names each by its word in one of the languages, or by its name."""

    kind: str
    needed: Sequence[str]
    optional: Sequence[str]
    amounts: frozenset[str]
    days: frozenset[str]
    together: str = ""  # rows that say the same here are not parted: they are one record

    @property
    def names(self) -> dict[str, str]:
        """By what may stand in the header."""
        columns = (*self.needed, *self.optional)
        words = {self.word(name, lang).casefold(): name for lang in LANGUAGES for name in columns}
        return words | {name: name for name in columns}

    def word(self, name: str, lang: str) -> str:
        return text(f"column.{self.kind}.{name}", lang)


@dataclass(frozen=True)
class BadLine:
    line: int
    column: str
    error: RowError


async def import_file(
    gateway: ServiceGateway, service: str, path: str, file: UploadFile, layout: Layout, *, key: str
) -> ImportReport:
    """In batches; sent again with the same key none of it comes in twice. Raises Unreadable."""
    rows = rows_of(await file.read(), layout)
    reports = [
        await gateway.post(service, path, batch, ImportReport, key=f"{key}-{number}")
        for number, batch in enumerate(_batches(rows, layout, (file.filename or layout.kind)[:100]))
    ]
    return ImportReport.of([row for report in reports for row in report.rows])


def bad_lines(report: ImportReport, layout: Layout, lang: str) -> list[BadLine]:
    """Each with its column as the file's reader calls it."""
    columns = set(layout.names.values())
    return [
        BadLine(row.line, layout.word(error.field, lang) if error.field in columns else error.field or "—", error)
        for row in report.rows
        for error in row.errors
    ]


def rows_of(content: bytes, layout: Layout) -> list[dict[str, Any]]:
    """Lines under a header, of a workbook or of any CSV that imports read. Raises Unreadable."""
    try:
        file = open_rows(content)
    except FileRefused as no:
        raise Unreadable("file", no.rule if no.rule in ("SYS-77", "SYS-81", "SYS-81.password") else NO_HEADER) from None
    names = layout.names
    fields = {column: names.get(column.strip().casefold(), "") for column in file.columns}
    if not set(layout.needed) <= set(fields.values()):
        raise Unreadable("file", NO_HEADER)
    return [_row(line, fields, layout) for line in file.rows()]


def _row(line: Row | BrokenLine, fields: Mapping[str, str], layout: Layout) -> dict[str, Any]:
    """A broken line is sent without its cells: the service says what it lacks."""
    if isinstance(line, BrokenLine):
        return {"line": line.line}
    named = {fields[column]: cell.strip() for column, cell in line.cells.items() if fields.get(column)}
    return {"line": line.line} | {name: _read(name, cell, layout) for name, cell in named.items() if cell}


def _read(name: str, value: str, layout: Layout) -> str:
    """What cannot be read is sent as it is: the service says what is wrong with it."""
    if name in layout.amounts:
        try:
            return format(numerals.amount(value), "f")
        except numerals.NoNumber:
            return value
    if name in layout.days and (day := DAY.fullmatch(value)):
        return f"{day[1]}-{int(day[2]):02}-{int(day[3]):02}"
    return value


def _batches(rows: Sequence[Mapping[str, Any]], layout: Layout, source: str) -> Iterator[ImportBatch]:
    start = 0
    while start < len(rows) or start == 0:
        end = min(start + MOST_ROWS, len(rows))
        if layout.together and end < len(rows):
            same = end
            while same > start and rows[same].get(layout.together) == rows[same - 1].get(layout.together):
                same -= 1
            end = same if same > start else end
        yield ImportBatch(rows=[dict(row) for row in rows[start:end]], source=source)
        if end >= len(rows):
            return
        start = end
