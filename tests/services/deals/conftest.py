"""What does a test of the deals service begin with?"""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import httpx
import pytest

from chassis.auth.identity import Actor
from chassis.base.clock import new_id
from chassis.testing.plugin import ServiceHarness, an_actor
from messages.orders.products import ProductChanged
from tests import builders

TERMS = [{"percent": "30", "trigger": "EFFECTIVE", "days": 0}, {"percent": "70", "trigger": "RECEIPT", "days": 30}]


@dataclass
class Company:
    """Two sellers of one unit and their manager, somebody from another unit, the office, a process."""

    harness: ServiceHarness
    seller: Actor = field(default_factory=lambda: an_actor("sales", name="Li Na"))
    rival: Actor = field(default_factory=lambda: an_actor("sales", name="王伟", unit="cs/west/sales-1"))
    manager: Actor = field(default_factory=lambda: an_actor("sales_manager", unit="cs/east"))
    legal: Actor = field(default_factory=lambda: an_actor("legal", unit="cs/office"))
    admin: Actor = field(default_factory=lambda: an_actor("admin", unit="cs/office"))
    process: Actor = field(default_factory=lambda: Actor.process("worker"))

    def as_(self, who: Actor) -> httpx.AsyncClient:
        return self.harness.api.as_(who)

    async def people(self) -> None:
        for who in (self.seller, self.rival, self.manager):
            await self.harness.deliver(builders.a_person(who))

    async def product(self, code: str = "GTX-1", price: str = "550.00", **other: Any) -> ProductChanged:
        told = builders.a_product(code=code, name=f"{code} 型", price=builders.cny(price), **other)
        await self.harness.deliver(told)
        return told

    async def customer(self, name: str = "上海东方机电有限公司", **other: Any) -> dict[str, Any]:
        return await self.ok(self.seller, "POST", "/customers", {"name": name, "region": "East"} | other)

    async def opportunity(
        self, who: Actor | None = None, *, customer: Any = None, project: str = "Line 7", **more: Any
    ) -> Any:
        customer = customer or await self.customer(f"客户 {new_id()}")
        body = {"customer_id": customer["id"], "project": project, "expected": {"amount": "900.00", "currency": "CNY"}}
        return await self.ok(who or self.seller, "POST", "/opportunities", body | more)

    async def registered(self, opportunity: Any, who: Actor | None = None, *steps: str) -> Any:
        """Registered, then taken by the process through these steps."""
        path = f"/opportunities/{opportunity['id']}/register"
        row = await self.ok(who or self.seller, "POST", path, {"note": "first visit done"})
        for step in steps:
            row = await self.ok(self.process, "POST", f"/registrations/{row['id']}/{step}")
        return row

    async def won(self, *, price: str = "500.00", quantity: int = 2, customer: Any = None, **more: Any) -> Any:
        """A contract's draft under a protected, won opportunity."""
        product = await self.product(f"P-{new_id()}")
        opportunity = await self.opportunity(customer=customer)
        await self.registered(opportunity, None, "protect")
        body = a_win(product.product_id, price=price, quantity=quantity) | more
        shown = await self.ok(self.seller, "POST", f"/opportunities/{opportunity['id']}/win", body)
        return await self.ok(self.seller, "GET", f"/contracts/{shown['contract_id']}")

    async def in_approval(self) -> Any:
        contract = await self.won()
        return await self.ok(self.seller, "POST", f"/contracts/{contract['id']}/submit")

    async def ok(self, who: Actor, method: str, path: str, body: Any = None, **more: Any) -> Any:
        answer = await self.as_(who).request(method, path, json=body, **more)
        assert answer.is_success, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json()

    async def refused(self, rule: str, who: Actor, path: str, body: Any = None, **more: Any) -> Any:
        answer = await self.as_(who).post(path, json=body, **more)
        assert (answer.status_code, answer.json().get("rule")) == (409, rule), answer.text
        assert answer.json()["detail"] != rule, "the rule has words"
        return answer.json()

    async def status(self, who: Actor, method: str, path: str, body: Any = None, **more: Any) -> int:
        return (await self.as_(who).request(method, path, json=body, **more)).status_code


def a_win(product: UUID, *, price: str = "500.00", quantity: int = 2, **other: Any) -> dict[str, Any]:
    line = {"product_id": str(product), "quantity": quantity, "price": price}
    return {"lines": [line], "currency": "CNY", "terms": TERMS, "clauses": "交货期 30 天"} | other


@pytest.fixture
async def company(harness: ServiceHarness) -> Company:
    found = Company(harness)
    await found.people()
    return found
