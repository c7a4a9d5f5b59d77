"""Does a customer see what he owes, and only that?"""

from datetime import timedelta
from typing import Any
from uuid import UUID

from chassis.auth.identity import Actor
from chassis.testing.plugin import an_actor
from tests.services.collections.conftest import NOW, Company, cny


def buyer_of(customer: UUID, **other: Any) -> Actor:
    return an_actor("customer", unit="", customer_id=customer, **other)


async def test_feature_103_a_customer_sees_what_is_open_and_what_is_due(company: Company, time_is: Any) -> None:
    time_is(NOW)
    order = await company.sold()  # 30 percent on order, 70 thirty days after receipt
    await company.pay(order, "100.00")
    buyer = company.as_(buyer_of(order["customer_id"]))
    seen = (await buyer.get("/portal/statement")).json()
    assert seen["balances"] == [{"open": cny("900.00"), "due": cny("200.00"), "advance": cny("0.00")}]
    assert [(one["open"], one["order_id"], one["days_late"]) for one in seen["debts"]] == [
        (cny("200.00"), str(order["order_id"]), 0),
        (cny("700.00"), str(order["order_id"]), 0),
    ]
    accounts = (await buyer.get("/portal/order-accounts", params={"order_id": str(order["order_id"])})).json()
    assert [(one["paid"], one["to_pay"]) for one in accounts] == [(cny("100.00"), cny("900.00"))]
    time_is(NOW + timedelta(days=3))
    assert [one["days_late"] for one in (await buyer.get("/portal/statement")).json()["debts"]] == [3, 0]


async def test_feature_103_nobody_elses_money_is_shown_to_a_customer(company: Company, time_is: Any) -> None:
    time_is(NOW)
    order = await company.sold()
    strangers = [buyer_of(await company.customer()), buyer_of(order["customer_id"], legal_entities=("CS-US",))]
    for stranger in strangers:
        seen = (await company.as_(stranger).get("/portal/statement")).json()
        assert seen["debts"] == []
        accounts = await company.as_(stranger).get(
            "/portal/order-accounts", params={"order_id": str(order["order_id"])}
        )
        assert accounts.json() == []
    own = company.as_(buyer_of(order["customer_id"]))
    for path in ("/receivables", "/order-accounts", "/ageing", f"/statements/{order['customer_id']}"):
        assert (await own.get(path)).status_code == 403, path
    assert (await company.as_(company.li).get("/portal/statement")).status_code == 403
