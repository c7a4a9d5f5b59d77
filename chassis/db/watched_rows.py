"""How do rows that one statement on the driver reads become rows that the session watches, as if it had read them?

For what every act does: it takes a third of the time of a query through the session, and one statement brings rows of
several tables. The statement selects their `columns` first, table after table, then whatever else is wanted:
    LOCK = f"SELECT {columns(OrderRow, 'o')}, now() FROM orders o WHERE o.id = $1 FOR UPDATE"
    [(order, now)] = await work.read((OrderRow,), LOCK, order_id)
"""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple, TypeVar

from pydantic_core import PydanticUndefined
from sqlalchemy import Enum, TypeDecorator, inspect
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import make_transient_to_detached
from sqlalchemy.orm.attributes import set_committed_value

from chassis.db.database import ASYNCPG

R = TypeVar("R")


class Read(NamedTuple):
    """An attribute, its column, whether it is of the key, and what makes its value of what the driver gives."""

    key: str
    column: str
    is_key: bool
    from_driver: Callable[[Any], Any] | None


def columns(table: type[Any], of: str) -> str:
    """All columns of this table, of a row that the statement calls so."""
    return ", ".join(f"{of}.{ASYNCPG.identifier_preparer.quote(one.column)}" for one in _attributes(inspect(table)))


def has_unwritten(session: AsyncSession, tables: tuple[type[Any], ...]) -> bool:
    return any(isinstance(row, tables) for rows in (session.new, session.dirty) for row in rows)


def watched(
    session: AsyncSession | None, tables: tuple[type[Any], ...], records: Sequence[Sequence[Any]]
) -> Iterator[tuple[Any, ...]]:
    """Of each record the rows of these tables, None for one without a key, and the rest of its values. A row that the
    session knows says what was read now: nothing of it may be unwritten. Without a session nobody watches them."""
    seen: dict[Any, Any] = {}
    mappers = [inspect(table) for table in tables]
    for record in records:
        at, rows = 0, []
        for mapper in mappers:
            read = _attributes(mapper)
            rows.append(_row(session, mapper, read, record[at : at + len(read)], seen))
            at += len(read)
        yield *rows, *record[at:]


def new_row(table: type[R], **said: Any) -> R:
    """A row that nobody watches yet, as the table's own constructor makes it of checked values, in a third of its time:
    for those of files, which come by the thousand."""
    of_table: Any = table
    mapper = inspect(of_table)
    made = {name: default() if is_made else default for name, default, is_made in _defaults(of_table)}
    row: R = _new(None, mapper, made | said)
    return row


@cache
def _defaults(table: Any) -> list[tuple[str, Any, bool]]:
    """Attribute, its default or what makes one, and which of both it is."""
    fields = table.model_fields.items()
    made = [(name, one.default_factory or one.default, one.default_factory is not None) for name, one in fields]
    return [(name, None if default is PydanticUndefined else default, is_made) for name, default, is_made in made]


def _row(
    session: AsyncSession | None, mapper: Any, read: Sequence[Read], values: Sequence[Any], seen: dict[Any, Any]
) -> Any:
    key = mapper.identity_key_from_primary_key([value for one, value in zip(read, values, strict=True) if one.is_key])
    if None in key[1]:
        return None
    if key not in seen:
        known = session.identity_map.get(key) if session is not None else None
        said = {one.key: _said(one, value) for one, value in zip(read, values, strict=True)}
        seen[key] = _new(session, mapper, said) if known is None else _told(known, said)
    return seen[key]


def _new(session: AsyncSession | None, mapper: Any, said: dict[str, Any]) -> Any:
    row = mapper.class_manager.new_instance()
    inspect(row).dict.update(said)
    if session is not None:
        make_transient_to_detached(row)
        session.add(row)
    return row


def _told(row: Any, said: dict[str, Any]) -> Any:
    for name, value in said.items():
        set_committed_value(row, name, value)
    return row


def _said(one: Read, value: Any) -> Any:
    return value if one.from_driver is None or value is None else one.from_driver(value)


@cache
def _attributes(mapper: Any) -> list[Read]:
    """Those of the key in the order of the key, as all of its columns stand in the order of the table."""
    return [Read(key, one.name, one.primary_key, _reader(one.type)) for key, one in mapper.columns.items()]


def _reader(kind: Any) -> Callable[[Any], Any] | None:
    """None where the driver gives what is wanted; JSON is decoded by it."""
    if isinstance(kind, Enum | TypeDecorator):
        reader: Callable[[Any], Any] | None = kind.dialect_impl(ASYNCPG).result_processor(ASYNCPG, None)
        return reader
    return None
