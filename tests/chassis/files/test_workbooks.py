"""Are a workbook's rows read as a person sees them, and is what would be lost told with its place?"""

import io
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
import xlsxwriter  # type: ignore[import-untyped]

from chassis.records import workbooks
from chassis.records.file_rows import BrokenLine, Row, open_rows
from messages.text_files import FileRefused

HEAD = ["客户", "金额", "到期日", "税率", "电话"]


def book(write: Callable[[Any, Any], None], *, sheets: tuple[str, ...] = ("线索",)) -> bytes:
    file = io.BytesIO()
    made = xlsxwriter.Workbook(file)
    pages = [made.add_worksheet(name) for name in sheets]
    write(made, pages[-1])
    made.close()
    return file.getvalue()


def rows_of(data: bytes, **said: Any) -> list[Row | BrokenLine]:
    return list(open_rows(data, **said).rows())


def test_cells_are_read_as_people_see_them_and_a_title_before_the_header_is_no_row() -> None:
    def write(made: Any, page: Any) -> None:
        day, share = made.add_format({"num_format": "yyyy-mm-dd"}), made.add_format({"num_format": "0%"})
        page.write(0, 0, "线索导出，2026 年")
        page.write_row(2, 0, HEAD)
        page.write_row(3, 0, ["大连试验有限公司", 1200.5])
        page.write_datetime(3, 2, datetime.fromisoformat("2026-01-31"), day)
        page.write_number(3, 3, 0.13, share)
        page.write_number(3, 4, 13900139000)
        page.write_row(5, 0, ["第二行\n有换行", 1.234, "2026/2/1", "13%", "0411-1234567"])

    first, second = rows_of(book(write))
    assert isinstance(first, Row)
    assert isinstance(second, Row)
    assert (first.line, second.line) == (4, 6), "as the spreadsheet program counts them"
    assert first.cells == dict(
        zip(HEAD, ["大连试验有限公司", "1200.5", "2026-01-31", "0.13", "13900139000"], strict=True)
    )
    assert second.cells["客户"] == "第二行\n有换行"
    assert second.cells["金额"] == "1.2340", "a number of a workbook has no thousands"


def test_a_formula_is_its_value_and_one_without_a_value_is_told_sys_82() -> None:
    def write(_made: Any, page: Any) -> None:
        page.write_row(0, 0, HEAD[:2])
        page.write_formula(1, 0, '="甲"&"乙"', None, "甲乙")
        page.write_formula(1, 1, "=1+2", None, 3)
        page.write_row(2, 0, ["丙", 1])
        page.write_formula(3, 1, "=1/0", None, "#DIV/0!")
        page.write_formula(4, 0, "=1+1", None, "")
        page.write_row(5, 0, ["丁", 0])
        page.write_formula(6, 1, "=SUM(B2:B3)")  # as programs write it that work nothing out

    one, two, error, empty, nought, total = rows_of(book(write))
    assert isinstance(one, Row)
    assert one.cells == {"客户": "甲乙", "金额": "3"}
    assert isinstance(two, Row)
    assert isinstance(error, BrokenLine)
    assert (error.line, error.rule, error.params["cells"]) == (4, "SYS-82", "B4 #DIV/0!")
    assert isinstance(empty, BrokenLine)
    assert isinstance(nought, Row)
    assert isinstance(total, BrokenLine)
    assert (total.line, total.params["cells"]) == (7, "B7 0")
    assert (empty.line, "A5" in empty.told("zh"), "formula" in empty.why) == (5, True, True)


def test_digits_that_the_workbook_has_lost_are_not_made_up() -> None:
    def write(_made: Any, page: Any) -> None:
        page.write_row(0, 0, ["编号", "名"])
        page.write_row(1, 0, [12345678901234567890, "甲"])

    [row] = rows_of(book(write))
    assert isinstance(row, Row)
    assert row.cells["编号"] == "1.234568E+19"


def test_a_sheet_is_chosen_and_empty_or_hidden_ones_are_none() -> None:
    def write(made: Any, page: Any) -> None:
        page.write_row(0, 0, ["a", "b"])
        page.write_row(1, 0, [1, 2])
        made.get_worksheet_by_name("第二").write_row(0, 0, ["c", "d"])
        hidden = made.add_worksheet("hidden")
        hidden.write_row(0, 0, ["e", "f"])
        hidden.hide()

    data = book(write, sheets=("空", "第二", "第一"))
    assert open_rows(data).sheets == ["第二", "第一"]
    assert open_rows(data).columns == ["c", "d"]
    assert open_rows(data, sheet="第一").columns == ["a", "b"]
    with pytest.raises(FileRefused, match="no sheet hidden"):
        open_rows(data, sheet="hidden")


def test_sys_81_a_workbook_that_cannot_be_opened_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = book(lambda _made, page: page.write_row(0, 0, ["a", "b"]))
    for data in (b"PK\x03\x04 no workbook", whole[:-200], b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)):
        with pytest.raises(FileRefused) as no:
            open_rows(data)
        assert no.value.rule == "SYS-81"
        assert "工作簿" in no.value.told("zh")
    monkeypatch.setattr(workbooks, "MOST_BYTES", 1024)
    with pytest.raises(FileRefused, match="unpacked"):
        open_rows(whole)


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        pytest.param(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)), "SYS-77", id="a picture"),
        pytest.param("名,數\n張偉,1\n臺灣,2\n".encode("big5"), "SYS-77", id="Big5"),
        pytest.param(b"\xff\xfe\x41", "SYS-77", id="half a character of UTF-16"),
        pytest.param("姓名\n李\n王\n".encode(), "SYS-78", id="one column"),
        pytest.param("姓名^电话\n李^1\n".encode(), "SYS-78", id="a delimiter that nobody uses"),
        pytest.param(b"", "SYS-79.empty", id="nothing"),
        pytest.param("备注,备注\n1,2\n".encode(), "SYS-80", id="a name twice"),
    ],
)
def test_what_is_no_table_is_refused_by_name_sys_77_to_sys_80(data: bytes, rule: str) -> None:
    with pytest.raises(FileRefused) as no:
        rows_of(data)
    assert no.value.rule == rule
    assert no.value.told("zh") != no.value.told("en")


def test_the_header_is_found_below_a_title_without_being_told_its_names() -> None:
    text = "销售台账\n导出时间,2026-01-31\n\n姓名,公司,电话\n李,甲,1\n王,,2\n孙,丙,\n"
    for data in (text.encode("gb18030"), text.replace(",", "\t").encode("utf-16"), text.replace(",", ";").encode()):
        file = open_rows(data)
        assert file.columns == ["姓名", "公司", "电话"]
        assert [row.line for row in file.rows()] == [5, 6, 7]


def test_sys_84_a_line_of_another_width_is_broken_but_a_last_delimiter_is_none() -> None:
    one, two, three = rows_of(b"a,b\n1,2,\n3\n4,5,6\n")
    assert isinstance(one, Row)
    assert one.cells == {"a": "1", "b": "2"}
    assert [broken.rule for broken in (two, three) if isinstance(broken, BrokenLine)] == ["SYS-84", "SYS-84"]


def test_a_day_of_a_workbook_is_iso() -> None:
    assert workbooks._text(date(2026, 1, 2)) == "2026-01-02"
    assert workbooks._text(datetime.fromisoformat("2026-01-02")) == "2026-01-02"
    assert workbooks._text(datetime.fromisoformat("2026-01-02T09:30")) == "2026-01-02 09:30:00"
    assert (workbooks._text(True), workbooks._text(2.0), workbooks._text("x")) == ("true", "2", "x")
