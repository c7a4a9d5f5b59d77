"""Who and what stands ready in the tests of leads?"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from chassis.auth.identity import Actor
from chassis.base import clock
from chassis.base.clock import new_id
from chassis.testing.plugin import Api, an_actor
from messages.approvals.events import PersonChanged

EAST = "cs/east/sales-1"


class Company:
    """Two sellers and their manager in the east, one seller in the west, operations, and the keeper."""

    def __init__(self, api: Api, deliver: Callable[..., Any]) -> None:
        self.api = api
        self.deliver = deliver
        self.wang = an_actor("sales", name="王芳", unit=EAST)
        self.li = an_actor("sales", name="Li Wei", unit=EAST)
        self.boss = an_actor("sales_manager", name="赵敏", unit=EAST)
        self.west = an_actor("sales", name="West Seller", unit="cs/west/sales-1")
        self.ops = an_actor("ops", name="Ops", unit="cs")
        self.keeper = Actor.process("worker")

    async def hire(self, *actors: Actor) -> None:
        for actor in actors:
            await self.deliver(known(actor))

    async def pool(self, **more: Any) -> Any:
        """Everything goes to the east's pool unless said otherwise."""
        command = {"code": "east", "name": "East pool", "legal_entity_id": "CS-CN", "unit": EAST} | more
        return await self.post(self.ops, "/pools", **command)

    async def lead(self, **more: Any) -> Any:
        return await self.post(self.ops, "/leads", **({"source": "web"} | more))

    async def owned(self, owner: Actor, **more: Any) -> Any:
        found = await self.lead(**more)
        return await self.post(owner, f"/leads/{found['id']}/claim")

    async def post(self, actor: Actor, path: str, as_of: str | None = None, **body: Any) -> Any:
        """What came back of a request that went well."""
        answer = await self.say(actor, path, as_of, **body)
        assert answer.status_code < 300, answer.text
        return answer.json()

    async def say(self, actor: Actor, path: str, as_of: str | None = None, **body: Any) -> Any:
        headers = {"x-as-of": as_of} if as_of else {}
        return await self.api.as_(actor).post(path, json=body, headers=headers)

    async def put(self, actor: Actor, path: str, **body: Any) -> Any:
        answer = await self.api.as_(actor).put(path, json=body)
        assert answer.status_code < 300, answer.text
        return answer.json()

    async def get(self, actor: Actor, path: str, **params: Any) -> Any:
        answer = await self.api.as_(actor).get(path, params=params)
        assert answer.status_code == 200, answer.text
        return answer.json()


def known(actor: Actor, **more: Any) -> PersonChanged:
    """The event by which a service learns of this person."""
    values = {
        "person_id": actor.id,
        "login": str(actor.id)[-12:],
        "name": actor.name,
        "unit": actor.unit,
        "manager_id": None,
        "roles": sorted(actor.roles),
        "active": True,
        "tz": "Asia/Shanghai",
        "lang": "zh",
        "legal_entity_id": "CS-CN",
        "version": 1,
    }
    return PersonChanged.model_validate(values | more)


@pytest.fixture
async def company(api: Api, deliver: Callable[..., Any]) -> Company:
    """With its east pool: follow up within 7 days, warned a day before."""
    found = Company(api, deliver)
    await found.hire(found.wang, found.li, found.boss, found.west)
    await found.pool()
    return found


def some_id() -> UUID:
    return new_id()


@pytest.fixture
def later() -> Any:
    """A clock that the test moves on."""
    start = clock.now()
    moved = {"by": timedelta()}
    clock.stand_in(lambda: start + moved["by"])
    yield lambda **by: moved.update(by=moved["by"] + timedelta(**by))
    clock.stand_in(None)
