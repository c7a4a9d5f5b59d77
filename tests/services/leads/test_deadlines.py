"""Does a lead that nobody follows up go back to its pool, once, in virtual time too?"""

import asyncio
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import text

from chassis.testing.plugin import ServiceHarness
from messages.approvals.events import CalendarChanged, LegalEntityChanged
from messages.leads.events import LeadReclaimed, LeadWarned
from messages.leads.pools import PoolDeadlineMoved, PoolDefined
from tests.services.leads.conftest import Company, some_id

WRONG = [("7 days", "7 days"), ("0 days", "0 days"), ("soon", "1 days"), ("2 days", "1 工作日")]
SHANGHAI = ZoneInfo("Asia/Shanghai")


def moment(lead: dict[str, Any], field: str = "follow_up_due_at", **later: int) -> str:
    return (datetime.fromisoformat(lead[field]) + timedelta(**later)).isoformat()


async def test_a_lead_is_warned_then_reclaimed_each_once(company: Company, outbox: Any) -> None:
    lead = await company.owned(company.wang)
    process_due = f"/pools/{lead['pool_id']}/process-due"
    early = await company.post(company.keeper, process_due, moment(lead, days=-1, seconds=-1))
    assert (early["warned"], early["reclaimed"]) == (0, 0)
    assert datetime.fromisoformat(early["next_due_at"]) == datetime.fromisoformat(moment(lead, days=-1))
    for expected in (1, 0):
        warned = await company.post(company.keeper, process_due, moment(lead, days=-1))
        assert (warned["warned"], warned["reclaimed"]) == (expected, 0)
        assert datetime.fromisoformat(warned["next_due_at"]) == datetime.fromisoformat(lead["follow_up_due_at"])
    late = moment(lead)
    processed = await asyncio.gather(*[company.post(company.keeper, process_due, late) for _ in range(5)])
    assert sum(answer["reclaimed"] for answer in processed) == 1
    assert len(await outbox(LeadWarned)) == 1
    [back] = await outbox(LeadReclaimed)
    assert back.former_owner_id == company.wang.id
    assert (await company.get(company.wang, f"/leads/{lead['id']}"))["status"] == "POOLED"
    assert (await company.post(company.keeper, process_due, late))["next_due_at"] is None


async def test_a_reclaimed_lead_may_be_claimed_again_though_its_owners_time_ended_ahead(
    company: Company, harness: ServiceHarness
) -> None:
    lead = await company.owned(company.wang)
    await company.post(company.keeper, f"/pools/{lead['pool_id']}/process-due", moment(lead, days=30))
    await company.post(company.li, f"/leads/{lead['id']}/claim")
    await company.post(company.li, f"/leads/{lead['id']}/release")
    await company.post(company.wang, f"/leads/{lead['id']}/claim")
    async with harness.database.session() as session:
        open_ = "SELECT owner_id FROM lead_ownership WHERE upper_inf(during)"
        assert (await session.execute(text(open_))).scalars().all() == [company.wang.id]


async def test_only_work_on_it_starts_the_clock_anew(company: Company) -> None:
    lead = await company.owned(company.wang)
    path = f"/leads/{lead['id']}/follow-ups"
    await company.post(company.wang, path, kind="NOTE", note="looked at it")
    same = await company.get(company.wang, f"/leads/{lead['id']}")
    assert (same["follow_up_due_at"], same["first_response_at"]) == (lead["follow_up_due_at"], None)
    id = str(some_id())
    first = await company.post(company.wang, path, kind="CALL", note="spoke", id=id)
    assert await company.post(company.wang, path, kind="CALL", note="spoke", id=id) == first
    later = await company.get(company.wang, f"/leads/{lead['id']}")
    assert later["follow_up_due_at"] > lead["follow_up_due_at"]
    assert later["first_response_at"] is not None
    acts = await company.get(company.wang, path)
    assert [act["kind"] for act in acts["items"]] == ["CALL", "NOTE"]
    assert (await company.say(company.boss, path, kind="CALL")).json()["rule"] == "LEA-10"
    assert (await company.say(company.li, path, kind="CALL")).status_code == 404
    await company.post(company.wang, f"/leads/{lead['id']}/drop", reason="NO_NEED")
    assert (await company.say(company.wang, path, kind="CALL")).json()["rule"] == "LEA-20"


async def test_a_follow_up_and_the_deadline_at_once_leave_one_outcome(company: Company, outbox: Any) -> None:
    leads = [await company.owned(company.wang) for _ in range(10)]
    due = moment(leads[-1])
    acts = [company.say(company.wang, f"/leads/{lead['id']}/follow-ups", kind="CALL") for lead in leads]
    calls = [company.post(company.keeper, f"/pools/{leads[0]['pool_id']}/process-due", due, limit=3) for _ in range(4)]
    answers = (await asyncio.gather(*acts, *calls))[:10]
    kept = sum(answer.status_code == 201 for answer in answers)
    listed = await company.get(company.wang, "/leads", status="OWNED")
    back = len(await outbox(LeadReclaimed))
    assert len(listed["items"]) + back == 10
    assert len(listed["items"]) <= kept + 10 - back


async def test_lea_23_a_lead_goes_back_from_the_moment_it_is_due_on_and_not_before(company: Company) -> None:
    dropped = await company.owned(company.wang)
    before, exactly, later = [await company.owned(company.wang) for _ in range(3)]
    await company.post(company.wang, f"/leads/{dropped['id']}/drop", reason="NO_NEED")
    process_due = f"/pools/{exactly['pool_id']}/process-due"
    assert (await company.post(company.keeper, process_due, moment(exactly)))["reclaimed"] == 2
    forgotten = {before["id"]: True, exactly["id"]: True, later["id"]: False, dropped["id"]: False}
    for id, expected in forgotten.items():
        lead = await company.get(company.wang, f"/leads/{id}")
        assert (lead["status"] == "POOLED") is expected


async def test_many_due_at_once_are_handled_in_batches(company: Company, harness: ServiceHarness, outbox: Any) -> None:
    await company.pool(holding_limit=1000)
    rows = [{"line": n, "source": "f", "external_id": str(n)} for n in range(300)]
    report = await company.post(company.ops, "/leads/import", rows=rows, source="f")
    ids = [row["id"] for row in report["rows"]]
    await company.post(company.boss, "/leads/assign", lead_ids=ids, owner_id=str(company.wang.id))
    lead = await company.get(company.wang, f"/leads/{ids[0]}")
    process_due = f"/pools/{lead['pool_id']}/process-due"
    processed: list[Any] = []
    while not processed or processed[-1]["more"]:
        processed.append(await company.post(company.keeper, process_due, moment(lead), limit=200))
    assert [answer["reclaimed"] for answer in processed] == [200, 100]
    assert len({event.lead_id for event in await outbox(LeadReclaimed)}) == 300


async def test_the_keeper_is_signalled_only_when_the_nearest_deadline_moves_up(company: Company, outbox: Any) -> None:
    lead = await company.owned(company.wang)
    await company.owned(company.li)
    await company.owned(company.li)
    [moved] = await outbox(PoolDeadlineMoved)
    assert moved.next_due_at == datetime.fromisoformat(moment(lead, days=-1))
    pool = await company.get(company.wang, f"/pools/{lead['pool_id']}")
    assert datetime.fromisoformat(pool["next_due_at"]) == moved.next_due_at


async def test_a_change_of_rule_moves_the_deadlines_that_run(company: Company, outbox: Any) -> None:
    lead = await company.owned(company.wang)
    pool = await company.pool(follow_up_within="2 days", warn_before="4 hours")
    assert pool["version"] == 2
    moved = await company.get(company.wang, f"/leads/{lead['id']}")
    assert moment(moved, days=5) == moment(lead)
    assert await company.pool(follow_up_within="2 days", warn_before="4 hours") == pool
    assert len(await outbox(PoolDefined)) == 2


async def test_only_a_process_processes_what_is_due_and_says_what_time_it_is(company: Company) -> None:
    lead = await company.lead()
    assert (await company.say(company.ops, f"/pools/{lead['pool_id']}/process-due")).status_code == 403
    assert (await company.say(company.ops, "/leads", "2030-01-01T00:00:00Z", source="x")).status_code == 403
    assert (await company.say(company.keeper, f"/pools/{some_id()}/process-due")).status_code == 404


async def test_a_warning_must_come_before_the_end(company: Company) -> None:
    for within, before in WRONG:
        body = {"code": "x", "name": "x", "legal_entity_id": "CS-CN", "unit": "cs"}
        answer = await company.say(company.ops, "/pools", **body, follow_up_within=within, warn_before=before)
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["rule"] == "LEA-11"


async def test_two_definitions_of_one_code_at_once_are_one_pool(company: Company) -> None:
    body = {"code": "new", "name": "New", "legal_entity_id": "CS-CN", "unit": "cs"}
    answers = await asyncio.gather(*[company.say(company.ops, "/pools", **body) for _ in range(6)])
    assert {answer.status_code for answer in answers} <= {201, 412}
    listed = await company.get(company.ops, "/pools")
    assert [pool["code"] for pool in listed] == ["east", "new"]
    assert [pool["code"] for pool in await company.get(company.wang, "/pools")] == ["east", "new"]
    assert [pool["code"] for pool in await company.get(company.west, "/pools")] == ["new"]


async def test_business_days_follow_the_legal_entitys_calendar_whatever_comes_first(
    company: Company, deliver: Any
) -> None:
    today = datetime.now(SHANGHAI).date()
    free = [today + timedelta(days=1), today + timedelta(days=2)]
    open_all_day = {"hours": [(time.min, time.max)], "weekdays": [1, 2, 3, 4, 5, 6, 7]}
    id = some_id()
    calendar = CalendarChanged(calendar_id=id, code="CN", holidays=free, version=2, **open_all_day)
    entity = LegalEntityChanged(
        legal_entity_id="CS-CN", name="CS", currency="CNY", calendar="CN", tz="Asia/Shanghai", version=1
    )
    await deliver(calendar, twice=True)
    await deliver(CalendarChanged(calendar_id=id, code="CN", version=1))
    await deliver(entity)
    await company.pool(follow_up_within="2 business days", warn_before="1 business day")
    lead = await company.owned(company.wang)
    due = datetime.fromisoformat(lead["follow_up_due_at"]).astimezone(SHANGHAI).date()
    assert due - today == timedelta(days=4)
