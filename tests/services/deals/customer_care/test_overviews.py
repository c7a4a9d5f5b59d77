"""Is what is known of a customer read in one answer, as far as the reader may?"""

from datetime import timedelta

from chassis.base.clock import now
from chassis.testing.plugin import an_actor
from tests.services.deals.conftest import Company
from tests.services.statement_log import statements

SOON = (now() + timedelta(days=30)).date().isoformat()
WANG = {"name": "王伟", "role": "BUYER", "phones": ["138 0013 8000"]}


async def test_feature_38_one_read_says_who_he_is_and_what_goes_on(company: Company) -> None:
    customer = await company.customer()
    here = f"/customers/{customer['id']}"
    await company.ok(company.seller, "POST", f"{here}/contact-persons", WANG)
    await company.ok(company.seller, "POST", f"{here}/addresses", {"street": "张江路 1 号", "city": "上海"})
    contract = await company.won(customer=customer)
    other = await company.opportunity(customer=customer, project="Second")
    spoke = {"opportunity_id": other["id"], "kind": "VISIT", "note": "tea", "next_on": SOON}
    await company.ok(company.seller, "POST", "/follow-ups", spoke, headers={"idempotency-key": "spoke"})
    wish = {"text": "call the boss", "due_on": (now() + timedelta(days=2)).date().isoformat()}
    await company.ok(
        company.manager,
        "POST",
        f"/opportunities/{other['id']}/give-guidance",
        wish,
        headers={"idempotency-key": "wish"},
    )
    seen = await company.ok(company.seller, "GET", f"{here}/overview")
    assert seen["customer"]["number"] == customer["number"]
    assert (seen["owner_name"], seen["owner_unit"]) == (company.seller.name, company.seller.unit)
    assert [one["name"] for one in seen["contact_persons"]] == ["王伟"]
    assert [one["city"] for one in seen["addresses"]] == ["上海"]
    assert [one["id"] for one in seen["contracts"]] == [contract["id"]]
    assert {one["id"] for one in seen["opportunities"]} == {contract["opportunity_id"], other["id"]}
    assert len(seen["registrations"]) == 1
    assert [one["note"] for one in seen["follow_ups"]] == ["tea"]
    assert [one["next_on"] for one in seen["planned"]] == [SOON]
    assert [one["text"] for one in seen["guidance"]] == ["call the boss"]


async def test_feature_38_others_see_the_customer_and_not_what_is_somebodys(company: Company) -> None:
    customer = await company.customer()
    here = f"/customers/{customer['id']}"
    await company.ok(company.seller, "POST", f"{here}/contact-persons", WANG)
    await company.won(customer=customer)
    seen = await company.ok(company.rival, "GET", f"{here}/overview")
    assert (seen["opportunities"], seen["contracts"], seen["registrations"], seen["follow_ups"]) == ([], [], [], [])
    assert [one["masked"] for one in seen["contact_persons"]] == [True]
    assert await company.status(an_actor("director", legal_entities=("CS-US",)), "GET", f"{here}/overview") == 404


async def test_more_of_everything_costs_no_more_statements(company: Company) -> None:
    customer = await company.customer()
    here = f"/customers/{customer['id']}/overview"
    await company.won(customer=customer)
    with statements(company.harness) as for_one:
        await company.ok(company.seller, "GET", here)
    for number in range(3):
        await company.opportunity(customer=customer, project=f"Line {number}")
    with statements(company.harness) as for_more:
        await company.ok(company.seller, "GET", here)
    assert len(for_more) <= len(for_one) <= 25
