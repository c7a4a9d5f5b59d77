"""Are events that come together handled in one transaction, each once, and a bad one alone?"""

from collections import Counter
from collections.abc import Sequence
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from chassis.base import clock
from chassis.db.unit_of_work import UnitOfWork
from chassis.events import dead_letters
from chassis.events.envelope import Envelope
from chassis.events.subscriptions import Subscriptions
from chassis.testing.plugin import ServiceHarness
from tests.chassis.example_service import NoteAnswered
from tests.chassis.nats_server import Nats, Running, equals, publish, until


class Heard:
    """What was handled, and in how large a company."""

    def __init__(self, *, inbox: bool = True) -> None:
        self.words: list[str] = []
        self.together: list[int] = []
        self.subscriptions = Subscriptions("orders", inbox=inbox)
        self.subscriptions.on(NoteAnswered)(self.note_answered)
        self.subscriptions.on_many(self.note_answered, NoteAnswered)(self.notes_answered)

    async def note_answered(self, event: NoteAnswered, uow: UnitOfWork) -> None:
        async with uow.begin():
            if event.words == "bug":
                raise KeyError("a bug")
        self.words.append(event.words)

    async def notes_answered(self, envelopes: Sequence[Envelope], uow: UnitOfWork) -> None:
        async with uow.begin() as work:
            new = [str(one.data["words"]) for one in envelopes if one.id in work.claimed]
            if "bug" in new:
                raise KeyError("a bug")
        self.words.extend(new)
        self.together.append(len(new))


async def test_each_once_in_the_order_of_its_record(harness: ServiceHarness, running: Running, nats: Nats) -> None:
    heard = Heard()
    await nats.provided(heard.subscriptions)
    records = [uuid4() for _ in range(4)]
    ids = {f"{place}.{number}": uuid4() for number in range(3) for place in range(len(records))}
    for said, id in ids.items():
        place = int(said.partition(".")[0])
        for _ in range(2):  # and what is published twice is one message, or two
            await publish(nats, NoteAnswered(note_id=records[place], words=said), id=id)
    running.consumer(heard.subscriptions)
    await until(lambda: len(heard.words) == len(ids))
    assert Counter(heard.words) == dict.fromkeys(ids, 1)
    for place in range(len(records)):
        own = [said for said in heard.words if said.startswith(f"{place}.")]
        assert own == sorted(own)
    assert max(heard.together) > 1
    async with harness.database.session() as session:
        assert (await session.execute(text("SELECT count(*) FROM inbox"))).scalar() == len(ids)


async def test_a_bad_one_fails_alone(
    harness: ServiceHarness, running: Running, nats: Nats, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chassis.events.consumer.FAULT_SECONDS", (0.05,))
    heard = Heard()
    await nats.provided(heard.subscriptions)
    for words in ("a", "b", "bug", "c"):
        await publish(nats, NoteAnswered(note_id=uuid4(), words=words))
    running.consumer(heard.subscriptions)
    await until(lambda: sorted(heard.words) == ["a", "b", "c"])
    assert heard.together == []
    async with nats.client() as admin:

        async def given_up() -> int:
            return len(await dead_letters.list_dead_letters(admin))

        await until(lambda: equals(given_up, 1))


async def test_what_was_handled_alone_is_not_handled_again_together(harness: ServiceHarness) -> None:
    heard = Heard()
    told = [_told(words) for words in ("a", "b", "c")]
    await heard.subscriptions.handle(told[1], harness.database)
    assert await heard.subscriptions.handle_together(told, harness.database) == told
    assert heard.words == ["b", "a", "c"]
    await heard.subscriptions.handle(told[0], harness.database)
    assert await heard.subscriptions.handle_together(told, harness.database) == told
    assert heard.words == ["b", "a", "c"]


def test_what_others_listen_to_as_well_is_not_taken_together() -> None:
    heard = Subscriptions("orders")

    async def one(event: NoteAnswered, uow: UnitOfWork) -> None: ...

    async def other(event: NoteAnswered, uow: UnitOfWork) -> None: ...

    async def many(envelopes: Sequence[Envelope], uow: UnitOfWork) -> None: ...

    heard.on(NoteAnswered)(one)
    heard.on(NoteAnswered)(other)
    with pytest.raises(ValueError, match="not only for orders/one"):
        heard.on_many(one, NoteAnswered)(many)


def _told(words: str, note: UUID | None = None) -> Envelope:
    event = NoteAnswered(note_id=note or uuid4(), words=words)
    return Envelope.around(event, id=clock.new_id(), time=clock.now())


async def test_what_only_keeps_what_is_newer_claims_nothing(harness: ServiceHarness) -> None:
    """It is called again for what comes again, and takes no row of the inbox."""
    said: list[str] = []
    subscriptions = Subscriptions("orders")

    @subscriptions.on_newer(NoteAnswered)
    async def note_answered(event: NoteAnswered, uow: UnitOfWork) -> None:
        async with uow.begin() as work:
            assert not work.repeated
            said.append(event.words)

    envelope = Envelope.around(NoteAnswered(note_id=uuid4(), words="newer"), id=uuid4(), time=clock.now())
    for _ in range(2):
        await subscriptions.handle(envelope, harness.database)
    assert said == ["newer", "newer"]
    async with harness.database.session() as session:
        assert (await session.execute(text("SELECT count(*) FROM inbox"))).scalar() == 0
