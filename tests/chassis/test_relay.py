"""Does every fact come onto its stream, in order, whatever is killed on the way?"""

import asyncio
import signal
from uuid import uuid4

import pytest
from sqlalchemy import select, text, update

from chassis.ledger import outbox
from chassis.streams import nats_users, permissions_of
from chassis.testing import House, an_actor
from tests.chassis.example import NoteWritten, WriteNote, subscriptions, write_note
from tests.chassis.stage import Nats, Running, drained, equals, in_stream, until

SALES = an_actor("sales")


async def test_a_fact_is_on_its_stream_at_once(house: House, running: Running, nats: Nats) -> None:
    running.relay()
    await until(lambda: running.notices == ["reload"])  # it listens now
    view = await write_note(WriteNote(words="a"), house.uow(SALES))
    await until(lambda: drained(house))
    [envelope] = await in_stream(nats)
    assert (envelope.type, envelope.subject, envelope.actor) == (NoteWritten.subject, str(view.id), str(SALES.id))
    assert envelope.event(NoteWritten) == NoteWritten(note_id=view.id, words="a", version=1)
    await until(lambda: running.notices[-1] == f"{NoteWritten.subject} {view.id} 1")


async def test_order_is_kept_while_relays_and_nats_are_killed(house: House, running: Running, nats: Nats) -> None:
    """Two relays, one leads; the leader dies again and again, so does NATS; nothing is lost, doubled or overtaken."""
    notes = [uuid4() for _ in range(5)]

    async def write(versions: range) -> None:
        for version in versions:
            for note in notes:
                async with house.uow(SALES).begin() as work:
                    work.emit(NoteWritten(note_id=note, words="x", version=version))

    async def sent(since: int) -> bool:
        gone = select(outbox.c.id).where(outbox.c.aggregate_version >= since, outbox.c.published_at.is_not(None))
        async with house.database.session() as session:
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
    await until(lambda: drained(house), 30)
    told = await in_stream(nats)
    assert len({envelope.id for envelope in told}) == len(told) == 200
    for note in notes:
        versions = [envelope.aggregateversion for envelope in told if envelope.subject == str(note)]
        assert versions == list(range(1, 41))


async def test_a_poisonous_event_holds_up_its_own_record_only(house: House, running: Running, nats: Nats) -> None:
    sick, sound = uuid4(), uuid4()
    async with house.uow(SALES).begin() as work:
        work.emit(NoteWritten(note_id=sick, words="x" * 1_100_000, version=1))  # more than NATS takes
        work.emit(NoteWritten(note_id=sick, words="x", version=2))
        work.emit(NoteWritten(note_id=sound, words="x", version=1))
    running.relay()

    async def told() -> list[str]:
        return [envelope.subject for envelope in await in_stream(nats)]

    await until(lambda: equals(told, [str(sound)]))
    async with house.database.session() as session, session.begin():
        await session.execute(update(outbox).values(attempts=9).where(outbox.c.aggregate_version == 1))
        await session.execute(text("UPDATE outbox SET next_attempt_at = now()"))
        await session.execute(text("SELECT pg_notify('outbox', '')"))

    async def is_dead() -> bool:
        async with house.database.session() as session:
            return (await session.execute(select(outbox.c.id).where(outbox.c.dead_at.is_not(None)))).first() is not None

    await until(is_dead)
    ops = house.api.as_(an_actor("ops"))
    state = (await ops.get("/outbox")).json()
    assert (state["waiting"], len(state["dead"])) == (2, 1)
    assert await told() == [str(sound)]
    assert (await ops.post(f"/outbox/{state['dead'][0]['event_id']}/skip")).status_code == 200
    await until(lambda: equals(told, [str(sound), str(sick)]))


async def test_a_lost_stream_is_told_again_from_the_outbox(house: House, running: Running, nats: Nats) -> None:
    running.relay()
    await write_note(WriteNote(words="a"), house.uow(SALES))
    await until(lambda: drained(house))
    async with nats.client() as admin:
        await admin.jetstream().delete_stream("ORDERS")
    await nats.provided(subscriptions)
    assert await in_stream(nats) == []
    ops = house.api.as_(an_actor("admin"))
    answer = await ops.post("/outbox/republish", params={"since": "2020-01-01T00:00:00Z"})
    assert answer.json() == {"changed": 1}
    await until(lambda: drained(house))
    assert len(await in_stream(nats)) == 1


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
