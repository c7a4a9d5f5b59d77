"""What does each act on an order's money cost the database?"""

from collections.abc import Awaitable
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from chassis.base.clock import new_id
from chassis.testing.plugin import ServiceHarness
from messages.deals.terms import InstalmentTrigger
from messages.money import Money
from messages.orders.orders import OrderConfirmed, OrderedLine, OrderPlaced, OrderReceived, OrderShipped
from tests.services.collections.conftest import NOW, Company, cny
from tests.services.statement_log import statements

# What each of them says: claim, lock, read, write all rows with the events. No statement for a line, or a row.
MOST = {
    "placed": 4, "confirmed": 12, "shipped": 8, "received": 5,
    "request": 10, "issue": 9, "record": 9, "confirm": 14, "account": 2,
}  # fmt: skip


@pytest.mark.parametrize("many", [1, 5], ids=["one line", "five lines"])
async def test_an_act_on_an_orders_money_is_few_statements_however_many_lines_it_has(
    company: Company, harness: ServiceHarness, many: int
) -> None:
    await company.hire(company.li)
    customer = await company.customer()
    assert await costs_of_an_order(company, harness, customer, many) == MOST


async def costs_of_an_order(company: Company, harness: ServiceHarness, customer: UUID, many: int) -> dict[str, int]:
    """From its placing until it is paid."""
    contract = company.contract(customer, f"{many}00.00", (("100", InstalmentTrigger.SHIPMENT, 30),))
    await company.deliver(contract)
    order = company.order(contract)
    about: dict[str, Any] = {"order_id": str(order["order_id"])}
    cost: dict[str, int] = {}

    async def measured(act: str, doing: Awaitable[Any]) -> Any:
        with statements(harness) as said:
            done = await doing
        cost[act] = len(said)
        return done

    tax, total = Money.of("11.50", "CNY"), Money.of("100.00", "CNY")
    lines = [OrderedLine(description="x", quantity=1, tax_rate=Decimal(13), tax=tax, total=total) for _ in range(many)]
    confirmed = OrderConfirmed(**order, lines=lines, confirmed_at=NOW, version=2)
    await measured("placed", company.deliver(OrderPlaced(**order, version=1)))
    await measured("confirmed", company.deliver(confirmed))
    await measured("shipped", company.deliver(OrderShipped(**order, shipped_at=NOW, version=4)))
    await measured("received", company.deliver(OrderReceived(**order, received_at=NOW, version=5)))
    invoice = await measured("request", company.post(company.li, "/invoices", **about, id=str(new_id())))
    await measured("issue", company.post(company.finance, f"/invoices/{invoice['id']}/issue"))
    money = {"amount": cny(f"{many}00.00"), "received_on": "2026-03-02"}
    about |= {"customer_id": str(order["customer_id"]), "id": str(new_id()), **money}
    paid = await measured("record", company.post(company.li, "/payments", **about))
    await measured("confirm", company.post(company.finance, f"/payments/{paid['id']}/confirm"))
    account = await measured("account", company.account(order))
    assert (account["settled"], account["invoiced_in_full"]) == (True, True)
    return cost
