"""Is an order of a customer whom finance does not trust stopped, and let go when somebody has released it?"""

import asyncio
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from chassis.base.clock import new_id
from chassis.testing.plugin import ServiceHarness
from messages.collections.grading.grades import CreditStandingChanged
from messages.collections.grading.requests import CreditRequestConfirmed, CreditRequestKind
from tests.services.orders.conftest import Company
from tests.services.orders.credit.test_credit import ONE, a_contract, facts, owes


async def stands(company: Company, customer: UUID, *, version: int = 1, **said: Any) -> None:
    """Told by collections."""
    told = {"credit_standing_id": customer, "customer_id": customer, "legal_entity_id": "CS-CN", "version": version}
    await company.harness.deliver(CreditStandingChanged.model_validate(told | said))


async def released(company: Company, customer: UUID, order: Any, id: UUID) -> None:
    """Told by collections."""
    event = CreditRequestConfirmed(
        credit_request_id=id,
        number="CL-1",
        kind=CreditRequestKind.RELEASE,
        customer_id=customer,
        order_id=UUID(order["id"]),
        legal_entity_id="CS-CN",
        reason="stands still without it",
        confirmed_by=new_id(),
        version=2,
    )
    await company.harness.deliver(event)


async def reserved(company: Company, contract: UUID, product: UUID, pieces: int) -> Any:
    order = await company.order(contract, (product, pieces))
    await facts(company, order)
    return await company.stands(order, "confirm", "reserve")


async def ship(company: Company, order: Any, pieces: int | None = None) -> Any:
    line = order["lines"][0]
    lines = [{"line": line["line"], "product_id": line["product_id"], "quantity": pieces}] if pieces else []
    return await company.ok(company.shipper, "POST", f"/orders/{order['id']}/ship", {"lines": lines})


async def test_feature_145_nothing_leaves_to_a_customer_on_hold(company: Company) -> None:
    product = await company.product("P-HOLD", on_hand=100)
    contract = await company.contract((product, 100, ONE))
    order = await reserved(company, contract.contract_id, product, 10)
    await stands(company, contract.customer_id, on_hold=True, hold_reason="破产传闻", grade="C")
    path = f"/orders/{order['id']}/ship"
    await company.refused("ORD-114", company.shipper, path, {})
    await stands(company, contract.customer_id, version=3)
    await stands(company, contract.customer_id, version=2, on_hold=True)
    await ship(company, order)


async def test_feature_145_a_release_lets_one_shipment_of_that_order_leave(company: Company) -> None:
    customer, contract, product = await a_contract(company, "10000.00")
    first = await reserved(company, contract, product, 6_000)
    other = await reserved(company, contract, product, 1_000)
    await owes(company, customer, "11000.00", limit="10000.00", version=2)
    await stands(company, customer, on_hold=True)
    paths = [f"/orders/{order['id']}/ship" for order in (first, other)]
    request = new_id()
    for _ in range(2):
        await released(company, customer, first, request)
    await company.refused("ORD-114", company.shipper, paths[1], {})
    await ship(company, first, 4_000)
    await company.refused("ORD-114", company.shipper, paths[0], {})
    await released(company, customer, first, request)
    await company.refused("ORD-114", company.shipper, paths[0], {})
    await stands(company, customer, version=2)
    await company.refused("ORD-24", company.shipper, paths[0], {})
    await released(company, customer, first, new_id())
    await ship(company, first)


@pytest.mark.parametrize("limit", ["10000.00", None])
async def test_a_release_is_of_the_next_shipment_and_opens_no_hold_of_later(
    company: Company, limit: str | None
) -> None:
    if limit:
        customer, contract, product = await a_contract(company, limit)
    else:
        product = await company.product("P-FREE", on_hand=3_000)
        free = await company.contract((product, 3_000, ONE))
        customer, contract = free.customer_id, free.contract_id
    order = await reserved(company, contract, product, 2_000)
    await released(company, customer, order, new_id())
    await ship(company, order, 1_000)
    await stands(company, customer, on_hold=True)
    await company.refused("ORD-114", company.shipper, f"/orders/{order['id']}/ship", {})


async def test_two_shipments_at_once_use_one_release_once(company: Company) -> None:
    customer, contract, product = await a_contract(company, "10000.00")
    order = await reserved(company, contract, product, 2_000)
    await stands(company, customer, on_hold=True)
    await released(company, customer, order, new_id())
    line = {"line": 1, "product_id": str(product), "quantity": 500}
    path = f"/orders/{order['id']}/ship"
    both = await asyncio.gather(*(company.as_(company.shipper).post(path, json={"lines": [line]}) for _ in range(2)))
    assert sorted(answer.status_code for answer in both) == [201, 409]


async def test_feature_145_152_approvers_are_told_of_holds_and_of_terms_above_the_grade(company: Company) -> None:
    product = await company.product("P-TERMS", on_hand=100)
    customer = await company.customer()
    order = await company.sold(customer, {"product_id": str(product), "quantity": 1})
    plain = await company.subject(order)
    assert (plain["facts"]["on_hold"], plain["facts"]["terms_above_grade"]) == (False, False)
    assert not {"credit_grade", "credit_hold"} & set(plain["content"])
    await stands(company, customer, grade="C", most_days=29)
    above = await company.subject(order)
    assert (above["facts"]["on_hold"], above["facts"]["terms_above_grade"]) == (False, True)
    assert above["content"]["credit_grade"] == "C"
    await stands(company, customer, grade="C", most_days=30, on_hold=True, hold_reason="诉讼", version=2)
    held = await company.subject(order)
    assert (held["facts"]["on_hold"], held["facts"]["terms_above_grade"]) == (True, False)
    assert held["content"]["credit_hold"] == "诉讼"


async def open_exposure(company: Company, customer: UUID) -> Decimal:
    """Counted another way: what stands of his orders, by the lists that people see."""
    found = await company.ok(company.admin, "GET", "/orders?limit=100")
    gone = ("CANCELLED", "CANCELLING", "RETURNED")
    standing = [one for one in found["items"] if one["customer_id"] == str(customer) and one["status"] not in gone]
    return sum((Decimal(one["total"]["amount"]) for one in standing), Decimal(0))


async def reserved_credit(company: Company, contract: UUID, product: UUID) -> Decimal:
    """What the next order is told it would come to, less itself: placed, read and cancelled again."""
    probe = await company.order(contract, (product, 500_000))
    subject = await company.subject(probe)
    said = subject["content"]["exposure"].partition(" ")[0]
    await company.ok(company.seller, "POST", f"/orders/{probe['id']}/cancel", {"reason": "a look"})
    await company.stands(probe, "finish-cancellation")
    return Decimal(said) - 500_000


async def test_feature_145_of_twenty_orders_at_once_every_one_counts(company: Company) -> None:
    customer, contract, product = await a_contract(company, "10000.00")
    placed = await asyncio.gather(*(company.order(contract, (product, 1_000)) for _ in range(20)))
    over = [(await facts(company, order))["over_limit"] for order in placed]
    assert over.count(False) <= 10, "no more than ten of them are within the limit together"
    assert await reserved_credit(company, contract, product) == await open_exposure(company, customer) == 20_000
    confirmed = await asyncio.gather(*(company.stands(order, "confirm") for order in placed))
    assert sum(one["status"] == "CONFIRMED" for one in confirmed) >= 10
    assert await reserved_credit(company, contract, product) == 20_000


VERBS = ["place", "confirm", "return", "resubmit", "cancel"]
STEPS = st.lists(
    st.tuples(st.sampled_from(VERBS), st.integers(0, 5), st.integers(1, 900)),
    min_size=3,
    max_size=9,
)  # fmt: skip


@settings(
    max_examples=6,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=STEPS)
async def test_feature_145_reserved_credit_is_the_open_exposure_after_every_step(
    harness: ServiceHarness, steps: list[tuple[str, int, int]]
) -> None:
    company = Company(harness)
    customer, contract, product = await a_contract(company, "1.00")
    orders: list[Any] = []
    for verb, which, pieces in steps:
        if verb == "place" or not orders:
            orders.append(await company.order(contract, (product, pieces)))
        else:
            await _step(company, orders[which % len(orders)], verb)
        assert await reserved_credit(company, contract, product) == await open_exposure(company, customer)


async def _step(company: Company, order: Any, verb: str) -> None:
    """As far as its state allows it."""
    who = company.process if verb in ("confirm", "return") else company.seller
    bodies: dict[str, Any] = {"return": {"guidance": "x"}, "cancel": {"reason": "x"}, "resubmit": {}}
    answer = await company.as_(who).post(f"/orders/{order['id']}/{verb}", json=bodies.get(verb))
    assert answer.status_code in (200, 409), answer.text
    if verb == "cancel" and answer.status_code == 200:
        await company.as_(company.process).post(f"/orders/{order['id']}/finish-cancellation")
