"""Do the to-dos about a customer's records go along when it gets another owner?"""

from typing import Any
from uuid import uuid4

from chassis.base.clock import new_id
from messages.deals.customer_care.moves import CustomerHandedOver
from messages.deals.follow_ups import FollowUpDue
from messages.hand_over import DebtsHandedOver
from tests.messages.samples import sample
from tests.services.approvals.conftest import Company, id_of


async def inbox(company: Company, login: str) -> list[str]:
    found = (await company.as_(login).get("/inbox")).json()["items"]
    return [one["todo"] for one in found if one["kind"] == "TODO"]


def due(owner: str) -> FollowUpDue:
    said = sample(FollowUpDue).model_dump() | {"follow_up_id": new_id(), "owner_id": id_of(owner)}
    return FollowUpDue.model_validate(said | {"legal_entity_id": "CS-CN", "version": 1})


async def test_feature_46_what_was_to_be_done_there_is_the_new_owners_to_do(company: Company, deliver: Any) -> None:
    asked, stays = due("ann"), due("ann")
    for event in (asked, stays):
        await deliver(event)
    who = {"former_owner_id": id_of("ann"), "owner_id": id_of("bob"), "by_id": id_of("root"), "version": 2}
    given = CustomerHandedOver(
        **who, customer_id=uuid4(), number="CU-1", name="华为", legal_entity_id="CS-CN", handover_id=uuid4(),
        records=[asked.follow_up_id],
    )  # fmt: skip
    await deliver(given, twice=True)
    assert await inbox(company, "bob") == ["follow_up"]
    assert await inbox(company, "ann") == ["follow_up"], "of another customer"
    told = (await company.as_("bob").get("/notices")).json()["items"]
    assert [one["about"]["kind"] for one in told] == ["customer"]


async def test_feature_46_and_what_other_services_say_that_went_along(company: Company, deliver: Any) -> None:
    asked = due("ann")
    await deliver(asked)
    assert await inbox(company, "ann") == ["follow_up"]
    done = DebtsHandedOver(
        handover_id=uuid4(), person_id=id_of("ann"), person_name="Ann", owner_id=id_of("bob"), customer_id=uuid4(),
        records=[asked.follow_up_id], receivables=1, version=1,
    )  # fmt: skip
    await deliver(done, twice=True)
    assert (await inbox(company, "ann"), await inbox(company, "bob")) == ([], ["follow_up"])
