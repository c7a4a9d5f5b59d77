"""Does an opportunity go its way by the stages of its business, and is it told when it does not? (64-69, 72, 79)"""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from messages.deals import comments, guidance, opportunities
from messages.errors import RuleViolation
from services.deals.domain.opportunities import MOST_RISKS, must_have_room_for_risk
from tests.services.deals.conftest import Company

NOW = datetime(2026, 12, 1, 3, 0, tzinfo=UTC)
DAY = timedelta(days=1)
OPEN_STAGES = [
    {
        "code": "早期联系", "stall_after": "7 days", "escalate_after": "2 days", "probability": 10,
        "steps": [{"name": "电话", "required": True}, {"name": "发资料", "required": False}],
        "requires": ["AMOUNT", "BUDGET"], "risks": [{"risk": "预算未定", "mitigation": "找财务确认"}],
    },
    {"code": "方案提供", "stall_after": "10 days"},
    {"code": "招标", "probability": 60},
]  # fmt: skip
STAGES = [*OPEN_STAGES, {"code": "Won", "status": "WON"}, {"code": "Lost", "status": "LOST"}]
TYPES = [{"code": "PROJECT", "label": {"zh": "项目", "en": "Project"}}, {"code": "SERVICE"}]
BUDGET = {"budget": {"amount": "500000.00", "currency": "CNY"}}


@pytest.fixture(autouse=True)
def today(time_is: Any) -> None:
    time_is(NOW)


@pytest.fixture
async def staged(company: Company) -> Company:
    await company.ok(company.admin, "PUT", "/business-types", {"types": TYPES})
    await company.ok(company.admin, "PUT", "/stages", {"business_type": "PROJECT", "stages": STAGES})
    return company


async def ring(company: Company, at: datetime) -> Any:
    as_of = {"x-as-of": at.isoformat()}
    return await company.ok(company.process, "POST", "/reminders/process-due", {}, headers=as_of)


async def test_feature_65_each_business_type_has_stages_of_its_own(staged: Company) -> None:
    first = await staged.opportunity()
    assert (first["business_type"], first["stage"], first["probability"]) == ("PROJECT", "早期联系", 10)
    other = await staged.opportunity(business_type="service")
    assert (other["business_type"], other["stage"]) == ("SERVICE", "Prospecting"), "the usual ones"
    no = {"customer_id": first["customer_id"], "project": "x", "business_type": "NONE"}
    await staged.refused("DEA-64", staged.seller, "/opportunities", no)
    answer = await staged.as_(staged.admin).put("/business-types", json={"types": [*TYPES, {"code": "project"}]})
    assert answer.json()["rule"] == "DEA-65"


async def test_feature_66_dea_61_a_stage_is_left_when_its_steps_are_done_and_its_facts_are_known(
    staged: Company, outbox: Any
) -> None:
    sale = await staged.opportunity()
    path = f"/opportunities/{sale['id']}"
    no = await staged.refused("DEA-61", staged.seller, f"{path}/advance", {"stage": "招标"})
    assert "电话" in no["detail"]
    assert "budget" in no["detail"]
    assert "发资料" not in no["detail"], "it is not required"
    await staged.refused("DEA-62", staged.seller, f"{path}/complete-step", {"step": "喝茶"})
    done = [await staged.ok(staged.seller, "POST", f"{path}/complete-step", {"step": "电话"}) for _ in "12"]
    assert done[0] == done[1]
    assert [(one["name"], one["done_by_name"]) for one in done[0]] == [("电话", "Li Na"), ("发资料", None)]
    await staged.refused("DEA-61", staged.seller, f"{path}/advance", {"stage": "招标"})
    await staged.ok(staged.seller, "POST", f"{path}/record-facts", BUDGET)
    ahead = await staged.ok(staged.seller, "POST", f"{path}/advance", {"stage": "招标"})
    assert (ahead["stage"], ahead["probability"]) == ("招标", 60)
    assert len(await outbox(opportunities.OpportunityStepCompleted)) == 1


async def test_feature_66_dea_60_it_goes_back_with_a_reason(staged: Company, outbox: Any) -> None:
    sale = await staged.opportunity(business_type="SERVICE")
    path = f"/opportunities/{sale['id']}"
    await staged.ok(staged.seller, "POST", f"{path}/advance", {"stage": "Proposing"})
    await staged.refused("DEA-60", staged.seller, f"{path}/set-back", {"stage": "Negotiating", "reason": "x"})
    assert await staged.status(staged.seller, "POST", f"{path}/set-back", {"stage": "Engaging"}) == 422
    back = await staged.ok(staged.seller, "POST", f"{path}/set-back", {"stage": "Engaging", "reason": "新的决策人"})
    assert back["stage"] == "Engaging"
    [told] = await outbox(opportunities.OpportunitySetBack)
    assert (told.stage, told.former_stage, told.reason) == ("Engaging", "Proposing", "新的决策人")


async def test_feature_67_a_stall_is_told_once_to_the_seller_then_once_to_his_manager(
    staged: Company, outbox: Any, time_is: Any
) -> None:
    sale = await staged.opportunity()
    assert (await ring(staged, NOW + 7 * DAY - timedelta(seconds=1)))["handled"] == 0
    assert [(await ring(staged, NOW + 7 * DAY))["handled"] for _ in "12"] == [1, 0]
    assert [(await ring(staged, NOW + 9 * DAY))["handled"] for _ in "12"] == [1, 0]
    assert (await ring(staged, NOW + 90 * DAY))["handled"] == 0, "never again while it rests"
    told = await outbox(opportunities.OpportunityStalled)
    assert [type(one).__name__ for one in told] == ["OpportunityStalled", "OpportunityStallEscalated"]
    assert {(one.owner_id, one.stage) for one in told} == {(staged.seller.id, "早期联系")}
    assert (await staged.ok(staged.seller, "GET", f"/opportunities/{sale['id']}"))["stalled_at"] is not None
    time_is(NOW + 91 * DAY)
    await staged.ok(staged.seller, "POST", f"/opportunities/{sale['id']}/complete-step", {"step": "电话"})
    assert (await staged.ok(staged.seller, "GET", f"/opportunities/{sale['id']}"))["stalled_at"] is None
    assert (await ring(staged, NOW + 98 * DAY))["handled"] == 1, "a new stall"
    assert len(await outbox(opportunities.OpportunityStalled)) == 3


@pytest.mark.parametrize("act", ["follow-up", "lose", "advance"])
async def test_feature_67_who_goes_on_or_ends_it_is_not_told(
    staged: Company, outbox: Any, act: str, time_is: Any
) -> None:
    sale = await staged.opportunity(business_type="SERVICE")
    stages = [{"code": "Prospecting", "stall_after": "7 days"}, {"code": "Engaging"}, *STAGES[-2:]]
    await staged.ok(staged.admin, "PUT", "/stages", {"stages": stages})
    assert (await ring(staged, NOW))["handled"] == 0
    time_is(NOW + 6 * DAY)
    path = f"/opportunities/{sale['id']}"
    if act == "follow-up":
        said = {"opportunity_id": sale["id"], "kind": "CALL"}
        await staged.ok(staged.seller, "POST", "/follow-ups", said, headers={"idempotency-key": "1"})
    else:
        body = {"stage": "Engaging"} if act == "advance" else {"reason": "PRICE"}
        await staged.ok(staged.seller, "POST", f"{path}/{act}", body)
    assert (await ring(staged, NOW + 12 * DAY))["handled"] == 0
    assert await outbox(opportunities.OpportunityStalled) == []


async def test_feature_67_dea_63_open_ones_follow_a_new_limit_and_it_is_said_in_days_of_the_calendar(
    staged: Company,
) -> None:
    await staged.opportunity()
    shorter = [{**STAGES[0], "stall_after": "48 hours"}, *STAGES[1:]]
    await staged.ok(staged.admin, "PUT", "/stages", {"business_type": "PROJECT", "stages": shorter})
    assert (await ring(staged, NOW + 2 * DAY))["handled"] == 1
    for wrong in ("soon", "3 business days", "0 days"):
        stages = [{**STAGES[0], "stall_after": wrong}, *STAGES[1:]]
        answer = await staged.as_(staged.admin).put("/stages", json={"stages": stages})
        assert (answer.status_code, answer.json()["errors"][0]["rule"]) == (422, "DEA-63"), answer.text


async def test_feature_68_guidance_has_an_owner_and_a_day_and_closes_when_it_is_acted_on(
    company: Company, outbox: Any
) -> None:
    sale = await company.opportunity()
    path = f"/opportunities/{sale['id']}/give-guidance"
    wish = {"text": "带上技术总监再访", "due_on": "2026-12-05"}
    key = {"idempotency-key": "1"}
    assert await company.status(company.seller, "POST", path, wish, headers=key) == 403
    await company.refused(
        "DEA-68", company.manager, path, wish | {"due_on": "2026-11-30"}, headers={"idempotency-key": "0"}
    )
    made = [await company.ok(company.manager, "POST", path, wish, headers=key) for _ in "12"]
    assert made[0] == made[1]
    [given] = await outbox(guidance.GuidanceGiven)
    assert (given.owner_id, str(given.due_on)) == (company.seller.id, "2026-12-05")
    over = datetime(2026, 12, 5, 16, 0, tzinfo=UTC)  # midnight in Shanghai
    assert (await ring(company, over - timedelta(seconds=1)))["handled"] == 0
    assert [(await ring(company, over))["handled"] for _ in "12"] == [1, 0]
    [late] = await outbox(guidance.GuidanceOverdue)
    assert late.mentions == [company.manager.id]
    act = f"/guidance/{made[0]['id']}/act-on"
    done = await company.ok(company.seller, "POST", act, {"answer": "已于周四拜访"})
    assert (done["status"], done["answer"], done["overdue"]) == ("DONE", "已于周四拜访", True)
    await company.refused("DEA-69", company.seller, act, {"answer": "again"})
    [told] = await outbox(guidance.GuidanceActedOn)
    assert told.mentions == [company.manager.id]
    assert (await company.ok(company.manager, "GET", "/guidance?open=true"))["items"] == []
    assert await company.status(company.rival, "GET", f"/guidance/{made[0]['id']}") == 404


async def test_feature_68_dea_72_guidance_is_of_managers_and_ends_with_its_opportunity(
    company: Company, outbox: Any
) -> None:
    sale = await company.opportunity()
    wish, key = {"text": "x", "due_on": "2026-12-05"}, {"idempotency-key": "1"}
    path = f"/opportunities/{sale['id']}"
    assert await company.status(company.legal, "POST", f"{path}/give-guidance", wish, headers=key) == 403
    await company.ok(company.manager, "POST", f"{path}/give-guidance", wish, headers=key)
    await company.ok(company.seller, "POST", f"{path}/lose", {"reason": "价格"})
    assert len(await outbox(guidance.GuidanceDropped)) == 1
    assert (await ring(company, NOW + 30 * DAY))["handled"] == 0


async def test_feature_69_the_risks_of_a_stage_are_open_on_the_deal_until_they_are_closed(
    staged: Company, outbox: Any
) -> None:
    sale = await staged.opportunity()
    path = f"/opportunities/{sale['id']}"
    [risk] = await staged.ok(staged.seller, "GET", f"{path}/risks")
    assert (risk["risk"], risk["mitigation"], risk["status"]) == ("预算未定", "找财务确认", "OPEN")
    own = [await staged.ok(staged.seller, "POST", f"{path}/add-risk", {"risk": "对手降价"}) for _ in "12"]
    assert len(own[0]) == len(own[1]) == 2
    closed = await staged.ok(staged.seller, "POST", f"/risks/{risk['id']}/close", {"note": "已批"})
    assert {one["risk"]: one["status"] for one in closed} == {"对手降价": "OPEN", "预算未定": "CLOSED"}
    await staged.refused("DEA-69", staged.seller, f"/risks/{risk['id']}/close", {})
    assert await staged.status(staged.rival, "POST", f"/risks/{risk['id']}/close", {}) == 404
    assert len(await outbox(opportunities.OpportunityRiskAdded)) == 1


def test_dea_70_an_opportunity_has_at_most_a_hundred_risks() -> None:
    must_have_room_for_risk(MOST_RISKS - 1)
    with pytest.raises(RuleViolation, match="DEA-70"):
        must_have_room_for_risk(MOST_RISKS)


async def test_feature_64_what_is_known_is_kept_version_by_version(company: Company, outbox: Any) -> None:
    sale = await company.opportunity()
    path = f"/opportunities/{sale['id']}"
    needs = [{"what": "网关", "quantity": "40", "unit": "台"}, {"what": "培训"}]
    first = {"needs": needs, **BUDGET, "deciders": [{"name": "王总", "title": "总经理"}]}
    known = [await company.ok(company.seller, "POST", f"{path}/record-facts", first) for _ in "12"]
    assert [one["facts_version"] for one in known] == [1, 1], "the same again changes nothing"
    second = first | {"competitors": [{"name": "远方科技", "strength": "价格"}], "supporters": [{"name": "李工"}]}
    await company.ok(company.manager, "POST", f"{path}/record-facts", second)
    found = (await company.ok(company.seller, "GET", f"{path}/facts"))["items"]
    assert [one["version"] for one in found] == [2, 1]
    assert found[1]["facts"]["competitors"] == []
    assert Decimal(found[1]["facts"]["needs"][0]["quantity"]) == 40
    assert found[0]["facts"]["supporters"][0]["name"] == "李工"
    assert len(await outbox(opportunities.OpportunityFactsRecorded)) == 2
    assert await company.status(company.rival, "GET", f"{path}/facts") == 404


async def test_feature_64_dea_71_what_is_expected_is_corrected_with_its_history(company: Company, outbox: Any) -> None:
    await company.ok(company.admin, "PUT", "/opportunities/fields", {"fields": [{"name": "floor", "kind": "text"}]})
    sale = await company.opportunity(note="first", extra={"floor": "3"}, expected_close_on="2026-12-31")
    assert (sale["note"], sale["extra"], sale["expected_close_on"]) == ("first", {"floor": "3"}, "2026-12-31")
    path = f"/opportunities/{sale['id']}"
    change = {
        "expected": {"amount": "1000.00", "currency": "CNY"},
        "probability": 40,
        "product_lines": ["网关", "服务"],
    }
    headers = {"if-match": f'"{sale["version"]}"'}
    edited = await company.ok(company.seller, "PATCH", path, change, headers=headers)
    assert (edited["probability"], edited["product_lines"]) == (40, ["网关", "服务"])
    assert (await company.as_(company.seller).patch(path, json=change, headers=headers)).status_code == 412
    [kept] = (await company.ok(company.seller, "GET", f"{path}/changes"))["items"]
    assert kept["changes"]["probability"] == {"before": "", "after": "40"}
    assert kept["changes"]["expected"]["before"] == "900.00 CNY"
    [told] = await outbox(opportunities.OpportunityEdited)
    assert set(told.fields) == {"expected", "probability", "product_lines"}
    await company.registered(sale)
    now = await company.ok(company.seller, "GET", path)
    answer = await company.as_(company.seller).patch(
        path, json={"project": "another"}, headers={"if-match": f'"{now["version"]}"'}
    )
    assert (answer.status_code, answer.json()["rule"]) == (409, "DEA-71")


async def test_feature_72_people_of_several_departments_write_with_files_and_who_is_mentioned_is_named(
    company: Company, outbox: Any
) -> None:
    sale = await company.opportunity()
    path = f"/opportunities/{sale['id']}"
    key = {"idempotency-key": "1"}
    said = {
        "text": "合同条款请看",
        "mentions": [str(company.seller.id)],
        "files": [{"name": "a.txt", "content": "QUJD"}],
    }
    made = [await company.ok(company.legal, "POST", f"{path}/comment", said, headers=key) for _ in "12"]
    assert made[0] == made[1]
    await company.ok(company.seller, "POST", f"{path}/comment", {"text": "收到"}, headers={"idempotency-key": "2"})
    found = (await company.ok(company.manager, "GET", f"{path}/comments"))["items"]
    assert {one["text"] for one in found} == {"收到", "合同条款请看"}
    file = made[0]["files"][0]["sha256"]
    of_file = f"{path}/comments/{made[0]['id']}/files/{file}"
    assert (await company.as_(company.seller).get(of_file)).content == b"ABC"
    assert await company.status(company.rival, "GET", of_file) == 404
    assert await company.status(company.rival, "POST", f"{path}/comment", {"text": "x"}, headers=key) == 404
    first = (await outbox(comments.OpportunityCommented))[0]
    assert (first.owner_id, first.mentions) == (company.seller.id, [company.seller.id])


async def test_feature_79_dea_67_a_lost_deal_names_a_reason_of_the_list_and_they_are_ranked(company: Company) -> None:
    reasons = [{"code": "PRICE", "label": {"zh": "价格", "en": "Price"}}, {"code": "SPEC", "label": {"zh": "规格"}}]
    await company.ok(company.admin, "PUT", "/loss-reasons", {"reasons": reasons})
    sales = [await company.opportunity() for _ in range(3)]
    await company.refused("DEA-67", company.seller, f"/opportunities/{sales[0]['id']}/lose", {"reason": "bad luck"})
    for sale, reason in zip(sales, ("价格", "price", "SPEC"), strict=True):
        lost = await company.ok(
            company.seller, "POST", f"/opportunities/{sale['id']}/lose", {"reason": reason, "note": "太贵"}
        )
    assert (lost["lost_reason"], lost["lost_note"]) == ("SPEC", "太贵")
    ranked = await company.ok(company.manager, "GET", "/loss-reasons/ranking")
    assert [(one["reason"], one["label"].get("zh"), one["count"], one["permille"]) for one in ranked] == [
        ("PRICE", "价格", 2, 666), ("SPEC", "规格", 1, 333),
    ]  # fmt: skip
    assert ranked[0]["amounts"] == [{"amount": "1800.00", "currency": "CNY"}]
    assert await company.ok(company.rival, "GET", "/loss-reasons/ranking") == []
    assert await company.ok(company.manager, "GET", "/loss-reasons/ranking?since=2027-01-01") == []
