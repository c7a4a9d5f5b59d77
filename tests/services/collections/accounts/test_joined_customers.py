"""Is what customers owe that are one found at one? (feature 191)"""

from typing import Any
from uuid import uuid4

from messages.deals.customer_care.merging import CustomerMerged, CustomerUnmerged
from tests.services.collections.conftest import Company

SAID = {"number": "CU-1", "name": "x", "legal_entity_id": "CS-CN", "into_number": "CU-2"}


async def test_feature_191_debts_money_and_statement_of_both_are_found_at_the_kept_one(
    company: Company, deliver: Any
) -> None:
    await company.hire(company.li, company.other)
    kept, other = await company.sold(), await company.sold()
    ids = [str((await company.receivables(order))[0]["customer_id"]) for order in (kept, other)]
    await company.pay(other, "10.00", confirm=False)

    async def found() -> list[int]:
        pages = [await company.get(company.li, path, customer_id=ids[0]) for path in ("/receivables", "/payments")]
        [credit] = (await company.get(company.li, f"/credits/{ids[0]}"))["credits"]
        return [*(len(one["items"]) for one in pages), int(float(credit["owed"]["amount"]))]

    before = await found()
    who = {"customer_id": ids[1], "owner_id": company.li.id, "by_id": uuid4()}
    await deliver(CustomerMerged(**SAID, **who, merged_into=ids[0], version=2), twice=True)
    after = await found()
    assert [a - b for a, b in zip(after, before, strict=True)] == [before[0], 1, before[2]]
    await deliver(CustomerUnmerged(**SAID, **who, into_id=ids[0], version=3))
    assert await found() == before
