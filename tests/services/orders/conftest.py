"""What does a test of the orders service begin with?"""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import httpx
import pytest

from chassis.auth.identity import Actor
from chassis.base.clock import new_id
from chassis.testing.plugin import ServiceHarness, an_actor
from messages.deals.contracts import ContractEffective
from tests import builders

PROCESS = Actor.process("worker")


@dataclass
class Company:
    """A seller with a contract, his manager, the people of the office and the warehouse."""

    harness: ServiceHarness
    seller: Actor = field(default_factory=lambda: an_actor("sales", name="Li Na"))
    manager: Actor = field(default_factory=lambda: an_actor("sales_manager", unit="cs/east"))
    admin: Actor = field(default_factory=lambda: an_actor("order_admin", unit="cs/office"))
    shipper: Actor = field(default_factory=lambda: an_actor("shipper", unit="cs/warehouse"))
    stranger: Actor = field(default_factory=lambda: an_actor("sales", unit="cs/west/sales-1"))
    process: Actor = PROCESS

    def as_(self, who: Actor) -> httpx.AsyncClient:
        return self.harness.api.as_(who)

    async def product(self, code: str = "GTX-1", *, price: str = "550.00", on_hand: int = 0, **other: Any) -> UUID:
        body = {"code": code, "name": f"{code} 型", "price": price, "currency": "CNY"} | other
        product = (await self.ok(self.admin, "POST", "/products", body))["id"]
        if on_hand:
            await self.ok(self.shipper, "POST", f"/products/{product}/stock", {"on_hand": on_hand})
        return UUID(product)

    async def contract(self, *lines: tuple[UUID, int, str], **other: Any) -> ContractEffective:
        """Told by deals; the seller is known from the directory."""
        await self.harness.deliver(builders.a_person(self.seller))
        event = builders.a_contract(owner=self.seller, lines=list(lines), **other)
        await self.harness.deliver(event)
        await self.harness.deliver(builders.a_plan(event))
        return event

    async def customer(self, **other: Any) -> UUID:
        """Of the seller; told by deals."""
        await self.harness.deliver(builders.a_person(self.seller))
        event = builders.a_customer(**{"owner_id": self.seller.id} | other)
        await self.harness.deliver(event)
        return event.customer_id

    async def sold(self, customer: UUID, *lines: dict[str, Any], **other: Any) -> dict[str, Any]:
        """An order without a contract."""
        body = {"customer_id": str(customer), "lines": list(lines)} | other
        placed: dict[str, Any] = await self.ok(self.seller, "POST", "/orders", body)
        return placed

    async def subject(self, order: Any) -> Any:
        """What is put before its approvers."""
        return await self.ok(self.process, "GET", f"/orders/{order['id']}/approval-subject")

    async def order(self, contract: UUID, *lines: tuple[UUID, int], **other: Any) -> dict[str, Any]:
        wanted = [{"product_id": str(product), "quantity": n} for product, n in lines]
        body = {"contract_id": str(contract), "lines": wanted} | other
        placed: dict[str, Any] = await self.ok(self.seller, "POST", "/orders", body)
        return placed

    async def stands(self, order: Any, *steps: str) -> Any:
        """The order after the process did these steps."""
        for step in steps:
            body = {"guidance": "smaller, please"} if step == "return" else None
            await self.ok(self.process, "POST", f"/orders/{order['id']}/{step}", body)
        return await self.ok(self.process, "GET", f"/orders/{order['id']}")

    async def ok(self, who: Actor, method: str, path: str, body: Any = None, **more: Any) -> Any:
        answer = await self.as_(who).request(method, path, json=body, **more)
        assert answer.is_success, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json()

    async def refused(self, rule: str, who: Actor, path: str, body: Any = None) -> None:
        answer = await self.as_(who).post(path, json=body)
        assert (answer.status_code, answer.json()["rule"]) == (409, rule), answer.text


@pytest.fixture
def company(harness: ServiceHarness) -> Company:
    return Company(harness)


@pytest.fixture
async def placed(company: Company) -> dict[str, Any]:
    """An order for 4 of the contract's 10 cables and 1 of its 2 lamps; there are 6 cables and 2 lamps on the shelf."""
    cable, lamp = await company.product("CABLE", on_hand=6), await company.product("LAMP", on_hand=2)
    contract = await company.contract((cable, 10, "100.00"), (lamp, 2, "9.99"))
    return await company.order(contract.contract_id, (cable, 4), (lamp, 1), id=str(new_id()))
