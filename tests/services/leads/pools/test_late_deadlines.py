"""Is a deadline that nobody kept in time seen, with why; and is what was kept in time not?"""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import text

from chassis.auth.identity import Actor
from chassis.testing.plugin import ServiceHarness, an_actor
from tests.services.leads.conftest import Company


def after(lead: dict[str, Any], field: str = "follow_up_due_at", **later: float) -> str:
    return (datetime.fromisoformat(lead[field]) + timedelta(**later)).isoformat()


async def late(company: Company, as_of: str, actor: Actor | None = None, **query: Any) -> dict[str, Any]:
    headers = {} if actor else {"x-as-of": as_of}
    answer = await company.api.as_(actor or company.keeper).get("/deadlines/late", params=query, headers=headers)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def said(rows: list[dict[str, Any]]) -> list[tuple[str, str, str]]:
    return [(row["number"], row["deadline"], row["why"]) for row in rows]


async def test_what_is_due_and_not_done_is_listed_with_since_when_and_why_until_it_is_done(company: Company) -> None:
    lead = await company.owned(company.wang)
    process_due = f"/pools/{lead['pool_id']}/process-due"
    number, warn_at = lead["number"], after(lead, days=-1)
    assert (await late(company, after(lead, days=-1, minutes=20)))["waiting"] == []
    [row] = (await late(company, after(lead, days=-1, minutes=21)))["waiting"]
    assert (row["number"], row["deadline"], row["why"]) == (number, "WARNING", "KEEPER_NEVER_LOOKED")
    assert (datetime.fromisoformat(row["due_at"]).isoformat(), row["late_minutes"]) == (warn_at, 21)
    await company.post(company.keeper, process_due, after(lead, days=-2))
    found = await late(company, after(lead, minutes=30))
    assert said(found["waiting"]) == [(number, "RETURN", "KEEPER_STOPPED")], "the end is told, not its warning too"
    [keeper] = found["keepers"]
    assert (keeper["pool_id"], keeper["waiting"]) == (lead["pool_id"], 1)
    assert datetime.fromisoformat(keeper["looked_at"]).isoformat() == after(lead, days=-2)
    await company.post(company.keeper, process_due, after(lead, minutes=30))
    found = await late(company, after(lead, minutes=31))
    assert (found["waiting"], found["keepers"]) == ([], [])
    assert sorted(said(found["over"])) == [(number, "RETURN", "DONE_LATE"), (number, "WARNING", "LEFT_OUT")]
    assert {row["deadline"]: row["late_minutes"] for row in found["over"]}["RETURN"] == 30
    assert said((await late(company, after(lead), minutes=60))["over"]) == [(number, "WARNING", "LEFT_OUT")]


async def test_what_was_done_in_time_is_not_listed(company: Company) -> None:
    lead = await company.owned(company.wang)
    process_due = f"/pools/{lead['pool_id']}/process-due"
    for at in (after(lead, days=-1), after(lead, minutes=20)):
        await company.post(company.keeper, process_due, at)
    found = await late(company, after(lead, days=1))
    assert (found["waiting"], found["over"]) == ([], [])


async def test_a_keeper_that_looks_and_does_not_come_to_it_is_not_called_stopped(company: Company) -> None:
    first, second = [await company.owned(company.wang) for _ in range(2)]
    await company.post(company.keeper, f"/pools/{first['pool_id']}/process-due", after(second, hours=1), limit=1)
    found = await late(company, after(second, hours=1))
    assert said(found["waiting"]) == [(second["number"], "RETURN", "NOT_REACHED")]


async def test_of_what_sleeps_waits_for_an_answer_or_has_no_deadline_it_is_told_too(
    company: Company, harness: ServiceHarness
) -> None:
    await company.pool(respond_within="1 hours")
    asleep, unanswered, lost = [await company.owned(company.wang) for _ in range(3)]
    day = (datetime.now(UTC) + timedelta(hours=8)).date() + timedelta(days=1)  # where the pool is
    slept = await company.post(
        company.wang, f"/leads/{asleep['id']}/nurture", wake_on=day.isoformat(), wakes_in="OWNER"
    )
    async with harness.database.session() as session, session.begin():
        gone = "UPDATE lead SET follow_up_due_at = NULL, warn_at = NULL WHERE number = :number"
        await session.execute(text(gone), {"number": lost["number"]})
    found = await late(company, after(slept, "wake_at", minutes=21))
    assert sorted(said(found["waiting"])) == sorted(
        [
            (asleep["number"], "WAKE_UP", "KEEPER_NEVER_LOOKED"),
            (unanswered["number"], "ANSWER", "KEEPER_NEVER_LOOKED"),
            (lost["number"], "ANSWER", "KEEPER_NEVER_LOOKED"),
            (lost["number"], "NONE", "NO_DEADLINE"),
        ]
    )
    await company.post(company.keeper, f"/pools/{lost['pool_id']}/process-due", after(slept, "wake_at", minutes=21))
    found = await late(company, after(slept, "wake_at", minutes=21))
    assert said(found["waiting"]) == [(lost["number"], "NONE", "NO_DEADLINE")], "no keeper mends that"
    assert sorted(row["deadline"] for row in found["over"]) == ["ANSWER", "ANSWER", "WAKE_UP"]


async def test_operations_see_it_of_their_legal_entities_and_nobody_else_does(company: Company) -> None:
    lead = await company.owned(company.wang)
    await company.post(company.keeper, f"/pools/{lead['pool_id']}/process-due", after(lead, days=1))
    assert len((await late(company, "", company.ops))["over"]) == 2
    foreign = an_actor("ops", unit="cs", legal_entities=("CS-DE",))
    assert (await late(company, "", foreign))["over"] == []
    for actor in (company.wang, company.boss, an_actor("director", unit="cs")):
        assert (await company.api.as_(actor).get("/deadlines/late")).status_code == 403
