"""Who plans a campaign in the tests, and with what?"""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import httpx

from chassis.base.clock import now
from chassis.testing.plugin import an_actor
from tests.services.leads.conftest import Company

MARKETER = an_actor("marketing", name="何琳", unit="cs/office")
MONEY = ("planned_cost", "actual_cost", "expected_revenue")


def today() -> date:
    return (now() + timedelta(hours=8)).date()  # where the company is


def in_days(days: int) -> str:
    return (today() + timedelta(days=days)).isoformat()


async def campaign_of(company: Company, **more: Any) -> Any:
    command = {"name": "春季推广", "goal": "200 条线索", "starts_on": in_days(-30), "ends_on": in_days(60)} | more
    return await company.post(MARKETER, "/campaigns", **command)


async def activity_of(company: Company, campaign: Any, **more: Any) -> Any:
    command = {
        "name": "百度投放", "channel": "SEM", "starts_on": in_days(-5), "ends_on": in_days(5),
        "planned_cost": "100.00", "expected_revenue": "1000.00",
    } | more  # fmt: skip
    return await company.post(MARKETER, f"/campaigns/{campaign['id']}/activities", **command)


async def spend(company: Company, activity: Any, amount: str, *, key: str = "", **more: Any) -> httpx.Response:
    body = {"amount": amount, "spent_on": in_days(-1), "note": "x"} | more
    client, headers = company.api.as_(MARKETER), {"idempotency-key": key or str(uuid4())}
    return await client.post(f"/activities/{activity['id']}/costs", json=body, headers=headers)


async def change(company: Company, record: str, version: int, **body: Any) -> httpx.Response:
    headers = {"if-match": str(version)}
    return await company.api.as_(MARKETER).patch(record, json=body, headers=headers)


async def planned_campaign(company: Company) -> Any:
    await company.hire(MARKETER)
    return await campaign_of(company)
