"""Who and what stands ready in the tests of collections?"""

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import httpx
import pytest

from chassis.auth.identity import Actor
from chassis.base.clock import new_id
from chassis.testing.plugin import Api, ServiceHarness, an_actor
from cli.audit.books import checked
from messages.approvals.events import PersonChanged
from messages.deals.contracts import ContractEffective
from messages.deals.customers import CustomerAdded
from messages.deals.terms import Instalment, InstalmentTrigger
from messages.money import Money
from messages.orders.orders import (
    OrderCancelled,
    OrderConfirmed,
    OrderEvent,
    OrderPlaced,
    OrderReceived,
    OrderShipped,
)

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)  # 10:00 in Shanghai
FOREVER = 4_102_444_800
EAST = "cs/east/sales-1"
HALVES = (("30", InstalmentTrigger.ORDER, 0), ("70", InstalmentTrigger.RECEIPT, 30))


def cny(amount: str | Decimal) -> dict[str, str]:
    return {"amount": str(amount), "currency": "CNY"}


def wrong_of(answer: httpx.Response) -> tuple[str, str]:
    """The rule and the field of the first thing that is wrong in what was sent."""
    first = answer.json()["errors"][0]
    return first["rule"], first["field"]


class Company:
    """A seller and another, their manager, two of finance, the processes; and what deals and orders tell."""

    def __init__(self, api: Api, deliver: Callable[..., Any]) -> None:
        self.api, self.deliver = api, deliver
        self.li = an_actor("sales", name="Li Wei", unit=EAST)
        self.other = an_actor("sales", name="Other", unit="cs/west/sales-1")
        self.boss = an_actor("sales_manager", name="Boss", unit="cs/east")
        self.finance = an_actor("finance", name="Finance", unit="cs/finance")
        self.finance_too = an_actor("finance", "sales", name="Finance too", unit="cs/finance")
        self.foreign = an_actor("finance", name="US Finance", unit="us", legal_entities=("CS-US",))
        self.keeper = Actor.process("worker")
        self.orders = 0
        self.clients: dict[Actor, httpx.AsyncClient] = {}

    def as_(self, actor: Actor) -> httpx.AsyncClient:
        """With a token that is good whatever day the test plays on."""
        if actor not in self.clients:
            self.clients[actor] = self.api.as_(actor, iat=0, exp=FOREVER)
        return self.clients[actor]

    async def customer(self, tz: str = "Asia/Shanghai", name: str = "示例公司") -> UUID:
        event = CustomerAdded(
            customer_id=new_id(), number="CU-1", name=name, legal_entity_id="CS-CN", tz=tz, owner_id=None, version=1
        )
        await self.deliver(event)
        return event.customer_id

    async def hire(self, *actors: Actor) -> None:
        for actor in actors:
            person = PersonChanged(
                person_id=actor.id,
                login=actor.name.lower().replace(" ", "."),
                name=actor.name,
                unit=actor.unit,
                manager_id=None,
                roles=sorted(actor.roles),
                active=True,
                tz=actor.tz,
                lang=actor.lang,
                legal_entity_id=actor.legal_entities[0],
                version=1,
            )
            await self.deliver(person)

    def contract(self, customer: UUID, total: str = "1000.00", terms: Any = HALVES, **more: Any) -> ContractEffective:
        fields: dict[str, Any] = {
            "contract_id": new_id(),
            "number": "CT-2026-CS-CN-000001",
            "opportunity_id": new_id(),
            "customer_id": customer,
            "owner_id": self.li.id,
            "legal_entity_id": "CS-CN",
            "total": Money.of(total, "CNY"),
            "customer_name": "示例公司",
            "lines": [],
            "terms": [Instalment(percent=Decimal(p), trigger=t, days=d) for p, t, d in terms],
            "effective_at": NOW,
            "version": 3,
        }
        return ContractEffective(**fields | more)

    def order(self, contract: ContractEffective, total: str | None = None) -> dict[str, Any]:
        self.orders += 1
        return {
            "order_id": new_id(),
            "number": f"SO-2026-CS-CN-{self.orders:06d}",
            "contract_id": contract.contract_id,
            "customer_id": contract.customer_id,
            "owner_id": contract.owner_id,
            "legal_entity_id": "CS-CN",
            "total": Money.of(total, "CNY") if total else contract.total,
        }

    async def placed(self, order: dict[str, Any]) -> None:
        await self.deliver(OrderPlaced(**order, version=1))

    async def confirmed(self, order: dict[str, Any], at: datetime = NOW) -> None:
        await self.deliver(OrderConfirmed(**order, confirmed_at=at, version=2))

    async def shipped(self, order: dict[str, Any], at: datetime = NOW) -> None:
        await self.deliver(OrderShipped(**order, shipped_at=at, version=4))

    async def received(self, order: dict[str, Any], at: datetime = NOW) -> None:
        await self.deliver(OrderReceived(**order, received_at=at, version=5))

    async def cancelled(self, order: dict[str, Any]) -> OrderEvent:
        event = OrderCancelled(**order, version=9)
        await self.deliver(event)
        return event

    async def sold(self, total: str = "1000.00", terms: Any = HALVES, customer: UUID | None = None) -> dict[str, Any]:
        """A confirmed order of a customer under an effective contract."""
        contract = self.contract(customer or await self.customer(), total, terms)
        await self.deliver(contract)
        order = self.order(contract)
        await self.confirmed(order)
        return order

    async def get(self, actor: Actor, path: str, **query: Any) -> Any:
        answer = await self.as_(actor).get(path, params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def send(self, actor: Actor, path: str, *, key: str | None = None, **body: Any) -> httpx.Response:
        headers = {"idempotency-key": key or str(new_id())}
        return await self.as_(actor).post(path, json=body, headers=headers)

    async def post(self, actor: Actor, path: str, *, key: str | None = None, **body: Any) -> Any:
        answer = await self.send(actor, path, key=key, **body)
        assert answer.status_code in (200, 201), answer.text
        return answer.json()

    async def receivables(self, order: dict[str, Any]) -> list[Any]:
        found = await self.get(self.finance, "/receivables", order_id=order["order_id"])
        return sorted(found["items"], key=lambda item: item["instalment"])

    async def account(self, order: dict[str, Any]) -> Any:
        return await self.get(self.li, f"/order-accounts/{order['order_id']}")

    async def pay(self, order: dict[str, Any], amount: str, *, confirm: bool = True, **more: Any) -> Any:
        body = {"customer_id": str(order["customer_id"]), "order_id": str(order["order_id"]), "amount": cny(amount)}
        paid = await self.post(self.li, "/payments", **body | {"received_on": "2026-03-02"} | more)
        return await self.post(self.finance, f"/payments/{paid['id']}/confirm") if confirm else paid

    async def sweep(self, shard: int, as_of: datetime, **body: Any) -> Any:
        path, headers = f"/shards/{shard}/process-due", {"x-as-of": as_of.isoformat()}
        answer = await self.as_(self.keeper).post(path, json=body, headers=headers)
        assert answer.status_code == 200, answer.text
        return answer.json()


@pytest.fixture
async def company(api: Api, deliver: Any, time_is: Any) -> Company:
    time_is(NOW)
    return Company(api, deliver)


@pytest.fixture(autouse=True)
async def books_agree(harness: ServiceHarness) -> AsyncIterator[None]:
    """Whatever a test has done, its money stands in the ledger to the cent."""
    yield
    assert [one for one in await checked("collections", harness.database.url) if one.broken] == []
