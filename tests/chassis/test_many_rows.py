"""Do the rows of a table that a transaction writes reach the server as one statement, and as they are?"""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import CHAR, DateTime, Enum, Numeric, Text, text, update
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

from chassis.testing.plugin import ServiceHarness

# The server itself says how often it was told to write.
TOLD = "CREATE TABLE IF NOT EXISTS told (act text)"
TELL = """CREATE OR REPLACE FUNCTION tell() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN INSERT INTO told VALUES (TG_OP); RETURN NULL; END $$"""
TELLS = "CREATE OR REPLACE TRIGGER tells AFTER INSERT OR UPDATE ON {} FOR EACH STATEMENT EXECUTE FUNCTION tell()"


class Colour(StrEnum):
    RED = "RED"
    BLUE = "BLUE"
    GREEN = "GREEN"


class Base(SQLModel, registry=registry()):
    """The tables of this test."""


class Part(Base, table=True):
    order_id: UUID = Field(primary_key=True)
    line: int = Field(primary_key=True)
    limit: int = 0
    name: str | None = Field(default=None, sa_type=Text)
    price: Decimal = Field(default=Decimal(0), sa_type=Numeric(18, 2))
    currency: str = Field(default="CNY", sa_type=CHAR(3))
    colour: Colour = Field(default=Colour.RED, sa_type=Enum(Colour, native_enum=False, length=16))
    due: date | None = None
    at: datetime = Field(default=datetime(2026, 1, 1, tzinfo=UTC), sa_type=DateTime(timezone=True))
    more: dict[str, Any] = Field(default={}, sa_type=JSONB)


class Tagged(Base, table=True):
    id: int = Field(primary_key=True)
    tags: list[str] = Field(default=[], sa_type=ARRAY(Text))


@pytest.fixture
async def session(harness: ServiceHarness) -> AsyncIterator[AsyncSession]:
    async with harness.database.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
        for statement in (TOLD, TELL, *(TELLS.format(table) for table in Base.metadata.tables), "TRUNCATE told"):
            await connection.execute(text(statement))
    async with harness.database.session() as session:
        yield session


async def told(session: AsyncSession) -> list[str]:
    """What the server was told since the last time."""
    return list((await session.execute(text("WITH old AS (DELETE FROM told RETURNING act) TABLE old"))).scalars())


async def kept(session: AsyncSession, order: UUID) -> list[Part]:
    session.expire_all()
    return [await session.get_one(Part, (order, line)) for line in range(30)]


def parts(order: UUID) -> list[Part]:
    return [
        Part(
            order_id=order, line=n, limit=n, name=None if n % 2 else f"'{n}\\\n", price=Decimal(n) / 4, due=None,
            colour=Colour.BLUE if n % 3 else Colour.RED, more={"n": [n, None, "{}"]} if n else {},
        )
        for n in range(30)
    ]  # fmt: skip


async def test_rows_are_written_by_one_statement_whatever_is_in_them(session: AsyncSession) -> None:
    order, other = uuid4(), uuid4()
    session.add_all(parts(order) + parts(other))
    await session.commit()
    assert await told(session) == ["INSERT"]
    assert [one.model_dump() for one in await kept(session, order)] == [one.model_dump() for one in parts(order)]
    for one in await kept(session, order):
        one.limit, one.more, one.colour = -one.line - 1, {"was": one.name}, Colour.GREEN
        one.name, one.due = None if one.name else "named", date(2026, 3, 31)
    await session.flush()
    assert await told(session) == ["UPDATE"]
    for before, after in zip(parts(order), await kept(session, order), strict=True):
        assert (after.limit, after.more, after.colour) == (-before.line - 1, {"was": before.name}, Colour.GREEN)
        assert (after.name, after.due) == (None if before.name else "named", date(2026, 3, 31))
        assert (after.price, after.at, after.currency) == (before.price, before.at, "CNY")
    assert [one.model_dump() for one in await kept(session, other)] == [one.model_dump() for one in parts(other)]


async def test_what_is_said_twice_of_a_row_or_of_more_than_its_key_is_said_one_by_one(session: AsyncSession) -> None:
    order = uuid4()
    session.add_all(parts(order))
    await session.commit()
    table = Part.__table__  # type: ignore[attr-defined]
    connection = await session.connection()
    more = update(table).values(limit=table.c.limit + 1)
    await connection.execute(more.where(table.c.order_id == order), [{}, {}])
    assert [one.limit for one in await kept(session, order)] == [n + 2 for n in range(30)]
    await told(session)
    await session.execute(update(Part), [{"order_id": order, "line": 1, "limit": n} for n in (5, 6)])
    assert await told(session) == ["UPDATE", "UPDATE"]
    found = (await session.execute(text('SELECT "limit" FROM part WHERE line = 1'))).scalar_one()
    assert found == 6


async def test_lists_in_a_column_stay_lists(session: AsyncSession) -> None:
    session.add_all([Tagged(id=n, tags=["a"] * n) for n in range(3)])
    await session.commit()
    session.expire_all()
    assert [(await session.get_one(Tagged, n)).tags for n in range(3)] == [[], ["a"], ["a", "a"]]
