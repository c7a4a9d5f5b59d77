"""What does an example of an event look like, the same every time?"""

import types
from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any, Literal, Union, get_args, get_origin
from uuid import NAMESPACE_URL, UUID, uuid5

from pydantic import BaseModel

from messages.base import Event
from messages.deals.terms import Instalment
from messages.money import Money

PLAIN: dict[type, Any] = {
    bool: True,
    int: 1,
    float: 1.5,
    Decimal: Decimal("12.50"),
    datetime: datetime(2026, 3, 2, 2, 0, tzinfo=UTC),
    date: date(2026, 3, 2),
    time: time(9, 0),
    Money: Money.of("1234.50", "CNY"),
    type(None): None,
}


WORDS = {"name", "customer_name", "reason", "comment", "guidance", "title"}  # what people write


NEVER_BOTH = {(Instalment, "on")}  # a row is due on a day, or so long after what starts it


def sample(event: type[Event]) -> Event:
    """An example in which every field is filled."""
    return event(**_fields(event))


def _fields(model: type[BaseModel]) -> dict[str, Any]:
    filled = {name: field for name, field in model.model_fields.items() if (model, name) not in NEVER_BOTH}
    return {name: _value(name, field.annotation) for name, field in filled.items()}


def _value(name: str, kind: Any) -> Any:
    origin, args = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _value(name, args[0])
    if origin is Literal:
        return args[0]
    if origin in (Union, types.UnionType):
        return _value(name, next(arg for arg in args if arg is not type(None)))
    if origin in (list, set, frozenset, tuple):
        return [_value(name, arg) for arg in args if arg is not Ellipsis]
    if origin is dict:
        return {_value("key", args[0]): _value(name, args[1])}
    return _simple(name, kind)


def _simple(name: str, kind: Any) -> Any:
    if kind is Any:
        return name
    if kind is UUID:
        return uuid5(NAMESPACE_URL, name)
    if kind is str:
        return f"{name} 样例" if name in WORDS else name
    if kind in PLAIN:
        return PLAIN[kind]
    if issubclass(kind, Enum):
        return next(iter(kind))
    return kind(**_fields(kind))
