"""Are two customers joined by a person, is all of both found at one, and is it taken back?"""

from typing import Any

import pytest

from chassis.auth.identity import Actor
from chassis.base.clock import new_id
from chassis.testing.plugin import an_actor
from messages.deals.customer_care.merging import CustomerMerged, CustomerToldApart, CustomerUnmerged
from messages.hand_over import PersonHandedOver
from messages.leads.events import LeadConverted
from tests import builders
from tests.services.deals.conftest import Company, a_win

OPS = an_actor("ops")
WANG = {"name": "王伟", "role": "BUYER", "phones": ["138 0013 8000"]}


async def two(company: Company) -> tuple[Any, Any]:
    kept = await company.customer("上海东方机电有限公司", region=None)
    other = await company.ok(company.rival, "POST", "/customers", {"name": "东方机电（上海）集团", "sector": "机械"})
    return kept, other


async def merge(company: Company, one: Any, into: Any) -> Any:
    return await company.ok(OPS, "POST", f"/customers/{one['id']}/merge", {"into_id": into["id"]})


async def test_feature_191_all_that_hangs_on_one_is_found_at_the_other(company: Company, outbox: Any) -> None:
    kept, other = await two(company)
    path = f"/customers/{other['id']}"
    await company.ok(company.rival, "POST", f"{path}/contact-persons", WANG)
    await company.ok(company.rival, "POST", f"{path}/addresses", {"street": "张江路 1 号"})
    sale = await company.opportunity(company.rival, customer=other)
    spoke = {"customer_id": other["id"], "kind": "VISIT", "note": "tea"}
    await company.ok(company.rival, "POST", "/follow-ups", spoke, headers={"idempotency-key": "spoke"})
    for _ in range(2):
        assert (await merge(company, other, kept))["merged_into"] == kept["id"]
    seen = await company.ok(OPS, "GET", f"/customers/{kept['id']}/overview")
    assert [one["name"] for one in seen["contact_persons"]] == ["王伟"]
    assert [one["street"] for one in seen["addresses"]] == ["张江路 1 号"]
    assert [one["id"] for one in seen["opportunities"]] == [sale["id"]]
    assert [one["note"] for one in seen["follow_ups"]] == ["tea"]
    assert seen["customer"]["sector"] == "机械", "what the kept one lacked"
    assert seen["customer"]["owner_id"] == str(company.seller.id), "he had his first"
    for q in ("东方机电集团", "上海东方机电"):
        found = await company.ok(company.seller, "GET", "/customers", params={"q": q})
        assert [one["id"] for one in found["items"]] == [kept["id"]], q
    found = await company.ok(OPS, "GET", "/opportunities", params={"customer_id": kept["id"]})
    assert [one["id"] for one in found["items"]] == [sale["id"]]
    [event] = await outbox(CustomerMerged)
    assert (str(event.customer_id), str(event.merged_into), event.taken) == (other["id"], kept["id"], ["sector"])
    [line] = (await company.ok(OPS, "GET", f"/customers/{kept['id']}/merges"))["merges"]
    assert (line["number"], line["by_name"], line["undone_at"]) == (other["number"], OPS.name, None)


async def test_feature_191_what_comes_for_the_one_lands_at_the_other(company: Company) -> None:
    kept, other = await two(company)
    await merge(company, other, kept)
    sale = await company.opportunity(customer=other, project="New")
    assert sale["customer_id"] == kept["id"]
    no = await company.refused("DEA-1", company.seller, "/customers", {"name": other["name"]})
    assert no["params"]["number"] == kept["number"]
    tag = {"if-match": "2"}
    answer = await company.as_(OPS).patch(f"/customers/{other['id']}", json={"region": "x"}, headers=tag)
    assert (answer.status_code, answer.json()["rule"]) == (409, "DEA-116")
    late = LeadConverted(
        lead_id=new_id(), number="LD-1", owner_id=company.rival.id, legal_entity_id="CS-CN", customer_id=new_id(),
        customer_name=other["name"], opportunity_id=new_id(), project="P",
    )  # fmt: skip
    await company.harness.deliver(late)
    opened = await company.ok(company.rival, "GET", f"/opportunities/{late.opportunity_id}")
    assert opened["customer_id"] == kept["id"]


async def test_feature_191_a_merge_is_taken_back_and_both_are_as_they_were(company: Company, outbox: Any) -> None:
    kept, other = await two(company)
    sale = await company.opportunity(company.rival, customer=other)
    await merge(company, other, kept)
    path = f"/customers/{other['id']}"
    for _ in range(2):
        assert (await company.ok(OPS, "POST", f"{path}/unmerge"))["merged_into"] is None
    seen = await company.ok(OPS, "GET", f"/customers/{kept['id']}/overview")
    assert (seen["opportunities"], seen["customer"]["sector"]) == ([], None)
    assert (await company.ok(OPS, "GET", path))["owner_id"] == str(company.rival.id)
    found = await company.ok(OPS, "GET", "/opportunities", params={"customer_id": other["id"]})
    assert [one["id"] for one in found["items"]] == [sale["id"]]
    assert len(await outbox(CustomerUnmerged)) == 1
    [line] = (await company.ok(OPS, "GET", f"{path}/merges"))["merges"]
    assert line["undone_by_name"] == OPS.name
    await company.refused("DEA-115", OPS, f"/customers/{kept['id']}/unmerge")


async def test_feature_191_of_three_each_is_taken_out_where_it_belongs(company: Company) -> None:
    kept, other = await two(company)
    third = await company.customer("第三机电")
    await merge(company, other, third)
    await merge(company, third, kept)
    assert (await company.ok(OPS, "GET", f"/customers/{other['id']}"))["merged_into"] == kept["id"]
    await company.ok(OPS, "POST", f"/customers/{third['id']}/unmerge")
    assert (await company.ok(OPS, "GET", f"/customers/{other['id']}"))["merged_into"] == third["id"]
    await company.refused("DEA-113", OPS, f"/customers/{other['id']}/merge", {"into_id": kept["id"]})


async def test_dea_117_the_first_owner_has_both_and_gives_back_what_was_not_his(company: Company) -> None:
    kept, other = await two(company)
    await merge(company, kept, other)
    assert (await company.ok(OPS, "GET", f"/customers/{other['id']}"))["owner_id"] == str(company.seller.id)
    owners = await company.ok(OPS, "GET", f"/customers/{other['id']}/owners")
    assert [one["cause"] for one in owners] == ["RECORDED", "JOINED"]
    await company.ok(OPS, "POST", f"/customers/{kept['id']}/unmerge")
    assert (await company.ok(OPS, "GET", f"/customers/{other['id']}"))["owner_id"] == str(company.rival.id)


async def test_feature_191_not_a_duplicate_is_kept_until_somebody_joins_them(company: Company, outbox: Any) -> None:
    kept, other = await two(company)
    path = f"/customers/{other['id']}"
    for _ in range(2):
        await company.ok(OPS, "POST", f"{path}/tell-apart", {"other_id": kept["id"]})
    assert (await company.ok(OPS, "GET", f"/customers/{kept['id']}/merges"))["apart"] == [other["id"]]
    assert len(await outbox(CustomerToldApart)) == 1
    await merge(company, other, kept)
    assert (await company.ok(OPS, "GET", f"/customers/{kept['id']}/merges"))["apart"] == []


async def test_dea_3_dea_36_a_project_is_one_project_at_both(company: Company) -> None:
    kept, other = await two(company)
    first = await company.opportunity(company.seller, customer=kept, project="二期")
    second = await company.opportunity(company.rival, customer=other, project="二 期")
    third = await company.opportunity(company.rival, customer=other, project="三期")
    await company.registered(first, company.seller, "protect")
    registered = await company.registered(second, company.rival)
    await company.refused("DEA-114", OPS, f"/customers/{other['id']}/merge", {"into_id": kept["id"]})
    await company.ok(company.rival, "POST", f"/registrations/{registered['id']}/withdraw")
    await merge(company, other, kept)
    await company.refused("DEA-3", company.rival, f"/opportunities/{second['id']}/register", {"note": ""})
    product = await company.product("P-1")
    await company.ok(company.seller, "POST", f"/opportunities/{first['id']}/win", a_win(product.product_id))
    await company.refused("DEA-36", company.rival, f"/opportunities/{second['id']}/register", {"note": ""})
    assert (await company.registered(third, company.rival))["conflict_with"] is None


async def test_dea_112_a_seller_does_not_say_who_is_one(company: Company) -> None:
    kept, other = await two(company)
    said = {"into_id": kept["id"]}
    assert await company.status(company.seller, "POST", f"/customers/{other['id']}/merge", said) == 403
    assert await company.status(company.manager, "POST", f"/customers/{other['id']}/merge", said) == 403, "west's"
    foreign = an_actor("ops", legal_entities=("CS-US",))
    assert await company.status(foreign, "POST", f"/customers/{other['id']}/merge", said) == 404


async def test_a_customer_that_is_joined_is_handed_over_with_what_is_open_at_both(company: Company) -> None:
    kept, other = await two(company)
    sale = await company.opportunity(company.seller, customer=other)
    await merge(company, other, kept)
    to = {"to": str(company.rival.id)}
    given = await company.ok(OPS, "POST", f"/customers/{kept['id']}/hand-over", to)
    assert given["opportunities"] == 1
    assert (await company.ok(company.rival, "GET", f"/opportunities/{sale['id']}"))["owner_id"] == to["to"]


async def leaves(company: Company, who: Actor, to: Actor | None = None) -> None:
    await company.harness.deliver(builders.a_person(who, active=False, version=2))
    if to is not None:
        ids = {"handover_id": new_id(), "person_id": who.id, "to_id": to.id, "by_id": new_id()}
        await company.harness.deliver(PersonHandedOver(**ids, person_name=who.name, version=1))


async def owner_of(company: Company, customer: Any) -> str | None:
    found: str | None = (await company.ok(OPS, "GET", f"/customers/{customer['id']}"))["owner_id"]
    return found


@pytest.mark.parametrize("succeeded", [True, False])
async def test_dea_117_what_is_taken_back_goes_to_nobody_who_has_left(company: Company, succeeded: bool) -> None:
    kept, other = await two(company)
    await merge(company, kept, other)  # the rival's customer is the seller's now
    await leaves(company, company.rival, company.manager if succeeded else None)
    await company.ok(OPS, "POST", f"/customers/{kept['id']}/unmerge")
    assert await owner_of(company, other) == (str(company.manager.id) if succeeded else None)
    assert await owner_of(company, kept) == str(company.seller.id)


async def test_dea_117_the_successor_of_whom_it_came_to_gives_it_back_too(company: Company) -> None:
    kept, other = await two(company)
    await merge(company, kept, other)
    await leaves(company, company.seller, company.manager)
    await company.ok(OPS, "POST", f"/customers/{kept['id']}/unmerge")
    assert [await owner_of(company, one) for one in (kept, other)] == [str(company.manager.id), str(company.rival.id)]


async def test_dea_117_of_two_owners_one_who_has_left_keeps_nothing(company: Company) -> None:
    kept, other = await two(company)
    await leaves(company, company.seller)
    await merge(company, kept, other)
    assert await owner_of(company, other) == str(company.rival.id)


async def test_dea_117_dea_172_who_was_given_his_has_had_it_since_it_was_recorded(company: Company) -> None:
    kept, other = await two(company)
    await company.ok(OPS, "POST", f"/customers/{kept['id']}/hand-over", {"to": str(company.manager.id)})
    await merge(company, other, kept)
    assert await owner_of(company, kept) == str(company.manager.id)


async def test_dea_172_a_claim_comes_with_the_joined_customer(company: Company) -> None:
    kept, other = await two(company)
    newcomer = an_actor("sales", unit="cs/east/sales-3")
    await company.harness.deliver(builders.a_person(newcomer))
    late = await company.ok(newcomer, "POST", f"/customers/{other['id']}/register", {})
    await merge(company, kept, other)
    path = f"/admissions/{late['id']}/admit"
    assert (await company.ok(company.process, "POST", path, {"round": 1}))["status"] == "SUPERSEDED"
    assert await owner_of(company, other) == str(company.seller.id)
