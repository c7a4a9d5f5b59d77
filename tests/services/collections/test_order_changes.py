"""Does what an order owes follow its change, once, late and in any order, and is what was invoiced too much found?"""

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest

from chassis.events.subscriptions import NotYet
from messages.collections.allowances import AllowanceGranted
from messages.collections.receivables import ReceivableAdded, ReceivableOpened
from messages.deals.terms import Instalment, InstalmentTrigger
from messages.money import Money
from messages.orders.order_changes import OrderChanged
from messages.orders.orders import OrderConfirmed, OrderReceived, OrderShipped, OrderStatus
from tests.services.collections.conftest import NOW, Company, cny
from tests.services.collections.test_allowances import HALVES, came_back, owed

LATER = NOW + timedelta(days=3)
BY_GOODS = (("30", InstalmentTrigger.ORDER, 0), ("70", InstalmentTrigger.RECEIPT, 30))


def changed(order: Any, difference: str, *, status: OrderStatus = OrderStatus.RESERVED, **other: Any) -> OrderChanged:
    total = Money.of(order["total"].amount + Decimal(difference), "CNY")
    said = {"order_change_id": uuid4(), "change_number": "OC-1", "changed_at": LATER, "status": status, "version": 6}
    return OrderChanged(**order | said | {"total": total, "difference": Money.of(difference, "CNY")} | other)


async def snapshot(company: Company, order: Any) -> Any:
    return await company.get(company.keeper, f"/order-accounts/{order['order_id']}/snapshot")


async def test_feature_118_a_larger_order_owes_more_by_the_shares_of_its_contract(
    company: Company, outbox: Any
) -> None:
    order = await company.sold("1000.00", BY_GOODS)
    event = changed(order, "200.00")
    for message in (event, event, event.model_copy(update={"version": 7})):
        await company.deliver(message)
    assert [(one["amount"]["amount"], one["due_on"]) for one in await company.receivables(order)] == [
        ("300.00", "2026-03-02"), ("700.00", None), ("60.00", "2026-03-05"), ("140.00", None)
    ]  # fmt: skip
    account = await company.account(order)
    assert (account["total"], account["receivable"], account["credited"]) == (
        cny("1200.00"),
        cny("1200.00"),
        cny("0.00"),
    )
    assert len(await outbox(ReceivableOpened)) == 4
    assert [(event.number[-3:], event.change_number) for event in await outbox(ReceivableAdded)] == [
        ("-R3", "OC-1"), ("-R4", "OC-1")
    ]  # fmt: skip
    assert (await snapshot(company, order))["changes"] == 1
    credit = await company.get(company.finance, f"/credits/{order['customer_id']}")
    assert credit["credits"][0]["owed"] == cny("1200.00")
    await company.received(order, LATER)  # of what was there before; its message comes late
    assert [one["due_on"] for one in await company.receivables(order)][1:] == ["2026-04-04", "2026-03-05", None]
    await company.deliver(OrderReceived(**order, received_at=LATER + timedelta(days=9), version=9))
    assert (await company.receivables(order))[3]["due_on"] == "2026-04-13"


async def test_feature_118_a_smaller_order_owes_less_and_what_was_paid_lies_on_the_account(
    company: Company, outbox: Any
) -> None:
    order = await company.sold("1000.00", HALVES)
    paid = await company.pay(order, "1000.00")
    event = changed(order, "-400.00")
    for message in (event, event.model_copy(update={"version": 9})):
        await company.deliver(message)
    assert await owed(company, order) == [
        ("PAID", "300.00", "300.00", "0.00", "0.00"), ("PAID", "300.00", "300.00", "0.00", "0.00")
    ]  # fmt: skip
    (told,) = await outbox(AllowanceGranted)
    assert (told.reason, told.source_number, told.released.amount) == ("ORDER_CHANGED", "OC-1", 400)
    now = await snapshot(company, order)
    assert ([one["id"] for one in now["on_account"]], now["changes"], now["settled"]) == ([paid["id"]], 1, True)
    (kept,) = await company.get(company.finance, f"/order-accounts/{order['order_id']}/allowances")
    assert (kept["reason"], kept["source_id"]) == ("ORDER_CHANGED", str(event.order_change_id))


@pytest.mark.parametrize(("difference", "what"), [("-100.00", "to_correct"), ("100.00", "to_request")])
async def test_feature_118_what_is_invoiced_is_corrected_or_asked_for(
    company: Company, difference: str, what: str
) -> None:
    order = await company.sold("1000.00", HALVES)
    asked = await company.post(company.li, "/invoices", order_id=str(order["order_id"]))
    await company.post(company.finance, f"/invoices/{asked['id']}/issue")
    before = await snapshot(company, order)
    assert (before["invoiced_in_full"], before["to_correct"], before["to_request"]) == (True, [], False)
    await company.deliver(changed(order, difference))
    now = await snapshot(company, order)
    assert not now["invoiced_in_full"]
    assert bool(now[what])
    assert not now["to_request" if what == "to_correct" else "to_correct"]
    if what == "to_request":
        left = await company.post(company.li, "/invoices", order_id=str(order["order_id"]))
        assert left["amount"] == cny("100.00"), "an invoice over what it costs more"


async def test_feature_118_money_that_came_before_settles_what_is_owed_more(company: Company) -> None:
    order = await company.sold("1000.00", HALVES)
    await company.pay(order, "1000.00")
    await company.deliver(changed(order, "-400.00"))
    await company.deliver(changed(order, "100.00", version=7))
    assert [one["status"] for one in await company.receivables(order)] == ["PAID"] * 4
    assert (await company.account(order))["settled"]


async def test_feature_118_a_change_and_goods_that_come_back_commute(company: Company) -> None:
    sums = []
    for turn in (0, 1):
        order = await company.sold("1000.00", HALVES)
        both = [changed(order, "-300.00"), came_back(order, "200.00")]
        for event in both[::-1] if turn else both:
            await company.deliver(event)
        account = await company.account(order)
        sums.append((account["receivable"], account["credited"]))
    assert sums == [(cny("500.00"), cny("500.00"))] * 2


async def test_feature_118_before_its_order_is_known_it_waits_and_after_its_end_it_changes_nothing(
    company: Company,
) -> None:
    contract = company.contract(await company.customer(), "1000.00", HALVES)
    await company.deliver(contract)
    order = company.order(contract)
    for difference in ("100.00", "-100.00"):
        with pytest.raises(NotYet):
            await company.deliver(changed(order, difference))
    await company.confirmed(order)
    await company.cancelled(order)
    for difference in ("100.00", "-100.00"):
        await company.deliver(changed(order, difference))
    assert {one["status"] for one in await company.receivables(order)} == {"CANCELLED"}
    assert (await company.account(order))["receivable"] == cny("0.00")


async def test_feature_118_of_the_same_sum_nothing_is_owed_otherwise(company: Company, outbox: Any) -> None:
    order = await company.sold("1000.00", HALVES)
    await company.deliver(changed(order, "0.00"))
    assert len(await company.receivables(order)) == 2
    assert ((await snapshot(company, order))["changes"], await outbox(AllowanceGranted)) == (0, [])


@pytest.mark.parametrize("late", [False, True], ids=["in order", "the change comes last"])
async def test_feature_118_added_goods_are_due_by_their_own_receipt(company: Company, late: bool) -> None:
    """The order was received in full before; what was added leaves and arrives after it."""
    order = await company.sold("1000.00", BY_GOODS)
    await company.shipped(order)
    again = [
        changed(order, "100.00", status=OrderStatus.CONFIRMED),
        OrderShipped(**order, shipped_at=LATER, version=8),
        OrderReceived(**order, received_at=LATER + timedelta(days=2), version=9),
    ]
    for event in again[1:] + again[:1] if late else again:
        await company.deliver(event)
    assert [one["due_on"] for one in await company.receivables(order)] == [
        "2026-03-02", "2026-04-06", "2026-03-05", "2026-04-06"
    ]  # fmt: skip


async def test_feature_118_an_order_without_a_contract_owes_more_by_its_own_terms(company: Company) -> None:
    terms = [Instalment(percent=Decimal(100), trigger=InstalmentTrigger.ORDER, days=10)]
    contract = company.contract(await company.customer(), "1000.00", HALVES)
    order = company.order(contract) | {"contract_id": None}
    await company.deliver(OrderConfirmed(**order, confirmed_at=NOW, terms=terms, version=2))
    await company.deliver(changed(order, "50.00", terms=terms))
    assert [(one["amount"]["amount"], one["due_on"]) for one in await company.receivables(order)] == [
        ("1000.00", "2026-03-12"), ("50.00", "2026-03-15")
    ]  # fmt: skip
    assert isinstance(order["order_id"], UUID)
