"""Is each receivable dunned by the procedure that is closest to it, also when another one is published meanwhile?"""

import asyncio
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from chassis.testing.plugin import ServiceHarness, an_actor
from messages.collections.dunning.dunnings import SHARDS, DunningPrepared, ShardDeadlineMoved
from messages.collections.receivables import ReceivableOverdue, ReceivableReminded
from tests.services.collections.conftest import Company
from tests.services.collections.grades import grade as grade_customer
from tests.services.collections.test_dunning import DUE, brought, day, rows, shard_with, shown

REMINDER = {"days": -10, "notices_for": ["owner", "manager"]}
FIRST = {"days": 3, "tasks_for": ["owner"], "within": "1 business days", "notices_for": ["manager"]}
LAST = {"days": 20, "tasks_for": ["legal"], "letter": True, "interest_rate": "7.3"}
ADMIN = an_actor("admin", name="Admin", legal_entities=("*",))


async def publish(company: Company, *levels: dict[str, Any], **more: Any) -> Any:
    said = {"name": "自定", "legal_entity_id": "CS-CN", "levels": list(levels or (REMINDER, FIRST, LAST))}
    return await company.post(company.finance, "/dunning-procedures", **said | more)


async def graded(harness: ServiceHarness, company: Company, id: UUID, grade: str) -> None:
    """As the credit file says it."""
    await grade_customer(company, harness, (await shown(company, id))["customer_id"], grade)


async def sweep_all(company: Company, moment: datetime, limit: int = 200) -> int:
    """Batch after batch, as the keepers do; how many batches."""
    batches = 0
    for shard in range(SHARDS):
        more = True
        while more:
            more, batches = (await company.sweep(shard, moment, limit=limit))["more"], batches + 1
    return batches


async def dunning(company: Company, id: UUID) -> Any:
    return await company.get(company.finance, f"/receivables/{id}/dunning")


@pytest.mark.parametrize(
    ("more", "status", "rule"),
    [
        pytest.param({"levels": [FIRST, REMINDER, {"days": -3, "notices_for": ["owner"]}]}, 409, "COL-158"),
        pytest.param({"levels": [FIRST | {"notices_for": ["owner"]}]}, 409, "COL-158", id="somebody twice"),
        pytest.param({"levels": [{"days": 5}]}, 409, "COL-158", id="for nobody"),
        pytest.param({"levels": [REMINDER], "repeat_days": 7}, 409, "COL-158", id="a reminder again and again"),
        pytest.param({"levels": [FIRST | {"within": "soon"}]}, 422, "SYS-20"),
        pytest.param({"levels": []}, 422, "SYS-1"),
        pytest.param({"legal_entity_id": "*"}, 403, "SYS-62", id="that of the house is not his"),
        pytest.param({"legal_entity_id": "CS-US"}, 403, "SYS-60"),
    ],
)
async def test_feature_138_a_procedure_that_makes_no_sense_or_is_not_ones_own_is_refused(
    company: Company, more: dict[str, Any], status: int, rule: str
) -> None:
    said = {"name": "x", "legal_entity_id": "CS-CN", "levels": [REMINDER, FIRST, LAST]} | more
    for path in ("/dunning-procedures", "/dunning-procedures/preview"):
        answer = await company.send(company.finance, path, **said)
        assert answer.status_code == status, answer.text
        assert rule in (answer.text if rule != "SYS-1" else rule)
        assert (await company.send(company.li, path, **said)).status_code == 403
    assert len(await company.get(company.finance, "/dunning-procedures")) == 1


async def test_feature_138_every_version_is_kept_with_who_and_when_and_the_same_key_publishes_once(
    company: Company,
) -> None:
    await company.hire(company.finance)
    made = [await publish(company, key="once") for _ in range(2)]
    assert made[0] == made[1]
    await publish(company, grade="D")
    await publish(company, FIRST, name="二")
    found = await company.get(company.li, "/dunning-procedures")
    listed = [(one["legal_entity_id"], one["grade"], one["version"], one["in_force"]) for one in found]
    assert listed == [("*", "", 1, True), ("CS-CN", "", 2, True), ("CS-CN", "", 1, False), ("CS-CN", "D", 1, True)]
    assert {one["published_by_name"] for one in found[1:]} == {"Finance"}
    assert len(await company.get(company.foreign, "/dunning-procedures")) == 1, "another legal entity's"
    await asyncio.gather(*[publish(company) for _ in range(3)])
    found = await company.get(company.li, "/dunning-procedures")
    versions = [one["version"] for one in found if (one["legal_entity_id"], one["grade"]) == ("CS-CN", "")]
    assert versions == [5, 4, 3, 2, 1]


async def test_feature_138_col_157_the_closest_procedure_counts(
    company: Company, harness: ServiceHarness, outbox: Any
) -> None:
    plain, bad = await brought(company, *rows("1"), *rows("2", customer="C-2"))
    await graded(harness, company, bad, "D")
    house = {"legal_entity_id": "*", "name": "x"}
    await company.post(ADMIN, "/dunning-procedures", **house, grade="D", levels=[{"days": 2, "tasks_for": ["owner"]}])
    await sweep_all(company, day(2))
    overdue = [(event.receivable_id, event.level) for event in await outbox(ReceivableOverdue)]
    assert sorted(overdue) == sorted([(plain, 1), (bad, 2)])
    await publish(company, FIRST)
    await sweep_all(company, day(5))
    await publish(company, {"days": 6, "tasks_for": ["director"]}, grade="D")
    await sweep_all(company, day(7))
    overdue = [(event.receivable_id, event.level) for event in await outbox(ReceivableOverdue)]
    assert sorted(overdue) == sorted([(plain, 1), (bad, 2), (plain, 3), (bad, 3), (bad, 6)])


async def test_feature_136_the_days_of_the_reminder_are_set_and_it_comes_once(company: Company, outbox: Any) -> None:
    await publish(company)
    (id,) = await brought(company, *rows("1"))
    shard = await shard_with(company, id)
    assert (await company.sweep(shard, day(-10) - timedelta(seconds=1)))["reminded"] == 0
    assert [(await company.sweep(shard, moment))["reminded"] for moment in (day(-10), day(-9), day(0))] == [1, 0, 0]
    [event] = await outbox(ReceivableReminded)
    assert (event.tasks_for, event.notices_for, event.due_on) == ([], ["owner", "manager"], DUE)


async def test_feature_136_what_is_opened_later_is_reminded_at_once_and_what_is_due_already_never(
    company: Company, outbox: Any, time_is: Any
) -> None:
    time_is(day(0) + timedelta(hours=2))
    soon, over = await brought(company, *rows("1", due=DUE + timedelta(days=5)), *rows("2", due=DUE, customer="C-2"))
    [moved] = [one for one in await outbox(ShardDeadlineMoved) if one.shard == await shard_with(company, soon)][:1]
    assert moved.next_due_at <= day(0), "the keeper is woken at once"
    await sweep_all(company, day(1) + timedelta(hours=2))
    assert [event.receivable_id for event in await outbox(ReceivableReminded)] == [soon]
    assert [event.receivable_id for event in await outbox(ReceivableOverdue)] == [over]


async def test_feature_137_the_last_level_comes_again_until_it_is_paid_and_what_was_missed_comes_once(
    company: Company, outbox: Any, time_is: Any
) -> None:
    await publish(company, FIRST, LAST, repeat_days=5)
    (id,) = await brought(company, *rows("1"))
    shard = await shard_with(company, id)
    for days in (3, 20, 25, 26, 41):  # on the 41st day the keeper has slept: 30, 35 and 40 are one
        await company.sweep(shard, day(days))
    told = [(event.level, event.again, event.letter) for event in await outbox(ReceivableOverdue)]
    assert told == [(3, False, False), (20, False, True), (25, True, True), (40, True, True)]
    assert [(one.levels, one.letter) for one in await outbox(DunningPrepared)] == [
        ({"AR-CS-CN-1": 3}, False), ({"AR-CS-CN-1": 20}, True), ({"AR-CS-CN-1": 25}, True), ({"AR-CS-CN-1": 40}, True),
    ]  # fmt: skip
    time_is(day(41) + timedelta(hours=3))
    view = await shown(company, id)
    fields = {"customer_id": view["customer_id"], "amount": view["amount"], "received_on": "2026-05-12"}
    paid = await company.post(company.finance_too, "/payments", **fields)
    await company.post(company.finance, f"/payments/{paid['id']}/confirm")
    swept = await company.sweep(shard, day(300))
    assert (swept["escalated"], swept["next_due_at"]) == (0, None)


async def test_feature_138_a_changed_procedure_times_anew_what_runs_in_batches_and_says_before_how_many(
    company: Company, outbox: Any, time_is: Any
) -> None:
    told = [row for n in range(30) for row in rows(f"{n}", customer=f"C-{n}", due=DUE + timedelta(days=n))]
    ids = await brought(company, *told)
    time_is(day(10) + timedelta(hours=1))
    await sweep_all(company, day(10) + timedelta(hours=1))
    before = len(await outbox(ReceivableOverdue))
    said = {"name": "x", "legal_entity_id": "CS-CN", "levels": [REMINDER, FIRST, LAST], "repeat_days": 5}
    looked = await company.post(company.finance, "/dunning-procedures/preview", **said)
    late = {n: 10 - n for n in range(30)}
    reached = {n: max((level for level in (1, 7) if level <= days), default=0) for n, days in late.items()}
    at_once = [n for n, days in late.items() if days >= 3 > reached[n]]
    assert looked == {"affected": 30, "at_once": len(at_once)}
    assert len(await company.get(company.finance, "/dunning-procedures")) == 1, "it was only looked at"
    moved = len(await outbox(ShardDeadlineMoved))
    await publish(company, repeat_days=5)
    assert len(await outbox(ShardDeadlineMoved)) == moved + SHARDS, "every keeper is woken"
    batches = await sweep_all(company, day(10) + timedelta(hours=1), limit=2)
    assert batches > SHARDS + 30 / 2
    new = (await outbox(ReceivableOverdue))[before:]
    assert sorted((event.receivable_id, event.level) for event in new) == sorted((ids[n], 3) for n in at_once)
    first = await dunning(company, ids[0])
    assert datetime.fromisoformat(first["next_at"]) == day(20)
    assert (first["procedure"], first["procedure_version"]) == ("自定", 1)
    assert [(one["level"], one["notifies"]) for one in first["levels"]] == [(7, ["manager"]), (1, ["owner"])]
    assert (await sweep_all(company, day(10) + timedelta(hours=1))) == SHARDS, "there is nothing left to do"


async def test_feature_138_a_changed_grade_times_anew_too(
    company: Company, harness: ServiceHarness, outbox: Any
) -> None:
    (id,) = await brought(company, *rows("1"))
    await publish(company, {"days": 2, "tasks_for": ["director"]}, grade="D")
    await sweep_all(company, day(1))
    await graded(harness, company, id, "D")
    await sweep_all(company, day(1))
    assert datetime.fromisoformat((await dunning(company, id))["next_at"]) == day(2)
    await sweep_all(company, day(2))
    assert [(one.level, one.tasks_for) for one in await outbox(ReceivableOverdue)] == [
        (1, ["owner"]), (2, ["director"]),
    ]  # fmt: skip


async def test_feature_138_two_keepers_and_a_publication_at_once_reach_each_level_once(
    company: Company, outbox: Any
) -> None:
    told = [row for n in range(20) for row in rows(f"{n}", customer=f"C-{n % 4}")]
    await brought(company, *told)
    acts = [sweep_all(company, day(25), limit=3) for _ in range(3)]
    await asyncio.gather(*acts, publish(company), publish(company, FIRST))
    await sweep_all(company, day(25))
    reached = [(event.receivable_id, event.level) for event in await outbox(ReceivableOverdue)]
    assert len(reached) == len(set(reached))
    assert {id for id, _ in reached} == {event.receivable_id for event in await outbox(ReceivableOverdue)}
    assert len({id for id, _ in reached}) == 20


async def test_col_160_interest_is_at_the_rate_of_the_highest_level_reached(company: Company) -> None:
    await publish(company, FIRST | {"interest_rate": "3.65"}, LAST, repeat_days=5)
    (id,) = await brought(company, *rows("1"))
    found = []
    for days in (1, 3, 20, 30):
        await company.sweep(await shard_with(company, id), day(days))
        found.append((await dunning(company, id))["interest_rate"])
    assert [float(one) for one in found] == [0, 3.65, 7.3, 7.3]
