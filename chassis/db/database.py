"""How is the database reached, and which rows may this actor see?"""

import time
from typing import Any, TypeVar

import asyncpg  # type: ignore[import-untyped]
import pydantic_core
from sqlalchemy import ColumnElement, Executable, and_, event, false, or_, text, true
from sqlalchemy.engine import Dialect, make_url
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine

from chassis.auth.identity import ALL, Everything, OfCustomer, Scope, Unit
from chassis.db.many_rows import write_rows_together

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
# asyncpg asks the server what an array type is, by three statements, when a connection first meets it, PostgreSQL's own
# too. It learns them together, before somebody waits.
ARRAYS = ("uuid", "text", "varchar", "bpchar", "int2", "int4", "int8", "numeric", "bool", "date", "timestamptz")
MEETS_ARRAYS = "SELECT " + ", ".join(f"${place}::{name}[]" for place, name in enumerate(ARRAYS, 1))
ASYNCPG: Dialect = make_url("postgresql+asyncpg://").get_dialect()()

E = TypeVar("E", bound=Executable)


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
    _learn_arrays(engine)
    write_rows_together(engine)
    return engine


async def driver_of(session: AsyncSession) -> asyncpg.Connection:
    """The session's own asyncpg connection, its transaction begun: what runs there commits with the session."""
    connection = await session.connection()
    adapted: Any = (await connection.get_raw_connection()).dbapi_connection
    if adapted._transaction is None:  # SQLAlchemy sends BEGIN with its own first statement, and there was none yet
        await adapted._start_transaction()
    driver: asyncpg.Connection = adapted.driver_connection
    return driver


def numbered(sql: str) -> tuple[str, list[str]]:
    """For `Work.fetch`: the statement with `$1` for the first `:name` …, and the names in that order."""
    compiled = text(sql).compile(dialect=ASYNCPG)
    return str(compiled), list(compiled.positiontup or ())


def in_scope(table: Any, scope: Scope) -> ColumnElement[bool]:
    """The WHERE that keeps what this scope covers; the table has `owner_id`, `owner_unit`, `legal_entity_id`."""
    columns = getattr(table, "c", table)
    if isinstance(scope, Everything):
        if ALL in scope.legal_entities:
            return true()
        return columns.legal_entity_id.in_(scope.legal_entities) if scope.legal_entities else false()
    if isinstance(scope, OfCustomer) and hasattr(columns, "customer_id"):
        return and_(columns.customer_id == scope.customer_id, columns.legal_entity_id == scope.legal_entity_id)
    own: ColumnElement[bool] = columns.owner_id == scope.person_id
    if isinstance(scope, Unit) and scope.path:
        return or_(own, unit_within(columns.owner_unit, scope.path))
    return own


def is_in_scope(row: Any, scope: Scope) -> bool:
    """The same of a row that is there."""
    if isinstance(scope, OfCustomer) and hasattr(row, "customer_id"):
        return bool(row.customer_id == scope.customer_id and row.legal_entity_id == scope.legal_entity_id)
    return scope.covers(owner_id=row.owner_id, owner_unit=row.owner_unit, legal_entity_id=row.legal_entity_id)


def unit_within(column: Any, unit: str) -> ColumnElement[bool]:
    """The WHERE of `messages.org_path.is_within`: this unit, or one below it."""
    return or_(column == unit, column.startswith(unit + "/", autoescape=True))


def in_one_statement(insert: E) -> E:
    """Many rows of an entity at once. The session leaves None out, and begins a new statement wherever the columns
    that are left differ from those of the row before: rows that alternate would go one by one."""
    return insert.execution_options(render_nulls=True)


def _to_json(value: Any) -> str:
    return pydantic_core.to_json(value).decode()


def _learn_arrays(engine: AsyncEngine) -> None:
    @event.listens_for(engine.sync_engine, "connect")
    def learn(connection: Any, _: Any) -> None:
        connection.run_async(lambda driver: driver.prepare(MEETS_ARRAYS))


def _ping_when_idle(engine: AsyncEngine) -> None:
    """Ask a connection that has rested whether it is alive. `pool_pre_ping` costs three round trips each time, this
    none while there is work. (https://docs.sqlalchemy.org/en/21/core/pooling.html#custom-legacy-pessimistic-ping)"""
    pool, dialect = engine.sync_engine.pool, engine.sync_engine.dialect

    @event.listens_for(pool, "checkin")
    def rested(_connection: Any, record: Any) -> None:
        record.info["since"] = time.monotonic()

    @event.listens_for(pool, "checkout")
    def ping(connection: Any, record: Any, _proxy: Any) -> None:
        since = record.info.get("since")
        if since is None or time.monotonic() - since < IDLE_SECONDS_BEFORE_PING:
            return
        try:
            dialect.do_ping(connection)
        except dialect.loaded_dbapi.Error as gone:
            raise DisconnectionError() from gone
