"""Is what is done about a late customer advised with its reason, and kept with who chose it and when?"""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from chassis.testing.plugin import ServiceHarness
from messages.approvals.notices import NoticeConfirmed
from messages.collections.receivables import ReceivableMeasureChosen, ReceivableOverdue, ReceivableReminded
from tests.services.collections.conftest import NOW, Company, cny
from tests.services.collections.dunning.test_procedures import FIRST, LAST, REMINDER, dunning, graded, publish
from tests.services.collections.test_dunning import brought, day, rows, shard_with, shown


async def choose(company: Company, id: UUID, measure: str, note: str = "", **more: Any) -> Any:
    who = more.pop("who", company.finance)
    return await company.send(who, f"/receivables/{id}/choose-measure", measure=measure, note=note, **more)


async def test_feature_139_an_alert_carries_what_is_advised_and_why(
    company: Company, harness: ServiceHarness, outbox: Any
) -> None:
    (id,) = await brought(company, *rows("1", amount="200000.00"))
    await graded(harness, company, id, "C")
    for days in (1, 15):
        await company.sweep(await shard_with(company, id), day(days))
    advised = [event.advice for event in await outbox(ReceivableOverdue)]
    assert [(one.measure, [(why.code, why.value) for why in one.because]) for one in advised] == [
        ("VISIT", [("days", "1"), ("grade", "C"), ("large", "100000.00")]),
        ("VISIT", [("days", "7"), ("grade", "C"), ("large", "100000.00")]),
        ("CHANGE_TERMS", [("days", "15"), ("grade", "C"), ("large", "100000.00")]),
    ]


async def test_feature_139_the_choice_is_kept_with_who_and_when_once(
    company: Company, outbox: Any, time_is: Any
) -> None:
    await company.hire(company.finance)
    (id,) = await brought(company, *rows("1"))
    time_is(day(5) + timedelta(hours=2))
    assert (await dunning(company, id))["advice"]["measure"] == "CALL"
    assert (await choose(company, id, "LEGAL", "  ")).json()["rule"] == "COL-163"
    for _ in range(2):
        assert (await choose(company, id, "CALL", key="once")).status_code == 200
    answer = await choose(company, id, "VISIT", "客户要求面谈")
    seen = [(one["chosen"], one["advised"], one["note"], one["chosen_by_name"]) for one in answer.json()["choices"]]
    assert sorted(seen) == [("CALL", "CALL", "", "Finance"), ("VISIT", "CALL", "客户要求面谈", "Finance")]
    assert {one["days_late"] for one in answer.json()["choices"]} == {5}
    told = await outbox(ReceivableMeasureChosen)
    assert [(one.chosen, one.advised, one.chosen_by) for one in told] == [
        ("CALL", "CALL", company.finance.id), ("VISIT", "CALL", company.finance.id),
    ]  # fmt: skip


async def test_feature_139_nothing_is_chosen_of_what_is_not_late_or_not_ones_own(
    company: Company, time_is: Any
) -> None:
    (id,) = await brought(company, *rows("1"))
    time_is(day(0))
    assert (await dunning(company, id))["advice"] is None
    assert (await choose(company, id, "CALL")).json()["rule"] == "COL-162"
    time_is(day(5))
    assert (await choose(company, id, "CALL", who=company.other)).status_code == 404
    assert (await choose(company, id, "CALL", who=company.foreign)).status_code == 404
    assert (await choose(company, id, "CALL", who=company.keeper)).status_code == 403
    view = await shown(company, id)
    fields = {"customer_id": view["customer_id"], "amount": cny("100.00"), "received_on": "2026-04-06"}
    paid = await company.post(company.finance_too, "/payments", **fields)
    await company.post(company.finance, f"/payments/{paid['id']}/confirm")
    assert (await choose(company, id, "CALL")).json()["rule"] == "COL-162"


async def test_feature_138_after_a_part_payment_the_next_level_says_what_is_open(
    company: Company, outbox: Any, time_is: Any
) -> None:
    (id,) = await brought(company, *rows("1"))
    shard = await shard_with(company, id)
    await company.sweep(shard, day(1))
    time_is(day(2))
    view = await shown(company, id)
    fields = {"customer_id": view["customer_id"], "amount": cny("60.00"), "received_on": "2026-04-03"}
    paid = await company.post(company.finance_too, "/payments", **fields)
    await company.post(company.finance, f"/payments/{paid['id']}/confirm")
    await company.sweep(shard, day(7))
    assert [str(event.open) for event in await outbox(ReceivableOverdue)] == ["100.00 CNY", "40.00 CNY"]


async def test_feature_138_each_whom_a_level_names_is_notified_when_it_has_happened(
    company: Company, deliver: Any
) -> None:
    await publish(company, REMINDER, FIRST, LAST)
    (id,) = await brought(company, *rows("1"))
    await company.sweep(await shard_with(company, id), day(-10))
    await company.sweep(await shard_with(company, id), day(3))

    async def confirm(of: Any, level: int, who: str) -> None:
        about = {"notice_id": uuid4(), "record_id": id, "people": [uuid4()], "version": 1}
        await deliver(NoticeConfirmed(of=of.subject, level=level, who=who, **about))

    async def notified() -> tuple[Any, Any]:
        [letter] = (await company.get(company.finance, "/dunnings"))["items"]
        levels = (await dunning(company, id))["levels"]
        return letter["notified"], [one["notified"] for one in levels]

    assert await notified() == ([], [[], []])
    await confirm(ReceivableReminded, 0, "manager")
    assert await notified() == ([], [[], ["manager"]]), "a letter is not about a reminder"
    for who in ("owner", "owner", "director"):  # again; and one whom it does not name
        await confirm(ReceivableOverdue, 3, who)
    assert await notified() == (["owner"], [["owner"], ["manager"]])
    await confirm(ReceivableOverdue, 3, "manager")
    assert await notified() == (["owner", "manager"], [["owner", "manager"], ["manager"]])


async def test_what_is_published_or_chosen_is_never_changed(company: Company, harness: ServiceHarness) -> None:
    await publish(company)
    async with harness.database.session() as session:
        for statement in ("UPDATE dunning_procedures SET name = 'x'", "DELETE FROM dunning_procedures"):
            with pytest.raises(DBAPIError, match="append-only"):
                await session.execute(text(statement))
            await session.rollback()


async def test_feature_139_who_broke_his_word_is_asked_harder(
    company: Company, harness: ServiceHarness, outbox: Any
) -> None:
    """And says so, where everybody reads the advice."""
    (id,) = await brought(company, *rows("1"))
    await graded(harness, company, id, "B")
    promise = {"receivable_ids": [str(id)], "amount": "1.00", "promised_on": NOW.date().isoformat(), "promised_by": "x"}
    await company.post(company.finance, "/promises", **promise)
    shard = await shard_with(company, id)
    await company.sweep(shard, NOW + timedelta(days=2))
    await company.sweep(shard, day(1))
    [event] = await outbox(ReceivableOverdue)
    assert (event.advice.measure, [why.code for why in event.advice.because]) == (
        "LETTER",
        ["days", "grade", "promises"],
    )
