"""Do customers go back to a pool by the clock, and are they claimed from it?"""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from chassis.testing.plugin import an_actor
from messages.deals.customer_care import pools as said
from messages.deals.customer_care.admissions import AdmissionWithdrawn
from messages.deals.reminders import ReminderDeadlineMoved
from tests import builders
from tests.services.deals.conftest import Company
from tests.services.statement_log import statements

NOW = datetime(2026, 12, 1, 3, 0, tzinfo=UTC)
OPS = an_actor("ops")
EAST = {"code": "EAST", "name": "华东公海", "unit": "cs/east", "without_follow_up": "30 days", "warn_before": "3 days"}


@pytest.fixture(autouse=True)
async def today(company: Company, time_is: Any) -> None:
    """Everybody signs in before time goes on: a token of a later time is not valid yet."""
    time_is(NOW)
    for one in (company.seller, company.rival, company.manager, company.admin, company.process, OPS):
        company.as_(one)


async def pool(company: Company, **more: Any) -> Any:
    return await company.ok(OPS, "POST", "/customer-pools", EAST | more)


async def ring(company: Company, at: datetime, limit: int = 200) -> Any:
    as_of = {"x-as-of": at.isoformat()}
    return await company.ok(company.process, "POST", "/reminders/process-due", {"limit": limit}, headers=as_of)


async def follow_up(company: Company, key: str, **about: Any) -> Any:
    body = {"kind": "CALL", "note": "x"} | about
    return await company.ok(company.seller, "POST", "/follow-ups", body, headers={"idempotency-key": key})


async def seen(company: Company, customer: Any) -> Any:
    return await company.ok(company.admin, "GET", f"/customers/{customer['id']}")


def day(number: float) -> datetime:
    return NOW + timedelta(days=number)


async def test_feature_48_nobody_followed_up_its_owner_is_warned_then_it_goes_back_once(
    company: Company, outbox: Any
) -> None:
    await pool(company)
    customer = await company.customer()
    assert datetime.fromisoformat((await seen(company, customer))["reclaim_at"]) == day(30)
    assert (await outbox(ReminderDeadlineMoved))[-1].next_due_at == day(27)
    assert (await ring(company, day(26.9)))["handled"] == 0
    assert (await ring(company, day(27)))["handled"] == 1
    assert [event.owner_id for event in await outbox(said.CustomerWarned)] == [company.seller.id]
    for _ in range(2):
        await ring(company, day(30))
    [event] = await outbox(said.CustomerReclaimed)
    assert (event.former_owner_id, event.due_at, event.owner_id) == (company.seller.id, day(30), None)
    now = await seen(company, customer)
    assert (now["owner_id"], now["reclaim_at"], now["pool_id"]) == (None, None, str(event.pool_id))
    waiting = await company.ok(company.seller, "GET", "/customers", params={"pooled": True})
    assert [one["id"] for one in waiting["items"]] == [customer["id"]]
    owners = await company.ok(company.admin, "GET", f"/customers/{customer['id']}/owners")
    assert [one["cause"] for one in owners] == ["RECORDED", "RECLAIMED"]


async def test_feature_48_following_up_begins_its_time_anew_and_a_note_does_not(company: Company, time_is: Any) -> None:
    await pool(company)
    customer = await company.customer()
    sale = await company.opportunity(customer=customer)
    time_is(day(10))
    await follow_up(company, "note", customer_id=customer["id"], kind="NOTE")
    assert datetime.fromisoformat((await seen(company, customer))["reclaim_at"]) == day(30)
    await follow_up(company, "call", customer_id=customer["id"])
    assert datetime.fromisoformat((await seen(company, customer))["reclaim_at"]) == day(40)
    time_is(day(12))
    await follow_up(company, "sale", opportunity_id=sale["id"])
    assert datetime.fromisoformat((await seen(company, customer))["reclaim_at"]) == day(42)


async def test_feature_48_without_a_deal_it_goes_back_though_it_is_followed_up(
    company: Company, time_is: Any, outbox: Any
) -> None:
    await pool(company, without_deal="90 days", spares_sales=False)
    dry, sold = await company.customer("dry"), await company.customer("sold")
    time_is(day(80))
    for row in (dry, sold):
        await follow_up(company, row["name"], customer_id=row["id"])
    await company.won(customer=sold)
    assert datetime.fromisoformat((await seen(company, dry))["reclaim_at"]) == day(90)
    assert datetime.fromisoformat((await seen(company, sold))["reclaim_at"]) == day(110)
    await ring(company, day(90))
    assert [event.name for event in await outbox(said.CustomerReclaimed)] == ["dry"]


async def test_feature_48_one_that_its_owner_sells_to_is_spared_and_looked_at_again(
    company: Company, outbox: Any
) -> None:
    await pool(company)
    customer = await company.customer()
    sale = await company.opportunity(customer=customer)
    await ring(company, day(30))
    assert await outbox(said.CustomerReclaimed) == []
    await company.ok(company.seller, "POST", f"/opportunities/{sale['id']}/lose", {"reason": "price"})
    await ring(company, day(31))
    assert len(await outbox(said.CustomerReclaimed)) == 1


async def test_feature_48_of_many_who_claim_one_exactly_one_gets_it_with_its_history(company: Company) -> None:
    await pool(company)
    customer = await company.customer()
    await follow_up(company, "spoke", customer_id=customer["id"])
    await company.ok(company.seller, "POST", f"/customers/{customer['id']}/release", {"reason": "not mine"})
    people = [an_actor("sales", unit="cs/east/sales-1") for _ in range(8)]
    for one in people:
        await company.harness.deliver(builders.a_person(one))
    path = f"/customers/{customer['id']}/claim"
    answers = await asyncio.gather(*[company.as_(one).post(path) for one in people])
    assert sorted(answer.status_code for answer in answers) == [200] + [409] * 7
    assert {answer.json().get("rule") for answer in answers if answer.status_code == 409} == {"DEA-133"}
    winner = next(one for one, answer in zip(people, answers, strict=True) if answer.status_code == 200)
    whole = await company.ok(winner, "GET", f"/customers/{customer['id']}/overview")
    assert [one["note"] for one in whole["follow_ups"]] == ["x"]
    assert whole["customer"]["owner_id"] == str(winner.id)


async def test_who_claims_many_at_once_gets_no_more_than_the_limit(company: Company) -> None:
    await pool(company, holding_limit=1, cool_down=None)
    rows = [await company.customer(f"Firm {n}") for n in range(6)]
    for row in rows:
        await company.ok(company.seller, "POST", f"/customers/{row['id']}/release", {})
    claims = [company.as_(company.seller).post(f"/customers/{row['id']}/claim") for row in rows]
    answers = await asyncio.gather(*claims)
    assert sorted(answer.status_code for answer in answers) == [200] + [409] * 5
    assert {answer.json().get("rule") for answer in answers if answer.status_code == 409} == {"DEA-135"}


async def test_a_new_day_of_claims_begins_at_midnight(company: Company, time_is: Any) -> None:
    await pool(company, claims_per_day=1, cool_down=None)
    first, second = [await company.customer(name) for name in ("one", "two")]
    for row in (first, second):
        await company.ok(company.seller, "POST", f"/customers/{row['id']}/release", {})
    await company.ok(company.seller, "POST", f"/customers/{first['id']}/claim")
    midnight = datetime(2026, 12, 1, 16, 0, tzinfo=UTC)  # in Shanghai
    time_is(midnight - timedelta(seconds=1))
    await company.refused("DEA-135", company.seller, f"/customers/{second['id']}/claim")
    time_is(midnight)
    await company.ok(company.seller, "POST", f"/customers/{second['id']}/claim")


async def test_an_edit_puts_off_no_end_that_has_come(company: Company, time_is: Any, outbox: Any) -> None:
    await pool(company)
    customer = await company.customer()
    sale = await company.opportunity(customer=customer)
    for moment in (day(27), day(30)):
        await ring(company, moment)
    time_is(day(30.5))
    path = f"/customers/{customer['id']}"
    await company.ok(company.seller, "PATCH", path, {"sector": "MRO"}, headers={"if-match": "1"})
    assert datetime.fromisoformat((await seen(company, customer))["reclaim_at"]) == day(31)
    await pool(company, name="华东客户公海")
    assert datetime.fromisoformat((await seen(company, customer))["reclaim_at"]) == day(31)
    await company.ok(company.seller, "POST", f"/opportunities/{sale['id']}/lose", {"reason": "price"})
    await ring(company, day(31))
    assert len(await outbox(said.CustomerWarned)) == len(await outbox(said.CustomerReclaimed)) == 1


async def test_feature_48_limits_units_and_the_cool_down_hold(company: Company, time_is: Any) -> None:
    await pool(company, holding_limit=1, cool_down="7 days")
    first, second = (
        await company.customer("one"),
        await company.ok(company.manager, "POST", "/customers", {"name": "2"}),
    )
    for row, who in ((first, company.seller), (second, company.manager)):
        await company.ok(who, "POST", f"/customers/{row['id']}/release", {})
    west = an_actor("sales", unit="cs/west")
    assert await company.status(west, "POST", f"/customers/{first['id']}/claim") == 403
    await company.refused("DEA-136", company.seller, f"/customers/{first['id']}/claim")
    for _ in range(2):
        await company.ok(company.seller, "POST", f"/customers/{second['id']}/claim")
    time_is(day(7))
    await company.refused("DEA-135", company.seller, f"/customers/{first['id']}/claim")
    await company.ok(company.seller, "POST", f"/customers/{second['id']}/release", {})
    await company.ok(company.seller, "POST", f"/customers/{first['id']}/claim")
    assert await company.status(company.rival, "POST", f"/customers/{first['id']}/release", {}) == 403


async def test_feature_48_rules_are_chosen_by_attributes_and_a_customer_goes_from_pool_to_pool(
    company: Company,
) -> None:
    key = {"conditions": [{"field": "IMPORTANCE", "any_of": ["A"]}], "position": 1, "without_follow_up": "10 days"}
    vip = await pool(company, code="VIP", name="重点", **key)
    usual = await pool(company)
    customer = await company.customer(importance="A")
    now = await seen(company, customer)
    assert (now["pool_id"], datetime.fromisoformat(now["reclaim_at"])) == (vip["id"], day(10))
    tag = {"if-match": "1"}
    path = f"/customers/{customer['id']}"
    await company.ok(company.seller, "PATCH", path, {"importance": "B"}, headers=tag)
    now = await seen(company, customer)
    assert (now["pool_id"], datetime.fromisoformat(now["reclaim_at"])) == (usual["id"], day(30))
    await company.ok(company.seller, "POST", f"{path}/release", {})
    await company.ok(company.manager, "POST", f"{path}/release", {"pool_id": vip["id"]})
    assert (await seen(company, customer))["pool_id"] == vip["id"]
    listed = {one["code"]: one for one in await company.ok(company.seller, "GET", "/customer-pools")}
    assert (listed["VIP"]["waiting"], listed["EAST"]["waiting"], listed["VIP"]["may_claim"]) == (1, 0, True)


async def test_feature_48_new_rules_say_whom_they_concern_and_warn_before_they_take_anything(
    company: Company, time_is: Any, outbox: Any
) -> None:
    await company.customer("old")
    time_is(day(40))
    new = await company.customer("new")
    preview = await company.ok(OPS, "POST", "/customer-pools/preview", EAST)
    assert (preview["moved"], preview["overdue"]) == (2, 1)
    assert [one["name"] for one in preview["customers"]] == ["old", "new"]
    assert (await seen(company, new))["reclaim_at"] is None, "a preview keeps nothing"
    made = [await pool(company) for _ in range(2)]
    assert made[0]["version"] == made[1]["version"] == 1
    await ring(company, day(40))
    assert [event.name for event in await outbox(said.CustomerWarned)] == ["old"]
    assert await outbox(said.CustomerReclaimed) == []
    await ring(company, day(43))
    assert [event.name for event in await outbox(said.CustomerReclaimed)] == ["old"]
    await pool(company, without_follow_up="60 days")
    assert datetime.fromisoformat((await seen(company, new))["reclaim_at"]) == day(100)


async def test_dea_130_a_pool_without_a_clock_is_refused(company: Company) -> None:
    answer = await company.as_(OPS).post("/customer-pools", json=EAST | {"warn_before": "40 days"})
    assert (answer.status_code, answer.json()["errors"][0]["rule"]) == (422, "DEA-130")
    customer = await company.customer()
    await company.refused("DEA-137", company.seller, f"/customers/{customer['id']}/release", {})


async def test_many_that_are_due_cost_as_many_statements_as_one(company: Company) -> None:
    await pool(company)
    await company.customer("first")
    with statements(company.harness) as for_one:
        await ring(company, day(30))
    rows = [{"line": n, "name": f"Firm {n}"} for n in range(60)]
    await company.ok(company.seller, "POST", "/customers/import", {"rows": rows, "source": "many"})
    with statements(company.harness) as for_many:
        await ring(company, day(30))
    assert len(for_many) <= len(for_one) + 2, (len(for_many), len(for_one))


async def test_dea_133_dea_170_one_that_was_not_admitted_goes_to_no_pool_and_to_nobody(company: Company) -> None:
    await pool(company)
    customer = await company.customer("before")
    await company.ok(company.admin, "PUT", "/customer-rules", {"admission": {"required": True}})
    waits = await company.customer("waits")
    await company.refused("DEA-170", company.seller, f"/customers/{waits['id']}/release", {})
    await company.ok(company.seller, "POST", f"/customers/{customer['id']}/release", {})
    await company.ok(company.manager, "POST", f"/customers/{customer['id']}/claim")


async def test_dea_133_a_claim_of_whom_gave_it_back_ends(company: Company, outbox: Any) -> None:
    """He claimed a colleague's customer, was given it meanwhile, and gives it back: approved later, it is not his."""
    await pool(company)
    customer = await company.customer()
    path = f"/customers/{customer['id']}"
    colleague = an_actor("sales", unit="cs/east/sales-2")
    await company.harness.deliver(builders.a_person(colleague))
    claim = await company.ok(colleague, "POST", f"{path}/register", {})
    others = await company.ok(company.rival, "POST", f"{path}/register", {})
    await company.ok(company.manager, "POST", f"{path}/hand-over", {"to": str(colleague.id)})
    await company.ok(colleague, "POST", f"{path}/release", {})
    assert [event.admission_id for event in await outbox(AdmissionWithdrawn)] == [UUID(claim["id"])]
    late = await company.as_(company.process).post(f"/admissions/{claim['id']}/admit", json={"round": 1})
    assert (late.status_code, late.json()["rule"]) == (409, "DEA-118")
    assert (await seen(company, customer))["owner_id"] is None
    shown = await company.ok(company.admin, "GET", f"/admissions/{others['id']}")
    assert shown["status"] == "SUBMITTED", "another's claim stands"


async def test_feature_48_the_preview_of_new_rules_says_what_they_then_do(company: Company, time_is: Any) -> None:
    """What was done before there was a pool counts in both."""
    customer = await company.customer("old")
    time_is(day(39))
    await follow_up(company, "before", customer_id=customer["id"])
    time_is(day(40))
    preview = await company.ok(OPS, "POST", "/customer-pools/preview", EAST)
    assert (preview["moved"], preview["overdue"]) == (1, 0)
    await pool(company)
    end = (await seen(company, customer))["reclaim_at"]
    assert preview["customers"][0]["then"] == end
    assert datetime.fromisoformat(end) == day(69)
