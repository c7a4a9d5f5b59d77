"""Does leads act on what it hears of people and customers?"""

from typing import Any

from chassis.testing.plugin import an_actor
from messages.deals.customer_care.merging import CustomerMerged
from messages.deals.customers import CustomerAdded, CustomerChanged
from messages.leads.events import LeadConverted
from tests.services.leads.conftest import Company, known, some_id


async def test_the_leads_of_somebody_who_moves_go_along(company: Company) -> None:
    mine = await company.owned(company.wang)
    theirs = await company.owned(company.li)
    waiting = await company.lead()
    west_boss = an_actor("sales_manager", name="West Manager", unit="cs/west/sales-1")
    assert (await company.get(west_boss, "/leads"))["items"] == []
    await company.deliver(known(company.wang, unit="cs/west/sales-1", version=2), twice=True)
    assert {lead["id"] for lead in (await company.get(west_boss, "/leads"))["items"]} == {mine["id"]}
    left = await company.get(company.boss, "/leads")
    assert {lead["id"] for lead in left["items"]} == {theirs["id"], waiting["id"]}
    assert (await company.api.as_(company.boss).get(f"/leads/{mine['id']}")).status_code == 404


async def test_an_older_word_of_somebody_moves_nothing(company: Company) -> None:
    mine = await company.owned(company.wang)
    await company.deliver(known(company.wang, unit="cs/west/sales-1", version=3))
    await company.deliver(known(company.wang, version=2))
    west_boss = an_actor("sales_manager", name="West Manager", unit="cs/west/sales-1")
    assert [lead["id"] for lead in (await company.get(west_boss, "/leads"))["items"]] == [mine["id"]]
    assert (await company.get(company.boss, "/leads"))["items"] == []


def customer(**more: Any) -> dict[str, Any]:
    told = {"customer_id": some_id(), "number": "CU-1", "name": "海尔智家", "legal_entity_id": "CS-CN", "version": 1}
    return told | more


async def test_a_lead_becomes_business_of_a_customer_that_is_known(company: Company, outbox: Any) -> None:
    lead = await company.owned(company.wang)
    told = CustomerAdded(**customer())
    path, body = f"/leads/{lead['id']}/convert", {"project": "CRM", "customer_id": str(told.customer_id)}
    unheard = await company.say(company.wang, path, **body)
    assert (unheard.status_code, unheard.json()["rule"]) == (409, "LEA-22")
    assert (unheard.headers["retry-after"], unheard.json()["type"]) == ("2", "urn:countersign:problem:not_known_yet")
    assert lead["number"] in unheard.json()["detail"]
    assert (await company.get(company.wang, f"/leads/{lead['id']}")) == lead
    assert await outbox(LeadConverted) == []
    await company.deliver(told, twice=True)
    done = await company.post(company.wang, path, **body)
    assert (done["status"], done["customer_id"]) == ("CONVERTED", str(told.customer_id))
    [fact] = await outbox(LeadConverted)
    assert (fact.customer_id, fact.customer_name) == (told.customer_id, None)


async def test_a_customer_of_another_legal_entity_is_not_taken_by_the_newest_version(company: Company) -> None:
    lead = await company.owned(company.wang)
    told = customer(legal_entity_id="CS-US", version=2)
    path, body = f"/leads/{lead['id']}/convert", {"project": "CRM", "customer_id": str(told["customer_id"])}
    await company.deliver(CustomerChanged(**told))
    await company.deliver(CustomerAdded(**told | {"legal_entity_id": "CS-CN", "version": 1}))  # late
    assert (await company.say(company.wang, path, **body)).json()["rule"] == "LEA-21"
    await company.deliver(CustomerChanged(**told | {"legal_entity_id": "CS-CN", "version": 3}))
    assert (await company.post(company.wang, path, **body))["status"] == "CONVERTED"


async def test_feature_191_a_lead_becomes_business_of_the_customer_that_was_kept(company: Company, outbox: Any) -> None:
    kept = CustomerAdded(**customer(name="海尔智家", number="CU-1"))
    other = CustomerAdded(**customer(customer_id=some_id(), name="青岛海尔集团", number="CU-2"))
    for event in (kept, other):
        await company.deliver(event)
    said = other.model_dump() | {"merged_into": kept.customer_id, "into_number": "CU-1", "by_id": some_id()}
    await company.deliver(CustomerMerged.model_validate(said | {"version": 2}), twice=True)
    asked = {"company": "青岛海尔集团", "customers_only": True}
    found = await company.post(company.wang, "/leads/duplicates", **asked)
    assert str(other.customer_id) not in {one["customer_id"] for one in found}
    lead = await company.owned(company.wang, company="青岛海尔集团")
    done = await company.post(company.wang, f"/leads/{lead['id']}/convert", project="CRM")
    assert done["status"] == "CONVERTED"
    page = await company.get(company.wang, "/leads", customer_id=str(kept.customer_id))
    assert [one["id"] for one in page["items"]] == [lead["id"]]
