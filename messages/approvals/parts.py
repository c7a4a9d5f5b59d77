"""Of which pieces are the messages about approvals made?"""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict

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


Json = Annotated[dict[str, Any], BeforeValidator(clean_json)]


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
    """When the process has to ring next for a step. `rung` counts all bells of the step from 0."""

    kind: Literal["remind", "timeout", "rung"]
    rung: int
    at: datetime
