"""Does a mapping file say what becomes of a cell?"""

from pathlib import Path

import pytest

from cli.mapping import FileMapping, Unreadable, as_code, read_mapping, row_of

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
