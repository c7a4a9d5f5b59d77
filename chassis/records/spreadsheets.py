"""How does a table become a file that people open in their spreadsheet program?"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
EXACT = Decimal(10) ** 13  # from here on a spreadsheet's number has no cents
WIDTH = 18  # characters
Cell = str | int | Decimal | date | datetime | None


def workbook(sheet: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """One sheet, its first row bold and kept in sight. Row by row: no more than one is in memory.

    Texts stay texts, also those that begin like a formula. Moments are shown as they are given, without a zone.
    """
    file = BytesIO()
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    page = book.add_worksheet(sheet[:31])
    bold = book.add_format({"bold": True})
    formats = {kind: book.add_format({"num_format": form}) for kind, form in FORMATS.items()}
    page.set_column(0, max(len(head) - 1, 0), WIDTH)
    page.freeze_panes(1, 0)
    for column, name in enumerate(head):
        page.write_string(0, column, name, bold)
    for row, cells in enumerate(rows, 1):
        for column, cell in enumerate(cells):
            _write(page, row, column, cell, formats)
    book.close()
    return file.getvalue()


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
