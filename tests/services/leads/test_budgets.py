"""Is it approved when an activity costs more than was planned?"""

import asyncio
from typing import Any
from uuid import uuid4

import httpx

from chassis.auth.identity import Actor
from chassis.testing.plugin import an_actor
from messages.leads.activities import ActivityChanged, ActivityOverspent
from messages.leads.budgets import BudgetApplied, BudgetRejected, BudgetRequested, BudgetReturned, BudgetWithdrawn
from tests.services.leads.campaign_plans import MARKETER, activity_of, change, planned_campaign, spend
from tests.services.leads.conftest import Company

PROCESS = Actor.process("budget-approval")


async def ask(company: Company, activity: Any, amount: str, *, key: str = "", by: Actor = MARKETER) -> httpx.Response:
    body, headers = {"amount": amount, "reason": "展位涨价"}, {"idempotency-key": key or str(uuid4())}
    return await company.api.as_(by).post(f"/activities/{activity['id']}/request-budget", json=body, headers=headers)


async def decide(company: Company, budget: Any, verb: str, *, round: int = 1) -> Any:
    answer = await company.api.as_(PROCESS).post(
        f"/budgets/{budget['id']}/{verb}", json={"round": round, "comment": "为什么？"}
    )
    return answer.json()


async def requests_of(company: Company, activity: Any) -> list[Any]:
    found: list[Any] = (await company.get(MARKETER, "/budgets", activity_id=activity["id"]))["items"]
    return found


async def test_feature_4_what_was_spent_beyond_the_plan_is_put_before_approvers(company: Company, outbox: Any) -> None:
    activity = await activity_of(company, await planned_campaign(company))
    await spend(company, activity, "100.00")
    assert await requests_of(company, activity) == []
    await spend(company, activity, "20.00")
    await spend(company, activity, "5.00")
    [budget] = await requests_of(company, activity)
    assert (budget["amount"]["amount"], budget["status"], budget["is_automatic"]) == ("120.00", "REQUESTED", True)
    [told] = await outbox(BudgetRequested)
    assert (str(told.amount), told.activity_name, told.round) == ("120.00 CNY", "百度投放", 1)
    subject = (await company.api.as_(PROCESS).get(f"/budgets/{budget['id']}/approval-subject")).json()
    assert subject["facts"] == {"amount": "120.00", "excess": "20.00", "percent": 20, "currency": "CNY"}
    assert (subject["requester_id"], subject["prepared_by"]) == (str(MARKETER.id), [str(MARKETER.id)])
    for _ in range(2):  # sent again: applied once
        assert (await decide(company, budget, "apply"))["status"] == "APPLIED"
    seen = await company.get(MARKETER, f"/activities/{activity['id']}")
    assert (seen["planned_cost"]["amount"], seen["is_overspent"]) == ("120.00", True)
    assert [str(told.planned_cost) for told in await outbox(ActivityChanged)] == ["120.00 CNY"]
    assert len(await outbox(BudgetApplied)) == 1
    newest, first = await requests_of(company, activity)
    assert (newest["amount"]["amount"], newest["status"], first["status"]) == ("125.00", "REQUESTED", "APPLIED")
    await decide(company, newest, "apply")
    assert (await company.get(MARKETER, f"/activities/{activity['id']}"))["is_overspent"] is False
    assert len(await outbox(BudgetRequested)) == 2


async def test_feature_4_one_asks_before_one_spends(company: Company, outbox: Any) -> None:
    activity = await activity_of(company, await planned_campaign(company))
    small = await ask(company, activity, "100.00")
    assert (small.status_code, small.json()["errors"][0]["rule"]) == (422, "LEA-137")
    both = await asyncio.gather(*(ask(company, activity, "150.00") for _ in range(2)))
    assert sorted(one.status_code for one in both) == [201, 409]
    assert [one.json()["rule"] for one in both if not one.is_success] == ["LEA-138"]
    [budget] = await requests_of(company, activity)
    assert (budget["reason"], budget["is_automatic"]) == ("展位涨价", False)
    assert (await decide(company, budget, "return"))["guidance"] == "为什么？"
    path = f"/budgets/{budget['id']}/resubmit"
    again = await company.api.as_(MARKETER).post(path, json={"amount": "140.00", "reason": "附报价"})
    assert (again.json()["round"], again.json()["amount"]["amount"], again.json()["reason"]) == (2, "140.00", "附报价")
    assert (await decide(company, budget, "apply", round=1))["status"] == "REQUESTED", "of an earlier round"
    assert (await decide(company, budget, "reject", round=2))["status"] == "REJECTED"
    assert (await company.api.as_(MARKETER).post(path, json={})).json()["rule"] == "LEA-139"
    assert (len(await outbox(BudgetReturned)), len(await outbox(BudgetRejected))) == (1, 1)
    assert (await company.get(MARKETER, f"/activities/{activity['id']}"))["planned_cost"]["amount"] == "100.00"
    await spend(company, activity, "100.01")
    assert [one["status"] for one in await requests_of(company, activity)] == ["REQUESTED", "REJECTED"]


async def test_feature_4_nobody_is_asked_for_what_nobody_needs_any_more(company: Company, outbox: Any) -> None:
    campaign = await planned_campaign(company)
    corrected, cancelled, withdrawn = [await activity_of(company, campaign) for _ in range(3)]
    await spend(company, corrected, "101.00")
    await spend(company, corrected, "-1.00")
    assert [one["status"] for one in await requests_of(company, corrected)] == ["WITHDRAWN"]
    await ask(company, cancelled, "101.00")
    await company.post(MARKETER, f"/activities/{cancelled['id']}/cancel", reason="x")
    assert [one["status"] for one in await requests_of(company, cancelled)] == ["WITHDRAWN"]
    late = await ask(company, cancelled, "101.00")
    assert (late.status_code, late.json()["rule"]) == (409, "LEA-115")
    budget = (await ask(company, withdrawn, "101.00")).json()
    for _ in range(2):
        gone = await company.api.as_(MARKETER).post(f"/budgets/{budget['id']}/withdraw")
        assert gone.json()["status"] == "WITHDRAWN"
    assert len(await outbox(BudgetWithdrawn)) == 3
    listed = await company.get(MARKETER, "/budgets", open="true")
    assert listed["items"] == []


async def test_feature_4_a_plan_below_what_was_spent_is_overspent_too(company: Company, outbox: Any) -> None:
    activity = await activity_of(company, await planned_campaign(company))
    await spend(company, activity, "90.00")
    lower = await change(company, f"/activities/{activity['id']}", 2, planned_cost="80.00")
    assert lower.json()["is_overspent"] is True
    [told] = await outbox(ActivityOverspent)
    assert str(told.excess) == "10.00 CNY"
    [budget] = await requests_of(company, activity)
    raised = (await company.api.as_(PROCESS).post(f"/budgets/{budget['id']}/apply", json={"round": 1})).json()
    assert (raised["status"], raised["amount"]["amount"]) == ("APPLIED", "90.00")


async def test_feature_4_what_was_rejected_is_asked_again_with_the_next_cost_and_not_with_a_new_name(
    company: Company, outbox: Any
) -> None:
    activity = await activity_of(company, await planned_campaign(company))
    await spend(company, activity, "120.00")
    [budget] = await requests_of(company, activity)
    await decide(company, budget, "reject")
    assert (await change(company, f"/activities/{activity['id']}", 2, name="搜索推广")).is_success
    assert len(await requests_of(company, activity)) == 1
    await spend(company, activity, "1.00")
    assert len(await outbox(BudgetRequested)) == 2


async def test_feature_4_budgets_are_for_who_plans_and_who_pays(company: Company) -> None:
    activity = await activity_of(company, await planned_campaign(company))
    budget = (await ask(company, activity, "150.00")).json()
    path = f"/budgets/{budget['id']}"
    assert (await company.api.as_(an_actor("finance")).get(path)).status_code == 200
    for role, status in (("sales", 403), ("finance", 403)):
        assert (await ask(company, activity, "151.00", by=an_actor(role))).status_code == status
        assert (await company.api.as_(an_actor(role)).post(f"{path}/withdraw")).status_code == status
    foreign = company.api.as_(an_actor("marketing", legal_entities=("CS-US",)))
    assert (await foreign.get(path)).status_code == 404
    assert (await foreign.get("/budgets")).json()["items"] == []
    assert (await company.api.as_(MARKETER).post(f"{path}/apply", json={"round": 1})).status_code == 403
