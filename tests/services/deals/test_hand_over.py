"""Do the customers and deals of somebody who leaves go to a successor in one act?"""

from typing import Any
from uuid import uuid4

from chassis.base.clock import new_id
from messages.hand_over import DealsHandedOver, PersonHandedOver
from messages.leads.events import LeadConverted
from tests import builders
from tests.services.deals.conftest import Company


async def test_case_a8_feature_192_what_is_open_goes_to_the_successor_and_what_has_ended_stays(
    company: Company, outbox: Any
) -> None:
    await company.people()
    contract = await company.won()
    lost = await company.opportunity()
    await company.ok(company.seller, "POST", f"/opportunities/{lost['id']}/lose", {"reason": "price"})
    event = PersonHandedOver(
        handover_id=uuid4(), person_id=company.seller.id, person_name="Li Na", to_id=company.rival.id, by_id=uuid4(),
        version=1,
    )  # fmt: skip
    await company.harness.deliver(event, twice=True)
    for path, id in (("/contracts", contract["id"]), ("/opportunities", contract["opportunity_id"])):
        shown = await company.ok(company.rival, "GET", f"{path}/{id}")
        assert (shown["owner_id"], shown["owner_name"]) == (str(company.rival.id), company.rival.name)
    assert (await company.ok(company.seller, "GET", f"/opportunities/{lost['id']}"))["owner_id"] == str(
        company.seller.id
    )
    [said] = await outbox(DealsHandedOver)
    assert (said.opportunities, said.contracts, said.owner_id) == (1, 1, company.rival.id)
    assert said.customers == 2


async def test_case_a8_a_lead_converted_meanwhile_becomes_business_of_the_successor(company: Company) -> None:
    """Also of whom the successor's records went to; nobody who is there loses anything."""
    await company.people()
    seller, rival, manager = company.seller, company.rival, company.manager
    for who, to, version in ((seller, rival, 2), (rival, manager, 2)):
        await company.harness.deliver(builders.a_person(who, active=False, version=version))
        ids = {"handover_id": uuid4(), "person_id": who.id, "to_id": to.id, "by_id": uuid4()}
        await company.harness.deliver(PersonHandedOver(**ids, person_name=who.name, version=1))
    late = LeadConverted(
        lead_id=new_id(), number="LD-1", owner_id=seller.id, legal_entity_id="CS-CN", customer_id=new_id(),
        customer_name="华为技术", opportunity_id=new_id(), project="P",
    )  # fmt: skip
    await company.harness.deliver(late)
    for path in (f"/opportunities/{late.opportunity_id}", f"/customers/{late.customer_id}"):
        assert (await company.ok(manager, "GET", path))["owner_id"] == str(manager.id)
    await company.harness.deliver(builders.a_person(seller, active=True, version=3))  # he comes back
    again = late.model_copy(update={"opportunity_id": new_id(), "lead_id": new_id(), "project": "Q"})
    await company.harness.deliver(again)
    assert (await company.ok(seller, "GET", f"/opportunities/{again.opportunity_id}"))["owner_id"] == str(seller.id)
