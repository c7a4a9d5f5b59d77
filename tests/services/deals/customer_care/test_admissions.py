"""Is a customer admitted by approval, and whose is it when two want it?"""

import asyncio
from typing import Any
from uuid import uuid4

import pytest

from chassis.base.clock import new_id
from chassis.testing.plugin import an_actor
from messages.deals.customer_care import admissions as said
from messages.hand_over import PersonHandedOver
from messages.leads.events import LeadConverted
from tests import builders
from tests.services.deals.conftest import Company

RULES = {"criteria": ["WAY", "TIER", "FIRST"], "ways": ["CHANNEL", "DIRECT"], "tiers": ["gold", "silver"]}


async def rules(company: Company, **more: Any) -> Any:
    return await company.ok(company.admin, "PUT", "/customer-rules", {"admission": RULES | more})


async def first_comes_first(company: Company) -> None:
    await company.ok(company.admin, "PUT", "/customer-rules", {"admission": {"required": True}})


async def claims(company: Company, **query: Any) -> list[Any]:
    found: list[Any] = (await company.ok(company.admin, "GET", "/admissions", params=query))["items"]
    return found


async def decide(company: Company, claim: Any, verb: str, **more: Any) -> Any:
    body = {"round": claim["round"]} | more
    return await company.ok(company.process, "POST", f"/admissions/{claim['id']}/{verb}", body)


async def register(company: Company, who: Any, customer: Any, **more: Any) -> Any:
    return await company.ok(who, "POST", f"/customers/{customer['id']}/register", more)


async def seen(company: Company, customer: Any) -> Any:
    return await company.ok(company.admin, "GET", f"/customers/{customer['id']}")


async def test_feature_40_a_customer_is_active_only_when_it_was_admitted(company: Company, outbox: Any) -> None:
    await first_comes_first(company)
    id = str(new_id())
    customer = await company.customer(id=id)
    assert await company.customer(id=id) == customer, "the same id, once"
    assert customer["status"] == "PENDING"
    [claim] = await claims(company, open="true")
    assert (claim["status"], claim["owner_id"], claim["conflict_with"]) == ("SUBMITTED", str(company.seller.id), None)
    sale = await company.opportunity(customer=customer)
    await company.refused("DEA-120", company.seller, f"/opportunities/{sale['id']}/register", {"note": ""})
    for _ in range(2):
        admitted = await decide(company, claim, "admit")
    assert admitted["decided_at"] is not None
    now = await seen(company, customer)
    assert (now["status"], now["admitted_at"], now["owner_id"]) == (
        "ACTIVE", admitted["decided_at"], str(company.seller.id),
    )  # fmt: skip
    await company.registered(sale)
    assert [len(await outbox(kind)) for kind in (said.AdmissionSubmitted, said.AdmissionAdmitted)] == [1, 1]
    pending = await company.ok(company.admin, "GET", "/customers", params={"status": "PENDING"})
    assert pending["items"] == []


async def test_feature_40_nobody_who_repeats_a_name_gets_to_approval(company: Company) -> None:
    await first_comes_first(company)
    await company.customer("Acme", tax_id="91-A")
    await company.refused("DEA-1", company.rival, "/customers", {"name": "ACME Ltd."})
    await company.refused("DEA-2", company.rival, "/customers", {"name": "Other", "tax_id": "91-a"})
    assert len(await claims(company)) == 1


@pytest.mark.parametrize("end", ["reject", "withdraw"])
async def test_feature_40_whom_nobody_admits_is_no_customer_and_may_be_claimed_again(
    company: Company, end: str, outbox: Any
) -> None:
    await first_comes_first(company)
    customer = await company.customer()
    [claim] = await claims(company)
    if end == "reject":
        await decide(company, claim, "reject", comment="is a competitor")
    else:
        await company.ok(company.seller, "POST", f"/admissions/{claim['id']}/withdraw")
    assert (await seen(company, customer))["status"] == "REJECTED"
    again = await register(company, company.seller, customer, note="no competitor")
    assert (await seen(company, customer))["status"] == "PENDING"
    await decide(company, again, "admit")
    assert (await seen(company, customer))["status"] == "ACTIVE"


async def test_feature_40_a_converted_leads_customer_waits_too_and_what_was_decided_elsewhere_does_not(
    company: Company,
) -> None:
    await first_comes_first(company)
    lead = LeadConverted(
        lead_id=new_id(), number="LD-1", owner_id=company.seller.id, legal_entity_id="CS-CN", customer_id=new_id(),
        customer_name="华为技术", opportunity_id=new_id(), project="P",
    )  # fmt: skip
    await company.harness.deliver(lead, twice=True)
    assert (await company.ok(company.admin, "GET", f"/customers/{lead.customer_id}"))["status"] == "PENDING"
    assert [one["note"] for one in await claims(company)] == ["LD-1"]
    brought = {"rows": [{"line": 2, "name": "Old Friend"}], "source": "x"}
    [row] = (await company.ok(company.admin, "POST", "/customers/import", brought))["rows"]
    assert (await company.ok(company.admin, "GET", f"/customers/{row['id']}"))["status"] == "ACTIVE"


async def test_feature_41_two_who_register_one_customer_are_one_task_that_names_both(
    company: Company, outbox: Any
) -> None:
    await first_comes_first(company)
    customer = await company.customer()
    second = await register(company, company.rival, customer, note="he called me")
    [first] = [one for one in await claims(company) if one["id"] != second["id"]]
    assert (first["conflict_with"], second["conflict_with"]) == (None, str(company.seller.id))
    assert (second["conflict_owner_name"], second["conflict_number"]) == (company.seller.name, first["number"])
    path = f"/admissions/{second['id']}/approval-subject"
    subject = await company.ok(company.process, "GET", path)
    content = subject["content"]
    assert (content["owner"], content["conflict_owner"]) == (company.rival.name, company.seller.name)
    assert (content["decided_by_rule"], content["kept_by"]) == ("FIRST", company.seller.name)
    assert subject["facts"]["conflict"] is True
    told = (await outbox(said.AdmissionSubmitted))[-1]
    assert told.mentions == [company.seller.id], "whose it is so far is told"


async def test_feature_41_who_came_first_has_it_in_whatever_order_they_are_decided(
    company: Company, outbox: Any
) -> None:
    await first_comes_first(company)
    for order in ((0, 1), (1, 0)):
        customer = await company.customer(f"客户 {new_id()}")
        await register(company, company.rival, customer)
        both = sorted(await claims(company, customer_id=customer["id"]), key=lambda one: one["first_submitted_at"])
        for place in order:
            await decide(company, both[place], "admit")
        assert (await seen(company, customer))["owner_id"] == str(company.seller.id), order
    shown = {one["id"]: one for one in await claims(company)}
    assert sorted(one["status"] for one in shown.values()) == ["ADMITTED"] * 3 + ["SUPERSEDED"]
    assert len(await outbox(said.AdmissionSuperseded)) == 1
    lost = [event.former_owner_id for event in await outbox(said.AdmissionAdmitted) if event.former_owner_id]
    assert lost == [company.rival.id]


async def test_feature_41_the_first_time_counts_also_after_a_return(company: Company) -> None:
    await first_comes_first(company)
    customer = await company.customer()
    [first] = await claims(company)
    returned = await decide(company, first, "return", comment="tax id?")
    assert returned["guidance"] == "tax id?"
    second = await register(company, company.rival, customer)
    again = await company.ok(company.seller, "POST", f"/admissions/{first['id']}/resubmit", {"note": "91A"})
    assert (again["round"], again["first_submitted_at"]) == (2, first["first_submitted_at"])
    assert again["conflict_with"] is None, "who came first is in conflict with nobody who came later"
    await decide(company, second, "admit")
    await decide(company, again, "admit")
    assert (await seen(company, customer))["owner_id"] == str(company.seller.id)


async def test_feature_41_ways_and_tiers_come_before_time_where_the_company_says_so(company: Company) -> None:
    await rules(company)
    customer = await company.customer()  # active at once, his by direct sales
    silver = await register(company, company.rival, customer, way="CHANNEL", tier="Silver")
    assert silver["conflict_owner_name"] == company.seller.name
    await decide(company, silver, "admit")
    assert (await seen(company, customer))["owner_id"] == str(company.rival.id)
    owners = await company.ok(company.admin, "GET", f"/customers/{customer['id']}/owners")
    assert [one["cause"] for one in owners] == ["RECORDED", "ADMITTED"]
    gold = await register(company, company.seller, customer, way="CHANNEL", tier="gold")
    done = await decide(company, gold, "admit")
    assert (done["status"], done["decided_by_rule"]) == ("ADMITTED", "TIER")
    late = await register(company, company.rival, customer, way="CHANNEL", tier="gold")
    done = await decide(company, late, "admit")
    assert (done["status"], done["decided_by_rule"]) == ("SUPERSEDED", "FIRST")
    assert (await seen(company, customer))["owner_id"] == str(company.seller.id)
    await company.refused("DEA-123", company.rival, f"/customers/{customer['id']}/register", {"tier": "bronze"})


async def test_feature_41_a_partner_claims_by_his_channel(company: Company) -> None:
    await rules(company, required=True)
    partner = an_actor("partner", name="Partner", unit="")
    customer = await company.ok(partner, "POST", "/customers", {"name": "Theirs", "way": "DIRECT"})
    [claim] = (await company.ok(partner, "GET", "/admissions"))["items"]
    assert (claim["way"], claim["customer_id"]) == ("CHANNEL", customer["id"])


async def test_dea_119_nobody_claims_what_is_his_or_twice(company: Company) -> None:
    customer = await company.customer()
    path = f"/customers/{customer['id']}/register"
    await company.refused("DEA-119", company.seller, path, {})
    answers = await asyncio.gather(*[company.as_(company.rival).post(path, json={}) for _ in range(5)])
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 4
    [claim] = await claims(company)
    for verb in ("resubmit", "withdraw"):
        assert await company.status(company.seller, "POST", f"/admissions/{claim['id']}/{verb}") == 404


async def test_dea_122_rules_that_say_nothing_are_refused(company: Company) -> None:
    kept = await company.ok(company.admin, "GET", "/customer-rules")
    assert (kept["version"], kept["rules"]["admission"]["required"]) == (0, False)
    wrong = {"admission": {"criteria": ["FIRST", "WAY"]}}
    answer = await company.as_(company.admin).put("/customer-rules", json=wrong)
    assert (answer.status_code, answer.json()["rule"]) == (409, "DEA-122")
    made = [await rules(company) for _ in range(2)]
    assert made[0] == made[1]
    assert made[0]["version"] == 1


async def test_a_claim_goes_to_the_successor(company: Company) -> None:
    customer = await company.ok(company.manager, "POST", "/customers", {"name": "x"})
    claim = await register(company, company.seller, customer)
    ids = {"handover_id": uuid4(), "person_id": company.seller.id, "to_id": company.rival.id, "by_id": uuid4()}
    await company.harness.deliver(PersonHandedOver(**ids, person_name="Li Na", version=1))
    shown = await company.ok(company.rival, "GET", f"/admissions/{claim['id']}")
    assert shown["owner_id"] == str(company.rival.id)


async def test_dea_171_what_a_seller_imports_waits_like_what_he_records(company: Company, outbox: Any) -> None:
    await first_comes_first(company)
    rows = [{"line": n, "name": name} for n, name in ((2, "One"), (3, "Two"), (4, "one Ltd."))]
    said_of = (await company.ok(company.seller, "POST", "/customers/import", {"rows": rows, "source": "x"}))["rows"]
    assert [one["outcome"] for one in said_of] == ["accepted", "accepted", "duplicate"]
    for one in said_of[:2]:
        assert (await seen(company, one))["status"] == "PENDING"
    found = await claims(company, open="true")
    assert {one["customer_id"] for one in found} == {one["id"] for one in said_of[:2]}
    assert {(one["owner_id"], one["way"]) for one in found} == {(str(company.seller.id), "DIRECT")}
    assert len({one["number"] for one in found}) == len(await outbox(said.AdmissionSubmitted)) == 2


async def test_feature_46_a_claim_and_an_expense_go_with_the_customer(company: Company) -> None:
    await first_comes_first(company)
    customer = await company.customer()
    [claim] = await claims(company)
    spent = {"kind": "TRAVEL", "amount": {"amount": "10.00", "currency": "CNY"}, "spent_on": "2026-01-02"}
    expense = await company.ok(company.seller, "POST", f"/customers/{customer['id']}/expenses", spent)
    await company.ok(company.admin, "POST", f"/customers/{customer['id']}/hand-over", {"to": str(company.rival.id)})
    assert (await company.ok(company.admin, "GET", f"/admissions/{claim['id']}"))["owner_id"] == str(company.rival.id)
    his = await company.ok(company.rival, "GET", f"/customer-expenses/{expense['id']}")
    assert (his["status"], his["owner_id"]) == ("SUBMITTED", str(company.rival.id))
    await decide(company, claim, "admit")
    now = await seen(company, customer)
    assert (now["status"], now["owner_id"]) == ("ACTIVE", str(company.rival.id)), "not its former owner's again"


async def hand_on(company: Company, customer: Any, to: Any, by: str) -> None:
    if by == "customer":
        await company.ok(company.admin, "POST", f"/customers/{customer['id']}/hand-over", {"to": str(to.id)})
        return
    ids = {"handover_id": uuid4(), "person_id": company.seller.id, "to_id": to.id, "by_id": uuid4()}
    await company.harness.deliver(PersonHandedOver(**ids, person_name="Li Na", version=1))


@pytest.mark.parametrize("by", ["person", "customer"])
@pytest.mark.parametrize("criteria", [["FIRST"], ["WAY", "FIRST"], ["TIER", "FIRST"]])
async def test_dea_172_who_was_given_a_customer_has_the_claim_of_whom_he_has_it_from(
    company: Company, criteria: list[str], by: str
) -> None:
    await rules(company, required=True, criteria=criteria)
    customer = await company.customer(way="CHANNEL", tier="gold")
    [first] = await claims(company)
    await decide(company, first, "admit")
    late = await register(company, company.rival, customer, way="DIRECT", tier="silver")
    to = an_actor("sales", name="Zhao Min", unit="cs/east/sales-2")
    await company.harness.deliver(builders.a_person(to))
    await hand_on(company, customer, to, by)
    asked = await company.ok(company.process, "GET", f"/admissions/{late['id']}/approval-subject")
    content = asked["content"]
    assert (content["kept_by"], content["conflict_owner"], content["conflict_with"]) == (
        to.name, to.name, first["number"],
    )  # fmt: skip
    assert asked["facts"]["conflict"] is True
    done = await decide(company, late, "admit")
    assert (done["status"], done["decided_by_rule"]) == ("SUPERSEDED", criteria[0])
    assert (await seen(company, customer))["owner_id"] == str(to.id)


async def test_dea_172_what_he_gave_up_is_no_claim_any_more(company: Company) -> None:
    await rules(company, criteria=["FIRST"])
    pool = {"code": "EAST", "name": "East", "unit": "cs/east", "without_follow_up": "30 days", "warn_before": "3 days"}
    await company.ok(company.admin, "POST", "/customer-pools", pool)
    customer = await company.customer()
    late = await register(company, company.rival, customer)
    await company.ok(company.seller, "POST", f"/customers/{customer['id']}/release", {})
    await company.ok(company.manager, "POST", f"/customers/{customer['id']}/claim")
    assert (await decide(company, late, "admit"))["status"] == "ADMITTED"
    assert (await seen(company, customer))["owner_id"] == str(company.rival.id)
