"""Does a channel partner register, and see his own and nothing else? (feature 62)"""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import update
from sqlmodel import col

from chassis.auth.identity import Actor
from chassis.testing.plugin import an_actor
from messages.deals.customer_care.phases import CustomerFlaggedHot
from services.deals.tables import Admission
from tests import builders
from tests.services.deals.conftest import Company


@pytest.fixture
async def partner(company: Company) -> Actor:
    found = an_actor("partner", name="伙伴 Ltd", unit="cs/channel")
    await company.harness.deliver(builders.a_person(found))
    return found


async def test_feature_62_a_partner_registers_his_own_and_his_manager_sees_it(company: Company, partner: Actor) -> None:
    customer = await company.ok(partner, "POST", "/customers", {"name": "苏州河畔酒店", "region": "East"})
    sale = await company.opportunity(partner, customer=customer, project="客房网关")
    row = await company.registered(sale, partner)
    assert (row["status"], row["owner_name"]) == ("SUBMITTED", "伙伴 Ltd")
    spoke = {"opportunity_id": sale["id"], "kind": "VISIT"}
    await company.ok(partner, "POST", "/follow-ups", spoke, headers={"idempotency-key": "1"})
    for path in ("/customers", "/opportunities", "/registrations", "/follow-ups"):
        assert len((await company.ok(partner, "GET", path))["items"]) == 1, path
    director = an_actor("director", unit="cs")
    assert (await company.ok(director, "GET", f"/registrations/{row['id']}"))["number"] == row["number"]


async def test_feature_62_he_sees_nothing_of_the_house_nor_of_another_partner(company: Company, partner: Actor) -> None:
    other = an_actor("partner", name="Other", unit="cs/channel")
    customer = await company.customer("上海东方机电有限公司")
    sale = await company.opportunity(customer=customer)
    row = await company.registered(sale)
    for who in (partner, other):
        for path in ("/customers", "/opportunities", "/registrations", "/follow-ups", "/guidance", "/extensions"):
            assert (await company.ok(who, "GET", path))["items"] == [], path
        assert await company.status(who, "GET", f"/customers/{customer['id']}") == 404
        assert await company.status(who, "GET", f"/opportunities/{sale['id']}") == 404
        assert await company.status(who, "GET", f"/registrations/{row['id']}") == 404
        wanted = {"customer_id": customer["id"], "project": "Line 9"}
        assert await company.status(who, "POST", "/opportunities", wanted) == 404, "nobody else's customer"
        for path in ("/contracts", "/opportunities/counts", "/loss-reasons/ranking"):
            assert await company.status(who, "GET", path) == 403, path


async def test_feature_62_a_customer_that_the_house_knows_is_taken_and_no_number_is_told(
    company: Company, partner: Actor
) -> None:
    known = await company.customer("上海东方机电有限公司")
    no = await company.refused("DEA-1", partner, "/customers", {"name": "上海东方机电有限公司"})
    assert known["number"] not in no["detail"]
    assert "CU-***" in no["detail"]


async def test_feature_62_another_role_opens_nothing_more_to_a_partner(company: Company) -> None:
    both = an_actor("partner", "sales_manager", unit="cs/east")
    await company.opportunity()
    assert (await company.ok(both, "GET", "/opportunities"))["items"] == []
    assert await company.status(both, "GET", "/contracts") == 403


async def test_feature_62_he_does_not_see_what_the_house_thinks_of_a_customer(
    company: Company, partner: Actor, outbox: Any
) -> None:
    customer = await company.ok(partner, "POST", "/customers", {"name": "苏州河畔酒店", "region": "East"})
    await company.opportunity(partner, customer=customer)
    path = f"/customers/{customer['id']}"
    await company.ok(company.admin, "PATCH", path, {"importance": "C"}, headers={"if-match": str(customer["version"])})
    await company.ok(company.admin, "POST", f"{path}/flag-hot", {"reason": "watch this partner"})
    [told] = await outbox(CustomerFlaggedHot)
    assert told.mentions == []
    hidden = ("importance", "phase_reason", "hot_since", "hot_reason", "hot_by_name")
    assert (await company.ok(company.admin, "GET", path))["hot_reason"] == "watch this partner"
    listed = (await company.ok(partner, "GET", "/customers"))["items"]
    whole = (await company.ok(partner, "GET", f"{path}/overview"))["customer"]
    for seen in (await company.ok(partner, "GET", path), whole, *listed):
        assert [seen[name] for name in hidden] == [None] * 5
    for asked in ({"importance": "B"}, {"hot": False}):
        found = await company.ok(partner, "GET", "/customers", params=asked)
        assert [one["id"] for one in found["items"]] == [customer["id"]], "he finds nothing out by asking for it"


async def test_feature_62_he_does_not_see_who_else_claims_his_customer(company: Company, partner: Actor) -> None:
    rules = {"admission": {"required": True, "ways": ["CHANNEL", "DIRECT"], "criteria": ["WAY", "FIRST"]}}
    await company.ok(company.admin, "PUT", "/customer-rules", rules)
    customer = await company.ok(partner, "POST", "/customers", {"name": "苏州河畔酒店"})
    claim = await company.ok(company.seller, "POST", f"/customers/{customer['id']}/register", {})
    assert claim["conflict_owner_name"] == "伙伴 Ltd", "the house sees it"
    async with company.harness.uow().begin() as work:
        turned = {"owner_id": partner.id, "conflict_with": company.seller.id}
        await work.session.execute(update(Admission).where(col(Admission.id) == UUID(claim["id"])).values(**turned))
    [seen] = [one for one in (await company.ok(partner, "GET", "/admissions"))["items"] if one["id"] == claim["id"]]
    assert (seen["conflict_with"], seen["conflict_owner_name"], seen["conflict_number"]) == (None, None, "AD-***")


async def test_feature_62_of_the_rules_for_customers_he_sees_what_his_forms_ask_for(
    company: Company, partner: Actor
) -> None:
    free = {"free_up_to": [{"amount": "500.00", "currency": "CNY"}]}
    admission = {"required": True, "tiers": ["GOLD"], "criteria": ["TIER", "FIRST"]}
    access = {"limited": True}
    rules = {"admission": admission, "expenses": free, "access": access}
    of_house = await company.ok(company.admin, "PUT", "/customer-rules", rules)
    assert of_house["rules"]["expenses"]["free_up_to"] == free["free_up_to"]
    seen = (await company.ok(partner, "GET", "/customer-rules"))["rules"]
    assert (seen["admission"]["required"], seen["admission"]["tiers"]) == (True, ["GOLD"])
    assert seen["admission"]["criteria"] == ["FIRST"]
    assert (seen["expenses"]["free_up_to"], seen["access"]["limited"]) == ([], False)
