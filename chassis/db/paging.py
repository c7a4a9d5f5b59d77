"""How is a list read page by page, and how are its optional filters put together?"""

import base64
import binascii
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

import pydantic_core
from sqlalchemy import ColumnElement, Select, and_, literal, true, tuple_

from chassis.db.unit_of_work import Work
from messages.base import Page
from messages.errors import Malformed

PAGE, LARGEST_PAGE = 50, 100


async def page_of(
    work: Work,
    query: Select[Any],
    *,
    key: Sequence[Any],
    cursor: str | None = None,
    limit: int = PAGE,
    descending: bool = False,
    view: Callable[[Any], Any] | None = None,
) -> Page[Any]:
    """One page by keyset: `key` are columns of the query that together are unique and never null.

    `view` makes the shown thing of what was selected: the record, or the whole row when several things are
    selected (default: `record.view()`). Raises Malformed for a cursor that is not ours.
    """
    if not 1 <= limit <= LARGEST_PAGE:
        raise Malformed("limit", limit, "SYS-7", most=LARGEST_PAGE)
    keys = list(key)
    if cursor:
        after = tuple_(*[literal(v, k.type) for v, k in zip(_read(cursor, keys), keys, strict=True)])
        query = query.where(tuple_(*keys) < after if descending else tuple_(*keys) > after)
    query = query.order_by(*[k.desc() if descending else k.asc() for k in keys]).limit(limit + 1)
    rows = (await work.session.execute(query.add_columns(*keys))).all()
    single = len(query.column_descriptions) == 1
    shown = [(view or _own_view)(row[0] if single else row) for row in rows[:limit]]
    more = len(rows) > limit
    return Page[Any](items=shown, next=_write(list(rows[limit - 1][-len(keys) :])) if more else None)


def both(*conditions: ColumnElement[bool] | None) -> ColumnElement[bool]:
    """All of those that are given (filters of a list are optional)."""
    return and_(true(), *[condition for condition in conditions if condition is not None])


def _own_view(row: Any) -> Any:
    return row.view()


def _write(values: list[Any]) -> str:
    return base64.urlsafe_b64encode(pydantic_core.to_json(values)).decode().rstrip("=")


def _read(cursor: str, keys: list[Any]) -> list[Any]:
    try:
        values = pydantic_core.from_json(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not isinstance(values, list) or len(values) != len(keys):
            raise ValueError("another list's cursor")
        return [_typed(value, key.type.python_type) for value, key in zip(values, keys, strict=True)]
    except (ValueError, TypeError, binascii.Error, InvalidOperation) as wrong:
        raise Malformed("cursor", cursor, "SYS-8") from wrong


def _typed(value: Any, kind: type) -> Any:
    readers: dict[type, Callable[[Any], Any]] = {
        datetime: datetime.fromisoformat,
        date: date.fromisoformat,
        UUID: UUID,
        Decimal: Decimal,
    }
    found = readers[kind](value) if kind in readers else value
    if not isinstance(found, kind) or (isinstance(found, str) and "\0" in found):
        raise ValueError(f"no {kind.__name__}")
    return found
