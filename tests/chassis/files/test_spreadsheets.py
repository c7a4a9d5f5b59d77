"""Is a table that goes out as a spreadsheet the same when somebody opens it?"""

import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from xml.etree import ElementTree

from chassis.records.spreadsheets import workbook

NAMESPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def cells(file: bytes) -> list[list[tuple[str, str]]]:
    """Kind and content of each cell, row by row."""
    with zipfile.ZipFile(BytesIO(file)) as packed:
        sheet = ElementTree.fromstring(packed.read("xl/worksheets/sheet1.xml"))
    return [
        [(cell.get("t", "n"), "".join(cell.itertext())) for cell in row.iter(f"{NAMESPACE}c")]
        for row in sheet.iter(f"{NAMESPACE}row")
    ]


def test_amounts_are_numbers_texts_are_texts_and_no_text_is_a_formula() -> None:
    rows = [
        ("=1+1", Decimal("1234567890.12"), date(2026, 3, 2), datetime(2026, 3, 2, 10, 0, tzinfo=UTC), None, 7),
        ("对账单", Decimal("9999999999999999.99"), None, None, None, None),
    ]
    head, first, second = cells(workbook("CNY", ["甲", "乙", "丙", "丁", "戊", "己"], rows))
    assert [text for _, text in head] == ["甲", "乙", "丙", "丁", "戊", "己"]
    assert first[:3] == [("inlineStr", "=1+1"), ("n", "1234567890.12"), ("n", "46083")], "days since 1900"
    assert (first[3][1][:12], first[4]) == ("46083.416666", ("n", "7")), "10:00"
    assert second == [("inlineStr", "对账单"), ("inlineStr", "9999999999999999.99")], "a number would lose its cents"
