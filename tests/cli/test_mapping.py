"""Does a mapping file say what becomes of a cell?"""

from pathlib import Path

import pytest

from cli.imports.mapping_file import read_mapping
from messages.mappings.cells import as_code
from messages.mappings.mapped import Unreadable, row_of
from messages.mappings.mapping import FileMapping

HEAD = {"service": "leads", "route": "/leads/import"}


def mapped(cells: dict[str, str], **said: object) -> dict[str, object]:
    return row_of(FileMapping.model_validate(HEAD | said), cells)


@pytest.mark.parametrize(
    ("source", "cell", "value"),
    [
        pytest.param("x", " Acme ", "Acme", id="a name alone is the column, outer blanks go"),
        pytest.param({"column": "x", "values": {"GTXPro": "GTX Pro"}}, "GTXPro", "GTX Pro", id="a misspelt word"),
        pytest.param({"column": "x", "values": {"GTXPro": "GTX Pro"}}, "GTX Basic", "GTX Basic", id="any other word"),
        pytest.param({"column": "x", "values": {"1": True}}, "1", True, id="a word that means yes"),
        pytest.param({"column": "x", "type": "int"}, "12.0", 12, id="a whole number written with a point"),
        pytest.param({"column": "x", "type": "date", "format": "%d-%m-%y"}, "20-10-16", "2016-10-20", id="a day first"),
        pytest.param(
            {"column": "x", "type": "date", "format": "%m/%d/%Y"}, "4/6/2013", "2013-04-06", id="a month first"
        ),
        pytest.param({"column": "x", "default": "Unknown"}, "", "Unknown", id="an empty cell with a default"),
        pytest.param({"column": "x", "default": "Unknown"}, "Select", "Unknown", id="a null word with a default"),
        pytest.param("x", "0000611365", "0000611365", id="leading zeros stay"),
        pytest.param({"template": "us/{x}", "type": "code"}, "Central East", "us/central.east", id="a path of codes"),
    ],
)
def test_a_cell_becomes_a_field(source: object, cell: str, value: object) -> None:
    assert mapped({"x": cell}, fields={"f": source}, nulls=["Select"]) == {"f": value}


def test_a_field_without_a_value_is_left_out() -> None:
    assert mapped({"x": "Select"}, fields={"f": "x"}, nulls=["Select"]) == {}


def test_constants_are_in_every_row_and_extra_fields_nest() -> None:
    row = mapped({"x": "7"}, fields={"extra.visits": {"column": "x", "type": "int"}}, constants={"currency": "USD"})
    assert row == {"extra": {"visits": 7}, "currency": "USD"}


def test_case_d9_a_day_that_the_mapping_says_is_sent_as_a_text(tmp_path: Path) -> None:
    written = tmp_path / "mapping.yaml"
    written.write_text(
        "service: collections\nroute: /receivables/import\n"
        "constants: {due_on: 2026-02-01, parts: [2026-02-02]}\nfields: {paid_on: {column: x, default: 2026-02-03}}\n"
    )
    row = row_of(read_mapping(written), {"x": ""})
    assert row == {"due_on": "2026-02-01", "parts": ["2026-02-02"], "paid_on": "2026-02-03"}


@pytest.mark.parametrize("value", ["!!set {a, b}", ".nan", "!!binary aGk="])
def test_case_d9_what_no_request_can_say_is_refused_with_its_place(tmp_path: Path, value: str) -> None:
    written = tmp_path / "mapping.yaml"
    written.write_text(f"service: leads\nroute: /leads/import\nconstants: {{a: {value}}}\nfields: {{b: c}}\n")
    with pytest.raises(ValueError, match=r"mapping.yaml: constants\.a"):
        read_mapping(written)


def test_a_cell_that_is_no_date_is_unreadable() -> None:
    with pytest.raises(Unreadable) as wrong:
        mapped({"x": "31-31-16"}, fields={"f": {"column": "x", "type": "date", "format": "%d-%m-%y"}})
    assert (wrong.value.field, wrong.value.value) == ("f", "31-31-16")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param("service: leads\nroute: /x\nfields: {a: {}}", "give either", id="neither column nor template"),
        pytest.param("service: stock\nroute: /x\nfields: {a: b}", "service", id="a service that is none"),
        pytest.param("service: leads\nroute: /x\nfield: {a: b}", "field", id="a misspelt word"),
        pytest.param("service: leads\nroute: /x\nfields: {a: {column: b, type: date}}", "format", id="a date unsaid"),
        pytest.param("- a", "a mapping was expected", id="a list"),
        pytest.param("a: [", "expected", id="no YAML"),
    ],
)
def test_a_wrong_mapping_says_what_is_wrong(tmp_path: Path, text: str, told: str) -> None:
    file = tmp_path / "wrong.yaml"
    file.write_text(text)
    with pytest.raises(ValueError, match=told):
        read_mapping(file)


def test_a_constant_of_the_command_wins(tmp_path: Path) -> None:
    file = tmp_path / "m.yaml"
    file.write_text("service: orders\nroute: /x\nconstants: {currency: USD}\nfields: {code: a}")
    assert read_mapping(file, {"currency": "EUR"}).constants == {"currency": "EUR"}


@pytest.mark.parametrize(
    "path", sorted(Path("deploy/demo/mappings").resolve().glob("*.yaml")), ids=lambda path: path.stem
)
def test_the_demos_mappings_can_be_read(path: Path) -> None:
    assert read_mapping(path).fields


def test_a_name_becomes_a_login() -> None:
    assert as_code(" Zoë  O'Brien-Müller ") == "zoe.o.brien.muller"


@pytest.mark.parametrize("cell", ["123456789012345678", "12345678901234567890", "-7", "1,000"])
def test_case_d9_a_whole_number_is_exact(cell: str) -> None:
    expected = int(cell.replace(",", ""))
    assert mapped({"x": cell}, fields={"f": {"column": "x", "type": "integer"}}) == {"f": expected}


@pytest.mark.parametrize(
    ("kind", "cell"),
    [
        ("int", "1.23457E+19"), ("int", "1_000"), ("int", "NaN"), ("int", "1e400"), ("int", "12.5"),
        ("number", "NaN"), ("number", "1e400"), ("number", "inf"), ("number", "123456789012345678.5"),
        ("text", "1.23457E+19"), ("code", "1.23457E+19"), ("amount", "NaN"), ("percent", "13"),
    ],
)  # fmt: skip
def test_case_d9_what_is_not_exact_is_an_error_of_its_line(kind: str, cell: str) -> None:
    with pytest.raises(Unreadable) as wrong:
        mapped({"x": cell}, fields={"f": {"column": "x", "type": kind}})
    assert (wrong.value.field, wrong.value.value) == ("f", cell)
    if "E+" in cell:
        assert "format the column as text" in wrong.value.why


def test_case_d9_an_id_keeps_its_noughts_and_its_length() -> None:
    assert mapped({"x": "00012"}, fields={"f": "x"}) == {"f": "00012"}
    assert mapped({"x": "12345678901234567890"}, fields={"f": "x"}) == {"f": "12345678901234567890"}
    assert mapped({"x": "1E5"}, fields={"f": "x"}) == {"f": "1E5"}, "a product may be called so"


@pytest.mark.parametrize("name", ["财务部", "法务部", "财务A", "Ωmega"])
def test_case_d9_a_code_is_not_made_of_what_is_left_of_a_name(name: str) -> None:
    with pytest.raises(Unreadable, match="values"):
        mapped({"部门": name}, fields={"unit": {"template": "cn/{部门}", "type": "code"}})


def test_case_d9_a_code_of_a_chinese_name_is_said_in_values() -> None:
    source = {"template": "cn/{部门}", "type": "code", "values": {"财务部": "finance", "法务部": "legal"}}
    assert mapped({"部门": "财务部"}, fields={"unit": source}) == {"unit": "cn/finance"}
    assert mapped({"部门": "法务部"}, fields={"unit": source}) == {"unit": "cn/legal"}


@pytest.mark.parametrize(
    ("kind", "cell", "value"),
    [
        ("amount", "1,200.00", "1200.00"), ("amount", "¥1200", "1200"), ("amount", "1200元", "1200"),
        ("amount", "(1200.00)", "-1200.00"), ("amount", "500.00-", "-500.00"), ("amount", "１２００", "1200"),
        ("percent", "13%", "0.13"), ("percent", "0.1", "0.1"), ("percent", "100%", "1"), ("rate", "13%", "13"),
        ("rate", "0.1", "10"),
    ],
)  # fmt: skip
def test_case_d10_amounts_and_percents_are_exact_texts(kind: str, cell: str, value: str) -> None:
    assert mapped({"x": cell}, fields={"f": {"column": "x", "type": kind}}) == {"f": value}


def test_case_d10_the_currency_of_a_cell_is_that_of_the_row() -> None:
    source = {"column": "x", "type": "amount"}
    assert mapped({"x": "US$5"}, fields={"f": source}, constants={"currency": "USD"})["f"] == "5"
    with pytest.raises(Unreadable, match="CNY"):
        mapped({"x": "US$5"}, fields={"f": source}, constants={"currency": "CNY"})


@pytest.mark.parametrize(
    ("cell", "day"), [("45292", "2024-01-01"), ("2026-02-28", "2026-02-28"), ("2026/3/1", "2026-03-01")]
)
def test_a_date_may_be_written_in_several_ways(cell: str, day: str) -> None:
    source = {"column": "x", "type": "date", "format": ["%Y-%m-%d", "%Y/%m/%d", "excel"]}
    assert mapped({"x": cell}, fields={"f": source}) == {"f": day}
    for wrong in ("2026-02-29", "1", "99999999", "soon"):
        with pytest.raises(Unreadable):
            mapped({"x": wrong}, fields={"f": source})


def test_case_d14_a_template_names_its_empty_column() -> None:
    fields = {"name": {"template": "{姓}{名}"}}
    assert mapped({"姓": "王", "名": "芳"}, fields=fields) == {"name": "王芳"}
    with pytest.raises(Unreadable, match="column 名 is empty"):
        mapped({"姓": "王", "名": ""}, fields=fields)
    assert mapped({"姓": "王", "名": ""}, fields={"name": {"template": "{姓}{名}", "default": "?"}}) == {"name": "?"}


@pytest.mark.parametrize(
    ("source", "cell", "value"),
    [
        ({"type": "date", "format": "ymd"}, "2026年1月31日", "2026-01-31"),
        ({"type": "date", "format": "ymd"}, "2026.1.31", "2026-01-31"),
        ({"type": "date", "format": "ymd"}, "20260131", "2026-01-31"),
        ({"type": "date", "format": "ymd"}, "２０２６／１／３１ 13:05", "2026-01-31"),
        ({"type": "date", "format": "dmy"}, "31/01/26", "2026-01-31"),
        ({"type": "date", "format": "mdy"}, "1/31/2026", "2026-01-31"),
        ({"type": "date", "format": "dmy"}, "2026-01-31", "2026-01-31"),
        ({"type": "date", "format": ["ymd", "excel"]}, "46053", "2026-01-31"),
        ({"type": "date", "format": "%d-%m-%y"}, "2026-01-31", "2026-01-31"),
        ({"type": "flag"}, "是", True),
        ({"type": "flag"}, "FALSE", False),
        ({"type": "list"}, "sales; finance、ops", ["sales", "finance", "ops"]),
    ],
)
def test_days_in_an_order_flags_and_lists(source: dict[str, object], cell: str, value: object) -> None:
    assert mapped({"x": cell}, fields={"f": {"column": "x", **source}}) == {"f": value}


@pytest.mark.parametrize(
    ("source", "cell", "told"),
    [
        ({"type": "date", "format": "dmy"}, "1/31/2026", "31/01/2026"),
        ({"type": "date", "format": "ymd"}, "31.1.26", "2026-01-31"),
        ({"type": "date", "format": "ymd"}, "2026-02-30", "2026-01-31"),
        ({"type": "flag"}, "maybe", "yes or no"),
        ({"type": "amount"}, "12 apples", "amount"),
    ],
)
def test_sys_83_what_cannot_be_read_is_told_with_its_rule_in_both_languages(
    source: dict[str, object], cell: str, told: str
) -> None:
    with pytest.raises(Unreadable, match=told) as wrong:
        mapped({"x": cell}, fields={"f": {"column": "x", **source}})
    assert wrong.value.rule == "SYS-83"
    assert wrong.value.told("zh") not in ("", wrong.value.why)
