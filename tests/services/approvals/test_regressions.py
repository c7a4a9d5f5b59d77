"""Do the mistakes that users of other engines report happen here? (docs/lessons.md; what needs the service)"""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from chassis.testing.plugin import ServiceHarness
from cli.audit.verification import verify_database
from messages.approvals.events import RequestSettled, StepOpened, TaskReminded
from messages.approvals.requests import RequestView
from tests.security.routes import routes_of
from tests.services.approvals.conftest import Company, id_of

TABLES = text("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")


async def everything(harness: ServiceHarness) -> dict[str, str]:
    """A hash of each table."""
    async with harness.database.session() as session:
        found = {}
        for table in (await session.scalars(TABLES)).all():
            hash = text(f"SELECT md5(string_agg(t::text, ',' ORDER BY t::text)) FROM {table} t")
            found[table] = str((await session.execute(hash)).scalar_one())
        return found


async def test_3a_04_a_step_that_is_entered_again_tells_and_reminds_again(
    company: Company, harness: ServiceHarness
) -> None:
    """3.A-4: re-entering a state sends no mail. What is told is keyed by request, round and step."""
    step = {"step": "s", "signers": [{"person": "lena"}], "within": "2 days", "remind": "1 day"}
    await company.publish({"policy": "again", "route": [step]})
    request = await company.submit(policy="again", facts={})
    for round in (1, 2, 3):
        at = request.opened_at + timedelta(days=1, minutes=round)
        for _ in range(2):
            await company.ring(request, "s", at, round=round, kind="remind")
        assert (await company.act("lena", "return", request)).status_code == 200
        body = {"facts": {}, "content": {"amount": str(round)}}
        answer = await company.as_("ann").post(f"/requests/{request.id}/resubmit", json=body)
        request = RequestView.model_validate_json(answer.content)
    opened = [(one.round, one.step) for one in await harness.outbox(StepOpened) if isinstance(one, StepOpened)]
    assert opened == [(round, "s") for round in (1, 2, 3, 4)]
    assert len(await harness.outbox(TaskReminded)) == 3, "once in each round, though the bell was rung twice"


@pytest.mark.parametrize("kind", ["lead", "opportunity", "customer", "contract", "expense", "anything"])
async def test_3a_17_whatever_it_is_about_the_same_engine_decides(
    company: Company, harness: ServiceHarness, kind: str
) -> None:
    """3.A-17: approvals also for leads, opportunities, customers, and what nobody has thought of."""
    await company.publish({"policy": "plain", "route": [{"step": "s", "signers": [{"person": "lena"}]}]})
    about = {"kind": kind, "id": str(id_of(kind)), "number": f"{kind}-1", "title": "X"}
    request = await company.submit(policy="plain", facts={}, about=about)
    assert (await company.act("lena", "approve", request)).json()["state"] == "APPROVED"
    (settled,) = await harness.outbox(RequestSettled)
    assert isinstance(settled, RequestSettled)
    assert (settled.about.kind, settled.outcome) == (kind, "APPROVED")


async def test_3a_22_a_dry_run_fires_nothing(company: Company, harness: ServiceHarness) -> None:
    """3.A-22: previews, of a published policy and of one that is only written, as often as one likes."""
    await company.submit()
    before = await everything(harness)
    written = "policy: tried\nroute: [{step: a, signers: {manager: 1}, within: 1 day, on_timeout: reject}]"
    for body in ({"policy": "three", "facts": {"amount": "1"}}, {"policy": "tried", "yaml": written}):
        for login in ("ann", "lena", "root"):
            answer = await company.as_(login).post("/requests/preview", json=body)
            assert answer.status_code in (200, 409), answer.text
    assert await everything(harness) == before


async def test_3a_24_no_get_changes_anything(company: Company, harness: ServiceHarness) -> None:
    """3.A-24: a mail scanner's prefetch decides nothing, consumes nothing, leaves no trace."""
    request = await company.submit()
    task = request.steps[0].signers[1].task_id
    ids: dict[str, Any] = {"request_id": request.id, "task_id": task, "person_id": id_of("lena"), "key": "three"}
    before = await everything(harness)
    asked = 0
    for route in routes_of(harness.app):
        if route.method == "GET" and route.path != "/live":
            for client in (
                company.as_("lena"),
                company.as_("ann"),
                company.as_("root"),
                company.process,
                harness.api.anybody,
            ):
                answer = await client.get(route.at(**ids))
                assert answer.status_code < 500, f"{route.name}: {answer.text}"
                asked += answer.status_code == 200
    assert asked > 50
    assert await everything(harness) == before


async def test_the_audit_fits_after_every_kind_of_act(company: Company, harness: ServiceHarness) -> None:
    """What the verifier takes for a contradiction is never made by the service itself."""
    route = [
        {"step": "a", "signers": [{"person": "lena"}, {"person": "fang"}], "after_return": "either"},
        {"step": "b", "mode": "any", "signers": [{"group": ["fei", "boss"]}], "within": "1 day", "on_timeout": "pass"},
    ]
    await company.publish({"policy": "long", "route": route})
    request = await company.submit(policy="long", facts={}, content={"amount": "1", "rate": "0.07", "many": 10**21})
    to = {"to": str(id_of("bob"))}
    for login, verb, body in (
        ("lena", "ask", to | {"comment": "?"}), ("bob", "answer", {"comment": "so"}), ("lena", "approve", {}),
        ("lena", "take-back", {}), ("lena", "delegate", to), ("bob", "answer", {"comment": "done"}),
        ("lena", "add-signers", {"people": [str(id_of("meng"))], "how": "before"}), ("meng", "approve", {}),
        ("fang", "transfer", {"to": str(id_of("boss"))}), ("lena", "return", {"then": "back"}),
    ):  # fmt: skip
        answer = await _do(company, login, verb, request, body)
        assert answer.status_code == 200, f"{login} {verb}: {answer.text}"
    mended = {"facts": {}, "content": {"amount": "2", "rate": "0.07", "many": 10**21}}
    request = RequestView.model_validate_json(
        (await company.as_("ann").post(f"/requests/{request.id}/resubmit", json=mended)).content
    )
    for login in ("lena", "fang"):
        await _do(company, login, "approve", request, {})
    later = (await company.show(request)).steps[-1]
    await company.ring(request, "b", later.opened_at + timedelta(days=2), round=later.round, kind="timeout")
    await company.as_("ann").post(f"/requests/{request.id}/comments", json={"comment": "thanks"})
    await company.process.post("/audit/anchors")
    found = await verify_database(harness.database.url, None, {}, lambda done, total: None)
    assert found.fine, found.wrongs
    assert (await company.show(request)).state == "APPROVED"


async def _do(company: Company, login: str, verb: str, request: RequestView, body: dict[str, Any]) -> Any:
    progress = await company.show(request)
    tasks = [s for step in progress.steps for s in step.signers if s.person_id == id_of(login)]
    task = next((s for s in tasks if s.state == "OPEN"), tasks[-1])
    decides = verb in ("approve", "reject", "return")
    seen = {"content_hash": progress.content_hash, "comment": "because"} if decides else {}
    return await company.as_(login).post(f"/tasks/{task.task_id}/{verb}", json=seen | body)
