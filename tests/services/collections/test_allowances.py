"""Does an order owe less when goods did not come or went back, and is what was paid for them on the account?"""

from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from chassis.events.subscriptions import NotYet
from messages.collections.allowances import AllowanceGranted
from messages.collections.payments import PaymentReleased
from messages.collections.receivables import ReceivableCancelled
from messages.deals.terms import InstalmentTrigger
from messages.money import Money
from messages.orders.orders import OrderClosedShort
from messages.orders.returns import ReturnReceived
from messages.orders.shipments import DifferenceDecided, DifferenceDecision
from tests.services.collections.conftest import NOW, Company, cny

HALVES = (("30", InstalmentTrigger.ORDER, 0), ("70", InstalmentTrigger.ORDER, 30))


def came_back(order: dict[str, Any], credit: str, **other: Any) -> ReturnReceived:
    people = {name: order[name] for name in ("order_id", "customer_id", "owner_id", "legal_entity_id")}
    said = {"return_id": uuid4(), "number": "RT-1", "order_number": order["number"], "shipment_id": uuid4()}
    said |= {"customer_name": "示例公司", "worth": Money.of(credit, "CNY"), "counting_id": uuid4(), "by_id": uuid4()}
    said |= {"good": 1, "scrapped": 0, "credit": Money.of(credit, "CNY"), "is_complete": True, "received_at": NOW}
    return ReturnReceived(**people | said | other)


async def owed(company: Company, order: Any) -> list[tuple[str, ...]]:
    return [
        (one["status"], *(one[name]["amount"] for name in ("amount", "paid", "waiting", "open")))
        for one in await company.receivables(order)
    ]


async def test_feature_196_what_came_back_is_no_longer_owed_the_last_instalment_first(
    company: Company, outbox: Any
) -> None:
    order = await company.sold("1000.00", HALVES)
    event = came_back(order, "200.00")
    for _ in range(2):
        await company.deliver(event)
    assert await owed(company, order) == [
        ("OPEN", "300.00", "0.00", "0.00", "300.00"), ("OPEN", "500.00", "0.00", "0.00", "500.00")
    ]  # fmt: skip
    account = await company.account(order)
    assert (account["credited"], account["receivable"]) == (cny("200.00"), cny("800.00"))
    (told,) = await outbox(AllowanceGranted)
    assert (told.amount.amount, told.released.amount, told.source_number) == (200, 0, "RT-1")
    (kept,) = await company.get(company.finance, f"/order-accounts/{order['order_id']}/allowances")
    assert (kept["reason"], kept["amount"], kept["number"][:3]) == ("RETURN", cny("200.00"), "AL-")
    credit = await company.get(company.finance, f"/credits/{order['customer_id']}")
    assert credit["credits"][0]["owed"] == cny("800.00")


async def test_feature_196_the_same_goods_by_two_messages_are_credited_once(company: Company, outbox: Any) -> None:
    order = await company.sold("1000.00", HALVES)
    event = came_back(order, "200.00")
    await company.deliver(event)
    await company.deliver(event.model_copy(update={"version": 9}))
    assert len(await outbox(AllowanceGranted)) == 1


async def test_feature_196_what_was_paid_for_it_lies_on_the_customers_account(company: Company, outbox: Any) -> None:
    order = await company.sold("1000.00", HALVES)
    paid = await company.pay(order, "1000.00")
    await company.deliver(came_back(order, "400.00"))
    assert await owed(company, order) == [
        ("PAID", "300.00", "300.00", "0.00", "0.00"), ("PAID", "300.00", "300.00", "0.00", "0.00")
    ]  # fmt: skip
    now = await company.get(company.finance, f"/payments/{paid['id']}")
    assert (now["status"], now["amount"], now["allocated"]) == ("CONFIRMED", cny("1000.00"), cny("600.00"))
    assert [event.released.amount for event in await outbox(PaymentReleased)] == [400]
    assert [event.released.amount for event in await outbox(AllowanceGranted)] == [400]
    assert (await company.account(order))["settled"]
    snapshot = await company.get(company.keeper, f"/order-accounts/{order['order_id']}/snapshot")
    assert [one["id"] for one in snapshot["on_account"]] == [paid["id"]], "finance says what becomes of it"


async def test_feature_196_money_settles_what_else_the_order_owes_first(company: Company, outbox: Any) -> None:
    order = await company.sold("1000.00", HALVES)
    await company.pay(order, "900.00")
    await company.deliver(came_back(order, "400.00"))
    assert await owed(company, order) == [
        ("PAID", "300.00", "300.00", "0.00", "0.00"), ("PAID", "300.00", "300.00", "0.00", "0.00")
    ]  # fmt: skip
    assert [event.released.amount for event in await outbox(AllowanceGranted)] == [300]


async def test_feature_196_money_that_waits_for_finance_goes_on_waiting(company: Company) -> None:
    order = await company.sold("1000.00", HALVES)
    paid = await company.pay(order, "1000.00", confirm=False)
    await company.deliver(came_back(order, "800.00"))
    assert await owed(company, order) == [
        ("OPEN", "200.00", "0.00", "200.00", "200.00"), ("CANCELLED", "700.00", "0.00", "0.00", "700.00")
    ]  # fmt: skip
    confirmed = await company.post(company.finance, f"/payments/{paid['id']}/confirm")
    assert (confirmed["allocated"], confirmed["amount"]) == (cny("200.00"), cny("1000.00"))
    assert (await company.account(order))["settled"]


async def test_feature_196_of_everything_that_came_back_nothing_is_owed(company: Company, outbox: Any) -> None:
    order = await company.sold("1000.00", HALVES)
    await company.pay(order, "300.00")
    await company.deliver(came_back(order, "1000.00"))
    assert [row[0] for row in await owed(company, order)] == ["CANCELLED", "CANCELLED"]
    account = await company.account(order)
    assert (account["receivable"], account["paid"], account["credited"]) == (cny("0.00"), cny("0.00"), cny("1000.00"))
    assert account["settled"]
    assert len(await outbox(ReceivableCancelled)) == 2
    await company.deliver(came_back(order, "50.00"))
    assert len(await outbox(AllowanceGranted)) == 1, "never below nothing"


async def test_feature_196_an_invoice_over_more_than_it_costs_is_to_be_reversed(company: Company) -> None:
    order = await company.sold("1000.00", HALVES)
    asked = await company.post(company.li, "/invoices", order_id=str(order["order_id"]))
    await company.post(company.finance, f"/invoices/{asked['id']}/issue")
    path = f"/order-accounts/{order['order_id']}/snapshot"
    assert (await company.get(company.keeper, path))["to_correct"] == []
    await company.deliver(came_back(order, "400.00"))
    now = await company.get(company.keeper, path)
    assert (now["invoiced_in_full"], [one["id"] for one in now["to_correct"]]) == (False, [asked["id"]])
    await company.post(company.finance, f"/invoices/{asked['id']}/reverse", reason="goods came back")
    now = await company.get(company.keeper, path)
    assert (now["to_correct"], now["to_request"]) == ([], True)
    again = await company.post(company.li, "/invoices", order_id=str(order["order_id"]))
    assert again["amount"] == cny("600.00")


async def test_feature_195_credited_differences_and_closed_rests_are_not_owed(company: Company, outbox: Any) -> None:
    order = await company.sold("1000.00", HALVES)
    people = {name: order[name] for name in ("order_id", "customer_id", "owner_id", "legal_entity_id")}
    said = {"shipment_id": uuid4(), "number": "SH-1", "by_id": uuid4(), "difference_id": uuid4(), "pieces": 1}
    for decision, credit in ((DifferenceDecision.RESEND, "0.00"), (DifferenceDecision.CREDIT, "10.00")):
        more = {"decision": decision, "credit": Money.of(credit, "CNY")}
        await company.deliver(DifferenceDecided(**people | said | more))
    rest = {"closing_id": uuid4(), "reason": "out of stock", "pieces": 2, "credit": Money.of("90.00", "CNY")}
    await company.deliver(OrderClosedShort(**order | rest))
    assert (await company.account(order))["receivable"] == cny("900.00")
    assert [(event.reason, event.amount.amount) for event in await outbox(AllowanceGranted)] == [
        ("DIFFERENCE", 10), ("CLOSED_SHORT", 90)
    ]  # fmt: skip


async def test_feature_196_what_comes_before_its_order_is_told_again_later(company: Company) -> None:
    contract = company.contract(await company.customer())
    await company.deliver(contract)
    order = company.order(contract)
    with pytest.raises(NotYet):
        await company.deliver(came_back(order, "10.00"))
    await company.placed(order)
    with pytest.raises(NotYet):
        await company.deliver(came_back(order, "10.00"))


async def test_feature_196_a_cancelled_order_owes_nothing_less(company: Company, outbox: Any) -> None:
    order = await company.sold("1000.00", HALVES)
    await company.cancelled(order)
    await company.deliver(came_back(order, "10.00"))
    assert await outbox(AllowanceGranted) == []


AT_ONCE = (("100", InstalmentTrigger.ORDER, 0),)


async def given_up(company: Company, amount: str) -> tuple[dict[str, Any], Any]:
    """An order over 1000.00 of which this was written off, and the payment of the rest."""
    order = await company.sold("1000.00", AT_ONCE)
    paid = await company.pay(order, str(1000 - Decimal(amount)))
    owed_first = (await company.receivables(order))[0]
    if owed_first["status"] == "OPEN":
        line = {"receivable_id": owed_first["id"], "amount": amount, "reason": "bankrupt"}
        asked = await company.post(company.li, "/write-offs", **line)
        await company.post(company.keeper, f"/write-offs/{asked['id']}/apply", round=1)
    return order, paid


@pytest.mark.parametrize("amount", ["0.01", "400.00"], ids=["by the tolerance", "as approved"])
@pytest.mark.parametrize("credit", ["300.00", "1000.00"], ids=["some goods", "all goods"])
async def test_what_was_written_off_stays_written_off_when_goods_come_back_and_his_money_lies_on_the_account(
    company: Company, outbox: Any, amount: str, credit: str
) -> None:
    order, paid = await given_up(company, amount)
    await company.deliver(came_back(order, credit))
    released = min(Decimal(credit), 1000 - Decimal(amount))
    (owed_first,) = await company.receivables(order)
    figures = [owed_first[name]["amount"] for name in ("amount", "paid", "written_off", "open")]
    left = 1000 - released
    assert (owed_first["status"], figures) == ("PAID", [f"{left:.2f}", f"{left - Decimal(amount):.2f}", amount, "0.00"])
    assert [event.released.amount for event in await outbox(AllowanceGranted)] == [released]
    shown = await company.get(company.finance, f"/payments/{paid['id']}")
    assert Decimal(shown["amount"]["amount"]) - Decimal(shown["allocated"]["amount"]) == released
    lines = await company.get(company.finance, "/write-offs", receivable_id=owed_first["id"])
    assert [line["status"] for line in lines["items"]] == ["APPLIED"]
    assert (await company.account(order))["settled"]


async def test_what_finance_has_seen_settles_again_before_what_waits_when_goods_come_back(company: Company) -> None:
    order = await company.sold("1000.00", HALVES)
    await company.pay(order, "300.00")
    await company.pay(order, "700.00", confirm=False)
    await company.deliver(came_back(order, "800.00"))
    assert await owed(company, order) == [
        ("PAID", "200.00", "200.00", "0.00", "0.00"), ("CANCELLED", "700.00", "0.00", "0.00", "700.00")
    ]  # fmt: skip
