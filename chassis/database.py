"""How is the database reached, which rows may this actor see, and how is a list paged?"""

import base64
import binascii
import time
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any
from uuid import UUID

import asyncpg  # type: ignore[import-untyped]
import pydantic_core
from sqlalchemy import ColumnElement, Select, and_, event, false, literal, or_, true, tuple_
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine

from chassis.identity import ALL, Everything, Scope, Unit
from messages.base import Page
from messages.errors import Malformed

if TYPE_CHECKING:
    from chassis.unit_of_work import Work

PAGE, LARGEST_PAGE = 50, 100
IDLE_SECONDS_BEFORE_PING = 1.0
# statement < command: the server gives up first and says why; the client's limit is for a server that is silent.
LIMITS = {
    "statement_timeout": "10000",
    "idle_in_transaction_session_timeout": "15000",
    "jit": "off",
    "timezone": "UTC",
}
COMMAND_TIMEOUT = 12
LOCK_WAIT_S = 2.0


class Database:
    """One service's database: a pool of connections and sessions on it."""

    def __init__(
        self,
        url: str,
        *,
        pool_size: int = 10,
        wait_s: float = LOCK_WAIT_S,
        tz: str = "Asia/Shanghai",
        name: str = "countersign",
    ) -> None:
        self.url = url
        self.tz = tz
        self.engine = engine_of(url, pool_size=pool_size, wait_s=wait_s, name=name)

    def session(self) -> AsyncSession:
        return AsyncSession(self.engine, expire_on_commit=False, autoflush=True)

    async def close(self) -> None:
        await self.engine.dispose()


def engine_of(url: str, *, pool_size: int = 10, wait_s: float = LOCK_WAIT_S, name: str = "countersign") -> AsyncEngine:
    """asyncpg with time limits on both sides. `wait_s`: for a row that another holds; 3 s more for a connection."""
    limits = LIMITS | {"lock_timeout": str(int(wait_s * 1000)), "application_name": name}
    engine = create_async_engine(
        make_url(url).set(drivername="postgresql+asyncpg"),
        pool_size=pool_size,
        max_overflow=pool_size,
        pool_timeout=wait_s + 3,
        pool_recycle=1800,
        hide_parameters=True,  # what people wrote does not belong into the log
        connect_args={
            "command_timeout": COMMAND_TIMEOUT,
            "timeout": 5,
            "server_settings": limits,
        },
        json_serializer=_to_json,
        json_deserializer=pydantic_core.from_json,
    )
    _ping_when_idle(engine)
    return engine


async def driver_of(session: AsyncSession) -> asyncpg.Connection:
    """The session's own asyncpg connection, its transaction begun: what runs there commits with the session."""
    connection = await session.connection()
    adapted: Any = (await connection.get_raw_connection()).dbapi_connection
    if adapted._transaction is None:  # SQLAlchemy sends BEGIN with its own first statement, and there was none yet
        await adapted._start_transaction()
    driver: asyncpg.Connection = adapted.driver_connection
    return driver


def in_scope(table: Any, scope: Scope) -> ColumnElement[bool]:
    """The WHERE that keeps what this scope covers; the table has `owner_id`, `owner_unit`, `legal_entity_id`."""
    columns = getattr(table, "c", table)
    if isinstance(scope, Everything):
        if ALL in scope.legal_entities:
            return true()
        return columns.legal_entity_id.in_(scope.legal_entities) if scope.legal_entities else false()
    own: ColumnElement[bool] = columns.owner_id == scope.person_id
    if isinstance(scope, Unit) and scope.path:
        below = columns.owner_unit.startswith(scope.path + "/", autoescape=True)
        return or_(own, columns.owner_unit == scope.path, below)
    return own


async def page_of(
    work: "Work",
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


def _to_json(value: Any) -> str:
    return pydantic_core.to_json(value).decode()


def _ping_when_idle(engine: AsyncEngine) -> None:
    """Ask a connection that has rested whether it is alive. `pool_pre_ping` costs three round trips each time, this
    none while there is work. (https://docs.sqlalchemy.org/en/21/core/pooling.html#custom-legacy-pessimistic-ping)"""
    pool, dialect = engine.sync_engine.pool, engine.sync_engine.dialect

    @event.listens_for(pool, "checkin")
    def rested(_connection: Any, record: Any) -> None:
        record.info["since"] = time.monotonic()

    @event.listens_for(pool, "checkout")
    def asked(connection: Any, record: Any, _proxy: Any) -> None:
        since = record.info.get("since")
        if since is None or time.monotonic() - since < IDLE_SECONDS_BEFORE_PING:
            return
        try:
            dialect.do_ping(connection)
        except dialect.loaded_dbapi.Error as gone:
            raise DisconnectionError() from gone
