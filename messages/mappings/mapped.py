"""Which fields has a line of a file, read as the mapping says?"""

from collections.abc import Mapping
from typing import Any

from messages.mappings.cells import READERS, Written, amount_of
from messages.mappings.mapping import PLACE, FieldFrom, FileMapping
from messages.numerals import NoNumber
from messages.texts import text as worded


class Unreadable(Exception):
    """A cell that is not what the mapping says: the field, the value, by which rule."""

    def __init__(self, field: str, value: str, rule: str, **params: object) -> None:
        super().__init__(field, value, rule, params)
        self.field = field
        self.value = value
        self.code = rule
        self.params = params

    def __str__(self) -> str:
        return f"{self.field} {self.value!r}: {self.why}"

    @property
    def rule(self) -> str:
        """Its number."""
        return self.code.partition(".")[0]

    @property
    def why(self) -> str:
        return self.told("en")

    def told(self, lang: str) -> str:
        return worded(self.code, lang, **self.params)


def row_of(mapping: FileMapping, cells: Mapping[str, str]) -> dict[str, Any]:
    """SYS-83: a cell can be read as the mapping says: as a date, an amount, a whole number.

    The fields of one line; what is nothing is left out. Raises Unreadable."""
    row: dict[str, Any] = {}
    for name, source in mapping.fields.items():
        value = _value(mapping, name, source, cells)
        if value is not None:
            _put(row, name, value)
    for name, constant in mapping.constants.items():
        _put(row, name, constant)
    return row


def empty_columns(mapping: FileMapping, field: str, cells: Mapping[str, str]) -> list[str]:
    """The columns of a field that say nothing on this line."""
    source = mapping.fields.get(field)
    nothing = _nothing(mapping, source) if source else set()
    return [column for column in source.columns if cells.get(column, "").strip() in nothing] if source else []


def _value(mapping: FileMapping, name: str, source: FieldFrom, cells: Mapping[str, str]) -> Written:
    raw = {column: cells[column].strip() for column in source.columns}
    nothing = _nothing(mapping, source)
    empty = [column for column, text in raw.items() if text in nothing]
    if empty and (source.default is not None or len(empty) == len(raw)):
        return source.default
    if empty:
        raise Unreadable(name, "", "SYS-83.empty", columns=", ".join(empty))
    if source.template is not None:
        return PLACE.sub(lambda place: _part(mapping, name, source, raw[place.group(1)]), source.template)
    text = raw[source.columns[0]]
    return source.values[text] if text in source.values else _typed(mapping, name, source, text)


def _nothing(mapping: FileMapping, source: FieldFrom) -> set[str]:
    return {"", *mapping.nulls, *source.nulls}


def _part(mapping: FileMapping, name: str, source: FieldFrom, text: str) -> str:
    return str(source.values[text] if text in source.values else _typed(mapping, name, source, text))


def _typed(mapping: FileMapping, name: str, source: FieldFrom, text: str) -> Written:
    try:
        if source.type == "amount":
            currency = mapping.constants.get("currency")
            return amount_of(source, text, currency if isinstance(currency, str) else None)
        return READERS[source.type](source, text)
    except NoNumber as wrong:
        raise Unreadable(name, text, wrong.rule, **wrong.params) from wrong


def _put(row: dict[str, Any], name: str, value: Any) -> None:
    first, _, rest = name.partition(".")
    if rest:
        row.setdefault(first, {})[rest] = value
    else:
        row[first] = value
