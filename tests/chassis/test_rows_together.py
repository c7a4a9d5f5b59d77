"""Does a transaction write all its rows with its events in one statement, and read what others wrote before it?"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import BigInteger, text
from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Field

from chassis.db.row_shapes import shape_of
from chassis.db.watched_rows import columns
from chassis.db.written_rows import insert_of
from chassis.testing.plugin import ServiceHarness
from tests.chassis.example_service import NoteRow, NoteWritten, Table
from tests.services.statement_log import statements

READ = f"SELECT {columns(NoteRow, 'n')} FROM notes n WHERE n.id = ANY($1::uuid[]) ORDER BY n.words FOR UPDATE"
LOCK = f"ON CONFLICT (id) DO UPDATE SET version = notes.version RETURNING {columns(NoteRow, 'notes')}"


@pytest.fixture(autouse=True)
def together(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(Table, "__written_together__", True, raising=False)
    shape_of.cache_clear()
    yield
    shape_of.cache_clear()


class Counted(Table, table=True):
    """A row whose key the server gives."""

    __tablename__ = "counted"
    id: int | None = Field(default=None, primary_key=True, sa_type=BigInteger)
    note_id: UUID


class Tag(Table, table=True):
    __tablename__ = "tags"
    id: UUID = Field(primary_key=True)
    note_id: UUID


def note(words: str) -> NoteRow:
    own: dict[str, Any] = {"owner_id": uuid4(), "owner_unit": "cs", "legal_entity_id": "CS-CN"}
    return NoteRow(id=uuid4(), words=words, created_at=datetime(2026, 3, 2, tzinfo=UTC), **own)


async def kept(harness: ServiceHarness, *notes: Any) -> list[tuple[str, int]]:
    async with harness.database.session() as session:
        query = text("SELECT words, version FROM notes WHERE id = ANY(:ids) ORDER BY words")
        return [tuple(row) for row in await session.execute(query, {"ids": [one.id for one in notes]})]


async def test_new_and_changed_rows_go_with_the_event_in_one_statement(harness: ServiceHarness) -> None:
    first, second, third = note("a"), note("b"), note("c")
    async with harness.uow().begin() as work:
        work.session.add_all([first, second])
    with statements(harness) as said:
        async with harness.uow().begin() as work:
            (one,), (two,) = await work.read((NoteRow,), READ, [first.id, second.id])
            one.words, two.version = "a'\\", 7
            work.session.add(third)
            work.emit(NoteWritten(note_id=third.id, words="c", version=1))
    assert len(said) == 2, said
    assert await kept(harness, first, second, third) == [("a'\\", 1), ("b", 7), ("c", 1)]
    assert len(await harness.outbox(NoteWritten)) == 1


async def test_what_waits_is_written_by_the_statement_that_locks_another_table(harness: ServiceHarness) -> None:
    first, second = note("a"), note("b")
    with statements(harness) as said:
        async with harness.uow().begin() as work:
            work.session.add(first)
            work.session.add(tag := Tag(id=uuid4(), note_id=first.id))
            await work.write(NoteRow)
            tag.note_id = second.id
            made = insert_of(second)
            [(known, *_)] = await work.read_writing((NoteRow,), f"{made.sql} {LOCK}", *made.values)
            [(again,), _] = await work.read((NoteRow,), READ, [first.id, second.id])
            assert (known.words, again is first) == ("b", True)
            assert not work.session.new
            assert not work.session.dirty
            known.words = "c"
    assert len(said) == 4, said
    assert await kept(harness, first, second) == [("a", 1), ("c", 1)]
    async with harness.database.session() as session:
        assert (await session.execute(text("SELECT note_id FROM tags"))).scalars().all() == [second.id]


async def change_what_goes(harness: ServiceHarness, gone: NoteRow) -> None:
    async with harness.uow().begin() as work:
        [(row,)] = await work.read((NoteRow,), READ, [gone.id])
        await work.fetch("DELETE FROM notes WHERE id = $1", gone.id)
        row.words = "b"


async def test_a_row_that_is_no_longer_there_is_not_changed_in_silence(harness: ServiceHarness) -> None:
    gone = note("a")
    async with harness.uow().begin() as work:
        work.session.add(gone)
    with pytest.raises(StaleDataError):
        await change_what_goes(harness, gone)
    assert await kept(harness, gone) == [("a", 1)]


async def test_what_only_the_session_can_write_is_written_by_it(harness: ServiceHarness) -> None:
    """A key that the server gives, a row that goes."""
    first, second = note("a"), note("b")
    async with harness.uow().begin() as work:
        work.session.add_all([first, second])
    async with harness.uow().begin() as work:
        [(one,), (two,)] = await work.read((NoteRow,), READ, [first.id, second.id])
        counted = Counted(note_id=first.id)
        work.session.add(counted)
        await work.session.delete(two)
        one.version = 2
    assert counted.id
    assert await kept(harness, first, second) == [("a", 2)]
