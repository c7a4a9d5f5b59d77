"""Can people see what a process did and why it waits, in words, and only those who may?"""

import asyncio
import time
from typing import Any
from uuid import uuid4

import httpx
import jwt
import pytest
from temporalio.testing import WorkflowEnvironment

from chassis.auth.identity import Actor
from chassis.auth.tokens import Verifier, jwks_of
from chassis.base.clock import now
from chassis.testing.plugin import ISSUER, KEY, an_actor, token_of
from messages.approvals.states import Outcome
from tests.workflows.process_run import play, until
from tests.workflows.test_opportunity_registration import fake_services
from workflows.faults import Faults
from workflows.operator_routes import Ops, ops_app
from workflows.settings import WorkflowSettings
from workflows.stuck_processes import StuckProcess, StuckProcesses


def owner_says(request: httpx.Request) -> httpx.Response:
    """The service that owns the record: people of CS-CN see it."""
    token = request.headers["authorization"].removeprefix("Bearer ")
    entities = jwt.decode(token, options={"verify_signature": False})["legal_entities"]
    return httpx.Response(200 if "CS-CN" in entities else 404, json={})


def a_client(
    env: WorkflowEnvironment,
    actor: Actor | None,
    lang: str = "en",
    *,
    owners: httpx.AsyncBaseTransport | None = None,
    **known: Faults | StuckProcesses,
) -> httpx.AsyncClient:
    settings = WorkflowSettings(issuer=ISSUER, temporal_ui_url="http://ui", nats_url="")
    ops = Ops(env.client, settings, ready=lambda: {"ready": True}, **known)  # type: ignore[arg-type]
    ops.verifier = Verifier(settings, jwks_of(KEY))
    ops.visibility.transport = owners or httpx.MockTransport(owner_says)
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
    services, approvers = fake_services()
    async with play(env, services.start, services, approvers) as process:
        while not (waiting := (await seen(env, process.handle.id))["waiting_for"]):
            pass
        assert waiting[0]["code"] == "waits.approval"
        await process.receives(approvers.decides(Outcome.APPROVED))
        while await process.waits() != ["waits.protection"]:
            pass
        shown = await seen(env, process.handle.id)
        assert shown["status"] == "RUNNING"
        assert shown["waiting_for"][0]["code"] == "waits.protection"
        assert shown["ui"].startswith("http://ui/namespaces/default/workflows/opportunity-registration%2F")
        codes = [entry["code"] for entry in shown["entries"]]
        assert codes[0] == "process.started"
        received = [entry["params"]["event"] for entry in shown["entries"] if entry["code"] == "process.received"]
        assert "approvals.request.settled.v1" in received
        assert "did.protect_registration" in codes


async def test_case_a10_a_process_is_seen_by_whoever_sees_its_record(env: WorkflowEnvironment) -> None:
    services, approvers = fake_services()
    async with play(env, services.start, services, approvers) as process:
        for actor, status in (
            (an_actor("ops"), 200),
            (an_actor("ops", legal_entities=("*",)), 200),
            (an_actor("ops", "admin", legal_entities=("US",)), 404),
            (an_actor("sales_manager", legal_entities=("US",)), 404),
        ):
            async with a_client(env, actor) as client:
                for path in ("", "/history"):
                    assert (await client.get(f"/processes/{process.handle.id}{path}")).status_code == status
        async with a_client(env, an_actor("ops")) as client:
            for other in ("notice-delivery", "overdue-escalation/3", "approval/../x", "nonsense"):
                assert (await client.get(f"/processes/{other}")).status_code == 404


@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_every_line_has_words(env: WorkflowEnvironment, lang: str) -> None:
    services, approvers = fake_services()
    async with play(env, services.start, services, approvers) as process:
        await until(lambda: services.asked)
        await process.receives(approvers.decides(Outcome.REJECTED))
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


async def test_case_a10_what_fails_is_shown_to_operators_who_see_its_record(env: WorkflowEnvironment) -> None:
    faults, stuck = Faults(), StuckProcesses(env.client)
    order, keeper = f"order-to-cash/{uuid4()}", "notice-delivery/house"
    for id in (order, keeper):
        faults.record(id, "confirm_order", "Forbidden: 1,000.00 CNY of Acme", 4, now())
        stuck._known[id] = StuckProcess(id, "OrderToCash", now(), 3, "KeyError: Acme")
    for actor, shown in (
        (an_actor("ops", legal_entities=("*",)), {order, keeper}),
        (an_actor("ops"), {order}),
        (an_actor("ops", "admin", legal_entities=("US",)), set()),
    ):
        async with a_client(env, actor, faults=faults, stuck=stuck) as client:
            for path in ("/faults", "/stuck-processes"):
                answer = await client.get(path)
                assert {one["process_id"] for one in answer.json()["items"]} == shown, (path, actor.legal_entities)


async def test_only_operators_see_what_is_refused(env: WorkflowEnvironment) -> None:
    for role, status in (("ops", 200), ("admin", 200), ("sales_manager", 403)):
        async with a_client(env, an_actor(role)) as client:
            assert (await client.get("/faults")).status_code == status


async def test_case_a10_write_offs_and_revocations_have_a_record_too(env: WorkflowEnvironment) -> None:
    faults = Faults()
    ids = {f"write-off-approval/{uuid4()}", f"approval-revocation/{uuid4()}"}
    for id in ids:
        faults.record(id, "apply_write_off", "Forbidden", 4, now())
    async with a_client(env, an_actor("ops"), faults=faults) as client:
        assert {one["process_id"] for one in (await client.get("/faults")).json()["items"]} == ids


class OneHangs(httpx.AsyncBaseTransport):
    """The service on this port does not answer; the others do."""

    def __init__(self, address: str) -> None:
        self.address, self.asked = address, 0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if str(request.url).startswith(self.address):
            self.asked += 1
            await asyncio.sleep(request.extensions["timeout"]["read"])
            raise httpx.ReadTimeout("hangs", request=request)
        return owner_says(request)


async def test_a_service_that_hangs_holds_nobody_up_and_what_it_owns_is_said_to_be_unchecked(
    env: WorkflowEnvironment,
) -> None:
    faults = Faults()
    order, contracts = f"order-to-cash/{uuid4()}", [f"contract-approval/{uuid4()}" for _ in range(35)]
    for id in (order, *contracts):
        faults.record(id, "confirm_order", "Forbidden", 4, now())
    owners = OneHangs(WorkflowSettings(issuer=ISSUER, nats_url="").deals_url)
    began = time.monotonic()
    async with a_client(env, an_actor("ops"), owners=owners, faults=faults) as client:
        told = (await client.get("/faults")).json()
    assert time.monotonic() - began < 2.5, "the console's patience"
    assert ([one["process_id"] for one in told["items"]], told["unchecked"]) == ([order], 35)
    assert owners.asked == 10, "nobody is asked after the first silence"
