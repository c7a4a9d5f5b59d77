"""How does a table become a file that people open in their spreadsheet program?"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any, BinaryIO

import xlsxwriter  # type: ignore[import-untyped]

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
EXACT = Decimal(10) ** 13  # from here on a spreadsheet's number has no cents
WIDTH = 18  # characters
MOST_ROWS = 1_000_000  # of a sheet
PART_BYTES = 64 * 1024
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # what a spreadsheet takes a text for
NO_NAME = str.maketrans("[]:*?/\\", "       ")
Cell = str | int | Decimal | date | datetime | None


class TableFile:
    """A workbook that grows row by row: no more than one is in memory. `close` writes it.

    Texts stay texts, also those that begin like a formula. Moments are shown as they are given, without a zone. What
    does not fit on one sheet goes on on the next.
    """

    def __init__(self, file: BinaryIO, sheet: str, head: Sequence[str]) -> None:
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self._book = xlsxwriter.Workbook(file, options)
        self._name = sheet.translate(NO_NAME).strip()[:28] or "1"
        self._head = head
        self._bold = self._book.add_format({"bold": True})
        self._formats = {kind: self._book.add_format({"num_format": form}) for kind, form in FORMATS.items()}
        self._sheets = 0
        self._next_sheet()

    def add(self, cells: Sequence[Cell]) -> None:
        if self._row > MOST_ROWS:
            self._next_sheet()
        for column, cell in enumerate(cells):
            _write(self._page, self._row, column, cell, self._formats)
        self._row += 1

    def close(self) -> None:
        self._book.close()

    def _next_sheet(self) -> None:
        self._sheets += 1
        self._page = self._book.add_worksheet(self._name + (f" {self._sheets}" if self._sheets > 1 else ""))
        self._page.set_column(0, max(len(self._head) - 1, 0), WIDTH)
        self._page.freeze_panes(1, 0)
        for column, name in enumerate(self._head):
            self._page.write_string(0, column, name, self._bold)
        self._row = 1


def workbook(sheet: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """One table, its first row bold and kept in sight."""
    file = BytesIO()
    table = TableFile(file, sheet, head)
    for cells in rows:
        table.add(cells)
    table.close()
    return file.getvalue()


def csv_rows(rows: Iterable[Sequence[Cell]]) -> str:
    """Lines of a CSV file; no text is one that a spreadsheet takes for a formula."""
    file = io.StringIO()
    csv.writer(file).writerows([_told(cell) for cell in cells] for cells in rows)
    return file.getvalue()


def no_formula(text: str) -> str:
    """A spreadsheet shows what follows a ' as it is."""
    return f"'{text}" if text.startswith(FORMULA) else text


def parts_of(file: BinaryIO) -> Iterator[bytes]:
    """From its beginning, piece by piece."""
    file.seek(0)
    while part := file.read(PART_BYTES):
        yield part


def _told(cell: Cell) -> str | int:
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d %H:%M")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, Decimal):
        return format(cell, "f")
    return "" if cell is None else no_formula(cell) if isinstance(cell, str) else cell


FORMATS = {"amount": "#,##0.00", "day": "yyyy-mm-dd", "moment": "yyyy-mm-dd hh:mm"}


def _write(page: Any, row: int, column: int, cell: Cell, formats: dict[str, Any]) -> None:
    if cell is None:
        return
    if isinstance(cell, datetime):
        page.write_datetime(row, column, cell.replace(tzinfo=None), formats["moment"])
    elif isinstance(cell, date):
        page.write_datetime(row, column, cell, formats["day"])
    elif isinstance(cell, Decimal) and abs(cell) < EXACT:
        page.write_number(row, column, cell, formats["amount"])
    elif isinstance(cell, int):
        page.write_number(row, column, cell)
    else:
        page.write_string(row, column, str(cell))
