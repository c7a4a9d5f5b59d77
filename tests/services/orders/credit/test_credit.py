"""Do two orders of one customer pass his credit limit together unseen?"""

import asyncio
from typing import Any
from uuid import UUID, uuid5

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chassis.base.clock import new_id
from chassis.testing.plugin import ServiceHarness, an_actor
from messages.orders import orders
from tests import builders
from tests.services.orders.conftest import Company

ONE = "1.00"  # so that an order of so many pieces is worth so much


async def owes(company: Company, customer: UUID, owed: str, *, limit: str, version: int = 1, **other: Any) -> None:
    """Told by collections."""
    told = builders.a_credit(
        customer, credit_id=uuid5(customer, "CNY"), owed=owed, limit=limit, version=version, **other
    )
    await company.harness.deliver(told)


async def a_contract(company: Company, limit: str) -> tuple[UUID, UUID, UUID]:
    """Of a new customer with this limit: his id, the contract's, the product's."""
    product = await company.product(f"P-{new_id()}", on_hand=1_000_000)
    customer = new_id()
    contract = await company.contract((product, 1_000_000, ONE), customer_id=customer)
    await owes(company, customer, "0.00", limit=limit, order_ids=[])
    return customer, contract.contract_id, product


async def facts(company: Company, order: Any) -> Any:
    matter = await company.ok(company.process, "GET", f"/orders/{order['id']}/approval-subject")
    return matter["facts"]


async def test_case_c5_orders_that_wait_count(company: Company) -> None:
    _, contract, product = await a_contract(company, "60000.00")
    first = await company.order(contract, (product, 50_000))
    second = await company.order(contract, (product, 24_000))
    assert [(await facts(company, order))["over_limit"] for order in (first, second)] == [False, True]


async def test_case_c5_two_orders_at_once_do_not_both_go_without_finance(company: Company) -> None:
    _, contract, product = await a_contract(company, "10000.00")
    both = await asyncio.gather(*(company.order(contract, (product, 6_000)) for _ in range(2)))
    assert sorted([(await facts(company, order))["over_limit"] for order in both]) in ([False, True], [True, True])


async def test_case_c5_two_contracts_of_one_customer_at_once(company: Company) -> None:
    customer, contract, product = await a_contract(company, "10000.00")
    other = await company.contract((product, 1_000_000, ONE), customer_id=customer)
    both = await asyncio.gather(*(company.order(one, (product, 6_000)) for one in (contract, other.contract_id)))
    assert any([(await facts(company, order))["over_limit"] for order in both])


async def test_case_c5_the_limit_is_looked_at_again_when_an_order_is_confirmed(company: Company, outbox: Any) -> None:
    customer, contract, product = await a_contract(company, "10000.00")
    order = await company.order(contract, (product, 6_000))
    assert not (await facts(company, order))["over_limit"]
    await owes(company, customer, "5000.00", limit="10000.00", version=2)
    again = await company.stands(order, "confirm")
    assert (again["status"], again["round"]) == ("PLACED", 2)
    assert [event.round for event in await outbox(orders.OrderPlaced)] == [1, 2]
    assert (await facts(company, order))["over_limit"]
    assert (await company.stands(order, "confirm"))["status"] == "CONFIRMED"


@pytest.mark.parametrize("verb", ["confirm", "confirm-and-reserve"])
async def test_case_c5_a_repeat_for_the_round_before_confirms_nothing_behind_finance(
    company: Company, outbox: Any, verb: str
) -> None:
    """The answer to the first was lost: the process asks again for the round that was approved."""
    customer, contract, product = await a_contract(company, "10000.00")
    order = await company.order(contract, (product, 6_000))
    await facts(company, order)
    await owes(company, customer, "5000.00", limit="10000.00", version=2)
    path = f"/orders/{order['id']}/{verb}"
    for _ in range(2):
        answer = await company.ok(company.process, "POST", path, {"round": 1})
        assert (answer["status"], answer["round"]) == ("PLACED", 2)
    assert [event.round for event in await outbox(orders.OrderPlaced)] == [1, 2]
    done = await company.ok(company.process, "POST", path, {"round": 2})
    assert done["status"] == {"confirm": "CONFIRMED", "confirm-and-reserve": "RESERVED"}[verb]


async def test_case_c5_the_limit_is_looked_at_again_when_goods_leave(company: Company) -> None:
    customer, contract, product = await a_contract(company, "10000.00")
    order = await company.order(contract, (product, 6_000))
    await facts(company, order)
    await company.stands(order, "confirm", "reserve")
    await owes(company, customer, "11000.00", limit="10000.00", version=2)
    await company.refused("ORD-24", company.shipper, f"/orders/{order['id']}/ship", {})
    await owes(company, customer, "6000.00", limit="10000.00", version=3)
    await company.ok(company.shipper, "POST", f"/orders/{order['id']}/ship", {})


async def test_what_was_accepted_with_one_order_lets_the_others_leave(company: Company) -> None:
    _, contract, product = await a_contract(company, "10000.00")
    first, second = [await company.order(contract, (product, 6_000)) for _ in range(2)]
    assert not (await facts(company, first))["over_limit"]
    assert (await facts(company, second))["over_limit"]
    for order in (second, first):
        assert (await company.stands(order, "confirm"))["status"] == "CONFIRMED"
        await company.stands(order, "reserve")
    for order in (first, second):
        await company.ok(company.shipper, "POST", f"/orders/{order['id']}/ship", {})


async def test_a_confirmed_order_counts_until_it_is_among_the_debts_and_then_once(company: Company) -> None:
    customer, contract, product = await a_contract(company, "10000.00")
    first = await company.order(contract, (product, 6_000))
    await company.stands(first, "confirm")
    second = await company.order(contract, (product, 5_000))
    assert (await facts(company, second))["over_limit"]
    await owes(company, customer, "6000.00", limit="10000.00", version=2, order_ids=[UUID(first["id"])])
    await company.ok(company.seller, "POST", f"/orders/{second['id']}/cancel", {"reason": "too much"})
    third = await company.order(contract, (product, 4_000))
    assert not (await facts(company, third))["over_limit"]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(amounts=st.lists(st.integers(1, 9_000), min_size=2, max_size=6), limit=st.integers(1, 20_000))
async def test_case_c5_no_set_of_orders_at_once_passes_the_limit_unseen(
    harness: ServiceHarness, amounts: list[int], limit: int
) -> None:
    """What is confirmed without finance having been asked of it is within the limit together."""
    company = Company(harness)
    _, contract, product = await a_contract(company, f"{limit}.00")
    placed = await asyncio.gather(*(company.order(contract, (product, amount)) for amount in amounts))
    asked = [(await facts(company, order))["over_limit"] for order in placed]
    stand = [await company.stands(order, "confirm") for order in placed]
    unseen = [
        amount
        for amount, told, order in zip(amounts, asked, stand, strict=True)
        if not told and order["status"] == "CONFIRMED"
    ]
    assert sum(unseen) <= limit


async def test_feature_141_ord_126_what_the_limit_stopped_is_told_by_its_outcome(company: Company) -> None:
    _, contract, product = await a_contract(company, "10.00")
    within = await company.order(contract, (product, 10))
    held, gone, released = [await company.order(contract, (product, 20)) for _ in range(3)]
    await company.ok(company.manager, "POST", f"/orders/{gone['id']}/cancel", {"reason": "over the limit"})
    await company.ok(company.process, "POST", f"/orders/{released['id']}/confirm")
    finance = an_actor("finance", unit="cs/finance")
    for who in (finance, company.manager):
        stops = await company.ok(who, "GET", "/orders/credit-stops")
        assert [(one["outcome"], one["count"], one["total"]["amount"]) for one in stops] == [
            ("HELD", 1, held["total"]["amount"]),
            ("PREVENTED", 1, gone["total"]["amount"]),
            ("RELEASED", 1, released["total"]["amount"]),
        ]
    assert within["status"] == "PLACED"
    abroad = an_actor("finance", unit="us", legal_entities=("CS-US",))
    assert await company.ok(abroad, "GET", "/orders/credit-stops") == []
    assert (await company.as_(company.seller).get("/orders/credit-stops")).status_code == 403
