"""Do the orders and debts of customers that are one count together? (feature 191)"""

from typing import Any
from uuid import uuid4, uuid5

from messages.deals.customer_care.merging import CustomerMerged, CustomerUnmerged
from tests import builders
from tests.services.orders.conftest import Company


def merged(customer: Any, into: Any, version: int = 2) -> CustomerMerged:
    said = {"number": "CU-1", "name": "x", "legal_entity_id": "CS-CN", "into_number": "CU-2", "by_id": uuid4()}
    return CustomerMerged(customer_id=customer, merged_into=into, version=version, **said)


def unmerged(customer: Any, into: Any) -> CustomerUnmerged:
    said = {"number": "CU-1", "name": "x", "legal_entity_id": "CS-CN", "into_number": "CU-2", "by_id": uuid4()}
    return CustomerUnmerged(customer_id=customer, into_id=into, version=3, **said)


async def test_feature_191_orders_of_a_joined_customer_are_found_at_the_kept_one(company: Company) -> None:
    product = await company.product("P-1", on_hand=9)
    kept, other = uuid4(), uuid4()
    contract = await company.contract((product, 5, "10.00"), customer_id=other)
    order = await company.order(contract.contract_id, (product, 1))

    async def found(id: Any) -> list[str]:
        page = await company.ok(company.seller, "GET", "/orders", params={"customer_id": str(id)})
        return [one["id"] for one in page["items"]]

    assert await found(kept) == []
    await company.harness.deliver(merged(other, kept), twice=True)
    assert await found(kept) == await found(other) == [order["id"]]
    await company.harness.deliver(unmerged(other, kept))
    await company.harness.deliver(merged(other, kept))  # late
    assert (await found(kept), await found(other)) == ([], [order["id"]])


async def test_feature_191_what_both_owe_counts_against_one_limit(company: Company) -> None:
    product = await company.product("P-1", on_hand=900)
    kept, other = uuid4(), uuid4()
    for id, owed, limit, days in ((kept, "100.00", "1000.00", 0), (other, "850.00", "5000.00", 40)):
        credit = builders.a_credit(id, credit_id=uuid5(id, "CNY"), owed=owed, limit=limit, oldest_days_late=days)
        await company.harness.deliver(credit)
    orders = []
    for customer in (kept, other):
        contract = await company.contract((product, 100, "1.00"), customer_id=customer)
        orders.append(await company.order(contract.contract_id, (product, 100)))

    async def facts() -> list[tuple[bool, int]]:
        seen = [await company.ok(company.process, "GET", f"/orders/{one['id']}/approval-subject") for one in orders]
        return [(one["facts"]["over_limit"], one["facts"]["oldest_days_late"]) for one in seen]

    assert await facts() == [(False, 0), (False, 40)]
    await company.harness.deliver(merged(other, kept))
    assert await facts() == [(True, 40), (True, 40)]
