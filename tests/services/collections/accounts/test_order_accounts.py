"""Does the process of an order see all of its money, however many payments and invoices there are?"""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from chassis.http.client import ServiceClient
from chassis.testing.plugin import ServiceHarness, token_of
from messages.collections.receivables import AccountSnapshot
from messages.errors import NotFound
from tests.services.collections.conftest import FOREVER, NOW, Company, cny
from tests.services.statement_log import statements
from workflows.activities.collections import Collections
from workflows.activities.service_calls import ServiceCalls


@pytest.fixture(autouse=True)
def a_fixed_day(time_is: Any) -> None:
    time_is(NOW)


async def test_all_that_waits_is_seen_in_one_statement(company: Company, harness: ServiceHarness) -> None:
    order = await company.sold("1000.00")
    paid = [await company.pay(order, "10.00", confirm=n % 2 == 1) for n in range(9)]
    about = {"order_id": str(order["order_id"])}
    for n in range(5):
        amount = {"amount": f"{100 + n}.00", "currency": "CNY"}
        await company.post(company.li, "/invoices", **about, amount=amount)
    token = token_of(company.keeper, iat=0, exp=FOREVER)
    client = ServiceClient("http://service", token, http=company.as_(company.keeper))
    with statements(harness) as said:
        seen = await Collections(ServiceCalls(client)).account_snapshot(datetime.now(UTC), UUID(about["order_id"]))
    assert len(said) == 2, said  # before it, one waits for acts that are at their ends
    assert {piece.id for piece in seen.to_confirm} == {UUID(one["id"]) for one in paid[::2]}
    assert (len(seen.to_issue), seen.invoices, seen.to_request) == (5, 5, True)
    assert {str(piece.amount) for piece in seen.to_confirm} == {"10.00 CNY"}
    assert sorted(str(piece.amount) for piece in seen.to_issue) == [f"{100 + n}.00 CNY" for n in range(5)]


async def test_where_the_money_stands_is_what_the_account_says(company: Company) -> None:
    order = await company.sold("1000.00")
    path = f"/order-accounts/{order['order_id']}"
    keeper = company.as_(company.keeper)

    async def stands() -> tuple[Any, ...]:
        seen = (await keeper.get(f"{path}/snapshot")).json()
        account = (await keeper.get(path)).json()
        assert (seen["settled"], seen["invoiced_in_full"]) == (account["settled"], account["invoiced_in_full"])
        return seen["settled"], len(seen["to_confirm"]), len(seen["on_account"])

    assert await stands() == (False, 0, 0)
    await company.pay(order, "400.00", confirm=False)
    assert await stands() == (False, 1, 0)
    await company.pay(order, "1000.00")
    assert await stands() == (True, 1, 0)
    await company.pay(order, "50.00")
    assert await stands() == (True, 1, 1)


async def test_of_two_orders_that_one_payment_settles_one_asks_finance_to_confirm_it(company: Company) -> None:
    customer = await company.customer()
    orders = [await company.sold("1000.00", customer=customer) for _ in range(2)]
    parts = [{"receivable_id": (await company.receivables(one))[0]["id"], "amount": "300.00"} for one in orders]
    said = {"customer_id": str(customer), "amount": cny("600.00"), "received_on": NOW.date().isoformat()}
    paid = await company.post(company.li, "/payments", **said, allocations=parts)

    async def asked() -> list[str]:
        keeper = company.as_(company.keeper)
        seen = [(await keeper.get(f"/order-accounts/{one['order_id']}/snapshot")).json() for one in orders]
        return [item["id"] for one in seen for item in one["to_confirm"]]

    assert await asked() == [paid["id"]]
    await company.post(company.finance, f"/payments/{paid['id']}/confirm")
    assert await asked() == []


async def test_what_is_to_be_invoiced_is_what_the_order_has_left(company: Company) -> None:
    order = await company.sold("1000.00")

    async def left() -> Any:
        return (await company.as_(company.keeper).get(f"/order-accounts/{order['order_id']}/snapshot")).json()

    assert ((await left())["to_request"], (await left())["to_invoice"]) == (True, cny("1000.00"))
    await company.post(company.li, "/invoices", order_id=str(order["order_id"]), amount=cny("999.99"))
    assert ((await left())["to_request"], (await left())["to_invoice"]) == (True, cny("0.01"))
    await company.post(company.li, "/invoices", order_id=str(order["order_id"]))
    assert ((await left())["to_request"], (await left())["to_invoice"]) == (False, None)


async def test_an_account_that_is_not_known_yet_has_nothing(company: Company) -> None:
    answer = await company.as_(company.keeper).get(f"/order-accounts/{UUID(int=1)}/snapshot")
    assert answer.status_code == 404


async def test_a_collections_that_does_not_know_the_question_has_not_said_that_nothing_is_owed(
    company: Company,
) -> None:
    """One of the release before, while the services are changed one after another: the activity is tried again."""
    token = token_of(company.keeper, iat=0, exp=FOREVER)
    client = ServiceClient("http://service", token, http=company.as_(company.keeper))
    asking = ServiceCalls(client)
    assert await Collections(asking).account_snapshot(NOW, UUID(int=1)) == AccountSnapshot()
    with pytest.raises(NotFound):
        await asking.find(f"/order-accounts/{UUID(int=1)}/a-question-of-tomorrow", AccountSnapshot)
    with pytest.raises(NotFound):
        await Collections(asking)._reverse(NOW, UUID(int=1), "a-verb-of-tomorrow")


ECHO = ("total", "to_pay", "to_confirm")


async def test_feature_122_the_sums_of_an_order_are_what_is_to_be_paid_and_what_waits_for_finance(
    company: Company,
) -> None:
    order = await company.sold("1000.00")

    async def echo() -> list[str]:
        seen = await company.account(order)
        [listed] = await company.get(company.li, "/order-accounts", order_id=str(order["order_id"]))
        assert [listed[name] for name in ECHO] == [seen[name] for name in ECHO]
        return [seen[name]["amount"] for name in ECHO]

    assert await echo() == ["1000.00", "1000.00", "0.00"]
    first = await company.pay(order, "400.00", confirm=False)
    assert await echo() == ["1000.00", "600.00", "400.00"]
    await company.post(company.finance, f"/payments/{first['id']}/confirm")
    assert await echo() == ["1000.00", "600.00", "0.00"]
    await company.pay(order, "700.00", confirm=False)  # more than is owed
    assert await echo() == ["1000.00", "0.00", "700.00"]


async def test_feature_122_money_that_came_before_the_order_owes_anything_is_in_its_sums(company: Company) -> None:
    contract = company.contract(await company.customer(), "1000.00")
    await company.deliver(contract)
    order = company.order(contract)
    await company.placed(order)
    paid = await company.pay(order, "300.00", confirm=False)
    seen = await company.account(order)
    assert [seen[name]["amount"] for name in ECHO] == ["1000.00", "700.00", "300.00"]
    await company.post(company.finance, f"/payments/{paid['id']}/confirm")
    seen = await company.account(order)
    assert [seen[name]["amount"] for name in ECHO] == ["1000.00", "700.00", "0.00"]


async def test_feature_126_an_order_has_its_next_due_day_and_how_late_the_latest_is(
    company: Company, time_is: Any, harness: ServiceHarness
) -> None:
    order = await company.sold("1000.00")
    await company.received(order)
    first, second = await company.receivables(order)
    seen = await company.account(order)
    assert (seen["next_due_on"], seen["days_late"]) == (first["due_on"], 0)
    time_is(NOW + timedelta(days=12))
    seen = await company.account(order)
    assert (seen["next_due_on"], seen["days_late"]) == (first["due_on"], 12)
    await company.pay(order, "300.00")
    seen = await company.account(order)
    assert (seen["next_due_on"], seen["days_late"]) == (second["due_on"], 0)
    await company.pay(order, "700.00")
    seen = await company.account(order)
    assert (seen["next_due_on"], seen["days_late"]) == (None, 0)
    others = [await company.sold("10.00") for _ in range(3)]
    costs = []
    for many in (1, 3):
        ids = [str(one["order_id"]) for one in others[:many]]
        with statements(harness) as said:
            assert len(await company.get(company.li, "/order-accounts", order_id=ids)) == many
        costs.append(len(said))
    assert costs[0] == costs[1], "no statement per order"
