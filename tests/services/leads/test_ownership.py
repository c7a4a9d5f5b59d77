"""Has a lead one owner at a time, and may only the right people take, give and see it?"""

import asyncio
from typing import Any

from sqlalchemy import text

from chassis.testing.plugin import ServiceHarness, an_actor
from messages.leads.events import LeadAssigned, LeadClaimed, LeadConverted, LeadReleased
from tests.services.leads.conftest import EAST, Company, some_id


async def test_feature_29_of_many_who_claim_one_lead_exactly_one_gets_it(
    company: Company, harness: ServiceHarness, outbox: Any
) -> None:
    lead = await company.lead()
    sellers = [an_actor("sales", unit=EAST) for _ in range(12)]
    answers = await asyncio.gather(*[company.say(seller, f"/leads/{lead['id']}/claim") for seller in sellers])
    assert sorted(answer.status_code for answer in answers).count(200) == 1
    lost = [answer.json() for answer in answers if answer.status_code != 200]
    assert {problem["rule"] for problem in lost} == {"LEA-8"}
    late = await company.say(company.wang, f"/leads/{lead['id']}/claim")
    assert late.json()["rule"] == "LEA-8"
    assert len(await outbox(LeadClaimed)) == 1
    async with harness.database.session() as session:
        assert (await session.execute(text("SELECT count(*) FROM lead_ownership"))).scalar_one() == 1


async def test_claiming_ones_own_lead_again_changes_nothing(company: Company, outbox: Any) -> None:
    lead = await company.owned(company.wang)
    assert await company.post(company.wang, f"/leads/{lead['id']}/claim") == lead
    assert len(await outbox(LeadClaimed)) == 1


async def test_claim_next_gives_each_lead_once_and_the_best_first(company: Company) -> None:
    best = await company.lead(phone="13800138000", project="x")
    for _ in range(29):
        await company.lead()
    pool = best["pool_id"]
    first = await company.post(company.wang, "/leads/claim-next", pool_id=pool)
    assert first["lead"]["id"] == best["id"]
    sellers = [an_actor("sales", unit=EAST) for _ in range(40)]
    answers = await asyncio.gather(*[company.post(one, "/leads/claim-next", pool_id=pool) for one in sellers])
    taken = [answer["lead"]["id"] for answer in answers if answer["lead"]]
    assert len(taken) == len(set(taken)) == 29


async def test_a_repeated_claim_next_takes_no_second_lead(company: Company) -> None:
    lead = await company.lead()
    await company.lead()
    client = company.api.as_(company.wang)
    body, headers = {"pool_id": lead["pool_id"]}, {"idempotency-key": "k1"}
    answers = [await client.post("/leads/claim-next", json=body, headers=headers) for _ in range(2)]
    assert answers[0].json() == answers[1].json()


async def test_nobody_passes_the_holding_limit_not_even_at_once(company: Company) -> None:
    await company.pool(holding_limit=3)
    leads = [await company.lead() for _ in range(10)]
    answers = await asyncio.gather(*[company.say(company.wang, f"/leads/{lead['id']}/claim") for lead in leads])
    assert sorted(answer.status_code for answer in answers) == [200] * 3 + [409] * 7
    assert {answer.json()["rule"] for answer in answers if answer.status_code == 409} == {"LEA-7"}


async def test_a_claim_from_another_units_pool_finds_nothing(company: Company) -> None:
    lead = await company.lead()
    assert (await company.say(company.west, f"/leads/{lead['id']}/claim")).status_code == 404
    answer = await company.say(company.west, "/leads/claim-next", pool_id=lead["pool_id"])
    assert answer.json()["rule"] == "LEA-16"
    assert (await company.say(company.ops, f"/leads/{lead['id']}/claim")).status_code == 403


async def test_contact_data_is_masked_until_the_lead_is_owned(company: Company) -> None:
    lead = await company.lead(company="华为", contact="王小明", phone="13800138000", email="ming@hw.cn", note="call me")
    seen = await company.get(company.wang, f"/leads/{lead['id']}")
    assert (seen["contact"], seen["phone"], seen["email"], seen["note"]) == ("王**", "138****8000", "m***@hw.cn", None)
    assert seen["company"] == "华为"
    mine = await company.post(company.wang, f"/leads/{lead['id']}/claim")
    assert (mine["contact"], mine["phone"], mine["note"]) == ("王小明", "13800138000", "call me")
    assert (await company.get(company.boss, f"/leads/{lead['id']}"))["phone"] == "13800138000"
    for other in (company.li, company.west):
        assert (await company.api.as_(other).get(f"/leads/{lead['id']}")).status_code == 404


async def test_a_seller_who_posts_somebody_elses_lead_sees_a_mask(company: Company) -> None:
    mine = await company.owned(company.wang, external_id="A", phone="13800138000", company="Globex Ltd")
    answer = await company.post(company.west, "/leads", source="web", external_id="A")
    assert answer["id"] == mine["id"]
    assert (answer["phone"], answer["owner_id"], answer["company"]) == ("138****8000", None, "Gl****")


async def test_lists_show_what_is_mine_and_what_waits_for_my_unit(company: Company) -> None:
    mine = await company.owned(company.wang)
    theirs = await company.owned(company.li)
    waiting = await company.lead(company="海尔智家股份有限公司")
    listed = await company.get(company.wang, "/leads")
    assert {lead["id"] for lead in listed["items"]} == {mine["id"], waiting["id"]}
    managed = await company.get(company.boss, "/leads", status="OWNED")
    assert {lead["id"] for lead in managed["items"]} == {mine["id"], theirs["id"]}
    assert (await company.get(company.west, "/leads"))["items"] == []
    found = await company.get(company.wang, "/leads", q="海尔智家")
    assert [lead["id"] for lead in found["items"]] == [waiting["id"]]
    first = await company.get(company.ops, "/leads", limit=2)
    rest = await company.get(company.ops, "/leads", limit=2, cursor=first["next"])
    assert len({lead["id"] for lead in first["items"] + rest["items"]}) == 3
    assert (await company.get(company.wang, "/leads/counts"))["total"] == 2


async def test_a_manager_assigns_inside_his_unit(company: Company, outbox: Any) -> None:
    lead = await company.lead()
    given = await company.post(company.boss, f"/leads/{lead['id']}/assign", owner_id=str(company.wang.id))
    assert (given["status"], given["owner_name"]) == ("OWNED", "王芳")
    moved = await company.post(company.boss, f"/leads/{lead['id']}/assign", owner_id=str(company.li.id))
    assert moved["owner_id"] == str(company.li.id)
    outside = await company.say(company.boss, f"/leads/{lead['id']}/assign", owner_id=str(company.west.id))
    assert outside.json()["rule"] == "LEA-9"
    nobody = await company.say(company.boss, f"/leads/{lead['id']}/assign", owner_id=str(some_id()))
    assert nobody.status_code == 404
    mere = await company.say(company.wang, f"/leads/{lead['id']}/assign", owner_id=str(company.wang.id))
    assert mere.status_code == 403
    assert [str(fact.owner_id) for fact in await outbox(LeadAssigned)] == [str(company.wang.id), str(company.li.id)]


async def test_feature_25_a_batch_gives_what_can_be_given_and_says_why_not(company: Company) -> None:
    await company.pool(holding_limit=2)
    free = [await company.lead() for _ in range(3)]
    closed = await company.owned(company.li)
    await company.post(company.li, f"/leads/{closed['id']}/drop", reason="NO_NEED")
    ids = [free[0]["id"], closed["id"], str(some_id()), free[1]["id"], free[2]["id"]]
    items = await company.post(company.boss, "/leads/assign", lead_ids=ids, owner_id=str(company.wang.id))
    assert [item["done"] for item in items] == [True, False, False, True, False]
    assert [item["rule"] for item in items] == [None, "LEA-1", None, None, "LEA-7"]
    assert all(item["text"] for item in items if not item["done"])


async def test_two_managers_who_assign_the_same_leads_at_once_leave_one_owner_each(
    company: Company, harness: ServiceHarness
) -> None:
    ids = [(await company.lead())["id"] for _ in range(20)]
    await asyncio.gather(
        company.post(company.boss, "/leads/assign", lead_ids=ids, owner_id=str(company.wang.id)),
        company.post(company.boss, "/leads/assign", lead_ids=ids[::-1], owner_id=str(company.li.id)),
        company.post(company.ops, "/leads/assign", lead_ids=ids[5:] + ids[:5], owner_id=str(company.wang.id)),
    )
    async with harness.database.session() as session:
        query = text("SELECT lead_id FROM lead_ownership WHERE upper_inf(during)")
        assert len((await session.execute(query)).scalars().all()) == 20


async def test_a_released_lead_waits_again_and_somebody_else_takes_it(company: Company, outbox: Any) -> None:
    lead = await company.owned(company.wang)
    assert (await company.say(company.li, f"/leads/{lead['id']}/release")).status_code == 404
    back = await company.post(company.wang, f"/leads/{lead['id']}/release")
    assert (back["status"], back["owner_id"], back["follow_up_due_at"]) == ("POOLED", None, None)
    await company.post(company.wang, f"/leads/{lead['id']}/release")
    assert len(await outbox(LeadReleased)) == 1
    assert (await company.post(company.li, f"/leads/{lead['id']}/claim"))["owner_id"] == str(company.li.id)


async def test_a_conversion_happens_once_and_keeps_its_ids(company: Company, outbox: Any) -> None:
    lead = await company.owned(company.wang, company="Acme", region="East")
    body: dict[str, Any] = {"project": "CRM", "expected": {"amount": "10.50", "currency": "CNY"}}
    path = f"/leads/{lead['id']}/convert"
    answers = await asyncio.gather(*[company.say(company.wang, path, **body) for _ in range(5)])
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.json()["opportunity_id"] for answer in answers}) == 1
    [fact] = await outbox(LeadConverted)
    assert (fact.customer_name, fact.project, fact.region) == ("Acme", "CRM", "East")
    assert str(fact.customer_id) == answers[0].json()["customer_id"]


async def test_a_conversion_needs_a_customer_and_its_owner(company: Company) -> None:
    lead = await company.owned(company.wang)
    path = f"/leads/{lead['id']}/convert"
    assert (await company.say(company.wang, path, project="CRM")).json()["rule"] == "LEA-12"
    assert (await company.say(company.boss, path, project="CRM", customer_name="A")).json()["rule"] == "LEA-10"
    three = {"amount": "1.005", "currency": "CNY"}
    assert (await company.say(company.wang, path, project="CRM", expected=three)).status_code == 422
    assert (await company.post(company.wang, path, project="CRM", customer_name="A"))["status"] == "CONVERTED"
    assert (await company.say(company.wang, f"/leads/{lead['id']}/drop", reason="NO_NEED")).json()["rule"] == "LEA-1"


async def test_a_pooled_lead_is_dropped_by_a_manager_only(company: Company) -> None:
    lead = await company.lead()
    assert (await company.say(company.wang, f"/leads/{lead['id']}/drop", reason="NO_NEED")).json()["rule"] == "LEA-10"
    dropped = await company.post(company.boss, f"/leads/{lead['id']}/drop", reason="NO_NEED")
    assert dropped["status"] == "DROPPED"


async def test_without_a_token_nobody_sees_anything(company: Company) -> None:
    assert (await company.api.anybody.get("/leads")).status_code == 401


async def test_a_repeated_key_undoes_nothing_that_was_done_with_the_lead_since(company: Company) -> None:
    lead = await company.lead()
    path = f"/leads/{lead['id']}"

    async def repeatable(verb: str, key: str) -> Any:
        answer = await company.api.as_(company.li).post(f"{path}/{verb}", json={}, headers={"idempotency-key": key})
        assert answer.status_code == 200, answer.text
        return answer.json()["status"]

    assert [await repeatable("claim", "claim"), await repeatable("release", "release")] == ["OWNED", "POOLED"]
    assert await repeatable("claim", "claim") == "POOLED", "it was released since"
    await company.post(company.li, f"{path}/claim")
    assert await repeatable("release", "release") == "OWNED", "it was claimed since"
