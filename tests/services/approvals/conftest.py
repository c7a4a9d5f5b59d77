"""A small company that asks for approvals: who works there, and how do they act?"""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

import httpx
import pytest

from chassis.auth.identity import Actor
from chassis.testing.plugin import ServiceHarness, an_actor
from cli.audit.verification import verify_database
from messages.approvals.requests import RequestView

NAMES = UUID("00000000-0000-0000-0000-00000000c0de")
PEOPLE = [  # login, unit, manager, roles, limit
    ("boss", "cs", None, ["director"], "10000000"),
    ("meng", "cs/east", "boss", ["sales_manager"], "200000"),
    ("ann", "cs/east/sales-1", "meng", ["sales"], None),
    ("bob", "cs/east/sales-1", "meng", ["sales"], None),
    ("lena", "cs/office", "boss", ["legal"], None),
    ("fang", "cs/office", "boss", ["finance"], None),
    ("fei", "cs/east/office", "boss", ["finance"], None),
    ("root", "cs/office", "boss", ["admin", "ops"], None),
]
THREE = {
    "policy": "three",
    "facts": {"amount": "money"},
    "route": [
        {
            "step": "sign",
            "signers": [{"person": "meng"}, {"person": "lena"}, {"person": "fang"}],
            "within": "2 business days",
            "remind": "1 business day",
            "on_timeout": "escalate",
        }
    ],
}


def id_of(login: str) -> UUID:
    return uuid5(NAMES, login)


@dataclass
class Company:
    """`company.as_("ann")` acts as a person, `company.process` as the worker."""

    harness: ServiceHarness
    actors: dict[str, Actor]
    process: httpx.AsyncClient
    numbers: int = field(default=0)

    def as_(self, login: str) -> httpx.AsyncClient:
        return self.harness.api.as_(self.actors[login])

    async def publish(self, policy: dict[str, Any]) -> dict[str, Any]:
        answer = await self.process.post("/policies", json={"policy": policy})
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def asking(self, policy: str = "three", **more: Any) -> dict[str, Any]:
        self.numbers += 1
        number = f"CT-{self.numbers}"
        about = {"kind": "contract", "id": str(uuid5(NAMES, number)), "number": number, "title": "Ten pumps"}
        facts = {"amount": "150000.00"}
        return {"policy": policy, "about": about, "facts": facts, "content": {"amount": "150000.00"}} | more

    async def submit(self, login: str = "ann", policy: str = "three", **more: Any) -> RequestView:
        by = self.as_(login)
        if "process_id" in more:  # a process asks for somebody
            by, more = self.process, {"requester_id": str(id_of(login))} | more
        answer = await by.post("/requests", json=self.asking(policy, **more))
        assert answer.status_code == 200, answer.text
        return RequestView.model_validate_json(answer.content)

    async def show(self, request: RequestView) -> RequestView:
        answer = await self.process.get(f"/requests/{request.id}")
        return RequestView.model_validate_json(answer.content)

    async def act(self, login: str, verb: str, request: RequestView, **more: Any) -> httpx.Response:
        """On this person's open task, or the last one there was."""
        progress = await self.show(request)
        tasks = [s for step in progress.steps for s in step.signers if s.person_id == id_of(login)]
        task = next((s for s in tasks if s.state == "OPEN"), tasks[-1])
        body = {"content_hash": request.content_hash, "comment": "because"} | more
        return await self.as_(login).post(f"/tasks/{task.task_id}/{verb}", json=body)

    async def ring(self, request: RequestView, step: str, at: datetime, **bell: Any) -> RequestView:
        answer = await self.process.post(
            f"/requests/{request.id}/steps/{step}/fire-timer", json=bell, headers={"x-as-of": at.isoformat()}
        )
        assert answer.status_code == 200, answer.text
        return RequestView.model_validate_json(answer.content)


@pytest.fixture
async def company(harness: ServiceHarness, request: pytest.FixtureRequest) -> AsyncIterator[Company]:
    """Whatever a test did, the audit of it verifies; those that tamper with it by SQL say so."""
    process = harness.api.as_(Actor.process("worker"))
    await process.post("/calendars", json={"id": "CN", "name": "China", "country": "CN", "years": [2026, 2027]})
    await process.post("/legal-entities", json={"id": "CS-CN", "name": "Countersign China"})
    for login, unit, manager, roles, limit in PEOPLE:
        person = {
            "id": str(id_of(login)), "login": login, "name": login.title(), "unit": unit, "roles": roles,
            "legal_entity_id": "CS-CN", "manager_id": str(id_of(manager)) if manager else None,
            "approval_limit": limit, "lang": "en",
        }  # fmt: skip
        answer = await process.post("/people", json=person)
        assert answer.status_code == 200, answer.text
    actors = {
        login: an_actor(*roles, id=id_of(login), unit=unit, name=login.title()) for login, unit, _, roles, _ in PEOPLE
    }
    company = Company(harness, actors, process)
    await company.publish(THREE)
    yield company
    if request.node.get_closest_marker("tampers") is None:
        found = await verify_database(harness.database.url, None, {}, lambda done, total: None)
        assert found.fine, found
