"""Does no order ever stand under a cancelled contract, whenever it was placed and however the news travels?"""

import asyncio
import random
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from uuid import UUID

import pytest
from sqlalchemy import text

from chassis.base.clock import new_id
from chassis.events.subscriptions import NotYet
from chassis.testing.databases import Databases
from chassis.testing.plugin import ServiceHarness, all_events, an_actor, service_harness
from messages.base import Event
from messages.deals.contracts import ContractEffective
from services.deals.main import make as deals
from services.orders.main import make as orders
from tests import builders
from tests.services.deals.conftest import Company

STEPS = 20


@dataclass
class Two:
    """Deals and orders, and the letters between them: late, twice and in any order."""

    company: Company
    orders: ServiceHarness
    contract: UUID = field(default_factory=new_id)
    placed: list[UUID] = field(default_factory=list)
    under_way: list[tuple[ServiceHarness, UUID, Event]] = field(default_factory=list)
    arrived: list[tuple[ServiceHarness, UUID, Event]] = field(default_factory=list)
    seen: set[UUID] = field(default_factory=set)

    @property
    def deals(self) -> ServiceHarness:
        return self.company.harness

    async def begin(self) -> None:
        contract = await self.company.in_approval()
        self.contract = UUID(contract["id"])
        await self.company.ok(self.company.process, "POST", f"/contracts/{self.contract}/make-effective")
        told = (await self.deals.outbox(ContractEffective))[-1]
        assert isinstance(told, ContractEffective)
        for line in told.lines:
            body = {"id": str(line.product_id), "code": f"P-{line.product_id}", "name": "Cable", "price": "550.00"}
            admin = an_actor("order_admin", unit="cs/office")
            await self.orders.api.as_(admin).post("/products", json=body | {"currency": "CNY"})
        await self.orders.deliver(builders.a_person(self.company.seller))
        await self.orders.deliver(told)
        await self._letters()
        self.under_way.clear()

    async def cancel_contract(self) -> None:
        path = f"/contracts/{self.contract}/cancel"
        await self.deals.api.as_(self.company.seller).post(path, json={"reason": "x"})

    async def place(self) -> None:
        id = new_id()
        body = {"id": str(id), "contract_id": str(self.contract)}
        answer = await self.orders.api.as_(self.company.seller).post("/orders", json=body)
        assert answer.status_code in (201, 409), answer.text
        self.placed += [id] if answer.is_success else []

    async def cancel_order(self, ends: bool = True) -> None:
        for id in self.placed[-1:]:
            await self.orders.api.as_(self.company.seller).post(f"/orders/{id}/cancel", json={"reason": "x"})
            if ends:
                await self.orders.api.as_(self.company.process).post(f"/orders/{id}/finish-cancellation")

    async def deliver(self, chance: random.Random) -> None:
        """One letter, whichever; one that is too early comes again."""
        if self.under_way:
            await self._deliver(self.under_way.pop(chance.randrange(len(self.under_way))))

    async def deliver_again(self, chance: random.Random) -> None:
        if self.arrived:
            await self._deliver(chance.choice(self.arrived))

    async def settle(self, chance: random.Random) -> None:
        while self.under_way:
            await self.deliver(chance)
            await self._letters()

    async def _deliver(self, letter: tuple[ServiceHarness, UUID, Event]) -> None:
        harness, id, event = letter
        try:
            await harness.deliver(event, id=id)
            self.arrived.append(letter)
        except NotYet:
            self.under_way.append(letter)

    async def step(self, chance: random.Random) -> None:
        act = chance.choices([self.cancel_contract, self.place, self.cancel_order], [4, 3, 2])[0]
        if chance.random() < 0.3:
            await asyncio.gather(act(), self.deliver(chance))
        elif chance.random() < 0.5:
            await act()
        else:
            await chance.choice([self.deliver, self.deliver, self.deliver_again])(chance)
        await self._letters()

    async def _letters(self) -> None:
        """What either has told since, for the other."""
        kinds = {event.subject: event for event in all_events()}
        for harness, other in ((self.deals, self.orders), (self.orders, self.deals)):
            async with harness.database.session() as session:
                rows = (await session.execute(text("SELECT event_id, subject, payload FROM outbox ORDER BY id"))).all()
            for id, subject, payload in rows:
                if id not in self.seen and subject in (other.service.subscriptions or rows).handlers:  # type: ignore[union-attr]
                    self.under_way.append((other, id, kinds[subject].model_validate(payload)))
                self.seen.add(id)

    async def standing(self) -> tuple[str, list[str]]:
        contract = (await self.deals.api.as_(self.company.seller).get(f"/contracts/{self.contract}")).json()["status"]
        states = []
        for id in self.placed:
            states.append((await self.orders.api.as_(self.company.seller).get(f"/orders/{id}")).json()["status"])
        return contract, [state for state in states if state != "CANCELLED"]


@pytest.fixture
async def two(databases: Databases) -> AsyncIterator[Two]:
    async with service_harness(databases, "deals", deals) as one, service_harness(databases, "orders", orders) as other:
        company = Company(one)
        await company.people()
        yield Two(company, other)


@pytest.mark.parametrize("seed", range(12))
async def test_dea_17_no_order_stands_under_a_cancelled_contract_whatever_comes_first(two: Two, seed: int) -> None:
    chance = random.Random(seed)
    await two.begin()
    for _ in range(STEPS):
        await two.step(chance)
    await two.settle(chance)
    contract, live = await two.standing()
    assert contract in ("EFFECTIVE", "CANCELLED")
    assert not (contract == "CANCELLED" and live)
    await two.place()
    after = (await two.standing())[1]
    assert (after == []) == (contract == "CANCELLED"), "what deals says of the contract, orders does"


async def test_ord_17_an_order_that_was_first_keeps_the_contract(two: Two) -> None:
    await two.begin()
    await asyncio.gather(two.cancel_contract(), two.place())
    await two._letters()
    await two.settle(random.Random(1))
    assert await two.standing() == ("EFFECTIVE", ["PLACED"])


async def test_ord_17_a_cancellation_that_was_first_lets_nobody_order(two: Two) -> None:
    await two.begin()
    await two.cancel_contract()
    await two._letters()
    await two.settle(random.Random(1))
    await two.place()
    assert await two.standing() == ("CANCELLED", [])
