"""Do only the follow-ups that a pool has set as work set the clock back?"""

from typing import Any

from messages.leads.events import LeadFollowedUp
from tests.services.leads.conftest import Company

KINDS = [
    {"code": "DEMO", "label": {"zh": "演示", "en": "Demo"}},
    {"code": "CALL", "effective": False},
]


async def test_feature_27_only_the_kinds_that_a_pool_counts_set_the_clock_back(company: Company, outbox: Any) -> None:
    await company.pool(kinds=KINDS)
    lead = await company.owned(company.wang)
    path = f"/leads/{lead['id']}/follow-ups"
    called = await company.post(company.wang, path, kind="CALL", note="nobody there")
    same = await company.get(company.wang, f"/leads/{lead['id']}")
    assert (called["effective"], same["first_response_at"]) == (False, None)
    assert same["follow_up_due_at"] == lead["follow_up_due_at"], "here a call is no work on it"
    shown = await company.post(company.wang, path, kind="demo", note="showed it")
    later = await company.get(company.wang, f"/leads/{lead['id']}")
    assert (shown["kind"], shown["kind_label"], shown["effective"]) == ("DEMO", {"zh": "演示", "en": "Demo"}, True)
    assert later["follow_up_due_at"] > lead["follow_up_due_at"]
    assert later["first_response_at"] is not None
    refused = await company.say(company.wang, path, kind="VISIT")
    assert (refused.status_code, refused.json()["rule"]) == (409, "LEA-60")
    told = await outbox(LeadFollowedUp)
    assert [(one.kind, one.effective) for one in told] == [("CALL", False), ("DEMO", True)]


async def test_feature_27_each_pool_has_kinds_of_its_own_or_the_usual_ones(company: Company) -> None:
    pool = await company.pool(kinds=KINDS)
    assert [kind["code"] for kind in pool["kinds"]] == ["DEMO", "CALL"]
    again = await company.pool()
    assert [kind["code"] for kind in again["kinds"]] == ["CALL", "VISIT", "MEETING", "MESSAGE", "NOTE"]
    lead = await company.owned(company.wang)
    kinds = await company.get(company.wang, f"/leads/{lead['id']}/follow-up-kinds")
    assert {kind["code"]: kind["effective"] for kind in kinds}["NOTE"] is False
    await company.post(company.wang, f"/leads/{lead['id']}/follow-ups", kind="VISIT")
    answer = await company.say(
        company.ops, "/pools", code="east", name="East pool", legal_entity_id="CS-CN", unit="cs",
        kinds=[{"code": "CALL", "effective": False}],
    )  # fmt: skip
    assert (answer.status_code, answer.json()["rule"]) == (409, "LEA-61")
