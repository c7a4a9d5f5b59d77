"""Which rows stand on a sheet of a workbook that somebody brings, and what would be lost in reading it?"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from io import BytesIO

from defusedxml.ElementTree import iterparse  # type: ignore[import-untyped]
from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    ZipError,
    load_workbook,
)

from messages.numerals import COULD_BE_THOUSANDS
from messages.text_files import FileRefused

PACKED, OLD = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MOST_BYTES = 200 * 1024 * 1024  # unpacked
EXACT = 10**15  # from here on a spreadsheet's number has lost digits
BOOK = "xl/workbook.xml"
NOT_WORKED_OUT = re.compile(rb'fullCalcOnLoad="(?:1|true)"')  # whoever wrote it left that to whoever opens it
ODD = re.compile(rb'<f[ >/]|\bt="e"')
CELL = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
PLACE = re.compile(r"([A-Z]+)(\d+)")


@dataclass(frozen=True)
class Workbook:
    """The sheet that is read, beside the others of the workbook, and the cells of it that say nothing readable."""

    book: CalamineWorkbook
    sheet: str
    sheets: list[str]
    unreadable: dict[int, list[str]]

    def rows(self) -> Iterator[list[str]]:
        """Every row from the first line on, its cells as a person would type them."""
        for cells in self.book.get_sheet_by_name(self.sheet).iter_rows():
            yield [_text(cell) for cell in cells]


def is_workbook(data: bytes) -> bool:
    """By its content, whatever it is called."""
    return data.startswith((PACKED, OLD))


def workbook_of(data: bytes, sheet: str | None = None) -> Workbook:
    """SYS-81: a workbook can be opened: it is whole, without a password, and of a bounded size when unpacked.

    `sheet`: the one that is read, else the first that has rows. Raises FileRefused."""
    try:
        if data.startswith(PACKED):
            _must_be_bounded(data)
        book = load_workbook(BytesIO(data))
    except PasswordError:
        raise FileRefused("SYS-81.password") from None
    except (CalamineError, ZipError, zipfile.BadZipFile):
        raise FileRefused("SYS-81") from None
    shown = [
        one.name
        for one in book.sheets_metadata
        if one.typ is SheetTypeEnum.WorkSheet and one.visible is SheetVisibleEnum.Visible
    ]
    if sheet is not None and sheet not in shown:
        raise FileRefused("SYS-81.sheet", sheet=sheet[:60], found=", ".join(shown)[:200])
    filled = [name for name in shown if book.get_sheet_by_name(name).height > 0]
    if not filled:
        raise FileRefused("SYS-79.empty")
    chosen = sheet or filled[0]
    return Workbook(book, chosen, filled, _unreadable_cells(data, book.sheet_names.index(chosen)))


def _must_be_bounded(data: bytes) -> None:
    with zipfile.ZipFile(BytesIO(data)) as packed:
        size = sum(one.file_size for one in packed.infolist())
    if size > MOST_BYTES:
        raise FileRefused("SYS-81.large", most=MOST_BYTES // 1024 // 1024)


def _unreadable_cells(data: bytes, sheet: int) -> dict[int, list[str]]:
    """SYS-82: a formula is read as its value; a cell whose formula was never worked out, or gave an error, is told
    with its place, and never taken for an empty one, or for the 0 that some programs write before anybody works it
    out. By line, of a workbook in today's format."""
    found: dict[int, list[str]] = {}
    if not data.startswith(PACKED):
        return found
    with zipfile.ZipFile(BytesIO(data)) as packed:
        name = _part_of(packed, sheet)
        nothing = (None, "", "0") if name and NOT_WORKED_OUT.search(packed.read(BOOK)) else (None, "")
        if name is None or not ODD.search(packed.read(name)):
            return found
        with packed.open(name) as part:
            for _, node in iterparse(part):
                if node.tag == f"{CELL}row":
                    for cell in node.iter(f"{CELL}c"):
                        value = cell.findtext(f"{CELL}v")
                        lost = cell.find(f"{CELL}f") is not None and value in nothing and cell.get("t") != "str"
                        if (lost or cell.get("t") == "e") and (place := PLACE.fullmatch(cell.get("r", ""))):
                            found.setdefault(int(place[2]), []).append(place[0] + (f" {value}" if value else ""))
                    node.clear()
    return found


def _part_of(packed: zipfile.ZipFile, sheet: int) -> str | None:
    """The file of the sheet at this place of the workbook, as its relations say."""
    names = packed.namelist()
    if BOOK not in names or "xl/_rels/workbook.xml.rels" not in names:
        return None
    with packed.open(BOOK) as part:
        ids = [
            next((value for key, value in node.items() if key.endswith("}id")), "")
            for _, node in iterparse(part)
            if node.tag == f"{CELL}sheet"
        ]
    with packed.open("xl/_rels/workbook.xml.rels") as part:
        targets = {node.get("Id"): node.get("Target", "") for _, node in iterparse(part)}
    target = targets.get(ids[sheet], "") if sheet < len(ids) else ""
    path = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
    return path if path in names else None


def _text(cell: object) -> str:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        if abs(cell) >= EXACT:
            return f"{cell:E}"  # digits were lost: whoever reads an identifier refuses it
        written = str(int(cell)) if cell.is_integer() else format(cell, ".15g")
        return f"{written}0" if COULD_BE_THOUSANDS.fullmatch(written) else written  # 1.234 is no 1,234 here
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell)
