"""Are many levels that are reached at one moment asked as each would be by itself, once, with few statements?"""

from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import text

from chassis.testing.plugin import ServiceHarness
from messages.approvals.events import TodoClosed, TodoOpened
from messages.approvals.notices import NoticeConfirmed
from messages.base import Event
from messages.collections.receivables import ReceivableOverdue, ReceivablePaid, ReceivableReminded
from messages.money import Money
from tests.services.approvals.conftest import Company
from tests.services.approvals.notices.test_dunning_levels import asked, inbox
from tests.services.approvals.notices.test_in_app import asks, notices, of
from tests.services.statement_log import statements

BOTH = {"within": "1 business days", "tasks_for": ["owner", "finance"], "notices_for": ["manager"]}
KEPT = """
SELECT (SELECT count(*) FROM tasks) AS tasks, (SELECT count(*) FROM notices) AS notices,
  (SELECT count(*) FROM audit) AS lines, (SELECT count(*) FROM outbox) AS events,
  (SELECT count(*) FROM inbox) AS inbox"""

LEFT = (
    "SELECT todo, person_id, role, state, amount, version, (SELECT count(*) FROM audit WHERE chain = tasks.id)"
    " FROM tasks WHERE about_id = :id ORDER BY todo, role",
    "SELECT person_id, content ->> 'code', content -> 'facts' -> 'open' FROM notices"
    " WHERE content -> 'about' ->> 'id' = CAST(CAST(:id AS uuid) AS text) ORDER BY 1, 2",
    "SELECT subject, payload ->> 'who', payload ->> 'level', payload -> 'people', payload ->> 'kind',"
    " payload ->> 'role' FROM outbox"
    " WHERE CAST(CAST(:id AS uuid) AS text) IN (payload ->> 'record_id', payload -> 'about' ->> 'id')"
    " ORDER BY 1, 2, 3, 5, 6",
)


def overdue(id: UUID, *, level: int = 7, version: int = 3, left: str = "800", **named: Any) -> Event:
    about = {"receivable_id": id, "level": level, "version": version, "open": Money.of(left, "CNY")}
    return of(ReceivableOverdue, "ann", **(named or BOTH), **about)


def by_id(*events: Event) -> dict[UUID, Event]:
    return {uuid4(): event for event in events}


async def test_feature_138_each_of_many_is_asked_once_however_often_and_however_they_come(
    company: Company, harness: ServiceHarness, deliver: Any, outbox: Any
) -> None:
    told = by_id(*(overdue(uuid4()) for _ in range(6)))
    assert await harness.deliver_together(told) == told.keys()
    before = await kept(harness)
    for id, event in list(told.items())[:2]:
        await deliver(event, id=id)  # one that comes again comes by itself
    assert await harness.deliver_together(told) == told.keys()
    assert await kept(harness) == before
    assert (
        len(await inbox(company, "ann"))
        == len(await inbox(company, "fang"))
        == len(await notices(company, "meng"))
        == 6
    )
    assert [one.who for one in await outbox(NoticeConfirmed)] == ["owner", "finance", "manager"] * 6
    assert len(await outbox(TodoOpened)) == 12
    more = by_id(*list(told.values()), overdue(uuid4()))  # the same levels, said by other events
    assert await harness.deliver_together(more) == more.keys()
    assert len(await inbox(company, "ann")) == 7


async def test_feature_138_together_they_leave_what_they_leave_one_by_one(
    company: Company, harness: ServiceHarness, deliver: Any
) -> None:
    async def come(together: bool) -> list[Any]:
        paid, first, again = uuid4(), uuid4(), uuid4()
        await deliver(of(ReceivablePaid, "ann", receivable_id=paid, history=False, version=9))
        await deliver(of(ReceivableReminded, "ann", **asked("owner"), receivable_id=first, version=2))
        await deliver(overdue(again, level=45, version=5, **asks("owner")))
        told = by_id(
            overdue(paid, version=4), overdue(first), overdue(again, level=52, version=6, left="300", **asks("owner"))
        )
        if together:
            assert await harness.deliver_together(told) == told.keys()
        else:
            for id, event in told.items():
                await deliver(event, id=id)
        return [await left(harness, id) for id in (paid, first, again)]

    one_by_one = await come(together=False)
    assert await come(together=True) == one_by_one
    assert one_by_one[0] == []
    assert min(len(rows) for rows in one_by_one[1:]) > 3


async def left(harness: ServiceHarness, id: UUID) -> list[Any]:
    """To-dos with their lines, notices and events about a record."""
    async with harness.database.session() as session:
        return [row for query in LEFT for row in (await session.execute(text(query), {"id": id})).all()]


async def test_what_follows_from_one_of_many_names_it_as_its_cause(company: Company, harness: ServiceHarness) -> None:
    told = by_id(*(overdue(uuid4()) for _ in range(3)))
    await harness.deliver_together(told)
    async with harness.database.session() as session:
        found = await session.execute(
            text(
                "SELECT headers ->> 'cause', coalesce(payload ->> 'record_id', payload -> 'about' ->> 'id') FROM outbox"
            )
        )
        assert {(cause, record) for cause, record in found if record} == {
            (str(id), str(event.aggregate_id)) for id, event in told.items()
        }


async def test_what_follows_of_the_same_record_is_left_for_later(company: Company, harness: ServiceHarness) -> None:
    same, other = uuid4(), uuid4()
    paid = of(ReceivablePaid, "ann", receivable_id=other, history=False, version=3)
    told = by_id(overdue(same), paid, overdue(same, level=15, version=4), overdue(uuid4()), overdue(other, version=4))
    ids = list(told)
    assert await harness.deliver_together(told) == {ids[0], ids[3]}


async def test_however_many_they_are_it_is_the_same_number_of_statements(
    company: Company, harness: ServiceHarness
) -> None:
    await harness.deliver_together(by_id(overdue(uuid4()), overdue(uuid4())))  # the directory is known
    counts = []
    for many in (2, 40):
        with statements(harness) as said:
            await harness.deliver_together(by_id(*(overdue(uuid4()) for _ in range(many))))
        counts.append(len(said))
    assert counts[0] == counts[1] < 12, said


async def test_the_to_dos_that_reminded_are_closed_when_it_is_late(
    company: Company, harness: ServiceHarness, deliver: Any, outbox: Any
) -> None:
    ids = [uuid4() for _ in range(3)]
    for id in ids:
        await deliver(of(ReceivableReminded, "ann", **asked("owner"), receivable_id=id, version=2))
    await harness.deliver_together(by_id(*(overdue(id, **asks("owner")) for id in ids)))
    assert [todo for todo, _ in await inbox(company, "ann")] == ["overdue"] * 3
    assert len(await outbox(TodoClosed)) == 3


async def kept(harness: ServiceHarness) -> list[Any]:
    async with harness.database.session() as session:
        return list((await session.execute(text(KEPT))).one())
