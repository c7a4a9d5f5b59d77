"""Is a lead dropped for a reason of the company's, which is seen everywhere?"""

from typing import Any

from messages.leads.events import LeadDropped
from tests.services.leads.conftest import Company

REASONS = [{"code": "TOO_FAR", "label": {"zh": "太远", "en": "Too far"}}, {"code": "SPAM"}]


async def test_feature_36_a_dropped_lead_has_a_reason_of_the_list_and_keeps_it(company: Company, outbox: Any) -> None:
    usual = await company.get(company.wang, "/lead-rules/drop-reasons")
    assert "NO_BUDGET" in [one["code"] for one in usual["reasons"]]
    await company.put(company.ops, "/lead-rules/drop-reasons", reasons=REASONS)
    lead = await company.owned(company.wang)
    drop = f"/leads/{lead['id']}/drop"
    assert (await company.say(company.wang, drop)).status_code == 422
    refused = await company.say(company.wang, drop, reason="NO_BUDGET")
    assert (refused.status_code, refused.json()["rule"]) == (409, "LEA-62")
    dropped = await company.post(company.wang, drop, reason="too far", note="In another country")
    assert (dropped["drop_reason"], dropped["drop_label"]["zh"]) == ("TOO_FAR", "太远")
    assert dropped["drop_note"] == "In another country"
    [event] = await outbox(LeadDropped)
    assert (event.reason, event.reason_name["en"], event.source) == ("TOO_FAR", "Too far", "web")
    await company.put(company.ops, "/lead-rules/drop-reasons", reasons=REASONS[1:])
    [listed] = (await company.get(company.boss, "/leads", status="DROPPED"))["items"]
    assert listed["drop_label"] == {"zh": "太远", "en": "Too far"}, "though it is on the list no more"


async def test_feature_36_what_comes_of_a_source_is_counted_by_reason(company: Company) -> None:
    fair = [await company.owned(company.wang, source="fair") for _ in range(4)]
    web = await company.owned(company.li, source="web")
    for lead, reason in zip(fair, ("NO_NEED", "NO_NEED", "NO_BUDGET"), strict=False):
        await company.post(company.wang, f"/leads/{lead['id']}/drop", reason=reason)
    await company.post(company.li, f"/leads/{web['id']}/drop", reason="NO_NEED")
    ranking = await company.get(company.boss, "/lead-rules/drop-reasons/ranking")
    counted = {(one["source"], one["reason"]): (one["count"], one["of_source"], one["permille"]) for one in ranking}
    assert counted == {
        ("fair", "NO_NEED"): (2, 4, 500),
        ("fair", "NO_BUDGET"): (1, 4, 250),
        ("web", "NO_NEED"): (1, 1, 1000),
    }
    assert (ranking[0]["source"], ranking[0]["reason"]) == ("fair", "NO_NEED"), "the most frequent first"
    assert await company.get(company.west, "/lead-rules/drop-reasons/ranking") == [], "of what he may see"


async def test_a_reason_is_named_once_and_each_legal_entity_has_its_own(company: Company) -> None:
    twice = await company.api.as_(company.ops).put(
        "/lead-rules/drop-reasons", json={"reasons": [{"code": "A"}, {"code": "a"}]}
    )
    assert twice.json()["rule"] == "LEA-63"
    elsewhere = await company.api.as_(company.ops).put(
        "/lead-rules/drop-reasons", json={"legal_entity_id": "CS-HK", "reasons": [{"code": "A"}]}
    )
    assert elsewhere.status_code == 403
