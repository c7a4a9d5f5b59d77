"""Does every fact arrive, in order, once in its effect, whatever is killed on the way?"""

import asyncio
import json
import signal
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, text, update

from chassis import clock, dead
from chassis.bus import Bus
from chassis.consumer import Consumer
from chassis.envelope import Envelope
from chassis.ledger import outbox
from chassis.relay import Relay
from chassis.streams import nats_users, permissions_of
from chassis.subscriptions import NotYet, Subscriptions, Unreachable
from chassis.testing import House, an_actor
from messages.base import Event
from messages.errors import Refused
from tests.chassis.example import NoteAnswered, NoteRow, NoteWritten, WriteNote, subscriptions, write_note
from tests.chassis.stage import Nats, until

SALES = an_actor("sales")


@pytest.fixture
async def nats(tmp_path: Path) -> AsyncIterator[Nats]:
    server = Nats(tmp_path)
    server.start()
    await server.provided(subscriptions)
    yield server
    server.stop(signal.SIGKILL)


class Running:
    """Tasks and connections that end with the test."""

    def __init__(self, house: House, nats: Nats) -> None:
        self.house, self.nats = house, nats
        self.notices: list[str] = []
        self._tasks: list[asyncio.Task[None]] = []
        self._buses: list[Bus] = []

    def bus(self, user: str) -> Bus:
        bus = Bus(self.nats.settings(user), name=user)
        bus.start()
        self._buses.append(bus)
        return bus

    def relay(self) -> asyncio.Task[None]:
        return self._run(Relay(self.house.database.url, self.bus("orders"), self.notices.append).run())

    def consumer(self, heard: Subscriptions, user: str = "orders") -> asyncio.Task[None]:
        return self._run(Consumer(heard, self.bus(user), self.house.database if heard.inbox else None).run())

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for bus in self._buses:
            await bus.stop()

    def _run(self, work: Any) -> asyncio.Task[None]:
        task: asyncio.Task[None] = asyncio.create_task(work)
        self._tasks.append(task)
        return task


@pytest.fixture
async def running(house: House, nats: Nats) -> AsyncIterator[Running]:
    made = Running(house, nats)
    yield made
    await made.stop()


async def drained(house: House) -> bool:
    async with house.database.session() as session:
        return (await session.execute(select(outbox.c.id).where(outbox.c.published_at.is_(None)))).first() is None


async def in_stream(nats: Nats, stream: str = "ORDERS") -> list[Envelope]:
    async with nats.client() as admin:
        js = admin.jetstream()
        state = (await js.stream_info(stream)).state
        found = [await js.get_msg(stream, n) for n in range(state.first_seq, state.last_seq + 1) if n]
    return [Envelope.decoded(message.data or b"") for message in found]


async def publish(nats: Nats, event: Event, *, user: str = "deals", id: UUID | None = None) -> None:
    async with nats.client(user) as client:
        body = Envelope.around(event, id=id or clock.new_id(), time=clock.now()).encoded()
        await client.jetstream().publish(event.subject, body)


async def test_a_fact_is_on_its_stream_at_once(house: House, running: Running, nats: Nats) -> None:
    running.relay()
    view = await write_note(WriteNote(words="a"), house.uow(SALES))
    await until(lambda: drained(house))
    [envelope] = await in_stream(nats)
    assert (envelope.type, envelope.subject, envelope.actor) == (NoteWritten.subject, str(view.id), str(SALES.id))
    assert envelope.event(NoteWritten) == NoteWritten(note_id=view.id, words="a", version=1)
    assert running.notices[-1] == f"{NoteWritten.subject} {view.id} 1"


async def test_order_is_kept_while_relays_and_nats_are_killed(house: House, running: Running, nats: Nats) -> None:
    """Two relays, one leads; the leader dies again and again, so does NATS; nothing is lost, doubled or overtaken."""
    notes = [uuid4() for _ in range(5)]

    async def write() -> None:
        for version in range(1, 41):
            for note in notes:
                async with house.uow(SALES).begin() as work:
                    work.emit(NoteWritten(note_id=note, words="x", version=version))

    writing = asyncio.create_task(write())
    leader, standby = running.relay(), running.relay()
    for round in range(3):
        await asyncio.sleep(0.15)
        leader.cancel()
        leader, standby = standby, running.relay()
        if round == 1:
            nats.stop(signal.SIGKILL)
            await asyncio.sleep(0.3)
            nats.start()
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

    await until(lambda: _equals(told, [str(sound)]))
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
    await until(lambda: _equals(told, [str(sound), str(sick)]))


async def _equals(found: Any, wanted: object) -> bool:
    return bool(await found() == wanted)


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


async def test_an_event_from_the_stream_is_applied_once(house: House, running: Running, nats: Nats) -> None:
    view = await write_note(WriteNote(words="a"), house.uow(SALES))
    running.consumer(subscriptions)
    event, event_id = NoteAnswered(note_id=view.id, words="b"), uuid4()
    for _ in range(3):
        await publish(nats, event, id=event_id)
    await publish(nats, NoteAnswered(note_id=view.id, words="c"))

    async def words() -> str:
        async with house.database.session() as session:
            note = await session.get(NoteRow, view.id)
        return note.words if note else ""

    await until(lambda: _equals(words, "abc"))


async def test_a_predecessor_that_comes_later_is_waited_for(house: House, running: Running, nats: Nats) -> None:
    note = uuid4()
    running.consumer(subscriptions)
    await publish(nats, NoteAnswered(note_id=note, words="b"))
    await asyncio.sleep(0.3)
    await write_note(WriteNote(id=note, words="a"), house.uow(SALES))

    async def versions() -> list[int]:
        return [event.version for event in await house.outbox(NoteWritten)]

    await until(lambda: _equals(versions, [1, 2]))


def _heard_by(act: Any, **how: Any) -> Subscriptions:
    heard = Subscriptions("orders", **how)
    heard.on(NoteAnswered)(act)
    return heard


async def test_what_cannot_be_handled_goes_to_dead_with_its_reason(
    house: House, running: Running, nats: Nats, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chassis.consumer.FAULT_SECONDS", (0.05,))
    fixed = False

    async def note_answered(event: NoteAnswered, uow: Any) -> None:
        if event.words == "refused":
            raise Refused("SYS-9")
        if event.words == "bug" and not fixed:
            raise KeyError("a bug")
        async with uow.begin():
            done.append(event.words)

    done: list[str] = []
    running.consumer(_heard_by(note_answered))
    async with nats.client("deals") as client:
        await client.jetstream().publish(NoteAnswered.subject, b"no json")
        await client.jetstream().publish(NoteAnswered.subject, json.dumps({"id": str(uuid4())}).encode())
    for words in ("refused", "bug", "fine"):
        await publish(nats, NoteAnswered(note_id=uuid4(), words=words))
    async with nats.client() as admin:

        async def given_up() -> int:
            return len(await dead.list_dead(admin))

        await until(lambda: _equals(given_up, 4))
        found = await dead.list_dead(admin)
        assert [each.durable for each in found] == ["orders-deals"] * 4
        reasons = [each.reason.split(":")[0] for each in found]
        assert sorted(reasons) == ["KeyError", "Refused", "Undecodable", "Undecodable"]
        assert done == ["fine"]
        fixed = True
        await dead.retry(admin, next(each.sequence for each in found if each.reason.startswith("KeyError")))
        await until(lambda: done == ["fine", "bug"])
        assert await given_up() == 3


async def test_while_something_needed_is_down_nothing_is_lost(house: House, running: Running, nats: Nats) -> None:
    down, done = True, []

    async def note_answered(event: NoteAnswered) -> None:
        if down:
            raise Unreachable("the coordinator")
        done.append(event.words)

    running.consumer(_heard_by(note_answered, inbox=False, at_once=4))
    for n in range(6):
        await publish(nats, NoteAnswered(note_id=uuid4(), words=str(n)))
    await asyncio.sleep(0.5)
    down = False
    await until(lambda: sorted(done) == [str(n) for n in range(6)])


async def test_a_consumer_goes_on_after_nats_was_killed(house: House, running: Running, nats: Nats) -> None:
    done: list[str] = []

    async def note_answered(event: NoteAnswered) -> None:
        done.append(event.words)

    running.consumer(_heard_by(note_answered, inbox=False))
    await publish(nats, NoteAnswered(note_id=uuid4(), words="before"))
    await until(lambda: done == ["before"])
    nats.stop(signal.SIGKILL)
    nats.start()
    await publish(nats, NoteAnswered(note_id=uuid4(), words="after"))
    await until(lambda: done == ["before", "after"])


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


def test_not_yet_says_what_is_missing() -> None:
    assert NotYet("customer", "1").kind == "customer"
