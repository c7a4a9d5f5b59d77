"""Does a change of a pool's rules say first whom it concerns, and then re-time what is open?"""

from datetime import datetime, timedelta
from typing import Any

from messages.leads.events import LeadReclaimed, LeadWarned
from tests.services.leads.conftest import EAST, Company

POOL = {"code": "east", "name": "East pool", "legal_entity_id": "CS-CN", "unit": EAST}
SHORTER = POOL | {"follow_up_within": "2 days", "warn_before": "1 days"}


def time_of(value: str) -> datetime:
    return datetime.fromisoformat(value)


async def test_feature_28_a_dry_run_lists_who_is_affected_and_changes_nothing(company: Company, outbox: Any) -> None:
    his = [await company.owned(company.wang, company="华为") for _ in range(2)]
    hers = await company.owned(company.li)
    change = await company.post(company.ops, "/pools/preview", **SHORTER, holding_limit=1, members=[str(company.li.id)])
    assert (change["moved"], change["sooner"]) == (3, 3)
    assert [
        (one["name"], one["held"], one["sooner"], one["over_limit"], one["leaves"]) for one in change["people"]
    ] == [
        ("王芳", 2, 2, True, True),
        ("Li Wei", 1, 1, False, False),
    ]
    assert {one["lead_id"] for one in change["leads"]} == {his[0]["id"], his[1]["id"], hers["id"]}
    for one in change["leads"]:
        assert time_of(one["due_at"]) - time_of(one["new_due_at"]) == timedelta(days=5)
    same = await company.get(company.wang, f"/leads/{his[0]['id']}")
    assert same["follow_up_due_at"] == his[0]["follow_up_due_at"]
    assert (await company.get(company.ops, f"/pools/{hers['pool_id']}"))["version"] == 1
    new = await company.post(company.ops, "/pools/preview", **{**POOL, "code": "new"})
    assert (new["pool_id"], new["people"]) == (None, [])


async def test_feature_28_changed_rules_move_the_clocks_that_run_as_the_dry_run_said(company: Company) -> None:
    lead = await company.owned(company.wang)
    [said] = (await company.post(company.ops, "/pools/preview", **SHORTER))["leads"]
    await company.post(company.ops, "/pools", **SHORTER)
    moved = await company.get(company.wang, f"/leads/{lead['id']}")
    assert moved["follow_up_due_at"] == said["new_due_at"]


async def test_feature_28_nobody_loses_a_lead_to_new_rules_before_he_was_warned(company: Company, outbox: Any) -> None:
    lead = await company.owned(company.wang)
    process_due = f"/pools/{lead['pool_id']}/process-due"
    await company.pool(follow_up_within="5 minutes", warn_before="4 minutes")
    moved = await company.get(company.wang, f"/leads/{lead['id']}")
    due = time_of(moved["follow_up_due_at"])
    later = (time_of(lead["follow_up_due_at"]) - timedelta(days=7) + timedelta(minutes=3)).isoformat()
    early = await company.post(company.keeper, process_due, later)
    assert (early["warned"], early["reclaimed"]) == (1, 0)
    processed = await company.post(company.keeper, process_due, due.isoformat())
    assert (processed["warned"], processed["reclaimed"]) == (0, 1)
    [warned], [back] = await outbox(LeadWarned), await outbox(LeadReclaimed)
    assert warned.owner_id == back.former_owner_id == company.wang.id


async def test_a_change_that_concerns_no_clock_moves_none(company: Company) -> None:
    lead = await company.owned(company.wang)
    await company.pool(holding_limit=3, name="Renamed")
    assert await company.get(company.wang, f"/leads/{lead['id']}") == lead
