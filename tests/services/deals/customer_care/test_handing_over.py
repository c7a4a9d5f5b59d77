"""Does one customer go to another owner with everything that is open there?"""

from datetime import timedelta
from typing import Any

from chassis.base.clock import new_id, now
from chassis.testing.plugin import an_actor
from messages.deals.customer_care.moves import CustomerHandedOver
from messages.leads.events import LeadConverted
from tests import builders
from tests.services.deals.conftest import Company

SOON = (now() + timedelta(days=30)).date().isoformat()


async def test_feature_46_a_customer_goes_with_all_that_its_owner_has_open_there(company: Company, outbox: Any) -> None:
    customer = await company.customer()
    here = f"/customers/{customer['id']}"
    contract = await company.won(customer=customer)
    lost = await company.opportunity(customer=customer, project="Lost")
    await company.ok(company.seller, "POST", f"/opportunities/{lost['id']}/lose", {"reason": "price"})
    others = await company.opportunity(company.rival, customer=customer, project="Another's")
    spoke = {"customer_id": customer["id"], "kind": "CALL", "note": "x", "next_on": SOON}
    planned = await company.ok(company.seller, "POST", "/follow-ups", spoke, headers={"idempotency-key": "spoke"})
    director = an_actor("director")
    given = {"to": str(company.rival.id), "reason": "long leave"}
    key = {"idempotency-key": "give"}
    said = await company.ok(director, "POST", f"{here}/hand-over", given, headers=key)
    assert (said["opportunities"], said["contracts"], said["owner_name"]) == (1, 1, company.rival.name)
    assert (await company.ok(director, "POST", f"{here}/hand-over", given, headers=key))["owner_id"] == given["to"]
    for path in (here, f"/contracts/{contract['id']}", f"/opportunities/{contract['opportunity_id']}"):
        assert (await company.ok(director, "GET", path))["owner_id"] == given["to"]
    assert (await company.ok(director, "GET", f"/opportunities/{lost['id']}"))["owner_id"] == str(company.seller.id)
    assert (await company.ok(director, "GET", f"/opportunities/{others['id']}"))["owner_id"] == given["to"]
    [event] = await outbox(CustomerHandedOver)
    assert (event.former_owner_id, event.owner_id, event.version) == (company.seller.id, company.rival.id, 2)
    assert {customer["id"], contract["id"], planned["id"]} <= {str(id) for id in event.records}
    seen = await company.ok(company.rival, "GET", f"{here}/overview")
    assert [one["id"] for one in seen["follow_ups"]] == [planned["id"]], "the successor sees what was done"
    assert [one["cause"] for one in seen["owners"]] == ["RECORDED", "ENTRUSTED"]


async def test_dea_110_dea_111_not_by_its_owner_and_not_to_anybody(company: Company) -> None:
    customer = await company.customer()
    here = f"/customers/{customer['id']}/hand-over"
    to = {"to": str(company.rival.id)}
    assert await company.status(company.seller, "POST", here, to) == 403
    finance = an_actor("finance")
    await company.harness.deliver(builders.a_person(finance))
    elsewhere = an_actor("sales_manager", unit="cs/west")
    assert await company.status(elsewhere, "POST", here, to) == 403
    assert await company.status(company.manager, "POST", here, {"to": str(new_id())}) == 404
    await company.refused("DEA-111", company.manager, here, {"to": str(finance.id)})
    assert (await company.ok(company.manager, "POST", here, {"to": str(company.seller.id)}))["contracts"] == 0
    assert await company.status(an_actor("director", legal_entities=("CS-US",)), "POST", here, to) == 404


async def test_feature_42_where_a_customer_came_from_stays_whoever_has_him(company: Company) -> None:
    types = {"types": [{"code": "MACHINES", "label": {"zh": "机械", "en": "Machines"}}]}
    await company.ok(company.admin, "PUT", "/business-types", types)
    said = {"source": "展会", "channel": "线下会议", "product_line": "泵", "business_type": "MACHINES"}
    customer = await company.customer(**said)
    lead = LeadConverted(
        lead_id=new_id(), number="LD-1", owner_id=company.seller.id, legal_entity_id="CS-CN", customer_id=new_id(),
        customer_name="华为技术", opportunity_id=new_id(), project="P", source="SEM", channel="网络广告",
        product_line="阀",
    )  # fmt: skip
    await company.harness.deliver(lead)
    for id in (customer["id"], lead.customer_id):
        before = (await company.ok(company.seller, "GET", f"/customers/{id}"))["origin"]
        to = {"to": str(company.rival.id)}
        await company.ok(an_actor("director"), "POST", f"/customers/{id}/hand-over", to)
        after = (await company.ok(company.rival, "GET", f"/customers/{id}"))["origin"]
        assert after == before
        assert after["department"] == company.seller.unit
    assert {name: after[name] for name in ("source", "channel", "product_line", "lead_id")} == {
        "source": "SEM", "channel": "网络广告", "product_line": "阀", "lead_id": str(lead.lead_id),
    }  # fmt: skip
    first = (await company.ok(company.seller, "GET", f"/customers/{customer['id']}"))["origin"]
    assert {name: first[name] for name in said} == said
    tag = {"if-match": "2"}
    change = {"source": "x"}
    assert await company.status(company.rival, "PATCH", f"/customers/{customer['id']}", change, headers=tag) == 422


async def test_dea_57_a_business_type_that_is_not_there_is_refused(company: Company) -> None:
    answer = await company.as_(company.seller).post("/customers", json={"name": "x", "business_type": "NONE"})
    assert answer.status_code in (409, 422), answer.text
