"""Does every fact have its effect once, whatever is killed on the way?"""

import asyncio
import json
import signal
from typing import Any
from uuid import uuid4

import pytest

from chassis import dead
from chassis.subscriptions import NotYet, Subscriptions, Unreachable
from chassis.testing import House, an_actor
from chassis.unit_of_work import UnitOfWork
from messages.errors import Refused
from tests.chassis.example import (
    NoteAnswered,
    NoteRow,
    NoteWritten,
    WriteNote,
    answer_note,
    subscriptions,
    write_note,
)
from tests.chassis.stage import Nats, Running, equals, publish, until

SALES = an_actor("sales")


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

    await until(lambda: equals(words, "abc"))


async def test_a_predecessor_that_comes_later_is_waited_for(house: House, running: Running, nats: Nats) -> None:
    note, early = uuid4(), asyncio.Event()

    async def note_answered(event: NoteAnswered, uow: UnitOfWork) -> None:
        try:
            await answer_note(event, uow)
        except NotYet:
            early.set()
            raise

    running.consumer(_heard_by(note_answered))
    await publish(nats, NoteAnswered(note_id=note, words="b"))
    await asyncio.wait_for(early.wait(), 15)
    await write_note(WriteNote(id=note, words="a"), house.uow(SALES))

    async def versions() -> list[int]:
        return [event.version for event in await house.outbox(NoteWritten)]

    await until(lambda: equals(versions, [1, 2]))


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

        await until(lambda: equals(given_up, 4))
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
    down, done, tried = True, [], []

    async def note_answered(event: NoteAnswered) -> None:
        tried.append(event.words)
        if down:
            raise Unreachable("the coordinator")
        done.append(event.words)

    running.consumer(_heard_by(note_answered, inbox=False, at_once=4))
    for n in range(6):
        await publish(nats, NoteAnswered(note_id=uuid4(), words=str(n)))
    await until(lambda: len(tried) > len(set(tried)))  # some of them for the second time
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


async def test_a_consumer_that_is_stopped_hands_back_what_it_holds(house: House, running: Running, nats: Nats) -> None:
    """The next process has it at once, not after the 30 s of its ack."""
    started, done = asyncio.Event(), []

    async def note_answered(event: NoteAnswered) -> None:
        started.set()
        await asyncio.Event().wait()  # for ever

    async def next_process(event: NoteAnswered) -> None:
        done.append(event.words)

    stopping = running.consumer(_heard_by(note_answered, inbox=False))
    for n in range(3):
        await publish(nats, NoteAnswered(note_id=uuid4(), words=str(n)))
    await asyncio.wait_for(started.wait(), 10)
    stopping.cancel()
    running.consumer(_heard_by(next_process, inbox=False))
    await until(lambda: sorted(done) == ["0", "1", "2"], 10)
