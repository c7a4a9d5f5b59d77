"""Do the receivables of somebody who leaves go to a successor in one act?"""

from typing import Any
from uuid import uuid4

from messages.approvals.events import PersonChanged
from messages.hand_over import DebtsHandedOver, PersonHandedOver
from tests.services.collections.conftest import Company


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
