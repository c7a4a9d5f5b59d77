"""Are the clocks of requests that no process asked for kept by one sweep, each bell once?"""

import asyncio
from datetime import datetime, timedelta

import pytest
from pydantic import ValidationError
from sqlalchemy import text

from chassis.testing.plugin import ServiceHarness
from messages.approvals.clocks import ClockMoved, ProcessedTimers
from messages.approvals.events import RequestSettled, TaskReminded
from messages.approvals.requests import RequestView
from services.approvals.store.requests.timers import CLOCK
from tests.services.approvals.conftest import Company

LONG = timedelta(days=40)


async def sweep(company: Company, at: datetime, limit: int = 100) -> ProcessedTimers:
    as_of = {"x-as-of": at.isoformat()}
    answer = await company.process.post("/requests/process-due", json={"limit": limit}, headers=as_of)
    assert answer.status_code == 200, answer.text
    return ProcessedTimers.model_validate_json(answer.content)


def bell_of(request: RequestView) -> datetime:
    clock = request.steps[0].next_clock
    assert clock is not None
    return clock.at


async def test_a_timer_fires_once_when_its_time_has_come_and_not_before(
    company: Company, harness: ServiceHarness
) -> None:
    request = await company.submit()
    at = bell_of(request)
    early = await sweep(company, at - timedelta(seconds=1))
    assert (early.handled, early.next_due_at, early.more) == (0, at, False)
    for handled in (1, 0):
        swept = await sweep(company, at)
        assert swept.handled == handled
        assert swept.next_due_at == bell_of(await company.show(request)) > at
    assert len(await harness.outbox(TaskReminded)) == 3


async def test_timers_that_were_missed_all_fire(company: Company, harness: ServiceHarness) -> None:
    request = await company.submit()
    assert (await sweep(company, bell_of(request) + LONG)).handled == 1
    stands = await company.show(request)
    assert [signer.name for signer in stands.steps[0].signers if signer.state == "OPEN"] == ["Boss"]
    assert len(await harness.outbox(TaskReminded)) == 3


async def test_a_request_of_a_process_is_left_to_the_process(company: Company) -> None:
    request = await company.submit(process_id="p/1")
    swept = await sweep(company, bell_of(request) + LONG)
    assert (swept.handled, swept.next_due_at) == (0, None)


async def test_what_is_decided_has_no_clock_any_more(company: Company) -> None:
    request = await company.submit()
    for login in ("meng", "lena", "fang"):
        await company.act(login, "approve", request)
    assert (await sweep(company, bell_of(request) + LONG)).next_due_at is None


async def test_the_keeper_is_woken_only_when_the_nearest_deadline_is_earlier(
    company: Company, harness: ServiceHarness
) -> None:
    first = await company.submit()
    await company.submit()
    moved = [told.next_due_at for told in await harness.outbox() if isinstance(told, ClockMoved)]
    assert moved == [bell_of(first)]
    await sweep(company, bell_of(first) + LONG)
    await company.submit()
    assert len(await harness.outbox(ClockMoved)) == 2


async def test_who_does_not_move_the_clock_waits_for_nobody(company: Company, harness: ServiceHarness) -> None:
    first = await company.submit()
    async with harness.uow().begin() as work:  # somebody who has not committed yet
        assert await CLOCK.wake(work, bell_of(first) + LONG) is None
        await asyncio.wait_for(company.submit(), timeout=1.5)


async def test_what_was_returned_and_not_submitted_again_is_withdrawn_after_thirty_days(
    company: Company, harness: ServiceHarness
) -> None:
    request = await company.submit()
    await company.act("meng", "return", request)
    returned = await company.show(request)
    assert returned.state == "RETURNED"
    due = (await sweep(company, returned.opened_at)).next_due_at
    assert due is not None
    assert timedelta(days=30) <= due - returned.opened_at < timedelta(days=30, minutes=5)
    assert (await sweep(company, due - timedelta(seconds=1))).handled == 0
    await sweep(company, due)
    assert (await company.show(request)).state == "WITHDRAWN"
    outcomes = [told.outcome for told in await harness.outbox() if isinstance(told, RequestSettled)]
    assert outcomes == ["RETURNED", "WITHDRAWN"]


async def test_one_that_fails_does_not_keep_the_others_waiting(company: Company, harness: ServiceHarness) -> None:
    broken, sound = await company.submit(), await company.submit()
    spoil = "UPDATE steps SET timers = '[{\"nonsense\": 1}]' WHERE request_id = :id"
    async with harness.database.session() as session, session.begin():
        await session.execute(text(spoil), {"id": broken.id})
    at = bell_of(sound) + timedelta(minutes=1)
    with pytest.raises(ValidationError):
        await sweep(company, at)
    assert (await sweep(company, at)).handled == 1
    assert (await company.show(sound)).steps[0].next_clock != sound.steps[0].next_clock
    with pytest.raises(ValidationError):
        await sweep(company, at + timedelta(minutes=15))


async def test_processing_many_says_that_there_is_more(company: Company) -> None:
    requests = [await company.submit() for _ in range(3)]
    at = max(bell_of(request) for request in requests)
    assert (await sweep(company, at, limit=2)).more
    assert not (await sweep(company, at, limit=2)).more


async def test_only_a_process_processes_what_is_due(company: Company) -> None:
    assert (await company.as_("root").post("/requests/process-due", json={})).status_code == 403
