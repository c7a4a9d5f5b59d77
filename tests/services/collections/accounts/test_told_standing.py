"""Do the events of money say how it stands, so that no process needs to ask?"""

import asyncio
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from chassis.testing.plugin import ServiceHarness
from messages.collections.receivables import AccountSnapshot
from tests.services.collections.conftest import Company, cny


async def told(harness: ServiceHarness, order: dict[str, Any]) -> Sequence[AccountSnapshot]:
    """What was said of this order's money, by version."""
    said = [getattr(event, "accounts", {}).get(UUID(str(order["order_id"]))) for event in await harness.outbox()]
    return sorted([one for one in said if one is not None], key=lambda one: one.version)


async def asked(company: Company, order: dict[str, Any]) -> AccountSnapshot:
    answer = await company.get(company.keeper, f"/order-accounts/{order['order_id']}/snapshot")
    return AccountSnapshot.model_validate(answer)


async def test_each_act_says_what_stands_after_it(company: Company, harness: ServiceHarness) -> None:
    order = await company.sold("1000.00")
    paid = await company.pay(order, "1000.00", confirm=False)
    assert [(one.version, [item.number for item in one.to_confirm]) for one in await told(harness, order)] == [
        (1, [paid["number"]])
    ]
    assert (await told(harness, order))[-1] == await asked(company, order)
    await company.post(company.finance, f"/payments/{paid['id']}/confirm")
    assert (await told(harness, order))[-1] == await asked(company, order)
    requested = await company.post(company.li, "/invoices", order_id=str(order["order_id"]))
    assert (await told(harness, order))[-1] == await asked(company, order)
    await company.post(company.finance, f"/invoices/{requested['id']}/issue")
    last = (await told(harness, order))[-1]
    assert (last.version, last.settled, last.invoiced_in_full) == (4, True, True)
    assert last == await asked(company, order)


async def test_of_acts_at_once_the_latest_version_has_seen_all(company: Company, harness: ServiceHarness) -> None:
    order = await company.sold("1000.00")
    await asyncio.gather(*[company.pay(order, "100.00", confirm=False, reference=f"BANK-{n}") for n in range(6)])
    said = await told(harness, order)
    assert [(one.version, len(one.to_confirm)) for one in said] == [(n, n) for n in range(1, 7)]


async def test_who_asks_during_an_act_hears_of_it(company: Company, harness: ServiceHarness) -> None:
    """Else he would keep what stood before it under a version of after it."""
    order = await company.sold("1000.00")

    async def ask() -> AccountSnapshot:
        return await asked(company, order)

    paying = [company.pay(order, "100.00", confirm=False, reference=f"BANK-{n}") for n in range(4)]
    answers = await asyncio.gather(*paying, *[ask() for _ in range(8)])
    seen = [one for one in answers if isinstance(one, AccountSnapshot)]
    assert all(one.version == len(one.to_confirm) for one in seen)


async def test_an_act_over_many_orders_leaves_it_to_them_to_ask(company: Company, harness: ServiceHarness) -> None:
    customer = await company.customer()
    orders = [await company.sold("100.00", customer=customer) for _ in range(4)]
    with_orders = [{"order_id": str(order["order_id"])} for order in orders[1:]]
    body = {"order_id": str(orders[0]["order_id"]), "with_orders": with_orders}
    made = await company.post(company.li, "/invoices", **body)
    assert made["amount"] == cny("400.00")
    assert [await told(harness, order) for order in orders] == [[], [], [], []]
