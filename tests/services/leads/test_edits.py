"""Is a lead corrected by the right people, without setting its clock back, and is what stood before kept?"""

from typing import Any

from messages.leads.events import LeadEdited
from tests.services.leads.conftest import Company


async def patch(here: Company, actor: Any, lead: dict[str, Any], version: int | None = None, **said: Any) -> Any:
    headers = {"if-match": f'"{version or lead["version"]}"'}
    return await here.api.as_(actor).patch(f"/leads/{lead['id']}", json=said, headers=headers)


async def test_feature_27_a_correction_keeps_what_stood_before_and_sets_no_clock_back(
    company: Company, outbox: Any
) -> None:
    lead = await company.owned(company.wang, company="华为", phone="13800138000", contact="张三")
    answer = await patch(company, company.wang, lead, contact="张三丰", note="likes tea", region=None, heat="HOT")
    edited = answer.json()
    assert (answer.status_code, edited["contact"], edited["heat"]) == (200, "张三丰", "HOT")
    assert edited["follow_up_due_at"] == lead["follow_up_due_at"], "a trivial edit is no follow-up"
    assert edited["first_response_at"] is None
    [change] = (await company.get(company.boss, f"/leads/{lead['id']}/changes"))["items"]
    assert change["changes"] == {
        "contact": {"before": "张三", "after": "张三丰"},
        "note": {"before": "", "after": "likes tea"},
        "heat": {"before": "", "after": "HOT"},
    }
    assert (change["by_name"], change["version"]) == ("王芳", edited["version"])
    [told] = await outbox(LeadEdited)
    assert (told.fields, told.owner_id) == (["contact", "note", "heat"], company.wang.id)
    same = await patch(company, company.wang, edited, contact="张三丰")
    assert same.json() == edited, "nothing changed"
    stale = await patch(company, company.wang, edited, lead["version"], contact="x")
    assert stale.status_code == 412


async def test_a_corrected_lead_is_found_by_what_it_says_now(company: Company) -> None:
    lead = await company.owned(company.wang, company="华为", phone="13800138000")
    other = await company.owned(company.li, phone="13900139000")
    refused = await patch(company, company.wang, lead, phone="139 0013 9000")
    assert (refused.status_code, refused.json()["rule"]) == (409, "LEA-88")
    wrong = await patch(company, company.wang, lead, phone="12")
    assert (wrong.status_code, wrong.json()["errors"][0]["rule"]) == (422, "LEA-2")
    moved = (await patch(company, company.wang, lead, phone="13700137000", company="中兴")).json()
    assert (await company.lead(phone="+86 137 0013 7000"))["duplicate_of"] == lead["id"]
    assert (await company.lead(phone="13800138000"))["status"] == "POOLED", "the old one is free"
    assert (await company.lead(phone="13900139000"))["duplicate_of"] == other["id"]
    assert moved["company"] == "中兴"


async def test_who_may_correct_which_lead(company: Company) -> None:
    lead = await company.owned(company.wang)
    assert (await patch(company, company.li, lead, note="x")).status_code == 404
    assert (await patch(company, company.boss, lead, note="x")).status_code == 200
    waiting = await company.lead()
    assert (await patch(company, company.li, waiting, note="x")).json()["rule"] == "LEA-86"
    assert (await patch(company, company.ops, waiting, note="x")).status_code == 200
    dropped = await company.post(company.boss, f"/leads/{lead['id']}/drop", reason="NO_NEED")
    assert (await patch(company, company.boss, dropped, note="y")).json()["rule"] == "LEA-87"
    masked = (await company.get(company.li, f"/leads/{waiting['id']}/changes"))["items"]
    assert [one["changes"] for one in masked] == [{"note": None}], "what it says is for who may read the lead"
