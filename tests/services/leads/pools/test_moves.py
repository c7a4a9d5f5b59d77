"""Does a lead that waits get from one pool to another, with its history, by who keeps both?"""

from typing import Any

from chassis.auth.identity import Actor
from chassis.testing.plugin import an_actor
from messages.leads.events import LeadAssigned, LeadMoved
from tests.services.leads.conftest import EAST, Company, known

NORTH = f"{EAST}/north"


async def two_pools(company: Company) -> tuple[str, str]:
    """The east's, and the one of a unit below it."""
    north = await company.pool(code="north", name="North pool", unit=NORTH, sources=["only-north"])
    return (await company.pool())["id"], north["id"]


async def move(company: Company, actor: Actor, lead: Any, pool_id: str, **more: Any) -> Any:
    return await company.say(actor, f"/leads/{lead['id']}/move", pool_id=pool_id, **more)


async def test_feature_28_a_waiting_lead_is_moved_by_who_keeps_both_pools_once_with_its_history(
    company: Company, outbox: Any
) -> None:
    east, north = await two_pools(company)
    lead = await company.lead(company="华为", contact="张三", phone="13800138000")
    for _ in range(2):
        moved = await move(company, company.boss, lead, north, note="belongs there")
        assert (moved.status_code, moved.json()["pool_id"], moved.json()["status"]) == (200, north, "POOLED")
    [said] = await outbox(LeadMoved)
    assert (str(said.from_pool_id), str(said.pool_id), said.from_pool, said.to_pool, said.note) == (
        east, north, "East pool", "North pool", "belongs there",
    )  # fmt: skip
    [change] = (await company.get(company.ops, f"/leads/{lead['id']}/changes"))["items"]
    assert change["changes"] == {"pool": {"before": "East pool", "after": "North pool"}}
    assert [one["id"] for one in await company.get(company.boss, f"/pools/{north}/waiting")] == [lead["id"]]
    assert await company.get(company.boss, f"/pools/{east}/waiting") == []
    assert (await company.say(company.wang, f"/leads/{lead['id']}/claim")).status_code == 404, "not his pool any more"


async def test_feature_28_what_may_not_be_moved_says_why(company: Company, outbox: Any) -> None:
    east, north = await two_pools(company)
    west = (await company.pool(code="west", name="West pool", unit="cs/west", sources=["only-west"]))["id"]
    both = an_actor("ops", unit="cs", legal_entities=("CS-CN", "CS-DE"))
    of_germany = {"code": "de", "name": "DE", "legal_entity_id": "CS-DE", "unit": "cs/de", "sources": ["only-de"]}
    german = (await company.post(both, "/pools", **of_germany))["id"]
    waiting, owned = await company.lead(), await company.owned(company.wang)
    little = an_actor("sales_manager", unit=NORTH)
    cases = (
        (company.boss, owned, north, 409, "LEA-164"),
        (both, waiting, german, 409, "LEA-165"),
        (company.boss, waiting, west, 404, None),  # he does not see it
        (little, waiting, north, 409, "LEA-166"),
    )
    for actor, lead, to, status, rule in cases:
        answer = await move(company, actor, lead, to)
        assert (answer.status_code, answer.json().get("rule")) == (status, rule), answer.text
    assert (await move(company, company.wang, waiting, north)).status_code == 403, "a seller"
    assert (await company.get(company.ops, f"/leads/{waiting['id']}"))["pool_id"] == east
    assert await outbox(LeadMoved) == []


async def test_feature_28_several_are_moved_in_one_call_and_each_of_the_others_says_why_not(
    company: Company, outbox: Any
) -> None:
    _, north = await two_pools(company)
    waiting, owned = [await company.lead() for _ in range(3)], await company.owned(company.wang)
    ids = [one["id"] for one in (*waiting, owned)]
    done = await company.post(company.boss, "/leads/move", lead_ids=[*ids, ids[0]], pool_id=north)
    assert [(one["done"], one["rule"]) for one in done] == [(True, None)] * 3 + [(False, "LEA-164")]
    assert owned["number"] in done[3]["text"]
    assert len(await outbox(LeadMoved)) == 3


async def test_feature_28_what_comes_into_a_pool_with_rules_goes_to_people_by_them(
    company: Company, outbox: Any
) -> None:
    _, north = await two_pools(company)
    seller = an_actor("sales", unit=NORTH)
    await company.deliver(known(seller))
    await company.put(company.boss, f"/pools/{north}/assignment-rules", rules=[{"name": "all", "when": {}}])
    lead = await company.lead()
    moved = (await move(company, company.boss, lead, north)).json()
    assert (moved["status"], moved["owner_id"], moved["assignment"]["rule"]) == ("OWNED", str(seller.id), "all")
    [given] = await outbox(LeadAssigned)
    assert (str(given.pool_id), given.rule) == (north, "all")
