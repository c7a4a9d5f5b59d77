"""Of which pieces are the messages about approvals made?"""

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field

from messages.text import Code, ShortStr, clean


def clean_json(value: Any) -> Any:
    """SYS-2 for every text inside a JSON value; not deeper than 20 levels."""
    return _clean(value, 20)


def _clean(value: Any, depth: int) -> Any:
    if depth < 0:
        raise ValueError("too deeply nested")
    if isinstance(value, dict):
        return {clean(key): _clean(part, depth - 1) for key, part in value.items()}
    if isinstance(value, list):
        return [_clean(part, depth - 1) for part in value]
    return clean(value)


def exact_json(value: Any) -> Any:
    """APP-79: what is signed, and what a policy looks at, has no binary float: an amount is text or a whole number."""
    found = next(_floats(value, ""), None)
    if found is not None:
        place, wrong = found
        raise ValueError(f'APP-79: {place}: {wrong} is a binary float; write it as text, for example "10.50"')
    return clean_json(value)


def _floats(value: Any, place: str) -> Iterator[tuple[str, float]]:
    if isinstance(value, float):
        yield place.lstrip("."), value
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from _floats(part, f"{place}.{key}")
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from _floats(part, f"{place}[{index}]")


Json = Annotated[dict[str, Any], BeforeValidator(clean_json)]
Exact = Annotated[dict[str, Any], BeforeValidator(exact_json)]


class Part(BaseModel):
    """A piece of a message."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class About(Part):
    """What it is about: the owner's record, by the names people know it by."""

    kind: Code
    id: UUID
    number: ShortStr
    title: ShortStr


class Why(Part):
    """A reason, as a code of the catalogue and its parameters."""

    code: str
    params: dict[str, Any] = {}


class Clock(Part):
    """The next timer of a step. `level` counts all timers of the step from 0."""

    kind: Literal["remind", "timeout", "rung"]
    level: int = Field(validation_alias=AliasChoices("level", "rung"))
    at: datetime
