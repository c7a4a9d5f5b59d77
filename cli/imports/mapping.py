"""What does a mapping file say: which column becomes which field, and how?

service: leads                 # whose API
route: /leads/import
batch: 500                     # rows per request
encoding: gb18030              # of the file, where it is not recognised (UTF-8, UTF-16 and GB18030 are)
delimiter: ";"                 # the sign between cells, where it is not recognised (, ; tab and | are)
nulls: [Select]                # words that mean "nothing", beside the empty cell
distinct: [manager]            # one row for each of these values, the first one
columns: [a, b]                # names, for a file without a header line
constants: {currency: USD}     # fields that no column gives; `countersign import --set currency=EUR` overrides
fields:                        # target field: column, or a description; `extra.visits` makes a field of `extra`
  external_id: Prospect ID
  product_code: {column: product, values: {GTXPro: GTX Pro}}
  engaged_on: {column: engage_date, type: date, format: "%d-%m-%y"}
  unit: {template: "us/{regional_office}/{manager}", type: code}
  dept: {template: "cn/{部门}", type: code, values: {财务部: finance, 法务部: legal}}
  close_value: {column: amount, type: amount}          # 1,200.00 ¥1200 1200元 (1200.00) 500.00- 1.2万
  paid: {column: bezahlt, type: amount, decimal: ","}  # 1.200,00 €
  rate: {column: tax, type: percent}                   # 13% and 0.13 are 0.13
  tax_rate: {column: tax, type: rate}                  # 13% and 0.13 are 13, as orders and products say it
  due_on: {column: due, type: date, format: ["%Y-%m-%d", "%Y/%m/%d", excel]}  # excel: 45292 is 2024-01-01
  source: {column: Lead Source, default: Unknown}
custom_fields:                 # what `extra` holds: defined in the service, if it does not have them yet
  route: /leads/fields
  fields: [{name: visits, kind: number}]
"""

import contextlib
import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from messages import numerals
from messages.custom_fields import CustomField
from messages.imports import MOST_ROWS
from messages.numerals import NoNumber
from messages.services import RECORD_OWNERS
from messages.text import is_secret

Scalar = str | int | float | bool | None
PLACE = re.compile(r"\{([^{}]+)\}")
LOST_DIGITS = re.compile(r"[+-]?\d(?:[.,]\d+)?[Ee]\+\d{1,3}")  # 1.23457E+19: what a spreadsheet saves
EXCEL, EXCEL_DAY_0 = "excel", date(1899, 12, 30)
LATIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ı": "i"})


class FieldFrom(BaseModel):
    """How one field is made."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    column: str | None = None
    template: str | None = None
    type: Literal["text", "int", "integer", "number", "amount", "percent", "rate", "date", "code"] = "text"
    format: str | list[str] | None = None
    decimal: Literal[".", ","] | None = None
    default: Scalar = None
    values: dict[str, Scalar] = {}
    nulls: list[str] = []

    @model_validator(mode="before")
    @classmethod
    def a_name_is_a_column(cls, value: Any) -> Any:
        """`external_id: Prospect ID` is short for `{column: Prospect ID}`."""
        return {"column": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def one_origin(self) -> "FieldFrom":
        """A column or a template, and a date says how it is written."""
        if (self.column is None) == (self.template is None):
            raise ValueError("give either `column` or `template`")
        if self.type == "date" and self.format is None:
            raise ValueError("a date needs its `format`, such as %d-%m-%y")
        return self

    @property
    def columns(self) -> list[str]:
        """The columns that it reads."""
        return [self.column] if self.column is not None else PLACE.findall(self.template or "")


class CustomFields(BaseModel):
    """The fields of `extra`, and where the service takes their definition."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    route: str = Field(pattern=r"^/[a-z/-]+$")
    fields: list[CustomField]


def _must_own_records(service: str) -> str:
    if service not in RECORD_OWNERS:
        raise ValueError(f"one of {', '.join(RECORD_OWNERS)}")
    return service


class FileMapping(BaseModel):
    """One file's way into one service."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    service: Annotated[str, AfterValidator(_must_own_records)]
    route: str = Field(pattern=r"^/[a-z/-]+$")
    batch: int = Field(default=MOST_ROWS, ge=1, le=MOST_ROWS)
    encoding: str | None = None
    delimiter: str | None = Field(default=None, min_length=1, max_length=1)
    nulls: list[str] = []
    distinct: list[str] = []
    columns: list[str] | None = None
    constants: dict[str, Any] = {}
    fields: dict[str, FieldFrom]
    custom_fields: CustomFields | None = None

    def columns_read(self) -> list[str]:
        """Every column that a field or `distinct` names."""
        return [column for source in self.fields.values() for column in source.columns] + self.distinct

    def secret_columns(self) -> set[str]:
        """The columns of passwords and the like, by the name of the field or their own."""
        return {
            column
            for name, source in self.fields.items()
            for column in source.columns
            if is_secret(name) or is_secret(column)
        }


class Unreadable(Exception):
    """A cell that is not what the mapping says: the field, the value, why."""

    def __init__(self, field: str, value: str, why: str) -> None:
        super().__init__(field, value, why)
        self.field = field
        self.value = value
        self.why = why


def read_mapping(path: Path, constants: Mapping[str, str] | None = None) -> FileMapping:
    """Raises ValueError with the place of what is wrong."""
    try:
        found = yaml.safe_load(path.read_text())
        if not isinstance(found, dict):
            raise ValueError(f"{path}: a mapping was expected")
        found["constants"] = (found.get("constants") or {}) | dict(constants or {})
        return FileMapping.model_validate(found)
    except yaml.YAMLError as wrong:
        raise ValueError(f"{path}: {wrong}") from wrong
    except ValidationError as wrong:
        details = "; ".join(f"{'.'.join(map(str, e['loc'])) or 'mapping'}: {e['msg']}" for e in wrong.errors())
        raise ValueError(f"{path}: {details}") from wrong


def row_of(mapping: FileMapping, cells: Mapping[str, str]) -> dict[str, Any]:
    """The fields of one line; what is nothing is left out. Raises Unreadable."""
    row: dict[str, Any] = {}
    for name, source in mapping.fields.items():
        value = _value(mapping, name, source, cells)
        if value is not None:
            _put(row, name, value)
    for name, value in mapping.constants.items():
        _put(row, name, value)
    return row


def empty_columns(mapping: FileMapping, field: str, cells: Mapping[str, str]) -> list[str]:
    """The columns of a field that say nothing on this line."""
    source = mapping.fields.get(field)
    nothing = _nothing(mapping, source) if source else set()
    return [column for column in source.columns if cells.get(column, "").strip() in nothing] if source else []


def as_code(text: str) -> str:
    """A name as a login or a unit's code: `Darcel Schlecht` → `darcel.schlecht`. ValueError where letters get lost."""
    folded = unicodedata.normalize("NFKD", text.casefold().translate(LATIN))
    lost = [char for char in folded if not char.isascii() and unicodedata.category(char)[0] in "LN"]
    if lost:
        letters = "".join(dict.fromkeys(lost))  # in the order in which one reads them
        raise ValueError(f"{letters} cannot stand in a code: give the code of each name in `values`")
    return re.sub(r"[^a-z0-9]+", ".", folded.encode("ascii", "ignore").decode().lower()).strip(".")


def _value(mapping: FileMapping, name: str, source: FieldFrom, cells: Mapping[str, str]) -> Scalar:
    raw = {column: cells[column].strip() for column in source.columns}
    nothing = _nothing(mapping, source)
    empty = [column for column, text in raw.items() if text in nothing]
    if empty and (source.default is not None or len(empty) == len(raw)):
        return source.default
    if empty:
        raise Unreadable(name, "", f"column {', '.join(empty)} is empty")
    if source.template is not None:
        return PLACE.sub(lambda place: _part(mapping, name, source, raw[place.group(1)]), source.template)
    text = raw[source.columns[0]]
    return source.values[text] if text in source.values else _typed(mapping, name, source, text)


def _nothing(mapping: FileMapping, source: FieldFrom) -> set[str]:
    return {"", *mapping.nulls, *source.nulls}


def _part(mapping: FileMapping, name: str, source: FieldFrom, text: str) -> str:
    return str(source.values[text] if text in source.values else _typed(mapping, name, source, text))


def _typed(mapping: FileMapping, name: str, source: FieldFrom, text: str) -> Scalar:
    try:
        return READERS[source.type](mapping, source, text)
    except ValueError as wrong:
        raise Unreadable(name, text, str(wrong)) from wrong


def _text(_mapping: FileMapping, _source: FieldFrom, text: str) -> str:
    """Digits that a spreadsheet has lost cannot be guessed."""
    if LOST_DIGITS.fullmatch(text):
        raise NoNumber("digits were lost: format the column as text before saving the file")
    return text


def _code(mapping: FileMapping, source: FieldFrom, text: str) -> str:
    code = as_code(_text(mapping, source, text))
    if not code:
        raise ValueError("there is no letter or digit for a code: give it in `values`")
    return code


def _amount(mapping: FileMapping, source: FieldFrom, text: str) -> str:
    currency = mapping.constants.get("currency")
    value = numerals.amount(text, decimal=source.decimal, currency=currency if isinstance(currency, str) else None)
    return format(value, "f")


def _percent(_mapping: FileMapping, source: FieldFrom, text: str) -> str:
    return format(numerals.percent(text, decimal=source.decimal).normalize(), "f")


def _rate(_mapping: FileMapping, source: FieldFrom, text: str) -> str:
    return format((numerals.percent(text, decimal=source.decimal) * 100).normalize(), "f")


def _date(_mapping: FileMapping, source: FieldFrom, text: str) -> str:
    formats = [source.format] if isinstance(source.format, str) else source.format or []
    for known in formats:
        with contextlib.suppress(ValueError):
            if known == EXCEL:
                return (EXCEL_DAY_0 + timedelta(_serial(text))).isoformat()
            return datetime.strptime(text, known).date().isoformat()  # noqa: DTZ007 (a date has no zone)
    raise ValueError(f"a date such as {' or '.join(formats)} was expected")


def _serial(text: str) -> int:
    days = numerals.whole_number(text)
    if not 60 < days < 2958466:  # before 1 March 1900 a spreadsheet counts a day that there never was
        raise ValueError("no day of a spreadsheet")
    return days


READERS: dict[str, Callable[[FileMapping, FieldFrom, str], Scalar]] = {
    "text": _text,
    "code": _code,
    "int": lambda _mapping, _source, text: numerals.whole_number(text),
    "integer": lambda _mapping, _source, text: numerals.whole_number(text),
    "number": lambda _mapping, _source, text: numerals.number(text),
    "amount": _amount,
    "percent": _percent,
    "rate": _rate,
    "date": _date,
}


def _put(row: dict[str, Any], name: str, value: Any) -> None:
    first, _, rest = name.partition(".")
    if rest:
        row.setdefault(first, {})[rest] = value
    else:
        row[first] = value
