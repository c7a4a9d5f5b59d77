"""Does every fact have its effect once, whatever is killed on the way?"""

import asyncio
import json
import signal
from collections.abc import Sequence
from typing import Any
from uuid import uuid4

import pytest

from chassis.db.unit_of_work import UnitOfWork
from chassis.events import dead_letters
from chassis.events.envelope import Envelope
from chassis.events.subscriptions import NotYet, Subscriptions, Unreachable
from chassis.testing.plugin import ServiceHarness, an_actor
from messages.errors import RuleViolation
from tests.chassis.example_service import (
    NoteAnswered,
    NoteRow,
    NoteWritten,
    WriteNote,
    answer_note,
    subscriptions,
    write_note,
)
from tests.chassis.nats_server import Nats, Running, equals, publish, until

SALES = an_actor("sales")


async def test_an_event_from_the_stream_is_applied_once(harness: ServiceHarness, running: Running, nats: Nats) -> None:
    view = await write_note(WriteNote(words="a"), harness.uow(SALES))
    running.consumer(subscriptions)
    event, event_id = NoteAnswered(note_id=view.id, words="b"), uuid4()
    for _ in range(3):
        await publish(nats, event, id=event_id)
    await publish(nats, NoteAnswered(note_id=view.id, words="c"))

    async def words() -> str:
        async with harness.database.session() as session:
            note = await session.get(NoteRow, view.id)
        return note.words if note else ""

    await until(lambda: equals(words, "abc"))


async def test_a_predecessor_that_comes_later_is_waited_for(
    harness: ServiceHarness, running: Running, nats: Nats
) -> None:
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
    await write_note(WriteNote(id=note, words="a"), harness.uow(SALES))

    async def versions() -> list[int]:
        return [event.version for event in await harness.outbox(NoteWritten)]

    await until(lambda: equals(versions, [1, 2]))


def _heard_by(act: Any, **how: Any) -> Subscriptions:
    heard = Subscriptions("orders", **how)
    heard.on(NoteAnswered)(act)
    return heard


async def test_what_cannot_be_handled_goes_to_dead_with_its_reason(
    harness: ServiceHarness, running: Running, nats: Nats, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chassis.events.consumer.FAULT_SECONDS", (0.05,))
    fixed = False

    async def note_answered(event: NoteAnswered, uow: Any) -> None:
        if event.words == "refused":
            raise RuleViolation("SYS-9")
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
            return len(await dead_letters.list_dead_letters(admin))

        await until(lambda: equals(given_up, 4))
        found = await dead_letters.list_dead_letters(admin)
        assert [each.durable for each in found] == ["orders-deals"] * 4
        reasons = [each.reason.split(":")[0] for each in found]
        assert sorted(reasons) == ["KeyError", "RuleViolation", "Undecodable", "Undecodable"]
        assert done == ["fine"]
        fixed = True
        await dead_letters.retry_dead_letter(
            admin, next(each.sequence for each in found if each.reason.startswith("KeyError"))
        )
        await until(lambda: done == ["fine", "bug"])
        assert await given_up() == 3


async def test_what_is_only_saved_is_saved_together_and_a_bad_one_fails_alone(
    harness: ServiceHarness, running: Running, nats: Nats, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chassis.events.consumer.FAULT_SECONDS", (0.05,))
    together: list[int] = []
    saved: list[str] = []
    everything = Subscriptions("orders")

    @everything.on_any("deals")
    async def save(envelopes: Sequence[Envelope], uow: UnitOfWork) -> None:
        words = [str(envelope.data["words"]) for envelope in envelopes]
        async with uow.begin():
            if "bug" in words:
                raise KeyError("a bug")
            together.append(len(words))
        saved.extend(words)

    await nats.provided(everything)
    sent = [str(n) for n in range(12)]
    for words in [*sent[:6], "bug", *sent[6:]]:
        await publish(nats, NoteAnswered(note_id=uuid4(), words=words))
    running.consumer(everything)
    await until(lambda: sorted(saved) == sorted(sent))  # one by one, as a bad one was among them
    assert set(together) == {1}
    for words in sent:
        await publish(nats, NoteAnswered(note_id=uuid4(), words=words))
    await until(lambda: sorted(saved) == sorted(sent * 2))
    async with nats.client() as admin:

        async def given_up() -> int:
            return len(await dead_letters.list_dead_letters(admin))

        await until(lambda: equals(given_up, 1))


async def test_while_something_needed_is_down_nothing_is_lost(
    harness: ServiceHarness, running: Running, nats: Nats
) -> None:
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


async def test_a_consumer_goes_on_after_nats_was_killed(harness: ServiceHarness, running: Running, nats: Nats) -> None:
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


async def test_a_consumer_that_is_stopped_hands_back_what_it_holds(
    harness: ServiceHarness, running: Running, nats: Nats
) -> None:
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
