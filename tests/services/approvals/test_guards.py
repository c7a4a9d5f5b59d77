"""Does the database itself hold what the rules say, and is every act on the audit chain?"""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid5

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from chassis.testing.plugin import ServiceHarness
from messages.approvals.requests import RequestView
from services.approvals.domain.audit.entries import FIRST_HASH
from services.approvals.domain.canonical import chained
from tests.services.approvals.conftest import NAMES, THREE, Company, id_of

VOTE = text(
    "INSERT INTO votes (task_id, request_id, round, step_id, voter_id, requester_id, verdict, comment, content_hash,"
    " self_allowed, again, decided_at) VALUES (:task, :request, 1, :step, :voter, :requester, 'APPROVE', '', '', false,"
    " false, now())"
)


async def voted(harness: ServiceHarness, request: Any, task: str, voter: str, requester: str = "ann") -> None:
    values = {
        "task": uuid5(NAMES, task), "request": request.id, "step": request.steps[0].step_id, "voter": id_of(voter),
        "requester": id_of(requester),
    }  # fmt: skip
    async with harness.database.session() as session, session.begin():
        await session.execute(VOTE, values)


async def test_app_1_the_database_takes_no_vote_of_the_requester(company: Company, harness: ServiceHarness) -> None:
    request = await company.submit()
    with pytest.raises(IntegrityError, match="nobody_decides_his_own"):
        await voted(harness, request, "t1", "ann")
    with pytest.raises(IntegrityError, match="fkey"):
        await voted(harness, request, "t1", "ann", requester="bob")


@pytest.mark.tampers
async def test_the_database_takes_one_vote_of_a_person_in_a_round(company: Company, harness: ServiceHarness) -> None:
    request = await company.submit()
    await voted(harness, request, "t1", "lena")
    with pytest.raises(IntegrityError, match="one_decision_a_round"):
        await voted(harness, request, "t2", "lena")


async def test_app_1_the_database_takes_no_vote_of_who_prepared_it(company: Company, harness: ServiceHarness) -> None:
    request = await company.submit(prepared_by=[str(id_of("fei"))])
    with pytest.raises(IntegrityError, match="nobody decides what he prepared"):
        await voted(harness, request, "t1", "fei")


async def test_app_77_the_database_takes_one_step_of_a_person_where_duties_are_kept_apart(
    company: Company, harness: ServiceHarness
) -> None:
    route = [{"step": key, "signers": [{"person": login}]} for key, login in (("first", "lena"), ("second", "fang"))]
    await company.publish({"policy": "apart", "segregate": True, "route": route})
    request = await company.submit(policy="apart", facts={})
    now = RequestView.model_validate_json((await company.act("lena", "approve", request)).content)
    handed = await company.as_("fang").post(f"/tasks/{now.steps[1].signers[0].task_id}/transfer", json=to("lena"))
    assert (handed.status_code, handed.json()["rule"]) == (409, "APP-77")
    second = VOTE.text.replace("false,\n", "").replace("again, decided_at", "again, segregated, decided_at")
    values = {
        "task": uuid5(NAMES, "t9"), "request": request.id, "step": now.steps[1].step_id, "voter": id_of("lena"),
        "requester": id_of("ann"),
    }  # fmt: skip
    with pytest.raises(IntegrityError, match="nobody signs two steps"):
        async with harness.database.session() as session, session.begin():
            await session.execute(text(second.replace("now()", "true, now()").replace("1, :step", "2, :step")), values)


def to(login: str) -> dict[str, str]:
    return {"to": str(id_of(login))}


@pytest.mark.parametrize("sql", ["UPDATE audit SET code = 'x'", "DELETE FROM audit", "TRUNCATE audit"])
async def test_the_audit_chain_is_only_added_to(company: Company, harness: ServiceHarness, sql: str) -> None:
    await company.submit()
    with pytest.raises(DBAPIError, match="append-only"):
        async with harness.database.session() as session, session.begin():
            await session.execute(text(sql))


async def test_app_37_every_act_is_chained_to_the_one_before(company: Company, harness: ServiceHarness) -> None:
    request = await company.submit()
    for login in ("meng", "lena", "fang"):
        await company.act(login, "approve", request)
    acts = (await company.as_("ann").get(f"/requests/{request.id}/history")).json()
    assert [act["act"]["code"].removeprefix("audit.") for act in acts] == [
        "request.opened", "step.opened", "task.approve", "task.approve", "task.approve", "step.settled",
        "request.settled",
    ]  # fmt: skip
    head = FIRST_HASH
    async with harness.database.session() as session:
        rows = (
            await session.execute(text("SELECT * FROM audit WHERE chain = :id ORDER BY seq"), {"id": request.id})
        ).all()
    for row in rows:
        line = {
            "chain": str(row.chain), "seq": row.seq, "at": row.at.astimezone(UTC).isoformat(),
            "actor_id": str(row.actor_id), "actor_name": row.actor_name, "code": row.code, "params": row.params,
        }  # fmt: skip
        head = chained(head, line)
        assert row.hash == head


async def test_the_same_request_again_is_shown(company: Company) -> None:
    body = company.asking() | {"id": str(uuid5(NAMES, "again"))}
    first = await company.as_("ann").post("/requests", json=body)
    assert (await company.as_("ann").post("/requests", json=body)).json() == first.json()


async def test_app_14_a_record_has_one_live_request(company: Company) -> None:
    body = company.asking()
    first = (await company.as_("ann").post("/requests", json=body)).json()
    second = await company.as_("ann").post("/requests", json=body)
    assert (second.status_code, second.json()["rule"]) == (409, "APP-14")
    await company.as_("ann").post(f"/requests/{first['id']}/withdraw", json={})
    assert (await company.as_("ann").post("/requests", json=body)).status_code == 200


async def test_feature_88_a_policy_keeps_its_version_for_live_requests(company: Company) -> None:
    request = await company.submit()
    again = await company.publish(THREE)
    assert again["version"] == 1
    easy = THREE | {"route": [{"step": "sign", "signers": [{"person": "meng"}]}]}
    assert (await company.publish(easy))["version"] == 2
    assert (await company.act("meng", "approve", request)).json()["state"] == "PENDING"
    assert (await company.submit()).policy_version == 2
    shown = await company.as_("ann").get("/policies/three", params={"version": 1})
    assert len(shown.json()["body"]["route"][0]["signers"]) == 3


@pytest.mark.parametrize(
    ("body", "status", "rule"),
    [
        ({"policy": "unknown"}, 409, "APP-12"),
        ({"facts": {}}, 409, "APP-13"),
        ({"facts": {"amount": "much"}}, 409, "APP-13"),
        ({"content": {"a": "\u0000"}}, 422, None),
        ({"colour": "red"}, 422, None),
        ({"requester_id": str(id_of("bob"))}, 403, None),
    ],
)
async def test_what_cannot_be_asked(company: Company, body: dict[str, Any], status: int, rule: str | None) -> None:
    answer = await company.as_("ann").post("/requests", json=company.asking() | body)
    assert answer.status_code == status, answer.text
    assert rule is None or answer.json()["rule"] == rule


async def test_others_see_what_is_in_their_scope(company: Company) -> None:
    request = await company.submit()
    path = f"/requests/{request.id}"
    seen = {login: (await company.as_(login).get(path)).status_code for login in ("ann", "bob", "meng", "fei", "boss")}
    assert seen == {"ann": 200, "bob": 404, "meng": 200, "fei": 200, "boss": 200}
    listed = await company.as_("meng").get("/requests", params={"about_id": str(request.about.id)})
    assert [one["id"] for one in listed.json()["items"]] == [str(request.id)]
    assert (await company.as_("bob").get("/requests")).json()["items"] == []


async def test_the_preview_is_the_way_taken_and_changes_nothing(company: Company, harness: ServiceHarness) -> None:
    before = len(await harness.outbox())
    facts = {"policy": "three", "facts": {"amount": "1"}}
    preview = (await company.as_("ann").post("/requests/preview", json=facts)).json()
    assert len(await harness.outbox()) == before
    request = await company.submit()
    ahead = [(step["key"], [s["name"] for s in step["signers"]]) for step in preview["steps"]]
    assert ahead == [(step.key, [s.name for s in step.signers]) for step in request.steps]
    assert datetime.fromisoformat(preview["steps"][0]["due_at"]) > datetime(2026, 1, 1, tzinfo=UTC)


async def test_nobody_slips_his_own_facts_under_a_processs_request(company: Company) -> None:
    """APP-55: neither before it is asked for, nor when it comes back."""
    await company.publish(THREE | {"policy": "contract"})
    process_id, id = "contract-approval/1", str(uuid5(NAMES, "request"))
    forged = company.asking("contract", id=id, facts={"amount": "1.00"})
    for body in (forged, forged | {"process_id": process_id}, forged | {"policy": "three", "process_id": process_id}):
        answer = await company.as_("ann").post("/requests", json=body)
        assert (answer.status_code, answer.json()["rule"]) == (409, "APP-55")
    request = await company.submit(process_id=process_id)
    await company.act("meng", "return", request)
    again = await company.as_("ann").post(f"/requests/{request.id}/resubmit", json={"facts": {"amount": "1"}})
    assert (answer.status_code, again.json()["rule"]) == (409, "APP-55")


async def test_the_id_of_anothers_request_shows_nothing(company: Company) -> None:
    asking = company.asking()
    first = (await company.as_("ann").post("/requests", json=asking)).json()
    again = await company.as_("ann").post("/requests", json=asking | {"id": first["id"]})
    stranger = await company.as_("bob").post("/requests", json=asking | {"id": first["id"]})
    assert (again.status_code, stranger.status_code) == (200, 404)
