"""Is a promise to pay kept by money that came in time, broken the day after, and waited for until then?"""

import asyncio
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from chassis.base.clock import now
from messages.collections.cases.promises import PromiseBroken, PromiseKept, PromiseMade
from messages.collections.receivables import ReceivableOverdue
from tests.services.collections.conftest import Company, cny
from tests.services.collections.test_dunning import DUE, brought, day, rows, shard_with, shown

Said = dict[str, Any]


def after(days: int) -> str:
    return (DUE + timedelta(days=days)).isoformat()


async def promised(company: Company, ids: list[UUID], amount: str, on: str, **more: Any) -> Any:
    body: Said = {
        "receivable_ids": [str(id) for id in ids],
        "amount": amount,
        "promised_on": on,
        "promised_by": "Ms Zhao",
    }
    return await company.post(company.finance, "/promises", **body | more)


async def state_of(company: Company, promise: Any) -> tuple[str, str]:
    found = (await company.get(company.finance, "/promises", customer_id=promise["customer_id"]))["items"]
    now = next(one for one in found if one["id"] == promise["id"])
    return now["status"], now["came"]["amount"]


async def paid(company: Company, id: UUID, amount: str, on: str, *, confirm: bool = True) -> Any:
    customer = (await shown(company, id))["customer_id"]
    body: Said = {"customer_id": customer, "amount": cny(amount), "received_on": on}
    made = await company.post(company.finance_too, "/payments", **body)
    return await company.post(company.finance, f"/payments/{made['id']}/confirm") if confirm else made


async def test_feature_154_col_191_a_promise_is_kept_by_confirmed_money_of_its_day(
    company: Company, outbox: Any, time_is: Any
) -> None:
    first, second = await brought(company, *rows("1", "2"))
    time_is(day(2))
    made = await promised(company, [first, second], "150.00", after(5))
    assert len(await outbox(PromiseMade)) == 1
    time_is(day(5) + timedelta(hours=10))
    one = await paid(company, first, "100.00", after(4))
    assert await state_of(company, made) == ("OPEN", "100.00")
    waiting = await paid(company, second, "50.00", after(5), confirm=False)
    assert await state_of(company, made) == ("OPEN", "100.00")
    await company.post(company.finance, f"/payments/{waiting['id']}/confirm")
    assert await state_of(company, made) == ("KEPT", "150.00")
    assert len(await outbox(PromiseKept)) == 1
    asked = await company.post(company.finance_too, "/corrections", payment_id=one["id"], kind="VOID", reason="x")
    await company.post(company.finance, f"/corrections/{asked['id']}/confirm")
    assert (await state_of(company, made))[0] == "OPEN", "the money was taken back before its day is over"


async def test_feature_154_col_191_it_is_broken_at_midnight_and_kept_after_all_by_money_that_finance_sees_late(
    company: Company, outbox: Any, time_is: Any
) -> None:
    (id,) = await brought(company, *rows("1"))
    shard = await shard_with(company, id)
    time_is(day(2))
    made = await promised(company, [id], "100.00", after(9))
    assert (await company.sweep(shard, day(8)))["escalated"] == 0, "dunning waits"
    assert (await shown(company, id))["paused_until"] == day(10).isoformat().replace("+00:00", "Z")
    await company.sweep(shard, day(10) - timedelta(seconds=1))
    assert await outbox(PromiseBroken) == []
    swept = await asyncio.gather(*[company.sweep(shard, day(10)) for _ in range(3)])
    assert sum(one["escalated"] for one in swept) == 1, "and goes on at once, by the highest level alone"
    [broken] = await outbox(PromiseBroken)
    assert (str(broken.missing), broken.owner_id) == ("100.00 CNY", company.finance.id)
    assert [event.level for event in await outbox(ReceivableOverdue)] == [1, 7]
    time_is(day(12))
    await paid(company, id, "100.00", after(9))
    assert (await state_of(company, made))[0] == "KEPT"


async def test_feature_154_col_191_money_that_came_before_or_a_day_late_keeps_no_promise(
    company: Company, outbox: Any, time_is: Any
) -> None:
    (id,) = await brought(company, *rows("1"))
    shard = await shard_with(company, id)
    time_is(day(2))
    await paid(company, id, "40.00", after(1))
    made = await promised(company, [id], "60.00", after(3))
    time_is(day(4) + timedelta(hours=1))
    await paid(company, id, "60.00", after(4))
    assert (await shown(company, id))["status"] == "PAID"
    await company.sweep(shard, day(4) + timedelta(hours=1))
    assert (await state_of(company, made))[0] == "BROKEN"


async def test_feature_154_nobody_breaks_a_promise_about_what_is_owed_no_longer(
    company: Company, outbox: Any, time_is: Any
) -> None:
    order = await company.sold("1000.00")
    found = await company.get(company.finance, "/receivables", order_id=order["order_id"])
    ids = [UUID(one["id"]) for one in found["items"] if one["status"] == "OPEN"]
    on = now().date() + timedelta(days=3)
    made = await promised(company, ids, "100.00", on.isoformat())
    await company.cancelled(order)
    later = now() + timedelta(days=5)
    await company.sweep(await shard_with(company, ids[0]), later)
    assert (await state_of(company, made))[0] == "KEPT"
    assert await outbox(PromiseBroken) == []


async def test_col_189_col_190_no_more_than_is_open_and_by_a_day_that_is_waited_for(
    company: Company, time_is: Any
) -> None:
    (id,) = await brought(company, *rows("1"))
    time_is(day(0))
    await promised(company, [id], "60.00", after(30))
    body: Said = {"receivable_ids": [str(id)], "promised_by": "x"}
    for amount, on, rule in (
        ("40.01", after(1), "COL-190"),
        ("1.00", after(31), "COL-189"),
        ("1.00", after(-1), "COL-189"),
    ):
        answer = await company.send(company.finance, "/promises", **body, amount=amount, promised_on=on)
        assert (answer.status_code, answer.json()["rule"]) == (409, rule)
    await promised(company, [id], "40.00", after(1))


async def test_col_192_who_broke_a_promise_is_not_waited_for_again(company: Company, outbox: Any, time_is: Any) -> None:
    (id,) = await brought(company, *rows("1"))
    shard = await shard_with(company, id)
    time_is(day(0))
    await promised(company, [id], "100.00", after(1))
    await company.sweep(shard, day(2))
    time_is(day(2))
    again = await promised(company, [id], "100.00", after(20))
    assert not again["waited_for"]
    assert (await company.sweep(shard, day(7)))["escalated"] == 1
    assert [event.level for event in await outbox(ReceivableOverdue)] == [1, 7]


async def test_col_193_one_is_withdrawn_once_and_dunning_goes_on(company: Company, outbox: Any, time_is: Any) -> None:
    (id,) = await brought(company, *rows("1"))
    time_is(day(0))
    made = await promised(company, [id], "100.00", after(20))
    for _ in range(2):
        gone = await company.post(company.finance, f"/promises/{made['id']}/withdraw", reason="another customer")
        assert (gone["status"], gone["reason"]) == ("WITHDRAWN", "another customer")
    assert (await company.sweep(await shard_with(company, id), day(7)))["escalated"] == 2
    kept = await promised(company, [id], "50.00", after(20))
    time_is(day(8))
    await paid(company, id, "50.00", after(8))
    answer = await company.send(company.finance, f"/promises/{kept['id']}/withdraw", reason="x")
    assert (answer.status_code, answer.json()["rule"]) == (409, "COL-193")


async def test_feature_154_a_promise_is_written_once_and_is_not_anothers(company: Company, outbox: Any) -> None:
    (id,) = await brought(company, *rows("1"))
    again = [await promised(company, [id], "10.00", date(2026, 3, 9).isoformat(), key="k") for _ in range(2)]
    assert again[0] == again[1]
    assert len(await outbox(PromiseMade)) == 1
    body: Said = {
        "receivable_ids": [str(id)],
        "amount": "1.00",
        "promised_on": "2026-03-09",
        "promised_by": "x",
    }
    for actor in (company.other, company.foreign):
        assert (await company.send(actor, "/promises", **body)).status_code == 404
        assert (await company.get(actor, "/promises"))["items"] == []
        assert (await company.send(actor, f"/promises/{again[0]['id']}/withdraw", reason="x")).status_code == 404


@pytest.mark.parametrize(("days", "waited_for"), [(0, True), (2, False)])
async def test_col_192_nor_who_withdraws_promise_after_promise(
    company: Company, time_is: Any, days: int, waited_for: bool
) -> None:
    (id,) = await brought(company, *rows("1"))
    time_is(day(0))
    made = await promised(company, [id], "100.00", after(9))
    time_is(day(days) + timedelta(hours=20))
    await company.post(company.finance, f"/promises/{made['id']}/withdraw", reason="the day was wrong")
    assert (await promised(company, [id], "100.00", after(15)))["waited_for"] is waited_for
