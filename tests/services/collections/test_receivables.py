"""Does collections know what an order owes, and when?"""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from chassis.events.subscriptions import NotYet
from chassis.testing.plugin import ServiceHarness, assert_migrated
from messages.collections.dunning.dunnings import ShardDeadlineMoved
from messages.collections.plans import PaymentPlanMade
from messages.collections.receivables import ReceivableCancelled, ReceivableDue, ReceivableOpened
from messages.deals.customers import CustomerChanged
from messages.deals.terms import InstalmentTrigger
from services.collections.domain.shards import shard_of
from tests.services.collections.conftest import NOW, Company, cny

THIRDS = [("33.33", t, 10) for t in (InstalmentTrigger.EFFECTIVE, InstalmentTrigger.SHIPMENT)] + [
    ("33.34", InstalmentTrigger.RECEIPT, 10)
]


async def test_the_migrations_make_the_tables_of_the_code(harness: ServiceHarness) -> None:
    await assert_migrated(harness)


async def test_feature_132_a_contract_received_twice_has_one_plan_that_adds_up(
    company: Company, deliver: Any, outbox: Any
) -> None:
    contract = company.contract(await company.customer(), "1000.01", THIRDS)
    await deliver(contract, twice=True)
    await deliver(contract)  # the same fact under another event id
    page = await company.get(company.li, "/payment-plans", contract_id=contract.contract_id)
    amounts = [Decimal(row["amount"]["amount"]) for row in page["items"][0]["instalments"]]
    assert len(page["items"]) == 1
    assert sum(amounts) == Decimal("1000.01")
    assert [event.instalments for event in await outbox(PaymentPlanMade)] == [3]


async def test_a_confirmed_order_owes_its_own_total_by_the_shares(company: Company, deliver: Any, outbox: Any) -> None:
    contract = company.contract(await company.customer(), "1000.00", THIRDS)
    await deliver(contract)
    order = company.order(contract, "100.01")
    await company.confirmed(order)
    rows = await company.receivables(order)
    assert [row["amount"]["amount"] for row in rows] == ["33.33", "33.34", "33.34"]
    assert [row["due_on"] for row in rows] == ["2026-03-12", None, None]
    assert len(await outbox(ReceivableOpened)) == 3
    assert (await company.account(order))["receivable"] == cny("100.01")


async def test_due_dates_are_known_when_their_trigger_fires(company: Company, outbox: Any) -> None:
    order = await company.sold("100.00", THIRDS)
    await company.shipped(order, NOW + timedelta(days=1))
    assert [row["due_on"] for row in await company.receivables(order)] == ["2026-03-12", "2026-03-13", None]
    evening = datetime.fromisoformat("2026-03-04T23:30:00+08:00")
    await company.received(order, evening)
    await company.received(order, evening)
    assert [row["due_on"] for row in await company.receivables(order)] == ["2026-03-12", "2026-03-13", "2026-03-14"]
    assert len(await outbox(ReceivableDue)) == 2


async def test_events_before_their_predecessor_are_asked_for_again(company: Company, deliver: Any) -> None:
    contract = company.contract(await company.customer())
    order = company.order(contract)
    for early in (company.confirmed, company.shipped, company.received):
        with pytest.raises(NotYet):
            await early(order)
    await deliver(contract)
    await company.confirmed(order)
    await company.received(order)
    assert (await company.account(order))["next_due_on"] == "2026-03-02"


async def test_an_order_of_an_unknown_customer_waits_for_the_customer(company: Company, deliver: Any) -> None:
    contract = company.contract(company.li.id)
    with pytest.raises(NotYet):
        await deliver(contract)  # so that nobody hears of a plan, and no order is confirmed
    with pytest.raises(NotYet):
        await company.confirmed(company.order(contract))


async def test_an_account_stands_from_the_placing_on(company: Company) -> None:
    order = company.order(company.contract(await company.customer()))
    await company.placed(order)
    account = await company.account(order)
    assert account["total"] == cny("1000.00")
    assert not account["settled"]
    assert account["receivable"] == cny("0.00")


async def test_others_do_not_see_it_and_managers_of_the_unit_do(company: Company) -> None:
    order = await company.sold()
    receivable = (await company.receivables(order))[0]["id"]
    path = f"/receivables/{receivable}"
    assert (await company.as_(company.other).get(path)).status_code == 404
    assert (await company.as_(company.foreign).get(path)).status_code == 404
    assert (await company.as_(company.boss).get(path)).status_code == 404
    assert (await company.get(company.other, "/receivables"))["items"] == []
    await company.hire(company.li)  # heard after the order: what is theirs goes along
    assert (await company.as_(company.boss).get(path)).status_code == 200
    assert (await company.as_(company.li).get(path)).status_code == 200
    assert (await company.api.anybody.get(path)).status_code == 401


async def test_the_list_is_paged_by_key(company: Company) -> None:
    order = await company.sold("100.00", THIRDS)
    seen, cursor = [], None
    while True:
        query = {"limit": 2} | ({"cursor": cursor} if cursor else {})
        page = await company.get(company.li, "/receivables", order_id=order["order_id"], **query)
        seen += [item["id"] for item in page["items"]]
        if (cursor := page["next"]) is None:
            break
    assert len(seen) == len(set(seen)) == 3
    assert (await company.as_(company.li).get("/receivables?cursor=x")).status_code == 422
    assert (await company.as_(company.li).get("/receivables?limit=101")).status_code == 422


async def test_the_keeper_is_woken_only_when_the_nearest_deadline_is_earlier(company: Company, outbox: Any) -> None:
    customer = await company.customer()
    for days in (30, 40, 20):
        await company.sold("10.00", [("100", InstalmentTrigger.ORDER, days)], customer)
    moved = await outbox(ShardDeadlineMoved)
    assert [event.next_due_at.isoformat() for event in moved] == [
        "2026-03-01T16:00:00+00:00",  # 00:00 on the 2nd in Shanghai, thirty days before the due date
        "2026-02-19T16:00:00+00:00",
    ]
    assert {event.shard for event in moved} == {shard_of(customer)}


async def test_a_cancelled_order_owes_nothing_whatever_comes_later(company: Company, outbox: Any) -> None:
    order = await company.sold()
    for _ in range(2):
        await company.post(company.keeper, f"/order-accounts/{order['order_id']}/cancel-receivables")
    await company.cancelled(order)
    await company.received(order)
    rows = await company.receivables(order)
    assert {row["status"] for row in rows} == {"CANCELLED"}
    assert [row["due_on"] for row in rows] == ["2026-03-02", None]
    assert len(await outbox(ReceivableCancelled)) == 2
    assert (await company.account(order))["receivable"] == cny("0.00")


async def test_an_order_cancelled_before_it_is_confirmed_opens_nothing(company: Company, deliver: Any) -> None:
    contract = company.contract(await company.customer())
    await deliver(contract)
    order = company.order(contract)
    await company.cancelled(order)
    await company.confirmed(order)
    assert await company.receivables(order) == []


async def test_a_renamed_customer_is_shown_by_the_newest_name(company: Company, deliver: Any) -> None:
    order = await company.sold()
    fields = {"customer_id": order["customer_id"], "number": "CU-1", "legal_entity_id": "CS-CN"}
    await deliver(CustomerChanged(**fields, name="新名公司", version=3))
    await deliver(CustomerChanged(**fields, name="旧名公司", version=2))
    assert (await company.receivables(order))[0]["customer_name"] == "新名公司"


async def test_an_unknown_order_has_no_account(company: Company) -> None:
    for verb in ("cancel-invoices", "reverse-payments", "cancel-receivables"):
        answer = await company.send(company.keeper, f"/order-accounts/{company.li.id}/{verb}")
        assert answer.status_code == 404
        assert (await company.send(company.finance, f"/order-accounts/{company.li.id}/{verb}")).status_code == 403
