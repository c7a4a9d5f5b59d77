"""Do the rows of a table that a transaction writes reach the server as one statement, and as they are?"""

from collections.abc import AsyncIterator
from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import text, update
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.testing.plugin import ServiceHarness
from tests.chassis.parts import Colour, Part, Tagged, kept, make_tables, parts, told


@pytest.fixture
async def session(harness: ServiceHarness) -> AsyncIterator[AsyncSession]:
    async with harness.database.engine.begin() as connection:
        await make_tables(connection)
    async with harness.database.session() as session:
        yield session


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
