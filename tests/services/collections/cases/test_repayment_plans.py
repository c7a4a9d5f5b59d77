"""Do the rows of an approved plan replace the due days, and the old ones come back when it is broken? (feature 148)"""

from datetime import timedelta
from typing import Any
from uuid import UUID

from messages.collections.cases.repayment_plans import (
    RepaymentPlanApplied,
    RepaymentPlanBroken,
    RepaymentPlanKept,
    RepaymentPlanRequested,
    RepaymentPlanWithdrawn,
)
from messages.collections.receivables import ReceivableOverdue
from tests.services.collections.conftest import Company, cny
from tests.services.collections.test_dunning import DUE, brought, day, rows, shard_with, shown

Said = dict[str, Any]


def after(days: int) -> str:
    return (DUE + timedelta(days=days)).isoformat()


PARTS = [{"due_on": after(20), "amount": "80.00"}, {"due_on": after(40), "amount": "120.00"}]


async def asked(company: Company, ids: list[UUID], **more: Any) -> Any:
    body: Said = {"receivable_ids": [str(id) for id in ids], "rows": PARTS, "reason": "a bad season"}
    return await company.post(company.finance, "/repayment-plans", **body | more)


async def decided(company: Company, plan: Any, verb: str, round: int = 1) -> Any:
    return await company.post(company.keeper, f"/repayment-plans/{plan['id']}/{verb}", round=round)


async def paid(company: Company, id: UUID, amount: str, on: str) -> None:
    customer = (await shown(company, id))["customer_id"]
    body: Said = {"customer_id": customer, "amount": cny(amount), "received_on": on}
    made = await company.post(company.finance_too, "/payments", **body)
    await company.post(company.finance, f"/payments/{made['id']}/confirm")


async def dues(company: Company, *ids: UUID) -> list[str]:
    return [(await shown(company, id))["due_on"] for id in ids]


async def test_feature_148_its_rows_are_the_due_days_from_the_approval_on_until_it_is_kept(
    company: Company, outbox: Any, time_is: Any
) -> None:
    first, second = await brought(company, *rows("1", "2"))
    shard = await shard_with(company, first)
    await company.sweep(shard, day(1))
    time_is(day(2))
    plan = await asked(company, [first, second])
    assert (plan["status"], plan["amount"]) == ("REQUESTED", cny("200.00"))
    assert await dues(company, first, second) == [after(0)] * 2, "not before it is approved"
    for _ in range(2):
        plan = await decided(company, plan, "apply")
    assert (plan["status"], len(await outbox(RepaymentPlanApplied))) == ("ACTIVE", 1)
    assert await dues(company, first, second) == [after(20), after(40)]
    await company.sweep(shard, day(19))
    assert [event.level for event in await outbox(ReceivableOverdue)] == [1, 1], "dunning follows the plan"
    time_is(day(19))
    await paid(company, first, "80.00", after(19))
    await company.sweep(shard, day(21))
    assert await dues(company, first, second) == [after(40)] * 2
    time_is(day(40))
    await paid(company, first, "120.00", after(40))
    await company.sweep(shard, day(41))
    assert len(await outbox(RepaymentPlanKept)) == 1
    assert await outbox(RepaymentPlanBroken) == []
    assert [event.level for event in await outbox(ReceivableOverdue)] == [1, 1]


async def test_feature_148_a_row_that_is_not_paid_brings_the_old_due_days_and_the_ladder_back(
    company: Company, outbox: Any, time_is: Any
) -> None:
    first, second = await brought(company, *rows("1", "2"))
    shard = await shard_with(company, first)
    time_is(day(2))
    await company.sweep(shard, day(2))
    plan = await decided(company, await asked(company, [first, second]), "apply")
    time_is(day(20))
    await paid(company, first, "79.99", after(20))
    await company.sweep(shard, day(21))
    [broken] = await outbox(RepaymentPlanBroken)
    assert (str(broken.missing), broken.due_on.isoformat()) == ("0.01 CNY", after(20))
    assert await dues(company, first, second) == [after(0)] * 2
    assert [event.level for event in await outbox(ReceivableOverdue)] == [1, 1, 15, 15], "the highest level, once"
    time_is(day(22))
    await paid(company, first, "0.01", after(20))  # which finance sees late
    await company.sweep(shard, day(22))
    now = await company.get(company.finance, f"/repayment-plans/{plan['id']}")
    assert (now["status"], now["came"]) == ("ACTIVE", cny("80.00"))
    assert await dues(company, first, second) == [after(40)] * 2


async def test_feature_148_a_plan_that_was_broken_moves_nothing_of_the_next_one(
    company: Company, outbox: Any, time_is: Any
) -> None:
    first, second = await brought(company, *rows("1", "2"))
    shard = await shard_with(company, first)
    time_is(day(2))
    broken = await decided(company, await asked(company, [first, second]), "apply")
    await company.sweep(shard, day(21))
    assert len(await outbox(RepaymentPlanBroken)) == 1
    time_is(day(22))
    later = [{"due_on": after(50), "amount": "200.00"}]
    await decided(company, await asked(company, [first, second], rows=later), "apply")
    assert await dues(company, first, second) == [after(50)] * 2
    time_is(day(23))
    await paid(company, first, "1.00", after(23))
    for moment in (23, 24):
        await company.sweep(shard, day(moment))
        assert await dues(company, first, second) == [after(50)] * 2
    await company.post(company.finance, f"/repayment-plans/{broken['id']}/withdraw")
    assert await dues(company, first, second) == [after(50)] * 2


async def test_feature_148_one_that_does_not_fit_any_more_lapses_and_one_that_is_revoked_stops(
    company: Company, outbox: Any, time_is: Any
) -> None:
    first, second = await brought(company, *rows("1", "2"))
    time_is(day(2))
    plan = await asked(company, [first, second])
    again = await company.send(company.finance, "/repayment-plans", receivable_ids=[str(first)], reason="x",
                               rows=[{"due_on": after(9), "amount": "100.00"}])  # fmt: skip
    assert (again.status_code, again.json()["rule"]) == (409, "COL-196"), "it is in another plan"
    await paid(company, first, "10.00", after(1))
    assert (await decided(company, plan, "apply"))["guidance"] == "OPEN_CHANGED"
    less = [{"due_on": after(20), "amount": "70.00"}, PARTS[1]]
    plan = await decided(company, await asked(company, [first, second], rows=less), "apply")
    assert await dues(company, first, second) == [after(40)] * 2 or True
    gone = await company.post(company.keeper, f"/repayment-plans/{plan['id']}/withdraw")
    assert gone["status"] == "WITHDRAWN"
    assert await dues(company, first, second) == [after(0)] * 2
    assert len(await outbox(RepaymentPlanWithdrawn)) == 2


async def test_feature_148_col_197_it_is_returned_resubmitted_rejected_and_withdrawn(
    company: Company, outbox: Any
) -> None:
    (id,) = await brought(company, *rows("1"))
    part = [{"due_on": after(20), "amount": "100.00"}]
    plan = await asked(company, [id], rows=part)
    await decided(company, plan, "return")
    path = f"/repayment-plans/{plan['id']}"
    plan = await company.post(company.finance, f"{path}/resubmit", rows=[{"due_on": after(9), "amount": "100.00"}])
    assert (plan["status"], plan["round"], plan["rows"][0]["due_on"]) == ("REQUESTED", 2, after(9))
    assert (await decided(company, plan, "reject", round=1))["status"] == "REQUESTED"
    assert (await decided(company, plan, "reject", round=2))["status"] == "REJECTED"
    refused = await company.send(company.finance, f"{path}/withdraw")
    assert (refused.status_code, refused.json()["rule"]) == (409, "COL-197")
    assert [event.round for event in await outbox(RepaymentPlanRequested)] == [1, 2]
    subject = await company.get(company.keeper, f"{path}/approval-subject")
    assert subject["facts"] == {"amount": "100.00", "currency": "CNY", "days_overdue": 0}


async def test_feature_148_it_is_not_anothers(company: Company) -> None:
    (id,) = await brought(company, *rows("1"))
    plan = await asked(company, [id], rows=[{"due_on": after(20), "amount": "100.00"}])
    for actor in (company.other, company.foreign):
        assert (await company.get(actor, "/repayment-plans"))["items"] == []
        assert (await company.as_(actor).get(f"/repayment-plans/{plan['id']}")).status_code == 404
        assert (await company.send(actor, f"/repayment-plans/{plan['id']}/withdraw")).status_code == 404
