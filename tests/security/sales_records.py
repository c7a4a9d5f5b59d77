"""Which records of sales does somebody have, by the parameter of the path?"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from chassis.base.clock import now
from chassis.testing.plugin import ServiceHarness
from tests.services.deals.conftest import Company
from tests.services.leads.conftest import Company as Leads

Records = Mapping[str, Any]  # the path's parameter → somebody's record


async def deals(harness: ServiceHarness) -> Records:
    company = Company(harness)
    await company.people()
    contract = await company.in_approval()
    opportunity = await company.ok(company.seller, "GET", f"/opportunities/{contract['opportunity_id']}")
    spoke = {"opportunity_id": opportunity["id"], "kind": "VISIT", "files": [{"name": "a.jpg", "content": "AAAA"}]}
    key = {"idempotency-key": "spoke"}
    follow_up = await company.ok(company.seller, "POST", "/follow-ups", spoke, headers=key)
    sale, talk = f"/opportunities/{opportunity['id']}", {"text": "x", "files": spoke["files"]}
    comment = await company.ok(company.legal, "POST", f"{sale}/comment", talk, headers=key)
    other = await company.opportunity()
    risks = await company.ok(company.seller, "POST", f"/opportunities/{other['id']}/add-risk", {"risk": "x"})
    wish = {"text": "x", "due_on": (now() + timedelta(days=2)).date().isoformat()}
    path = f"/opportunities/{other['id']}/give-guidance"
    guidance = await company.ok(company.manager, "POST", path, wish, headers=key)
    registered = await company.registered(other, None, "protect")
    longer = {"days": 30, "reason": "x"}
    path = f"/registrations/{registered['id']}/request-extension"
    extension = await company.ok(company.seller, "POST", path, longer, headers={"idempotency-key": "longer"})
    theirs = await company.ok(company.manager, "POST", "/customers", {"name": "of somebody else"})
    mine = await company.ok(company.seller, "POST", f"/customers/{theirs['id']}/register", {})
    dinner = {"kind": "MEALS", "amount": {"amount": "9.00", "currency": "CNY"}, "spent_on": now().date().isoformat()}
    receipt = {"files": [{"name": "a.jpg", "content": "AAAA"}]}
    path = f"/customers/{other['customer_id']}/expenses"
    expense = await company.ok(company.seller, "POST", path, dinner | receipt)
    return {
        "customer_expense_id": expense["id"],
        "admission_id": mine["id"],
        "extension_id": extension["id"],
        "comment_id": comment["id"], "risk_id": risks[0]["id"], "guidance_id": guidance["id"],
        "follow_up_id": follow_up["id"], "sha256": follow_up["files"][0]["sha256"],
        "contract_id": contract["id"], "opportunity_id": opportunity["id"], "customer_id": opportunity["customer_id"],
        "registration_id": opportunity["registration_id"],
    }  # fmt: skip


async def leads(harness: ServiceHarness) -> Records:
    company = Leads(harness.api, harness.deliver)
    await company.hire(company.wang, company.li, company.boss, company.west)
    pool = await company.pool()
    lead = await company.owned(company.wang, company="华为")
    key = await company.post(company.ops, "/channel-keys", name="x", channel="SEM")
    form = await company.post(company.ops, "/lead-forms", name="x", fields=["phone"])
    plan = {"name": "x", "starts_on": "2026-03-01", "ends_on": "2026-03-31"}
    campaign = await company.post(company.ops, "/campaigns", **plan)
    part = plan | {"channel": "SEM", "planned_cost": "1.00", "expected_revenue": "1.00"}
    activity = await company.post(company.ops, f"/campaigns/{campaign['id']}/activities", **part)
    mine = company.api.as_(company.ops)
    path, key_of_it = f"/activities/{activity['id']}", {"idempotency-key": "x"}
    wish = {"title": "x", "executor_id": str(company.boss.id), "due_on": (now() + timedelta(days=2)).date().isoformat()}
    task = (await mine.post(f"{path}/tasks", json=wish, headers=key_of_it)).json()
    more = {"amount": "2.00", "reason": "x"}
    budget = (await mine.post(f"{path}/request-budget", json=more, headers={"idempotency-key": "more"})).json()
    files = (await mine.post(f"{path}/files", content=b"x", params={"name": "x.txt"})).json()
    offered = await company.post(company.wang, f"/leads/{lead['id']}/transfers", to_id=str(company.boss.id))
    return {
        "transfer_id": offered["id"],
        "campaign_id": campaign["id"],
        "activity_id": activity["id"],
        "channel_key_id": key["id"],
        "lead_form_id": form["id"],
        "campaign_task_id": task["id"],
        "budget_id": budget["id"],
        "sha256": files[0]["sha256"],
        "lead_id": lead["id"],
        "pool_id": pool["id"],
    }
