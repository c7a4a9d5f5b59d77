"""Can people see what a process did and why it waits, in words, and only those who may?"""

from typing import Any
from uuid import uuid4

import httpx
import pytest
from temporalio.testing import WorkflowEnvironment

from chassis.identity import Actor
from chassis.testing import ISSUER, KEY, an_actor, token_of
from chassis.tokens import Verifier, jwks_of
from messages.approvals.states import Outcome
from tests.workflows.stage import play, until
from tests.workflows.test_opportunity_registration import a_house
from workflows.ops import Ops, ops_app
from workflows.settings import WorkflowSettings


def a_client(env: WorkflowEnvironment, actor: Actor | None, lang: str = "en") -> httpx.AsyncClient:
    settings = WorkflowSettings(issuer=ISSUER, temporal_ui_url="http://ui", nats_url="")
    ops = Ops(env.client, settings, ready=lambda: {"ready": True})
    ops.verifier = Verifier(settings, jwks_of(KEY))
    headers = {"accept-language": lang} | ({"authorization": f"Bearer {token_of(actor)}"} if actor else {})
    transport = httpx.ASGITransport(app=ops_app(ops))
    return httpx.AsyncClient(transport=transport, base_url="http://worker", headers=headers)


async def seen(env: WorkflowEnvironment, process_id: str, lang: str = "en") -> dict[str, Any]:
    async with a_client(env, an_actor("ops"), lang) as client:
        answer = await client.get(f"/processes/{process_id}")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_a_process_shows_why_it_waits_and_what_it_did(env: WorkflowEnvironment) -> None:
    house, approvers = a_house()
    async with play(env, house.begin, house, approvers) as process:
        while not (waiting := (await seen(env, process.handle.id))["waiting_for"]):
            pass
        assert waiting[0]["code"] == "waits.approval"
        await process.hears(approvers.decides(Outcome.APPROVED))
        while await process.waits() != ["waits.protection"]:
            pass
        shown = await seen(env, process.handle.id)
        assert shown["status"] == "RUNNING"
        assert shown["waiting_for"][0]["code"] == "waits.protection"
        assert shown["ui"].startswith("http://ui/namespaces/default/workflows/opportunity-registration%2F")
        codes = [entry["code"] for entry in shown["entries"]]
        assert codes[0] == "process.begun"
        heard = [entry["params"]["fact"] for entry in shown["entries"] if entry["code"] == "process.told"]
        assert "approvals.request.settled.v1" in heard
        assert "did.protect_registration" in codes


@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_every_line_has_words(env: WorkflowEnvironment, lang: str) -> None:
    house, approvers = a_house()
    async with play(env, house.begin, house, approvers) as process:
        await until(lambda: house.asked)
        await process.hears(approvers.decides(Outcome.REJECTED))
        await process.ends()
        shown = await seen(env, process.handle.id, lang)
        assert shown["waiting_for"] == []
        own = [entry for entry in shown["entries"] if entry["code"].startswith(("did.", "process."))]
        assert all(entry["text"] and entry["code"] not in entry["text"] for entry in own)


@pytest.mark.parametrize(
    ("actor", "status"),
    [
        pytest.param(None, 401, id="a stranger"),
        pytest.param(an_actor("sales"), 403, id="a seller"),
        pytest.param(an_actor("ops"), 404, id="ops, for a process that is not there"),
    ],
)
async def test_only_those_who_may_see_it(env: WorkflowEnvironment, actor: Actor | None, status: int) -> None:
    async with a_client(env, actor) as client:
        assert (await client.get(f"/processes/order-to-cash/{uuid4()}")).status_code == status


async def test_only_operators_see_what_is_refused(env: WorkflowEnvironment) -> None:
    for role, status in (("ops", 200), ("admin", 200), ("sales_manager", 403)):
        async with a_client(env, an_actor(role)) as client:
            assert (await client.get("/faults")).status_code == status
