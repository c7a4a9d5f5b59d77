"""Does a transaction write all its rows, and its events, with one statement; and read what others wrote before it?"""

import asyncio
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func, text
from sqlalchemy.orm.exc import StaleDataError

from chassis.db.unit_of_work import UnitOfWork, Work
from chassis.db.watched_rows import columns
from chassis.testing.plugin import ServiceHarness
from tests.chassis.parts import Colour, Part, Tagged, kept, make_tables, parts, told
from tests.services.statement_log import statements

READ = f"SELECT {columns(Part, 'p')}, now() FROM part p WHERE p.order_id = $1 ORDER BY p.line"
LOCK = f"SELECT {columns(Part, 'p')} FROM part p WHERE p.order_id = $1 AND p.line = $2 FOR UPDATE"


@pytest.fixture
async def tables(harness: ServiceHarness) -> ServiceHarness:
    async with harness.database.engine.begin() as connection:
        await make_tables(connection)
    return harness


async def was_told(harness: ServiceHarness) -> list[str]:
    async with harness.database.session() as session, session.begin():
        return sorted(await told(session))


async def test_new_and_changed_rows_of_all_tables_go_with_one_statement(tables: ServiceHarness) -> None:
    order = uuid4()
    async with tables.uow().begin() as work:
        work.session.add_all([*parts(order), Tagged(id=uuid4().int % 10**9, tags=["a", "b"])])
    assert await was_told(tables) == ["INSERT", "INSERT"]
    with statements(tables) as said:
        async with tables.uow().begin() as work:
            found = [row for row, _ in await work.read((Part,), READ, order)]
            assert [one.model_dump() for one in found] == [one.model_dump() for one in parts(order)]
            for one in found:
                one.limit, one.price, one.colour = one.limit + 100, Decimal("0.10"), Colour.GREEN
                one.due = date(2026, 3, 31) if one.line % 2 else None
                one.more = {"n": None, "text": "'\\\n“"}
            work.session.add(Tagged(id=uuid4().int % 10**9, tags=[]))
    assert len(said) == 2, said
    assert await was_told(tables) == ["INSERT", "UPDATE"]
    async with tables.database.session() as session:
        for line, after in enumerate(await kept(session, order)):
            assert (after.limit, after.price, after.colour) == (line + 100, Decimal("0.10"), Colour.GREEN)
            assert (after.due, after.more) == (date(2026, 3, 31) if line % 2 else None, {"n": None, "text": "'\\\n“"})
            assert (after.name, after.at) == (parts(order)[line].name, parts(order)[line].at)


async def test_nothing_is_written_where_nothing_changed(tables: ServiceHarness) -> None:
    order = uuid4()
    async with tables.uow().begin() as work:
        work.session.add_all(parts(order))
    await was_told(tables)
    async with tables.uow().begin() as work:
        for one, _ in await work.read((Part,), READ, order):
            one.limit, one.price = one.line, Decimal(one.line) / 4
    assert await was_told(tables) == []


async def test_what_one_statement_cannot_say_is_left_to_the_session(tables: ServiceHarness) -> None:
    order = uuid4()
    async with tables.uow().begin() as work:
        work.session.add_all(parts(order))
    async with tables.uow().begin() as work:
        first, second, *_ = [row for row, _ in await work.read((Part,), READ, order)]
        await work.session.delete(first)
        second.limit = func.abs(-7)
    async with tables.database.session() as session:
        rest = list(await session.scalars(text("SELECT line FROM part WHERE order_id = :id"), {"id": order}))
        assert sorted(rest) == list(range(1, 30))
        assert (await session.get_one(Part, (order, 1))).limit == 7


async def test_a_row_that_is_gone_is_not_changed_silently(tables: ServiceHarness) -> None:
    order = uuid4()
    async with tables.uow().begin() as work:
        work.session.add_all(parts(order))

    async def change() -> None:
        async with tables.uow().begin() as work:
            [(one,)] = await work.read((Part,), LOCK.removesuffix(" FOR UPDATE"), order, 3)
            one.limit = 9
            async with tables.database.engine.begin() as other:
                await other.execute(text("DELETE FROM part WHERE order_id = :id AND line = 3"), {"id": order})

    with pytest.raises(StaleDataError):
        await change()


async def test_what_was_changed_before_is_written_before_it_is_read_again(tables: ServiceHarness) -> None:
    order = uuid4()
    async with tables.uow().begin() as work:
        work.session.add_all(parts(order))
        assert len(await work.read((Part,), READ, order)) == 30
        [(one,)] = await work.read((Part,), LOCK, order, 5)
        one.limit = -5
        [(again,)] = await work.read((Part,), LOCK, order, 5)
        assert again is one
        assert again.limit == -5


async def test_two_that_add_to_a_locked_row_add_both(tables: ServiceHarness) -> None:
    order = uuid4()
    async with tables.uow().begin() as work:
        work.session.add_all(parts(order))

    async def add(uow: UnitOfWork) -> None:
        async with uow.begin() as work:
            await _add(work)

    async def _add(work: Work) -> None:
        [(one,)] = await work.read((Part,), LOCK, order, 4)
        one.limit += 1

    await asyncio.gather(*(add(tables.uow()) for _ in range(8)))
    async with tables.database.session() as session:
        assert (await session.get_one(Part, (order, 4))).limit == 12


async def test_what_is_only_shown_is_read_in_no_transaction(tables: ServiceHarness) -> None:
    order = uuid4()
    async with tables.uow().begin() as work:
        work.session.add_all(parts(order))
    with statements(tables) as said:
        found: list[Any] = [row for row, _ in await tables.uow().read((Part,), READ, order)]
    assert len(said) == 1, said
    assert [one.model_dump() for one in found] == [one.model_dump() for one in parts(order)]
