"""Does a merge keep all that is known of both, and is it wholly undone?"""

import asyncio
from typing import Any

from messages.leads.events import LeadAssigned, LeadMerged, LeadUnmerged
from tests.services.leads.conftest import Company, some_id


async def pair(company: Company) -> tuple[Any, Any]:
    """Two sellers after one company: Wang came first, and knows only its name."""
    first = await company.owned(company.wang, company="蓝海数据有限公司", source="fair")
    second = await company.owned(
        company.li, company="蓝海数据科技", source="web", channel="SEM", contact="王伟", phone="13800138000"
    )
    return first, second


async def test_feature_19_a_merge_keeps_touches_acts_and_the_earliest_owner(company: Company, outbox: Any) -> None:
    first, second = await pair(company)
    await company.post(company.wang, f"/leads/{first['id']}/follow-ups", kind="CALL", note="first")
    await company.post(company.li, f"/leads/{second['id']}/follow-ups", kind="CALL", note="second")
    third = await company.lead(phone="138 0013 8000", source="call")
    assert third["duplicate_of"] == second["id"]
    for _ in range(2):  # again: nothing more
        merged = await company.post(company.boss, f"/leads/{second['id']}/merge", into_id=first["id"])
    assert (merged["status"], merged["duplicate_of"], merged["owner_id"]) == ("DUPLICATE", first["id"], None)
    kept = await company.get(company.wang, f"/leads/{first['id']}")
    assert (kept["owner_id"], kept["company"]) == (str(company.wang.id), "蓝海数据有限公司")
    assert (kept["contact"], kept["phone"], kept["channel"]) == ("王伟", "13800138000", "SEM")
    acts = await company.get(company.wang, f"/leads/{first['id']}/follow-ups")
    assert {act["note"] for act in acts["items"]} == {"first", "second"}
    touches = await company.get(company.wang, f"/leads/{first['id']}/touches")
    assert [(one["number"], one["source"], one["merged"]) for one in touches] == [
        (first["number"], "fair", False),
        (second["number"], "web", True),
        (third["number"], "call", False),
    ]
    assert (await company.lead(phone="13800138000"))["duplicate_of"] == first["id"]
    [told] = await outbox(LeadMerged)
    assert (str(told.lead_id), str(told.into_id), told.by_id) == (second["id"], first["id"], company.boss.id)
    assert told.taken == ["channel", "contact", "phone"]


async def test_feature_19_the_earlier_claim_counts_also_when_it_is_on_the_lead_that_goes(
    company: Company, outbox: Any
) -> None:
    first, second = await pair(company)
    await company.post(company.boss, f"/leads/{first['id']}/merge", into_id=second["id"])
    kept = await company.get(company.wang, f"/leads/{second['id']}")
    assert (kept["owner_id"], kept["status"]) == (str(company.wang.id), "OWNED")
    [told] = await outbox(LeadAssigned)
    assert (str(told.lead_id), told.owner_id) == (second["id"], company.wang.id)
    await company.post(company.boss, f"/leads/{first['id']}/unmerge")
    back = await company.get(company.li, f"/leads/{second['id']}")
    assert back["owner_id"] == str(company.li.id)
    assert (await company.get(company.wang, f"/leads/{first['id']}"))["owner_id"] == str(company.wang.id)


async def test_feature_191_a_merge_is_taken_back_and_both_are_as_they_were(company: Company, outbox: Any) -> None:
    first, second = await pair(company)
    third = await company.lead(phone="138 0013 8000", source="call")
    await company.post(company.boss, f"/leads/{second['id']}/merge", into_id=first["id"])
    for _ in range(2):
        again = await company.say(company.boss, f"/leads/{second['id']}/unmerge")
    assert (again.status_code, again.json()["rule"]) == (409, "LEA-54")
    back = await company.get(company.li, f"/leads/{second['id']}")
    assert (back["status"], back["owner_id"], back["duplicate_of"]) == ("OWNED", str(company.li.id), None)
    assert (back["phone"], back["contact"]) == ("13800138000", "王伟")
    kept = await company.get(company.wang, f"/leads/{first['id']}")
    assert (kept["phone"], kept["contact"], kept["channel"]) == (None, None, None)
    assert (await company.get(company.boss, f"/leads/{third['id']}"))["duplicate_of"] == second["id"]
    assert (await company.lead(phone="13800138000"))["duplicate_of"] == second["id"]
    assert len(await outbox(LeadUnmerged)) == 1
    merged = await company.post(company.boss, f"/leads/{second['id']}/merge", into_id=first["id"])
    assert merged["duplicate_of"] == first["id"], "and may be joined again"


async def test_feature_191_what_was_corrected_since_stays_when_a_merge_is_taken_back(company: Company) -> None:
    first = await company.lead(company="甲")
    second = await company.lead(company="甲科技", phone="13800138000")
    await company.post(company.boss, f"/leads/{second['id']}/merge", into_id=first["id"])
    repeated = await company.lead(phone="13800138000", email="a@b.cn")
    assert repeated["duplicate_of"] == first["id"]
    merged = await company.post(company.boss, f"/leads/{repeated['id']}/merge", into_id=first["id"])
    assert merged["status"] == "DUPLICATE"
    assert (await company.get(company.boss, f"/leads/{first['id']}"))["email"] is not None
    await company.post(company.boss, f"/leads/{repeated['id']}/unmerge")
    again = await company.get(company.boss, f"/leads/{repeated['id']}")
    assert (again["status"], again["duplicate_of"]) == ("DUPLICATE", first["id"]), "it had repeated it before"


async def test_lea_53_who_may_merge_what(company: Company) -> None:
    first, second = await pair(company)
    path = f"/leads/{second['id']}/merge"
    assert (await company.say(company.li, path, into_id=first["id"])).status_code == 403
    assert (await company.say(company.boss, path, into_id=second["id"])).status_code == 422
    assert (await company.say(company.boss, path, into_id=str(some_id()))).status_code == 404
    await company.post(company.wang, f"/leads/{first['id']}/drop", reason="NO_NEED")
    no = await company.say(company.boss, path, into_id=first["id"])
    assert (no.status_code, no.json()["rule"]) == (409, "LEA-53")
    assert (await company.say(company.boss, f"/leads/{second['id']}/unmerge")).json()["rule"] == "LEA-54"


async def test_feature_19_two_merges_at_once_are_one(company: Company, outbox: Any) -> None:
    first, second = await pair(company)
    there = [company.say(company.boss, f"/leads/{second['id']}/merge", into_id=first["id"]) for _ in range(4)]
    back = [company.say(company.boss, f"/leads/{first['id']}/merge", into_id=second["id"]) for _ in range(4)]
    answers = await asyncio.gather(*there, *back)
    assert {answer.status_code for answer in answers} <= {200, 409}
    states = {(await company.get(company.ops, f"/leads/{one['id']}"))["status"] for one in (first, second)}
    assert states == {"OWNED", "DUPLICATE"}
    assert len(await outbox(LeadMerged)) == 1


async def test_feature_9_two_touches_of_one_person_end_in_one_profile_that_shows_both(company: Company) -> None:
    first = await company.owned(company.wang, phone="13800138000", source="fair", channel="展会", note="一")
    second = await company.lead(phone="+86 138 0013 8000", source="web", channel="SEM", note="二")
    assert second["duplicate_of"] == first["id"]
    for asked in (first, second):
        touches = await company.get(company.boss, f"/leads/{asked['id']}/touches")
        assert [(one["source"], one["channel"], one["note"]) for one in touches] == [
            ("fair", "展会", "一"),
            ("web", "SEM", "二"),
        ]
    await company.post(company.wang, f"/leads/{first['id']}/convert", project="P", customer_name="个人")
    converted = await company.get(company.wang, f"/leads/{first['id']}")
    found = await company.get(company.ops, "/leads", customer_id=converted["customer_id"])
    assert {lead["id"] for lead in found["items"]} == {first["id"], second["id"]}
