"""Is one use case one transaction, told to everybody exactly when it commits?"""

import asyncio
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from chassis.auth.identity import Actor
from chassis.db import retry
from chassis.db.common_tables import outbox as outbox_table
from chassis.db.database import Database
from chassis.events.subscriptions import NotYet
from chassis.testing.plugin import Api, ServiceHarness, an_actor
from messages.errors import RuleViolation
from tests.chassis.example_service import NoteAnswered, NoteRow, NoteWritten, WriteNote, write_note

SALES = an_actor("sales")


async def test_a_written_note_is_told_with_its_cause_and_time(harness: ServiceHarness) -> None:
    view = await write_note(WriteNote(words="hello"), harness.uow(SALES))
    async with harness.database.session() as session:
        row = (await session.execute(select(outbox_table))).mappings().one()
    assert (row["subject"], row["aggregate_id"], row["aggregate_version"]) == (NoteWritten.subject, str(view.id), 1)
    assert row["headers"]["actor"] == str(SALES.id)
    assert row["published_at"] is None


async def test_a_refusal_leaves_neither_row_nor_event(harness: ServiceHarness) -> None:
    with pytest.raises(RuleViolation):
        await write_note(WriteNote(words="forbidden words"), harness.uow(SALES))
    assert await harness.outbox() == []


async def test_a_commit_that_fails_is_not_answered_with_200(harness: ServiceHarness) -> None:
    async with harness.database.engine.begin() as connection:
        await connection.execute(
            text(
                "CREATE OR REPLACE FUNCTION fails() RETURNS trigger LANGUAGE plpgsql AS"
                " $$ BEGIN IF new.words = 'late' THEN RAISE EXCEPTION 'no'; END IF; RETURN new; END $$"
            )
        )
        await connection.execute(
            text(
                "CREATE CONSTRAINT TRIGGER late AFTER INSERT ON notes DEFERRABLE INITIALLY DEFERRED"
                " FOR EACH ROW EXECUTE FUNCTION fails()"
            )
        )
    harness.service.faults_fly = False
    try:
        answer = await harness.api.as_(SALES).post("/notes", json={"words": "late"})
        assert answer.status_code == 500
        assert answer.headers["content-type"] == "application/problem+json"
        assert await harness.outbox() == []
    finally:
        async with harness.database.engine.begin() as connection:
            await connection.execute(text("DROP TRIGGER late ON notes"))


async def test_an_event_delivered_twice_acts_once(harness: ServiceHarness) -> None:
    view = await write_note(WriteNote(words="a"), harness.uow(SALES))
    await harness.deliver(NoteAnswered(note_id=view.id, words="b"), twice=True)
    async with harness.database.session() as session:
        note = await session.get(NoteRow, view.id)
    assert note is not None
    assert note.words == "ab"


async def test_an_event_that_came_too_early_is_asked_for_again(harness: ServiceHarness) -> None:
    note_id, event_id = uuid4(), uuid4()
    event = NoteAnswered(note_id=note_id, words="b")
    with pytest.raises(NotYet):
        await harness.deliver(event, id=event_id)
    await write_note(WriteNote(id=note_id, words="a"), harness.uow(SALES))
    await harness.deliver(event, id=event_id)
    assert [told.version for told in await harness.outbox(NoteWritten)] == [1, 2]


async def test_a_fact_of_virtual_time_is_handled_in_virtual_time(harness: ServiceHarness) -> None:
    later = datetime(2099, 1, 1, tzinfo=UTC)
    view = await write_note(WriteNote(words="a"), harness.uow(Actor.process("worker"), as_of=later))
    await harness.deliver(NoteAnswered(note_id=view.id, words="b"), at=later)
    async with harness.database.session() as session:
        told = (await session.execute(select(outbox_table.c.occurred_at))).scalars().all()
    assert set(told) == {later}


async def test_numbers_are_in_a_row_per_legal_entity_and_year(harness: ServiceHarness) -> None:
    async with harness.uow().begin() as work:
        first = await work.next_number("CT", "CS-CN", on=datetime(2026, 5, 1, tzinfo=UTC).date())
        more = await work.next_numbers(2, "CT", "CS-CN", on=datetime(2026, 5, 1, tzinfo=UTC).date())
        other = await work.next_number("CT", "CS-DE", on=datetime(2026, 5, 1, tzinfo=UTC).date())
    assert [first, *more, other] == [
        "CT-2026-CS-CN-000001",
        "CT-2026-CS-CN-000002",
        "CT-2026-CS-CN-000003",
        "CT-2026-CS-DE-000001",
    ]


async def test_numbers_of_a_refused_use_case_leave_no_gap(harness: ServiceHarness) -> None:
    async def takes_and_fails() -> None:
        async with harness.uow().begin() as work:
            await work.next_number("CT", "CS-CN")
            raise RuleViolation("SYS-9")

    with pytest.raises(RuleViolation):
        await takes_and_fails()
    async with harness.uow().begin() as work:
        assert (await work.next_number("CT", "CS-CN")).endswith("000001")


async def test_the_year_of_a_number_is_that_of_the_company_s_place(harness: ServiceHarness) -> None:
    uow = harness.uow(Actor.process("worker"), as_of=datetime(2026, 12, 31, 20, tzinfo=UTC))
    async with uow.begin() as work:
        assert await work.next_number("CT", "CS-CN") == "CT-2027-CS-CN-000001"


async def test_two_in_each_other_s_way_are_done_again(harness: ServiceHarness, api: Api) -> None:
    """The first two tries meet a serialization failure, the third goes through."""
    async with harness.database.engine.begin() as connection:
        await connection.execute(text("CREATE SEQUENCE IF NOT EXISTS tries"))
        await connection.execute(text("ALTER SEQUENCE tries RESTART"))
        await connection.execute(
            text(
                "CREATE OR REPLACE FUNCTION conflicts() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                " IF new.words = 'race' AND nextval('tries') < 3 THEN RAISE EXCEPTION 'x' USING ERRCODE = '40001';"
                " END IF; RETURN new; END $$"
            )
        )
        await connection.execute(
            text("CREATE TRIGGER race BEFORE INSERT ON notes FOR EACH ROW EXECUTE FUNCTION conflicts()")
        )
    try:
        answer = await api.as_(SALES).post("/notes", json={"words": "race"})
        assert answer.status_code == 201
        assert len(await harness.outbox()) == 1
        async with harness.database.engine.begin() as connection:
            await connection.execute(text("ALTER SEQUENCE tries RESTART WITH 1 INCREMENT BY -1 MINVALUE -100"))
        answer = await api.as_(SALES).post("/notes", json={"words": "race"})
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "2")
        assert "x-countersign-conflict" not in answer.headers
    finally:
        async with harness.database.engine.begin() as connection:
            await connection.execute(text("DROP TRIGGER race ON notes"))
            await connection.execute(text("DROP SEQUENCE tries"))


async def test_a_lock_that_is_not_given_is_said_to_be_busy(harness: ServiceHarness, api: Api) -> None:
    view = await write_note(WriteNote(words="a"), harness.uow(SALES))
    async with harness.database.session() as session, session.begin():
        await session.execute(text("SELECT 1 FROM notes FOR UPDATE"))
        answer = await api.as_(SALES).patch(f"/notes/{view.id}", json={"words": "b"}, headers={"if-match": '"1"'})
    assert answer.status_code == 503


async def test_a_database_that_is_away_is_503_not_500(harness: ServiceHarness) -> None:
    kept, harness.service.database = harness.service.database, Database("postgresql://a:b@127.0.0.1:1/c")
    try:
        answer = await harness.api.as_(SALES).post("/notes", json={"words": "a"})
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "2")
        ready = await harness.api.anybody.get("/readyz")
        assert ready.status_code == 503
    finally:
        await harness.service.database.close()
        harness.service.database = kept


async def test_a_connection_cut_while_it_rested_is_replaced(
    harness: ServiceHarness, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chassis.db.database.IDLE_SECONDS_BEFORE_PING", 0)
    assert (await api.as_(SALES).post("/notes", json={"words": "a"})).status_code == 201
    async with harness.database.engine.connect() as connection:
        await connection.execute(
            text(  # 5000: wait until it is gone
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
    answers = await asyncio.gather(*[api.as_(SALES).post("/notes", json={"words": "a"}) for _ in range(4)])
    assert {answer.status_code for answer in answers} == {201}


async def test_a_pool_that_is_used_up_is_not_a_fault() -> None:
    assert retry.is_busy(PoolTimeout())
    assert not retry.is_conflict(DBAPIError("x", {}, Exception()))
