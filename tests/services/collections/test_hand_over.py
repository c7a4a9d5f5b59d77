"""Do the receivables of somebody who leaves go to a successor in one act?"""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from messages.approvals.events import PersonChanged
from messages.collections.cases.contacts import ContactDue
from messages.collections.receivables import ReceivableOverdue, ReceivableReminded
from messages.deals.customer_care.merging import CustomerMerged
from messages.deals.customer_care.moves import CustomerHandedOver
from messages.hand_over import DebtsHandedOver, PersonHandedOver
from services.collections.domain.due_dates import midnight
from tests.services.collections.conftest import Company
from tests.services.collections.test_dunning import brought, rows, shard_with

DUE = date(2026, 5, 1)


async def test_case_a8_feature_192_what_is_owed_is_followed_up_by_the_successor(
    company: Company, deliver: Any, outbox: Any
) -> None:
    await company.hire(company.li, company.other)
    await company.sold()
    event = PersonHandedOver(
        handover_id=uuid4(), person_id=company.li.id, person_name="Li Wei", to_id=company.other.id, by_id=uuid4(),
        version=1,
    )  # fmt: skip
    await deliver(event, twice=True)
    [said] = await outbox(DebtsHandedOver)
    found = (await company.get(company.other, "/receivables"))["items"]
    assert said.receivables == len(found) > 0
    assert {one["owner_id"] for one in found} == {str(company.other.id)}
    assert (await company.get(company.li, "/receivables"))["items"] == []


async def test_case_a8_what_is_sold_meanwhile_is_owed_to_the_successor(company: Company, deliver: Any) -> None:
    await company.hire(company.li, company.other)
    left = PersonChanged(
        person_id=company.li.id, login="li.wei", name="Li Wei", unit=company.li.unit, manager_id=None, roles=["sales"],
        active=False, tz="Asia/Shanghai", lang="zh", legal_entity_id="CS-CN", version=2,
    )  # fmt: skip
    await deliver(left)
    ids = {"handover_id": uuid4(), "person_id": company.li.id, "to_id": company.other.id, "by_id": uuid4()}
    await deliver(PersonHandedOver(**ids, person_name="Li Wei", version=1))
    order = await company.sold()  # published before, received now
    found = await company.receivables(order)
    assert {one["owner_id"] for one in found} == {str(company.other.id)}
    assert (await company.get(company.other, "/receivables"))["items"]


async def test_feature_151_plans_reminders_and_promises_go_on_with_the_successor(
    company: Company, deliver: Any, outbox: Any
) -> None:
    """No reminder is lost: what was to ring for who left rings for his successor."""
    await company.hire(company.li, company.other)
    await company.sold()
    (id,) = await brought(company, *rows("1", owner="li.wei", due_on=DUE.isoformat()))
    promise = {"receivable_ids": [str(id)], "amount": "1.00", "promised_on": "2026-03-20", "promised_by": "x"}
    await company.post(company.li, "/promises", **promise)
    ids = {"handover_id": uuid4(), "person_id": company.li.id, "to_id": company.other.id, "by_id": uuid4()}
    await deliver(PersonHandedOver(**ids, person_name="Li Wei", version=1), twice=True)
    for path in ("/payment-plans", "/promises", "/collection-cases", "/receivables"):
        assert (await company.get(company.other, path))["items"], path
        assert (await company.get(company.li, path))["items"] == [], path
    shard = await shard_with(company, id)
    for days in (-30, -5, 1):
        await company.sweep(shard, midnight(DUE + timedelta(days=days), "Asia/Shanghai"))
    for kind in (ReceivableReminded, ContactDue, ReceivableOverdue):
        assert [event.owner_id for event in await outbox(kind)] == [company.other.id], kind


async def test_feature_46_what_one_customer_owes_goes_with_it_and_no_others_debts(
    company: Company, deliver: Any, outbox: Any
) -> None:
    await company.hire(company.li, company.other)
    order, stays = await company.sold(), await company.sold()
    customer = (await company.receivables(order))[0]["customer_id"]
    assert customer != (await company.receivables(stays))[0]["customer_id"]
    event = CustomerHandedOver(
        customer_id=customer, number="CU-1", name="华为", legal_entity_id="CS-CN", owner_id=company.other.id,
        handover_id=uuid4(), former_owner_id=company.li.id, former_owner_name="Li Wei", by_id=uuid4(), version=2,
    )  # fmt: skip
    await deliver(event, twice=True)
    found = (await company.get(company.other, "/receivables"))["items"]
    assert {one["customer_id"] for one in found} == {customer}
    assert {one["customer_id"] for one in (await company.get(company.li, "/receivables"))["items"]} != {customer}
    [said] = await outbox(DebtsHandedOver)
    assert said.receivables == len(found) > 0
    assert {str(id) for id in said.records} == {one["id"] for one in found}


async def test_feature_46_what_a_customer_owes_that_was_joined_to_it_goes_along(company: Company, deliver: Any) -> None:
    await company.hire(company.li, company.other)
    joined, stays = await company.sold(), await company.sold()
    customer = (await company.receivables(joined))[0]["customer_id"]
    same = {"number": "CU-1", "name": "华为", "legal_entity_id": "CS-CN", "by_id": uuid4()}
    kept = uuid4()
    who = {"customer_id": customer, "owner_id": company.li.id, "into_number": "CU-2"}
    await deliver(CustomerMerged(**same, **who, merged_into=kept, version=2))
    event = CustomerHandedOver(
        **same, customer_id=kept, owner_id=company.other.id, handover_id=uuid4(), former_owner_id=company.li.id,
        version=2,
    )  # fmt: skip
    await deliver(event)
    assert {one["owner_id"] for one in await company.receivables(joined)} == {str(company.other.id)}
    assert {one["owner_id"] for one in await company.receivables(stays)} == {str(company.li.id)}
