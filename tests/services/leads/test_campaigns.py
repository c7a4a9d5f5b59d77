"""Are campaigns the sums of their activities, and is it known what came of each?"""

import asyncio
from typing import Any
from uuid import uuid4

from chassis.testing.plugin import an_actor
from messages.hand_over import PersonHandedOver
from messages.leads.activities import (
    ActivityCancelled,
    ActivityChanged,
    ActivityCostRecorded,
    ActivityOverspent,
    ActivityPlanned,
)
from messages.leads.campaigns import CampaignChanged, CampaignPlanned
from tests.services.leads.campaign_plans import (
    MARKETER,
    MONEY,
    activity_of,
    change,
    in_days,
    planned_campaign,
    spend,
)
from tests.services.leads.conftest import Company, known


async def test_feature_1_the_totals_of_a_plan_are_the_sums_of_its_activities(company: Company, outbox: Any) -> None:
    campaign = await planned_campaign(company)
    assert [campaign[name]["amount"] for name in MONEY] == ["0.00"] * 3
    first = await activity_of(company, campaign)
    second = await activity_of(company, campaign, channel="展会", planned_cost="50.50", expected_revenue="0.01")
    await asyncio.gather(*(spend(company, one, amount) for one in (first, second) for amount in ("3.10", "0.20")))
    await company.post(MARKETER, f"/activities/{second['id']}/cancel", reason="场地取消")
    seen = await company.get(MARKETER, f"/campaigns/{campaign['id']}")
    rows = (await company.get(MARKETER, "/activities", campaign_id=campaign["id"]))["items"]
    sums = [sum(round(float(row[name]["amount"]) * 100) for row in rows) for name in MONEY]
    assert [round(float(seen[name]["amount"]) * 100) for name in MONEY] == sums == [10330, 660, 100000]
    assert (seen["goal"], seen["activities"], seen["starts_on"]) == ("200 条线索", 2, in_days(-30))
    assert len(await outbox(CampaignPlanned)) == 1
    [told] = await outbox(ActivityCancelled)
    assert (told.reason, str(told.planned_cost), str(told.expected_revenue)) == ("场地取消", "3.30 CNY", "0.00 CNY")


async def test_feature_1_a_plan_is_changed_by_who_may_and_spans_its_activities(company: Company, outbox: Any) -> None:
    campaign = await planned_campaign(company)
    activity = await activity_of(company, campaign)
    path = f"/campaigns/{campaign['id']}"
    assert (await change(company, path, 1, starts_on=in_days(-4))).json()["rule"] == "LEA-112"
    assert (await change(company, path, 7, name="x")).status_code == 412
    assert (await change(company, path, 1, ends_on=in_days(-31))).json()["errors"][0]["field"] == "ends_on"
    changed = await change(company, path, 1, goal="300 条线索")
    assert (changed.json()["goal"], changed.json()["version"]) == ("300 条线索", 2)
    assert (await change(company, path, 2, goal="300 条线索")).json()["version"] == 2, "nothing changes"
    boss = company.api.as_(company.boss)
    for record in (path, f"/activities/{activity['id']}"):
        assert (await boss.patch(record, json={}, headers={"if-match": "1"})).status_code == 404, "of another unit"
    finance = company.api.as_(an_actor("finance"))
    assert (await finance.get(path)).status_code == 200
    assert (await finance.patch(path, json={"goal": "x"}, headers={"if-match": "2"})).status_code == 403
    [told] = await outbox(CampaignChanged)
    assert (told.goal, told.version) == ("300 条线索", 2)
    foreign = an_actor("marketing", legal_entities=("CS-US",))
    for hidden in (path, f"/activities/{activity['id']}", f"/activities/{activity['id']}/costs"):
        assert (await company.api.as_(foreign).get(hidden)).status_code == 404
    for lists in ("/campaigns", "/activities"):
        assert (await company.api.as_(foreign).get(lists)).json()["items"] == []


async def test_feature_2_a_plan_is_split_into_activities_in_channels_of_the_list(company: Company, outbox: Any) -> None:
    campaign = await planned_campaign(company)
    usual = ("线下会议", "网络广告", "SEM", "邮件", "移动", "视频", "传统媒体")
    made = [await activity_of(company, campaign, channel=said, name=said) for said in usual]
    codes = ["OFFLINE", "ADS", "SEM", "EMAIL", "MOBILE", "VIDEO", "MEDIA"]
    assert [one["channel"] for one in made] == codes
    assert [told.channel for told in await outbox(ActivityPlanned)] == codes
    path = f"/campaigns/{campaign['id']}/activities"
    period = {"starts_on": in_days(0), "ends_on": in_days(1)}
    body = {"name": "x", "channel": "空中", "planned_cost": "1.00", "expected_revenue": "1.00"} | period
    unknown = await company.say(MARKETER, path, **body)
    assert (unknown.status_code, unknown.json()["rule"]) == (409, "LEA-102")
    beyond = await company.say(MARKETER, path, **body | {"channel": "SEM", "ends_on": in_days(61)})
    assert (beyond.status_code, beyond.json()["rule"]) == (409, "LEA-111")
    ops = company.api.as_(company.ops)
    own = [{"code": code} for code in codes if code != "VIDEO"]
    kept = await ops.put("/lead-channels", json={"channels": own})
    assert (kept.status_code, kept.json()["params"]) == (409, {"channel": "VIDEO"})
    assert (await ops.put("/lead-channels", json={"channels": [*own, {"code": "VIDEO"}, {"code": "EXPO"}]})).is_success
    assert (await activity_of(company, campaign, channel="expo"))["channel"] == "EXPO"


async def test_feature_4_costs_are_kept_and_more_than_was_planned_is_said_once(company: Company, outbox: Any) -> None:
    campaign = await planned_campaign(company)
    activity = await activity_of(company, campaign)
    for _ in range(2):  # sent again: recorded once
        seen = (await spend(company, activity, "100.00", key="same")).json()
    assert (seen["actual_cost"]["amount"], seen["is_overspent"]) == ("100.00", False)
    over = (await spend(company, activity, "0.01")).json()
    assert (over["is_overspent"], over["expected_revenue"]["amount"]) == (True, "1000.00")
    await spend(company, activity, "5.00")
    [told] = await outbox(ActivityOverspent)
    assert (str(told.excess), str(told.planned_cost), str(told.actual_cost)) == ("0.01 CNY", "100.00 CNY", "100.01 CNY")
    assert (await spend(company, activity, "-105.02")).json()["errors"][0]["rule"] == "LEA-117"
    assert (await spend(company, activity, "-10.00")).json()["is_overspent"] is False
    await spend(company, activity, "10.00")
    assert len(await outbox(ActivityOverspent)) == 2, "it passes again what was planned"
    rows = (await company.get(MARKETER, f"/activities/{activity['id']}/costs"))["items"]
    assert [row["amount"]["amount"] for row in rows] == ["10.00", "-10.00", "5.00", "0.01", "100.00"]
    assert len(await outbox(ActivityCostRecorded)) == 5
    assert (await spend(company, activity, "1.00", spent_on=in_days(1))).json()["errors"][0]["field"] == "spent_on"
    bare = await company.api.as_(MARKETER).post(f"/activities/{activity['id']}/costs", json={})
    assert bare.status_code == 428


async def test_what_a_campaign_adds_up_to_can_always_be_shown(company: Company, deliver: Any) -> None:
    campaign = await planned_campaign(company)
    most = "9999999999999999.99"
    first = await activity_of(company, campaign, planned_cost=most, expected_revenue=most)
    second = await activity_of(company, campaign, planned_cost="0.00", expected_revenue="0.00", starts_on=in_days(1))
    body = {"name": "x", "channel": "SEM", "starts_on": in_days(1), "ends_on": in_days(2)}
    more = {"planned_cost": "0.01", "expected_revenue": "0.00"}
    refused = await company.say(MARKETER, f"/campaigns/{campaign['id']}/activities", **body, **more)
    assert (refused.status_code, refused.json()["errors"][0]["rule"]) == (422, "LEA-171")
    raised = await change(company, f"/activities/{second['id']}", 1, expected_revenue="0.01")
    assert (raised.status_code, raised.json()["errors"][0]["field"]) == (422, "expected_revenue")
    assert (await spend(company, first, most)).is_success
    for one in (first, second):
        spent = await spend(company, one, "0.01")
        assert (spent.status_code, spent.json()["errors"][0]["rule"]) == (422, "LEA-171")
    budget = {"amount": most, "reason": "x"}
    headers = {"idempotency-key": str(uuid4())}
    asked = await company.api.as_(MARKETER).post(
        f"/activities/{second['id']}/request-budget", json=budget, headers=headers
    )
    applied = await company.api.as_(company.keeper).post(f"/budgets/{asked.json()['id']}/apply", json={"round": 1})
    assert applied.is_success, applied.text
    [shown] = (await company.get(MARKETER, "/campaigns"))["items"]
    assert [shown[name]["amount"] for name in MONEY] == [most] * 3


async def test_feature_4_what_has_begun_is_not_planned_higher_by_hand(company: Company, outbox: Any) -> None:
    campaign = await planned_campaign(company)
    running = await activity_of(company, campaign)
    ahead = await activity_of(company, campaign, starts_on=in_days(1))
    raised = await change(company, f"/activities/{ahead['id']}", 1, planned_cost="120.00", code="spring-26")
    assert (raised.json()["planned_cost"]["amount"], raised.json()["code"]) == ("120.00", "spring-26")
    refused = await change(company, f"/activities/{running['id']}", 1, planned_cost="120.00")
    assert (refused.status_code, refused.json()["rule"]) == (409, "LEA-116")
    lower = await change(company, f"/activities/{running['id']}", 1, planned_cost="80.00", expected_revenue="2000.00")
    assert lower.json()["planned_cost"]["amount"] == "80.00"
    twice = await change(company, f"/activities/{running['id']}", 2, code="SPRING-26")
    assert (twice.status_code, twice.json()["errors"][0]["field"]) == (422, "code")
    assert [told.version for told in await outbox(ActivityChanged)] == [2, 2]


async def test_feature_8_every_lead_is_of_the_activity_that_runs_in_its_channel(company: Company) -> None:
    campaign = await planned_campaign(company)
    fair = await activity_of(company, campaign, channel="OFFLINE", code="expo")
    search = await activity_of(company, campaign)
    key = await company.post(company.ops, "/channel-keys", name="baidu", channel="SEM")
    sent = {"external_id": "1", "company": "甲", "activity": "utm-nobody-knows"}
    headers = {"x-channel-key": key["secret"]}
    got = await company.api.anybody.post("/intake/leads", json=sent, headers=headers)
    lead = await company.get(company.ops, f"/leads/{got.json()['id']}")
    assert (lead["activity_id"], lead["activity"]) == (search["id"], "utm-nobody-knows")
    assert (await company.lead(source="展会"))["activity_id"] == fair["id"]
    assert (await company.lead(source="微信"))["activity_id"] is None, "none runs there"
    named = await company.lead(source="crm", activity="EXPO")
    assert (named["activity_id"], named["channel_code"]) == (fair["id"], "OFFLINE")
    wrong = await company.say(company.ops, "/leads", source="crm", activity="no such")
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "activity")
    counts = await company.get(company.ops, "/lead-channels/counts")
    found = {(row["channel_code"], row["activity_id"]): row["leads"] for row in counts["rows"]}
    assert found == {("OFFLINE", fair["id"]): 2, ("SEM", search["id"]): 1, ("MOBILE", None): 1}
    assert len((await company.get(company.ops, "/leads", activity_id=fair["id"]))["items"]) == 2


async def test_feature_8_a_key_may_be_of_one_activity(company: Company) -> None:
    campaign = await planned_campaign(company)
    ended = await activity_of(company, campaign, starts_on=in_days(-9), ends_on=in_days(-8))
    key = await company.post(company.ops, "/channel-keys", name="x", channel="SEM", activity_id=ended["id"])
    sent = {"external_id": "1", "company": "甲"}
    got = await company.api.anybody.post("/intake/leads", json=sent, headers={"x-channel-key": key["secret"]})
    assert (await company.get(company.ops, f"/leads/{got.json()['id']}"))["activity_id"] == ended["id"]
    wrong = await company.say(company.ops, "/channel-keys", name="x", channel="SEM", activity_id=str(uuid4()))
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "activity_id")


async def test_feature_192_plans_go_along_and_to_a_successor(company: Company, deliver: Any) -> None:
    campaign = await planned_campaign(company)
    activity = await activity_of(company, campaign)
    await deliver(known(MARKETER, unit="cs/east", version=2))
    ordered = PersonHandedOver(
        handover_id=uuid4(), person_id=MARKETER.id, person_name="何琳", to_id=company.boss.id, by_id=uuid4(), version=1
    )
    await deliver(ordered, twice=True)
    for record in (f"/campaigns/{campaign['id']}", f"/activities/{activity['id']}"):
        seen = await company.get(company.boss, record)
        assert (seen["owner_id"], seen["owner_name"]) == (str(company.boss.id), "赵敏")
    assert (await company.get(company.boss, "/campaigns", owner_id=str(company.boss.id)))["items"]
    mine = await company.api.as_(company.boss).patch(
        f"/campaigns/{campaign['id']}", json={"goal": "x"}, headers={"if-match": "2"}
    )
    assert mine.status_code == 200, mine.text
