"""What does a mapping file say: which column becomes which field, and how?

service: leads                 # whose API
route: /leads/import
batch: 500                     # rows per request
encoding: utf-8-sig            # of the file
nulls: [Select]                # words that mean "nothing", beside the empty cell
distinct: [manager]            # one row for each of these values, the first one
columns: [a, b]                # names, for a file without a header line
constants: {currency: USD}     # fields that no column gives; `countersign import --set currency=EUR` overrides
fields:                        # target field: column, or a description; `extra.visits` makes a field of `extra`
  external_id: Prospect ID
  product_code: {column: product, values: {GTXPro: GTX Pro}}
  engaged_on: {column: engage_date, type: date, format: "%d-%m-%y"}
  unit: {template: "us/{regional_office}/{manager}", type: code}
  source: {column: Lead Source, default: Unknown}
custom_fields:                 # what `extra` holds: the service is told, if it does not know them yet
  route: /leads/fields
  fields: [{name: visits, kind: number}]
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from messages.custom_fields import CustomField
from messages.imports import MOST_ROWS

Scalar = str | int | float | bool | None
PLACE = re.compile(r"\{([^{}]+)\}")


class FieldFrom(BaseModel):
    """How one field is made."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    column: str | None = None
    template: str | None = None
    type: Literal["text", "int", "number", "date", "code"] = "text"
    format: str | None = None
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


class FileMapping(BaseModel):
    """One file's way into one service."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    service: Literal["approvals", "leads", "deals", "orders", "collections"]
    route: str = Field(pattern=r"^/[a-z/-]+$")
    batch: int = Field(default=MOST_ROWS, ge=1, le=MOST_ROWS)
    encoding: str = "utf-8-sig"
    nulls: list[str] = []
    distinct: list[str] = []
    columns: list[str] | None = None
    constants: dict[str, Any] = {}
    fields: dict[str, FieldFrom]
    custom_fields: CustomFields | None = None

    def columns_read(self) -> list[str]:
        """Every column that a field or `distinct` names."""
        return [column for source in self.fields.values() for column in source.columns] + self.distinct


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
        told = "; ".join(f"{'.'.join(map(str, e['loc'])) or 'mapping'}: {e['msg']}" for e in wrong.errors())
        raise ValueError(f"{path}: {told}") from wrong


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


def as_code(text: str) -> str:
    """A name as a login or a unit's code: `Darcel Schlecht` → `darcel.schlecht`."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", ".", plain).strip(".")


def _value(mapping: FileMapping, name: str, source: FieldFrom, cells: Mapping[str, str]) -> Scalar:
    raw = {column: cells[column].strip() for column in source.columns}
    nothing = {"", *mapping.nulls, *source.nulls}
    if any(text in nothing for text in raw.values()):
        return source.default
    if source.template is not None:
        return PLACE.sub(lambda place: _typed(name, source, raw[place.group(1)]), source.template)
    text = raw[source.columns[0]]
    return source.values[text] if text in source.values else _typed(name, source, text)


def _typed(name: str, source: FieldFrom, text: str) -> Any:
    try:
        if source.type == "int":
            return int(float(text)) if float(text).is_integer() else int(text)
        if source.type == "number":
            return float(text)
        if source.type == "date":
            return datetime.strptime(text, source.format or "").date().isoformat()  # noqa: DTZ007 (a date has no zone)
    except ValueError as wrong:
        raise Unreadable(name, text, str(wrong)) from wrong
    return as_code(text) if source.type == "code" else text


def _put(row: dict[str, Any], name: str, value: Any) -> None:
    first, _, rest = name.partition(".")
    if rest:
        row.setdefault(first, {})[rest] = value
    else:
        row[first] = value
