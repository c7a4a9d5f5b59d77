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
  discount_percent: {column: off, type: points}        # 13% and 13 are 13; what is less than 1 says neither
  rate: {column: rate, type: exact}                    # a number with all its decimals
  due_on: {column: due, type: date, format: ["%Y-%m-%d", "%Y/%m/%d", excel]}  # excel: 45292 is 2024-01-01
  paid_on: {column: paid, type: date, format: dmy}     # ymd, dmy, mdy: numbers in this order, however parted
  converted: {column: closed, type: flag}              # 是/否, yes/no, true/false, 1/0
  roles: {column: roles, type: list}                   # parted by blanks or one of , ; 、
  source: {column: Lead Source, default: Unknown}
custom_fields:                 # what `extra` holds: defined in the service, if it does not have them yet
  route: /leads/fields
  fields: [{name: visits, kind: number}]
"""

import math
import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, JsonValue, model_validator

from messages.custom_fields import CustomField
from messages.imports import MOST_ROWS
from messages.services import RECORD_OWNERS
from messages.text import is_secret

CellType = Literal[
    "text", "int", "integer", "number", "amount", "exact", "percent", "rate", "points", "date", "code", "flag", "list"
]


def _as_sent(value: Any) -> Any:
    """A day of the mapping's own language (`due_on: 2026-02-01`) is the text that a service reads; NaN is nothing."""
    match value:
        case date():
            return value.isoformat()
        case float() if not math.isfinite(value):
            raise ValueError("a finite number was expected")
        case list():
            return [_as_sent(one) for one in value]
        case dict():
            return {name: _as_sent(one) for name, one in value.items()}
        case _:
            return value


Scalar = Annotated[str | int | float | bool | None, BeforeValidator(_as_sent)]
Constant = Annotated[JsonValue, BeforeValidator(_as_sent)]
PLACE = re.compile(r"\{([^{}]+)\}")


class FieldFrom(BaseModel):
    """How one field is made."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    column: str | None = None
    template: str | None = None
    type: CellType = "text"
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
            raise ValueError("a date needs its `format`, such as %d-%m-%y, or ymd, dmy, mdy")
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
    constants: dict[str, Constant] = {}
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
