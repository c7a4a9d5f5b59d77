"""Do the orders of somebody who leaves go to a successor in one act?"""

from typing import Any
from uuid import uuid4

from chassis.testing.plugin import an_actor
from messages.deals.customer_care.merging import CustomerMerged
from messages.deals.customer_care.moves import CustomerHandedOver
from messages.hand_over import OrdersHandedOver, PersonHandedOver
from tests import builders
from tests.services.orders.conftest import Company


async def test_case_a8_feature_192_orders_and_what_is_still_called_off_are_the_successors(
    company: Company, placed: Any, outbox: Any
) -> None:
    to = an_actor("sales", name="王伟", unit="cs/east/sales-2")
    await company.harness.deliver(builders.a_person(to))
    event = PersonHandedOver(
        handover_id=uuid4(), person_id=company.seller.id, person_name="Li Na", to_id=to.id, by_id=uuid4(), version=1
    )
    await company.harness.deliver(event, twice=True)
    shown = await company.ok(to, "GET", f"/orders/{placed['id']}")
    assert (shown["owner_id"], shown["owner_name"]) == (str(to.id), to.name)
    [said] = await outbox(OrdersHandedOver)
    assert (said.orders, said.owner_id) == (1, to.id)
    line = placed["lines"][0]
    more = {"contract_id": placed["contract_id"], "lines": [{"product_id": line["product_id"], "quantity": 1}]}
    assert (await company.ok(to, "POST", "/orders", more))["owner_id"] == str(to.id)


async def test_case_a8_a_contract_that_became_effective_meanwhile_is_called_off_by_the_successor(
    company: Company,
) -> None:
    to = an_actor("sales", name="王伟", unit="cs/east/sales-2")
    await company.harness.deliver(builders.a_person(to))
    await company.harness.deliver(builders.a_person(company.seller))
    await company.harness.deliver(builders.a_person(company.seller, active=False, version=2))
    ids = {"handover_id": uuid4(), "person_id": company.seller.id, "to_id": to.id, "by_id": uuid4()}
    await company.harness.deliver(PersonHandedOver(**ids, person_name="Li Na", version=1))
    product = await company.product(on_hand=5)
    late = builders.a_contract(owner=company.seller, lines=[(product, 2, "10.00")])
    for event in (late, builders.a_plan(late)):
        await company.harness.deliver(event)
    body = {"contract_id": str(late.contract_id), "lines": [{"product_id": str(product), "quantity": 1}]}
    placed = await company.ok(to, "POST", "/orders", body)
    assert (placed["owner_id"], placed["owner_name"]) == (str(to.id), "王伟")


async def test_feature_46_the_orders_of_one_customer_go_with_it_and_no_others(
    company: Company, placed: Any, outbox: Any
) -> None:
    to = an_actor("sales", name="王伟", unit="cs/east/sales-2")
    await company.harness.deliver(builders.a_person(to))
    product = await company.product(on_hand=5)
    other = builders.a_contract(owner=company.seller, lines=[(product, 2, "10.00")])
    for event in (other, builders.a_plan(other)):
        await company.harness.deliver(event)
    body = {"contract_id": str(other.contract_id), "lines": [{"product_id": str(product), "quantity": 1}]}
    stays = await company.ok(company.seller, "POST", "/orders", body)
    event = CustomerHandedOver(
        customer_id=placed["customer_id"], number="CU-1", name="华为", legal_entity_id="CS-CN", owner_id=to.id,
        handover_id=uuid4(), former_owner_id=company.seller.id, former_owner_name="Li Na", by_id=uuid4(), version=2,
    )  # fmt: skip
    await company.harness.deliver(event, twice=True)
    assert (await company.ok(to, "GET", f"/orders/{placed['id']}"))["owner_id"] == str(to.id)
    assert (await company.ok(company.seller, "GET", f"/orders/{stays['id']}"))["owner_id"] == str(company.seller.id)
    [said] = await outbox(OrdersHandedOver)
    assert (said.orders, said.customer_id, [str(id) for id in said.records]) == (1, event.customer_id, [placed["id"]])


async def test_feature_46_what_was_agreed_with_a_customer_that_was_joined_to_it_goes_along(
    company: Company, placed: Any
) -> None:
    to = an_actor("sales", name="王伟", unit="cs/east/sales-2")
    await company.harness.deliver(builders.a_person(to))
    same = {"number": "CU-1", "name": "华为", "legal_entity_id": "CS-CN", "by_id": uuid4()}
    kept = uuid4()
    who = {"customer_id": placed["customer_id"], "owner_id": company.seller.id, "into_number": "CU-2"}
    await company.harness.deliver(CustomerMerged(**same, **who, merged_into=kept, version=2))
    event = CustomerHandedOver(
        **same, customer_id=kept, owner_id=to.id, handover_id=uuid4(), former_owner_id=company.seller.id, version=2
    )
    await company.harness.deliver(event)
    assert (await company.ok(to, "GET", f"/orders/{placed['id']}"))["owner_id"] == str(to.id)
