"""How do the values of an entity's columns go to the driver?"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import JSON, Enum, TypeDecorator, inspect
from sqlalchemy import types as kinds

from chassis.db.database import ASYNCPG

Convert = Callable[[Any], Any]

# What JSON can carry to `jsonb_populate_recordset`, as the session would have it.
PLAIN = (
    kinds.String, kinds.Integer, kinds.Numeric, kinds.Boolean, kinds.Date, kinds.DateTime, kinds.Uuid, kinds.ARRAY,
    JSON,
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Place:
    """One column: its attribute, its name (bare and quoted), and what its values are turned into. `has_default`:
    something else is written in place of None."""

    attribute: str
    column: str
    name: str
    to_driver: Convert | None
    is_json: bool
    has_default: bool


@dataclass(frozen=True, eq=False)
class Shape:
    """The table of an entity. Not `is_plain`: it is left to the session, for some column of it or because its base does
    not ask for it (`__written_together__`)."""

    table: str
    places: tuple[Place, ...]
    key: tuple[str, ...]
    is_plain: bool


@cache
def shape_of(entity: type) -> Shape:
    mapper: Any = inspect(entity)
    places = [_place(mapper.get_property_by_column(column).key, column) for column in mapper.local_table.columns]
    key = tuple(mapper.get_property_by_column(column).key for column in mapper.primary_key)
    is_asked = getattr(entity, "__written_together__", False) and len(mapper.attrs) == len(places)
    is_plain = is_asked and all(_is_plain(column) for column in mapper.local_table.columns)
    return Shape(_quoted(mapper.local_table.name), tuple(places), key, is_plain)


def _place(attribute: str, column: Any) -> Place:
    kind = column.type.dialect_impl(ASYNCPG)
    is_json, converts = isinstance(kind, JSON), isinstance(kind, Enum | TypeDecorator)
    return Place(
        attribute=attribute,
        column=column.name,
        name=_quoted(column.name),
        to_driver=kind.bind_processor(ASYNCPG) if converts else None,
        is_json=is_json,
        has_default=column.default is not None or column.server_default is not None,
    )


def _is_plain(column: Any) -> bool:
    kind = column.type.dialect_impl(ASYNCPG)
    kind = kind.impl_instance if isinstance(kind, TypeDecorator) else kind
    made_there = column.onupdate is not None or column.computed is not None or column.identity is not None
    return isinstance(kind, PLAIN) and not made_there


def _quoted(name: str) -> str:
    return ASYNCPG.identifier_preparer.quote(name)
