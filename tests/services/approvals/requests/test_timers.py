"""Do bells ring once, in business time, and does a decision that came first win?"""

import asyncio
from datetime import datetime, timedelta

from chassis.testing.plugin import ServiceHarness
from messages.approvals.events import RequestSettled, TaskReminded, TaskTransferred
from messages.approvals.requests import RequestView
from tests.services.approvals.conftest import Company, id_of

FRIDAY = datetime.fromisoformat("2026-02-13T15:00:00+08:00")  # the Saturday after it is worked, then comes the New Year
DUE = datetime.fromisoformat("2026-02-24T15:00:00+08:00")


async def asked_on_friday(company: Company) -> RequestView:
    body = company.asking(requester_id=str(id_of("ann")), process_id="p/1")
    answer = await company.process.post("/requests", json=body, headers={"x-as-of": FRIDAY.isoformat()})
    assert answer.status_code == 200, answer.text
    return RequestView.model_validate_json(answer.content)


async def test_the_clock_knows_the_new_year(company: Company) -> None:
    request = await asked_on_friday(company)
    step = request.steps[0]
    assert step.due_at == DUE
    assert step.next_clock is not None
    assert (step.next_clock.kind, step.next_clock.level) == ("remind", 0)
    assert step.next_clock.at == FRIDAY + timedelta(days=1)


async def test_a_reminder_rings_once(company: Company, harness: ServiceHarness) -> None:
    request = await asked_on_friday(company)
    early = await company.ring(request, "sign", FRIDAY, round=1, kind="remind", level=0)
    assert early == request
    for _ in range(2):
        rung = await company.ring(request, "sign", FRIDAY + timedelta(days=1), round=1, kind="remind", level=0)
    assert rung.steps[0].next_clock is not None
    assert (rung.steps[0].next_clock.kind, rung.steps[0].next_clock.at) == ("timeout", DUE)
    assert len(await harness.outbox(TaskReminded)) == 3


async def test_who_does_not_answer_in_time_is_replaced_by_the_superior(
    company: Company, harness: ServiceHarness
) -> None:
    request = await asked_on_friday(company)
    await company.act("meng", "approve", request)
    late = await company.ring(request, "sign", DUE, round=1, kind="timeout", level=1)
    open_ = [signer.name for signer in late.steps[0].signers if signer.state == "OPEN"]
    assert open_ == ["Boss"], "Lena and Fang have one superior, who is asked once"
    assert len(await harness.outbox(TaskTransferred)) == 1
    assert (await company.act("boss", "approve", request)).json()["state"] == "APPROVED"


async def test_a_stale_timer_changes_nothing(company: Company) -> None:
    request = await asked_on_friday(company)
    for stale in ({"round": 2, "kind": "timeout", "level": 1}, {"round": 1, "kind": "remind", "level": 0}):
        step = "sign" if stale["round"] == 2 else "gone"
        assert await company.ring(request, step, DUE, **stale) == request


async def test_time_out_may_pass_or_reject(company: Company) -> None:
    for does, state in (("pass", "APPROVED"), ("reject", "REJECTED")):
        step = {"step": "sign", "signers": [{"person": "meng"}], "within": "3 days", "on_timeout": does}
        await company.publish({"policy": does, "route": [step]})
        body = company.asking(does, requester_id=str(id_of("ann")))
        answer = await company.process.post("/requests", json=body, headers={"x-as-of": FRIDAY.isoformat()})
        request = RequestView.model_validate_json(answer.content)
        after = FRIDAY + timedelta(days=3)
        before = await company.ring(request, "sign", after - timedelta(seconds=1), round=1, kind="timeout", level=0)
        assert before.state == "PENDING"
        assert (await company.ring(request, "sign", after, round=1, kind="timeout", level=0)).state == state


async def test_a_decision_and_the_time_out_at_one_instant_leave_one_outcome(
    company: Company, harness: ServiceHarness
) -> None:
    step = {"step": "sign", "signers": [{"person": "meng"}], "within": "3 days", "on_timeout": "reject"}
    await company.publish({"policy": "race", "route": [step]})
    request = await company.submit(policy="race", facts={})
    bell = company.ring(request, "sign", request.opened_at + timedelta(days=4), round=1, kind="timeout", level=0)
    rung, answer = await asyncio.gather(bell, company.act("meng", "approve", request))
    settled = await harness.outbox(RequestSettled)
    assert len(settled) == 1
    stands = await company.show(request)
    assert rung.state == stands.state
    assert answer.json().get("rule", "won") == ("won" if stands.state == "APPROVED" else "APP-3")


async def test_only_a_process_rings(company: Company) -> None:
    request = await company.submit()
    body = {"round": 1, "kind": "remind", "level": 0}
    assert (
        await company.as_("root").post(f"/requests/{request.id}/steps/sign/fire-timer", json=body)
    ).status_code == 403
