"""Does a decision stand, once, and is everybody told the same?"""

import asyncio

import pytest

from chassis.testing.plugin import ServiceHarness, assert_migrated
from messages.approvals.events import RequestOpened, RequestSettled, StepOpened, StepSettled, TaskDecided
from tests.services.approvals.conftest import Company, id_of


async def test_the_migrations_make_the_tables_of_the_code(harness: ServiceHarness) -> None:
    await assert_migrated(harness)


async def test_three_signers_in_parallel_agree(company: Company, harness: ServiceHarness) -> None:
    request = await company.submit(process_id="contract-approval/1")
    assert [s.name for s in request.steps[0].signers] == ["Meng", "Lena", "Fang"]
    for login in ("meng", "lena", "fang"):
        assert (await company.act(login, "approve", request)).status_code == 200
    assert (await company.show(request)).state == "APPROVED"
    told = [type(event) for event in await harness.outbox() if type(event).__name__[:6] not in ("Person", "OrgUni")]
    assert told[-7:] == [RequestOpened, StepOpened, TaskDecided, TaskDecided, TaskDecided, StepSettled, RequestSettled]
    settled = (await harness.outbox(RequestSettled))[0]
    assert isinstance(settled, RequestSettled)
    assert (settled.process_id, settled.outcome, settled.about.number) == ("contract-approval/1", "APPROVED", "CT-1")


async def test_a_no_closes_the_others_tasks(company: Company) -> None:
    request = await company.submit()
    answer = await company.act("lena", "reject", request, comment="clause 4")
    assert (answer.json()["state"], answer.json()["comment"]) == ("REJECTED", "clause 4")
    assert (await company.as_("meng").get("/inbox")).json()["items"] == []
    late = await company.act("meng", "approve", request)
    assert (late.status_code, late.json()["rule"], late.json()["params"]["request"]) == (409, "APP-3", "REJECTED")


async def test_app_5_a_no_needs_a_reason(company: Company) -> None:
    request = await company.submit()
    answer = await company.act("lena", "reject", request, comment=" ")
    assert (answer.status_code, answer.json()["rule"]) == (409, "APP-5")


async def test_the_same_decision_again_changes_nothing(company: Company, harness: ServiceHarness) -> None:
    request = await company.submit()
    first = await company.act("meng", "approve", request)
    again = await company.act("meng", "approve", request)
    assert again.json() == first.json()
    assert len(await harness.outbox(TaskDecided)) == 1


async def test_another_decision_on_a_done_task_is_refused(company: Company) -> None:
    request = await company.submit()
    await company.act("meng", "approve", request)
    answer = await company.act("meng", "reject", request)
    assert (answer.status_code, answer.json()["rule"], answer.json()["params"]["task"]) == (409, "APP-3", "DONE")


async def test_app_2_what_was_not_seen_is_not_signed(company: Company) -> None:
    request = await company.submit()
    await company.act("meng", "return", request, comment="the price")
    changed = {"facts": {"amount": "90000"}, "content": {"amount": "90000.00", "term": 30}}
    again = await company.as_("ann").post(f"/requests/{request.id}/resubmit", json=changed)
    assert (again.status_code, again.json()["round"], again.json()["state"]) == (200, 2, "PENDING")
    stale = await company.act("meng", "approve", request)
    assert (stale.status_code, stale.json()["rule"]) == (409, "APP-2")
    assert stale.json()["params"]["differences"] == [
        {"field": "amount", "seen": "150000.00", "now": "90000.00"},
        {"field": "term", "seen": None, "now": 30},
    ]
    fresh = await company.act("meng", "approve", request, content_hash=again.json()["content_hash"])
    assert fresh.status_code == 200


async def test_app_2_another_attachment_is_another_content(company: Company) -> None:
    mine, other = ({"name": "terms.pdf", "sha256": digit * 64, "size": 9} for digit in "ab")
    request = await company.submit(attachments=[mine])
    await company.act("meng", "return", request, comment="the terms")
    same = {"facts": {"amount": "150000"}, "content": request.content, "attachments": [other]}
    again = await company.as_("ann").post(f"/requests/{request.id}/resubmit", json=same)
    assert again.json()["content_hash"] != request.content_hash
    assert again.json()["attachments"] == [other]
    stale = await company.act("meng", "approve", request)
    assert (stale.status_code, stale.json()["rule"]) == (409, "APP-2")
    assert stale.json()["params"]["differences"] == [{"field": "attachments", "seen": [mine], "now": [other]}]


@pytest.mark.parametrize(("login", "status"), [("lena", 403), ("bob", 404), ("root", 403), ("ann", 403)])
async def test_a_task_is_its_signers(company: Company, login: str, status: int) -> None:
    """Who may see the request is told 403, for all others there is no such task."""
    request = await company.submit()
    task = request.steps[0].signers[0].task_id
    answer = await company.as_(login).post(f"/tasks/{task}/approve", json={"content_hash": request.content_hash})
    assert answer.status_code == status


async def test_a_process_never_signs(company: Company) -> None:
    request = await company.submit()
    task = request.steps[0].signers[0].task_id
    answer = await company.process.post(f"/tasks/{task}/approve", json={"content_hash": request.content_hash})
    assert answer.status_code == 403


async def test_twenty_people_decide_at_once(company: Company, harness: ServiceHarness) -> None:
    logins = [f"p{n}" for n in range(20)]
    for login in logins:
        person = {
            "id": str(id_of(login)), "login": login, "name": login, "unit": "cs/office", "roles": ["legal"],
            "legal_entity_id": "CS-CN",
        }  # fmt: skip
        await company.process.post("/people", json=person)
        company.actors[login] = company.actors["lena"].__class__(
            id=id_of(login), roles=frozenset({"legal"}), unit="cs/office", legal_entities=("CS-CN",)
        )
    await company.publish({"policy": "many", "route": [{"step": "all", "signers": [{"group": logins}]}]})
    request = await company.submit(policy="many", facts={})
    answers = await asyncio.gather(*[company.act(login, "approve", request) for login in logins])
    assert {answer.status_code for answer in answers} == {200}
    assert [answer.json()["state"] for answer in answers].count("APPROVED") == 1
    assert len(await harness.outbox(RequestSettled)) == 1
    assert len(await harness.outbox(TaskDecided)) == 20


async def test_yes_and_no_at_once_leave_one_outcome(company: Company, harness: ServiceHarness) -> None:
    await company.publish({"policy": "first", "route": [{"step": "any", "mode": "any", "signers": THREE_ANY}]})
    request = await company.submit(policy="first", facts={})
    yes, no = await asyncio.gather(company.act("meng", "approve", request), company.act("lena", "reject", request))
    assert sorted([yes.status_code, no.status_code]) == [200, 409]
    assert len(await harness.outbox(RequestSettled)) == 1


THREE_ANY = [{"person": "meng"}, {"person": "lena"}, {"person": "fang"}]
