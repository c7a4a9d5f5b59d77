"""Do the figures say how long approvals took, where they wait, and only to those who may know?"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from chassis.testing.plugin import ServiceHarness
from messages.approvals.figures import FiguresView
from messages.business_time import worked_between
from services.approvals.store.people.directory import find_directory
from tests.services.approvals.conftest import Company
from tests.services.approvals.what_if.past import BEGIN, a_month
from tests.services.statement_log import statements

_SETTLED = text("SELECT opened_at, settled_at FROM requests WHERE state = 'APPROVED'")
Clock = Callable[[datetime], None]


async def figures(company: Company, login: str = "root", **more: Any) -> FiguresView:
    answer = await company.as_(login).get("/figures", params=more)
    assert answer.status_code == 200, answer.text
    return FiguresView.model_validate_json(answer.content)


async def test_feature_61_app_98_a_request_takes_working_hours_and_the_slowest_step_is_told(
    company: Company, time_is: Clock
) -> None:
    for login in company.actors:
        company.as_(login)
    friday = datetime.fromisoformat("2026-03-06T17:00:00+08:00")
    time_is(friday)
    request = await company.submit()
    time_is(friday + timedelta(days=3, hours=-6))  # Monday at eleven: one hour on Friday, two on Monday
    for login in ("meng", "lena"):
        await company.act(login, "approve", request)
    time_is(friday + timedelta(days=3, hours=-5))
    await company.act("fang", "approve", request)
    waiting = await company.submit()
    time_is(friday + timedelta(days=7))
    told = await figures(company)
    (policy,) = told.policies
    assert (policy.opened, policy.approved, policy.live, policy.hours.count) == (2, 1, 1, 1)
    assert (policy.hours.median, policy.hours.p95) == (4.0, 4.0)
    (step,) = told.steps
    assert (step.hours.median, step.open, step.overdue) == (4.0, 1, 0.5)
    assert step.share == 1.0
    assert told.bottleneck == step
    people = {one.person.name: (one.decided, one.hours.median, one.open) for one in told.people}
    assert people == {"Meng": (1, 3.0, 1), "Lena": (1, 3.0, 1), "Fang": (1, 4.0, 1)}
    (one,) = told.waiting
    assert (one.request_id, one.overdue, sorted(each.name for each in one.people)) == (
        waiting.id, True, ["Fang", "Lena", "Meng"],
    )  # fmt: skip
    assert one.hours == 36.0
    assert (told.waiting_count, told.overdue_count) == (1, 1)
    assert [(week.opened, week.approved) for week in told.weeks] == [(1, 1), (1, 0)]


async def test_the_database_reckons_working_time_as_the_domain_does(
    company: Company, time_is: Clock, harness: ServiceHarness
) -> None:
    month = await a_month(company, time_is, 11, requests=12)
    told = await figures(company, since=BEGIN.isoformat())
    async with harness.uow().begin() as work:
        people = await find_directory(work)
        calendar = people.calendars["CN"]
        rows = await work.session.execute(_SETTLED)
        hours = sorted(worked_between(a, b, calendar).total_seconds() / 3600 for a, b in rows)
    (policy,) = told.policies
    assert policy.opened == month.asked
    assert policy.hours.count == len(hours)
    assert policy.hours.median == pytest.approx((hours[(len(hours) - 1) // 2] + hours[len(hours) // 2]) / 2, abs=0.01)
    assert sum(step.share for step in told.steps) == pytest.approx(1.0, abs=0.01)


async def test_a_manager_sees_the_figures_of_his_unit_only(company: Company) -> None:
    await company.submit("ann")
    await company.submit("lena")
    assert (await figures(company, "meng")).policies[0].opened == 1
    assert (await figures(company, "boss")).policies[0].opened == 2
    assert (await figures(company, "meng", policy="nothing")).policies == []


@pytest.mark.parametrize("login", ["ann", "lena"])
async def test_not_everybody_sees_them(company: Company, login: str) -> None:
    assert (await company.as_(login).get("/figures")).status_code == 403


@pytest.mark.parametrize(
    "asked",
    [{"since": "2024-01-01T00:00:00Z"}, {"since": "2026-01-01T00:00:00"},
     {"since": "2026-02-01T00:00:00Z", "until": "2026-01-01T00:00:00Z"},
     {"until": "9999-12-31T23:59:59-23:59"}, {"since": "0001-01-01T00:00:00+14:00"}],
    ids=["too long", "no time zone", "upside down", "after the last day", "before the first"],
)  # fmt: skip
async def test_app_97_a_time_is_named_that_can_be_looked_at(company: Company, asked: dict[str, str]) -> None:
    answer = await company.as_("root").get("/figures", params=asked)
    assert (answer.status_code, answer.json()["errors"][0]["rule"]) == (422, "APP-97")


MANY = """
WITH n AS (SELECT gen_random_uuid() AS id, now() - (g % 30) * interval '1 day' AS at FROM generate_series(1, 2000) g),
r AS (INSERT INTO requests SELECT x.* FROM n, requests q, LATERAL jsonb_populate_record(q, jsonb_build_object(
  'id', n.id, 'about_id', n.id, 'opened_at', n.at, 'settled_at', n.at + interval '2 days', 'state', 'APPROVED',
  'outcome', 'APPROVED')) x WHERE q.id = :like),
s AS (SELECT n.at, n.id AS request_id, gen_random_uuid() AS id, k FROM n, generate_series(1, 4) k),
t AS (INSERT INTO steps SELECT x.* FROM s, steps q, LATERAL jsonb_populate_record(q, jsonb_build_object('id', s.id,
  'request_id', s.request_id, 'key', 'step-' || s.k, 'opened_at', s.at, 'state', 'APPROVED',
  'settled_at', s.at + s.k * interval '7 hours')) x WHERE q.request_id = :like)
INSERT INTO tasks SELECT x.* FROM s, tasks q, LATERAL jsonb_populate_record(q, jsonb_build_object(
  'id', gen_random_uuid(), 'request_id', s.request_id, 'step_id', s.id, 'opened_at', s.at, 'state', 'DONE',
  'decided_at', s.at + s.k * interval '7 hours', 'verdict', 'APPROVE', 'decided_by', q.person_id)) x
  WHERE q.request_id = :like
"""


@pytest.mark.tampers
async def test_2000_requests_are_reckoned_by_as_many_statements_as_one(
    company: Company, harness: ServiceHarness
) -> None:
    like = await company.submit()
    with statements(harness) as of_one:
        await figures(company)
    async with harness.database.session() as session, session.begin():
        await session.execute(text("SET LOCAL session_replication_role = replica"))
        await session.execute(text(MANY), {"like": like.id})
    with statements(harness) as of_many:
        told = await figures(company)
    assert (told.policies[0].approved, sum(one.decided for one in told.people)) == (2000, 24_000)
    assert len(of_many) <= len(of_one) < 15, of_many
