"""Does the bus heal by itself: after a message that is too large, a server that stood still, a new password?"""

import asyncio
import signal
from typing import Any
from uuid import UUID, uuid4

import pytest

from chassis.base import clock
from chassis.db import outbox as outbox_rows
from chassis.events import dead_letters
from chassis.events.connection import NatsConnection
from chassis.events.envelope import CONTENT_TYPE, Envelope
from chassis.events.message_size import message_size
from chassis.events.subscriptions import NotYet, Subscriptions
from chassis.testing.plugin import ServiceHarness, an_actor
from messages.errors import Malformed, RuleViolation
from tests.chassis.example_service import NoteAnswered, NoteWritten
from tests.chassis.nats_server import Nats, Running, drained, equals, in_stream, publish, until

SALES = an_actor("sales")
SERVER_TAKES = 1024 * 1024


async def a_note_that_fills(harness: ServiceHarness, beyond: int) -> UUID:
    """Whose message has, with its headers, so many bytes more than the server takes."""
    note = uuid4()

    def size(words: str) -> int:
        event = NoteWritten(note_id=note, words=words, version=1)
        cause = {"actor": str(SALES.id), "actorname": SALES.name}
        body = Envelope.around(event, id=note, time=work.now, headers=cause).encoded()
        return message_size(body, {"Nats-Msg-Id": str(note), "Content-Type": CONTENT_TYPE, "Aggregate-Id": str(note)})

    async with harness.uow(SALES).begin() as work:
        words = "x" * (SERVER_TAKES - size("") + beyond)
        work.emit(NoteWritten(note_id=note, words=words, version=1))
    return note


@pytest.mark.parametrize("beyond", [pytest.param(0, id="fits exactly"), pytest.param(1, id="one byte too many")])
async def test_case_g1_the_size_with_its_headers_is_checked_before_publishing(
    harness: ServiceHarness, running: Running, nats: Nats, monkeypatch: pytest.MonkeyPatch, beyond: int
) -> None:
    """The body alone would fit: the client library lets it through, and the server closes the connection."""
    monkeypatch.setattr(outbox_rows, "MOST_EVENT_BYTES", 2 * SERVER_TAKES)
    large = await a_note_that_fills(harness, beyond)
    async with harness.uow(SALES).begin() as work:
        small = uuid4()
        work.emit(NoteWritten(note_id=small, words="x", version=1))
    running.relay()
    wanted = {str(small)} | ({str(large)} if beyond == 0 else set())

    async def told() -> set[str]:
        return {envelope.subject for envelope in await in_stream(nats)}

    await until(lambda: equals(told, wanted))
    ops = harness.api.as_(an_actor("ops", legal_entities=("*",)))  # a note belongs to no legal entity

    async def dead() -> list[tuple[str, str]]:
        found = (await ops.get("/outbox")).json()["dead"]
        return [(row["aggregate_id"], row["last_error"].split(" and ")[0]) for row in found]

    reason = f"TooLarge: {SERVER_TAKES + beyond} bytes with its headers,"
    await until(lambda: equals(dead, [(str(large), reason)] if beyond else []))
    assert [bus.connections for bus in running.buses] == [1], "the connection was never lost"


async def test_case_g1_what_nobody_could_publish_is_refused_at_the_door(harness: ServiceHarness) -> None:
    async def emit(words: str) -> None:
        async with harness.uow(SALES).begin() as work:
            work.emit(NoteWritten(note_id=uuid4(), words=words, version=1))

    room = outbox_rows.MOST_EVENT_BYTES - len(NoteWritten(note_id=uuid4(), words="", version=1).model_dump_json())
    await emit("x" * room)
    for words in ("x" * (room + 1), "票" * (room // 3 + 1)):
        with pytest.raises(Malformed) as refused:
            await emit(words)
        assert (refused.value.field, refused.value.rule) == ("body", "SYS-40")
    assert len(await harness.outbox(NoteWritten)) == 1


async def test_case_g1_a_dead_letter_may_be_larger_than_a_message(
    harness: ServiceHarness, running: Running, nats: Nats
) -> None:
    """Its reason goes into headers: a body that leaves no room for them stays where it is, and is found there."""
    heard = Subscriptions("orders", inbox=False)

    @heard.on(NoteAnswered)
    async def refuse(event: NoteAnswered) -> None:
        raise RuleViolation("SYS-9")

    running.consumer(heard)
    event = NoteAnswered(note_id=uuid4(), words="")
    empty = message_size(Envelope.around(event, id=event.note_id, time=clock.now()).encoded(), {})
    await publish(nats, NoteAnswered(note_id=event.note_id, words="x" * (SERVER_TAKES - empty - 100)))
    async with nats.client() as admin:

        async def reasons() -> list[str]:
            return [one.reason for one in await dead_letters.list_dead_letters(admin)]

        await until(lambda: equals(reasons, ["RuleViolation: SYS-9()"]))
        [letter] = await dead_letters.list_dead_letters(admin)
        assert len(letter.body) > SERVER_TAKES - 600


async def test_case_g1_a_client_that_was_closed_is_replaced(
    harness: ServiceHarness, running: Running, nats: Nats
) -> None:
    running.relay()
    bus = running.buses[0]
    client = await bus.client()
    with pytest.raises(TimeoutError):
        await client.request("$JS.API.INFO", b"x" * SERVER_TAKES, headers={"a": "b"}, timeout=1)
    await until(lambda: client.is_closed)
    await until(lambda: bus.is_up)
    async with harness.uow(SALES).begin() as work:
        work.emit(NoteWritten(note_id=uuid4(), words="x", version=1))
    await until(lambda: drained(harness))


async def test_case_g2_a_server_that_stood_still_is_heard_again_in_seconds(
    harness: ServiceHarness, running: Running, nats: Nats
) -> None:
    heard: list[str] = []
    listener = Subscriptions("orders", inbox=False)

    @listener.on(NoteAnswered)
    async def note_answered(event: NoteAnswered) -> None:
        heard.append(event.words)

    running.consumer(listener)
    running.relay()
    await publish(nats, NoteAnswered(note_id=uuid4(), words="before"))
    await until(lambda: heard == ["before"])
    assert nats.running is not None
    nats.running.send_signal(signal.SIGSTOP)
    consumer_bus = running.buses[0]
    await until(lambda: not consumer_bus.is_up, 15)  # noticed while it stands
    async with harness.uow(SALES).begin() as work:
        work.emit(NoteWritten(note_id=uuid4(), words="x", version=1))
    nats.running.send_signal(signal.SIGCONT)
    async with asyncio.timeout(10):
        await publish(nats, NoteAnswered(note_id=uuid4(), words="after"))
        await until(lambda: heard == ["before", "after"], 10)
        await until(lambda: drained(harness), 10)


async def test_case_g3_a_password_that_is_no_longer_true_is_said_and_tried_until_it_is(nats: Nats) -> None:
    bus = NatsConnection(nats.settings("orders"), name="orders")
    bus.start()
    assert nats.running is not None
    try:
        await asyncio.wait_for(bus.client(), 15)
        conf = nats.folder / "nats.conf"
        known = conf.read_text()
        conf.write_text(known.replace("$NATS_PASSWORD_ORDERS", '"another"'))
        nats.running.send_signal(signal.SIGHUP)
        await until(lambda: "authorization violation" in bus.state.lower())
        assert bus.forbidden
        conf.write_text(known)
        nats.running.send_signal(signal.SIGHUP)
        await until(lambda: bus.state == "up")
    finally:
        await bus.stop()


async def test_case_g4_those_that_wait_do_not_hold_up_the_others(
    harness: ServiceHarness, running: Running, nats: Nats
) -> None:
    """More than a consumer may hold unacknowledged wait for a predecessor; what comes after them is handled at once."""
    ready, done = False, []

    async def note_answered(event: NoteAnswered, uow: Any) -> None:
        if event.words == "early" and not ready:
            raise NotYet("note", event.note_id)
        async with uow.begin():
            done.append(event.words)

    listener = Subscriptions("orders")
    listener.on(NoteAnswered)(note_answered)
    for _ in range(120):
        await publish(nats, NoteAnswered(note_id=uuid4(), words="early"))
    await publish(nats, NoteAnswered(note_id=uuid4(), words="later"))
    running.consumer(listener)
    await until(lambda: done == ["later"])
    async with nats.client() as admin:

        async def waiting() -> int:
            return (await admin.jetstream().stream_info("WAITING")).state.messages

        await until(lambda: equals(waiting, 120))
        ready = True
        await until(lambda: len(done) == 121, 30)
        await until(lambda: equals(waiting, 0))
    assert sorted(done) == [*["early"] * 120, "later"]
