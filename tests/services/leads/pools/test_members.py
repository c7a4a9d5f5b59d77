"""Has each pool its own members and limits, and do they hold also when many claim at once?"""

import asyncio
from typing import Any

import pytest

from chassis.testing.plugin import an_actor
from tests.services.leads.conftest import EAST, Company, known

POOL = {"code": "east", "name": "East pool", "legal_entity_id": "CS-CN", "unit": EAST}


async def claims(company: Company, actor: Any, leads: list[Any]) -> list[Any]:
    return list(await asyncio.gather(*[company.say(actor, f"/leads/{lead['id']}/claim") for lead in leads]))


def rules(answers: list[Any]) -> list[str]:
    """Why not, of those that were refused."""
    return sorted(answer.json()["rule"] for answer in answers if answer.status_code != 200)


async def test_feature_28_each_product_line_has_its_pool_with_members_and_rules(company: Company) -> None:
    cnc = await company.pool(
        code="cnc", name="CNC", product_lines=["CNC"], members=[str(company.west.id)], holding_limit=1,
        follow_up_within="2 days", warn_before="4 hours",
    )  # fmt: skip
    leads = [await company.lead(product_line="cnc") for _ in range(2)]
    other = await company.lead(product_line="ROBOTS")
    assert {lead["pool_id"] for lead in leads} == {cnc["id"]}
    assert other["pool_id"] != cnc["id"]
    hidden = await company.say(company.wang, f"/leads/{leads[0]['id']}/claim")
    assert hidden.status_code == 404, "of the unit, but the pool names others"
    assert [pool["code"] for pool in await company.get(company.wang, "/pools")] == ["east"]
    mine = await company.post(company.west, f"/leads/{leads[0]['id']}/claim")
    assert mine["follow_up_due_at"]
    assert rules(await claims(company, company.west, leads[1:])) == ["LEA-7"]
    waiting = await company.get(company.west, f"/pools/{cnc['id']}/waiting")
    assert [lead["id"] for lead in waiting] == [leads[1]["id"]]
    [person] = await company.get(company.boss, f"/pools/{cnc['id']}/people")
    assert (person["name"], person["held"], person["claimed_today"]) == ("West Seller", 1, 1)


async def test_feature_31_over_the_limit_nothing_is_claimed_or_given_and_who_gave_up_waits(company: Company) -> None:
    await company.pool(holding_limit=2, cool_down="3 days")
    leads = [await company.lead() for _ in range(4)]
    answers = await claims(company, company.wang, leads)
    assert rules(answers) == ["LEA-7", "LEA-7"]
    taken = [answer.json() for answer in answers if answer.status_code == 200]
    left = [lead for lead in leads if lead["id"] not in [one["id"] for one in taken]]
    given = await company.say(company.boss, f"/leads/{left[0]['id']}/assign", owner_id=str(company.wang.id))
    assert given.json()["rule"] == "LEA-7"
    await company.post(company.wang, f"/leads/{taken[0]['id']}/release")
    again = await company.say(company.wang, f"/leads/{taken[0]['id']}/claim")
    assert again.json()["rule"] == "LEA-64", "or the clock would never end"
    pool = taken[0]["pool_id"]
    for other in left:
        await company.post(company.li, f"/leads/{other['id']}/claim")
    assert await company.post(company.wang, "/leads/claim-next", pool_id=pool) == {"lead": None}
    await company.post(company.li, f"/leads/{left[0]['id']}/release")
    assert (await company.post(company.wang, "/leads/claim-next", pool_id=pool))["lead"]["id"] == left[0]["id"]
    mine = await company.post(company.boss, f"/leads/{taken[0]['id']}/assign", owner_id=str(company.li.id))
    assert mine["owner_id"] == str(company.li.id)


async def test_feature_31_new_people_get_a_share_of_what_waits(company: Company) -> None:
    await company.pool(newcomer_days=30, newcomer_reserve=2)
    old = an_actor("sales", name="Old Hand", unit=EAST)
    leads = [await company.lead() for _ in range(5)]
    answers = await claims(company, old, leads)
    assert rules(answers) == ["LEA-66", "LEA-66"], "he was never heard of before: not new"
    left = [lead for lead, answer in zip(leads, answers, strict=True) if answer.status_code != 200]
    assert rules(await claims(company, company.wang, left)) == [], "she was hired today"


async def test_feature_31_nobody_claims_more_than_a_day_allows(company: Company) -> None:
    await company.pool(claims_per_day=2)
    leads = [await company.lead() for _ in range(4)]
    assert rules(await claims(company, company.wang, leads)) == ["LEA-65", "LEA-65"]
    own = await company.post(company.wang, "/leads", source="own")
    assert own["owner_id"] == str(company.wang.id), "what he brings himself is no claim"


async def test_feature_28_a_manager_keeps_the_pools_of_his_unit(company: Company, outbox: Any) -> None:
    changed = await company.post(company.boss, "/pools", **POOL, holding_limit=7)
    assert (changed["holding_limit"], changed["may_change"]) == (7, True)
    wider = await company.say(company.boss, "/pools", **{**POOL, "code": "all", "unit": "cs"})
    assert (wider.status_code, wider.json()["rule"]) == (403, "LEA-67")
    assert (await company.say(company.wang, "/pools", **POOL)).status_code == 403
    stranger = an_actor("sales", name="Elsewhere", unit="hk", legal_entities=("CS-HK",))
    await company.deliver(known(stranger, legal_entity_id="CS-HK"))
    named = await company.say(company.ops, "/pools", **POOL, members=[str(stranger.id)])
    assert (named.status_code, named.json()["errors"][0]["rule"]) == (422, "LEA-69")
    wrong = await company.say(company.ops, "/pools", **POOL, cool_down="3 business days")
    assert (wrong.status_code, wrong.json()["errors"][0]["rule"]) == (422, "LEA-70")


@pytest.mark.parametrize("name", ["sources", "regions", "product_lines"])
async def test_a_pool_takes_no_endless_list(company: Company, name: str) -> None:
    many = await company.say(company.ops, "/pools", **POOL, **{name: [f"s{n}" for n in range(501)]})
    assert (many.status_code, many.json()["errors"][0]["field"]) == (422, name)
    for time in ("follow_up_within", "warn_before"):
        endless = await company.say(company.ops, "/pools", **POOL, **{time: " " * 100_000 + "x" * 201})
        assert (endless.status_code, endless.json()["errors"][0]["field"]) == (422, time)
    assert len((await company.pool(**{name: [f"s{n}" for n in range(500)]}))[name]) == 500
