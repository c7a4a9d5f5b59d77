"""Which custom fields may a kind of record have?"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from messages.base import Command, View
from messages.text import Code, SafeStr, ShortStr

Extra = dict[ShortStr, SafeStr | int | float | bool | None]
Bound = Annotated[Decimal, Field(ge=-(10**15), le=10**15)]


class CustomField(View):
    """One field of a template. `most` is the longest text or the largest number."""

    model_config = ConfigDict(frozen=True, extra="forbid")  # it is also what somebody asks for

    name: Code
    label: Mapping[str, str] = {}  # per language
    kind: Literal["text", "number", "date", "flag", "choice"]
    required: bool = False
    least: Bound | None = None
    most: Bound | None = None
    choices: Sequence[ShortStr] = ()


class FieldTemplate(View):
    """The custom fields of one kind of record. A version is never changed, only followed by the next."""

    kind: Code
    version: int
    fields: list[CustomField]


class DefineFields(Command):
    """The custom fields that records of a kind may have from now on."""

    fields: Annotated[list[CustomField], Field(max_length=100)]
