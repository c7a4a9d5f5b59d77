"""Is a file recognised, or refused before anything is sent?"""

import itertools
from pathlib import Path

import pytest
import xlsxwriter  # type: ignore[import-untyped]

from chassis.records.file_rows import BrokenLine, Row, read_rows
from cli.imports.importer import read_all
from messages.mappings.mapping import FileMapping
from messages.text_files import sheet_of

FILES = Path(__file__).parent / "files"
LEADS = FileMapping.model_validate(
    {
        "service": "leads",
        "route": "/leads/import",
        "fields": {
            "contact": "姓名",
            "company": "公司",
            "phone": "电话",
            "email": "邮箱",
            "source": "来源",
            "note": "备注",
        },
    }
)
THREE = [
    {"line": 2, "contact": "赵敏", "company": "大连试验贸易有限公司", "phone": "13900139001"},
    {"line": 4, "contact": "孙悦", "company": "合肥试验科技有限公司", "phone": "0551-62222222转305"},
    {"line": 5, "contact": "周凯", "company": "试验（大连）有限公司", "phone": "13900139002.0"},
]
TEXT = [
    ["姓名", "公司", "电话", "邮箱", "来源", "备注"],
    ["赵敏", "大连试验贸易有限公司", "13900139001", "zhao.min@example.net", "老客户", "上午来电"],
    ["孙悦", "合肥试验科技有限公司", "0551-62222222转305", "sun@example.net", "电话来访", ""],
]


@pytest.mark.parametrize(
    "name", ["three_leads_gb18030", "three_leads_utf16", "three_leads_semicolon", "three_leads_tab_sep_line"]
)
def test_case_d11_the_same_three_leads_are_read_from_every_file(name: str) -> None:
    rows, result = read_all(LEADS, FILES / f"{name}.csv")
    shift = 1 if "sep_line" in name else 0
    assert [{field: row[field] for field in THREE[0]} for row in rows] == [
        row | {"line": row["line"] + shift} for row in THREE
    ]
    assert rows[0]["note"].splitlines() == ["上午来电", "下午回电"]
    assert result.counts() == {"read": 3, "accepted": 0, "duplicate": 0, "invalid": 0, "malformed": 0}


def test_case_d11_a_broken_first_row_costs_only_itself() -> None:
    mapping = LEADS.model_copy(update={"fields": {"contact": LEADS.fields["contact"], "phone": LEADS.fields["phone"]}})
    rows, result = read_all(mapping, FILES / "first_row_broken.csv")
    assert [row["contact"] for row in rows] == ["孙悦"]
    assert (result.read, result.malformed, result.errors[0]["line"]) == (2, 1, 2)


@pytest.mark.parametrize(
    ("encoding", "delimiter", "end", "before"),
    list(
        itertools.product(
            ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32"],
            [",", ";", "\t", "|"],
            ["\n", "\r\n", "\r"],
            ["", "线索导出，2026 年\n\n", "sep"],
        )
    ),
)
def test_case_d11_every_encoding_with_every_delimiter(
    tmp_path: Path, encoding: str, delimiter: str, end: str, before: str
) -> None:
    first = f"sep={delimiter}\n" if before == "sep" else before
    text = (first + "\n".join(delimiter.join(row) for row in TEXT) + "\n").replace("\n", end)
    (tmp_path / "leads.csv").write_bytes(text.encode(encoding))
    rows, result = read_all(LEADS, tmp_path / "leads.csv")
    assert [row["contact"] for row in rows] == ["赵敏", "孙悦"]
    assert result.malformed == result.invalid == 0


@pytest.mark.parametrize(
    ("data", "told"),
    [
        pytest.param("姓名,单位\n李,x\n".encode(), "no column 公司", id="another header"),
        pytest.param(b"", "empty", id="nothing"),
        pytest.param("姓名,公司\n張\n".encode("big5"), "encoding", id="Big5"),
        pytest.param("Name,Stra\xdfe\nM\xfcller,\xe4\xf6\xfc\n".encode("cp1252"), "encoding", id="a western one"),
        pytest.param(b"\xff\xff\xff\x81", "encoding", id="none at all"),
        pytest.param("姓名,姓名,公司,电话,邮箱,来源,备注\n".encode(), "two columns are called 姓名", id="a name twice"),
    ],
)
def test_case_d11_what_is_not_recognised_is_refused_at_the_header(tmp_path: Path, data: bytes, told: str) -> None:
    (tmp_path / "leads.csv").write_bytes(data)
    with pytest.raises(ValueError, match=told):
        read_all(LEADS, tmp_path / "leads.csv")


def test_a_mapping_says_encoding_and_delimiter_where_they_are_not_recognised(tmp_path: Path) -> None:
    said = {"service": "leads", "route": "/leads/import", "encoding": "big5", "delimiter": "~"}
    mapping = FileMapping.model_validate(said | {"fields": {"contact": "姓名", "phone": "電話"}})
    (tmp_path / "leads.csv").write_bytes("姓名~電話\n張偉~13900139001\n".encode("big5"))
    rows, _ = read_all(mapping, tmp_path / "leads.csv")
    assert rows == [{"line": 2, "contact": "張偉", "phone": "13900139001"}]


def test_rows_of_empty_cells_are_no_rows_and_a_formula_keeps_its_noughts(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text('a,b\n="00012",1\n,\n , \n')
    [row] = read_rows(tmp_path / "a.csv", wanted=["a"])
    assert isinstance(row, Row)
    assert row.cells == {"a": "00012", "b": "1"}
    assert not isinstance(row, BrokenLine)


def test_columns_of_the_mapping_need_no_header() -> None:
    sheet = sheet_of(b"1;2\n3;4\n", columns=["a", "b"], wanted=["a"])
    assert (sheet.delimiter, sheet.first) == (";", 0)
    with pytest.raises(ValueError, match="no column c"):
        sheet_of(b"1;2\n", columns=["a"], wanted=["c"])


def test_a_workbook_is_read_by_the_same_mapping(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "leads.xlsx"))
    page = book.add_worksheet()
    for at, row in enumerate(TEXT):
        page.write_row(at + 2, 0, row)
    book.close()
    rows, result = read_all(LEADS, tmp_path / "leads.xlsx")
    assert [(row["line"], row["contact"], row["phone"]) for row in rows] == [
        (4, "赵敏", "13900139001"), (5, "孙悦", "0551-62222222转305")
    ]  # fmt: skip
    assert result.counts()["read"] == 2
