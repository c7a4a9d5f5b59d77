"""Does every fact come onto its stream, in order, whatever is killed on the way?"""

import asyncio
import signal
from uuid import uuid4

import pytest
from sqlalchemy import select, text

from chassis.db.common_tables import outbox
from chassis.testing.plugin import ServiceHarness, an_actor
from deploy.embedded.streams import nats_users, permissions_of
from tests.chassis.example_service import NoteFiled, NoteWritten, WriteNote, subscriptions, write_note
from tests.chassis.nats_server import Nats, Running, drained, equals, in_stream, until

SALES = an_actor("sales")


async def test_an_event_is_on_its_stream_at_once(harness: ServiceHarness, running: Running, nats: Nats) -> None:
    running.relay()
    await until(lambda: running.notices == ["reload"])  # it listens now
    view = await write_note(WriteNote(words="a"), harness.uow(SALES))
    await until(lambda: drained(harness))
    [envelope] = await in_stream(nats)
    assert (envelope.type, envelope.subject, envelope.actor) == (NoteWritten.subject, str(view.id), str(SALES.id))
    assert envelope.event(NoteWritten) == NoteWritten(note_id=view.id, words="a", version=1)
    await until(lambda: running.notices[-1] == f"{NoteWritten.subject} {view.id} 1 ")  # of no legal entity


async def test_order_is_kept_while_relays_and_nats_are_killed(
    harness: ServiceHarness, running: Running, nats: Nats
) -> None:
    """Two relays, one leads; the leader dies again and again, so does NATS; nothing is lost, doubled or overtaken."""
    notes = [uuid4() for _ in range(5)]

    async def write(versions: range) -> None:
        for version in versions:
            for note in notes:
                async with harness.uow(SALES).begin() as work:
                    work.emit(NoteWritten(note_id=note, words="x", version=version))

    async def sent(since: int) -> bool:
        gone = select(outbox.c.id).where(outbox.c.aggregate_version >= since, outbox.c.published_at.is_not(None))
        async with harness.database.session() as session:
            return (await session.execute(gone)).first() is not None

    leader, standby = running.relay(), running.relay()
    for begin in (1, 11, 21, 31):
        writing = asyncio.create_task(write(range(begin, begin + 10)))
        if begin == 11:
            nats.stop(signal.SIGKILL)
            await writing  # all of it while NATS is away
            nats.start()
        else:
            await until(lambda: sent(begin), 30)  # noqa: B023 (awaited here)
        leader.cancel()
        leader, standby = standby, running.relay()
        await writing
    await until(lambda: drained(harness), 30)
    told = await in_stream(nats)
    assert len({envelope.id for envelope in told}) == len(told) == 200
    for note in notes:
        versions = [envelope.aggregateversion for envelope in told if envelope.subject == str(note)]
        assert versions == list(range(1, 41))


async def test_a_poisonous_event_holds_up_its_own_record_only(
    harness: ServiceHarness, running: Running, nats: Nats, monkeypatch: pytest.MonkeyPatch
) -> None:
    sick, sound = uuid4(), uuid4()
    monkeypatch.setattr("chassis.db.outbox.MOST_EVENT_BYTES", 2_000_000)
    async with harness.uow(SALES).begin() as work:
        work.emit(NoteWritten(note_id=sick, words="x" * 1_100_000, version=1))  # more than NATS takes
        work.emit(NoteWritten(note_id=sick, words="x", version=2))
        work.emit(NoteWritten(note_id=sound, words="x", version=1))
    running.relay()

    async def told() -> list[str]:
        return [envelope.subject for envelope in await in_stream(nats)]

    await until(lambda: equals(told, [str(sound)]))

    async def is_dead() -> bool:
        async with harness.database.session() as session:
            return (await session.execute(select(outbox.c.id).where(outbox.c.dead_at.is_not(None)))).first() is not None

    await until(is_dead)
    ops = harness.api.as_(an_actor("ops", legal_entities=("*",)))  # a note belongs to no legal entity

    async def waiting() -> int:
        return int((await ops.get("/outbox")).json()["waiting"])

    await until(lambda: equals(waiting, 2))
    state = (await ops.get("/outbox")).json()
    assert len(state["dead"]) == 1
    assert "1048576" in state["dead"][0]["last_error"]
    assert await told() == [str(sound)]
    assert (await ops.post(f"/outbox/{state['dead'][0]['event_id']}/skip")).status_code == 200
    await until(lambda: equals(told, [str(sound), str(sick)]))


async def test_a_lost_stream_is_published_again_from_the_outbox(
    harness: ServiceHarness, running: Running, nats: Nats
) -> None:
    running.relay()
    await write_note(WriteNote(words="a"), harness.uow(SALES))
    await until(lambda: drained(harness))
    async with nats.client() as admin:
        await admin.jetstream().delete_stream("ORDERS")
    await nats.provided(subscriptions)
    assert await in_stream(nats) == []
    ops = harness.api.as_(an_actor("admin", legal_entities=("*",)))  # a note belongs to no legal entity
    answer = await ops.post("/outbox/republish", params={"since": "2020-01-01T00:00:00Z"})
    assert answer.json() == {"changed": 1}
    await until(lambda: drained(harness))
    assert len(await in_stream(nats)) == 1


async def test_case_g6_what_is_not_marked_yet_when_its_stream_is_lost_is_published_again(
    harness: ServiceHarness, running: Running, nats: Nats
) -> None:
    """A relay marks up to a second later what it published, and must not mark what is to go out once more."""
    running.relay()
    await write_note(WriteNote(words="a"), harness.uow(SALES))

    async def has_one() -> bool:
        return len(await in_stream(nats)) == 1

    await until(has_one)
    async with nats.client() as admin:
        await admin.jetstream().delete_stream("ORDERS")
    await nats.provided(subscriptions)
    ops = harness.api.as_(an_actor("admin", legal_entities=("*",)))
    answer = await ops.post("/outbox/republish", params={"since": "2020-01-01T00:00:00Z"})
    assert answer.json() == {"changed": 1}
    await until(has_one)
    await until(lambda: drained(harness))


async def test_case_a10_a_bounded_operator_publishes_again_all_that_is_of_his_legal_entity(
    harness: ServiceHarness, running: Running
) -> None:
    """Also the events that name none, of a record of which another event names it; what he may see, no more."""
    own, both, beyond, none = uuid4(), uuid4(), uuid4(), uuid4()
    told = [
        (own, "CS-CN"),
        (own, None),
        (both, "CS-CN"),
        (both, "CS-US"),
        (beyond, "CS-US"),
        (beyond, None),
        (none, None),
    ]
    async with harness.uow(SALES).begin() as work:
        for id, entity in told:
            work.emit(NoteFiled(note_id=id, legal_entity_id=entity, version=1))
    async with harness.database.session() as session, session.begin():
        await session.execute(text("UPDATE outbox SET published_at = now()"))
    ops = harness.api.as_(an_actor("ops", legal_entities=("CS-CN",)))
    seen = (await ops.get("/events", params={"about": [str(id) for id, _ in told]})).json()
    answer = await ops.post("/outbox/republish", params={"since": "2020-01-01T00:00:00Z"})
    assert answer.json() == {"changed": len(seen)} == {"changed": 2}
    async with harness.database.session() as session:
        waiting = await session.execute(text("SELECT aggregate_id FROM outbox WHERE published_at IS NULL"))
        assert set(waiting.scalars()) == {str(own)}


async def test_nobody_tells_another_service_s_facts(nats: Nats) -> None:
    async with nats.client("leads") as client:
        with pytest.raises(TimeoutError):
            await client.jetstream(timeout=0.3).publish("deals.note.answered.v1", b"{}")
    async with nats.client() as admin:
        assert (await admin.jetstream().stream_info("DEALS")).state.messages == 0


def test_a_service_reads_only_through_its_own_durables() -> None:
    publish, hear = permissions_of("orders")
    assert "$JS.API.CONSUMER.MSG.NEXT.DEALS.orders-deals" in publish
    assert not any("CREATE" in subject or subject == "leads.>" for subject in publish)
    assert hear == ["_INBOX_orders.>"]
    assert "user: workflows" in nats_users()


async def test_case_e16_what_a_person_does_goes_out_before_the_rows_of_a_file(
    harness: ServiceHarness, running: Running, nats: Nats
) -> None:
    """Also when the file came first; and the rows stand in a lane of their own, which nobody else reads."""
    for _ in range(3):
        async with harness.uow(SALES).begin_import() as work:
            for _ in range(100):
                work.emit(NoteWritten(note_id=uuid4(), words="row", version=1))
    person = (await write_note(WriteNote(words="act"), harness.uow(SALES))).id
    running.relay()
    await until(lambda: drained(harness), 30)
    told = await in_stream(nats)
    place = next(place for place, envelope in enumerate(told) if envelope.subject == str(person))
    assert place < 200, "in the first batch"
    assert {envelope.type for envelope in told} == {NoteWritten.subject}
    assert len(told) == 301
