"""Whatever happens to a customer's orders, whenever it is told: is his credit reserved for just what he may owe?"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid5

import httpx
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from chassis.base.clock import new_id
from chassis.testing.plugin import ServiceHarness
from services.orders.store import orders as store
from services.orders.store import projections
from services.orders.tables import OrderRow
from tests import builders
from tests.services.orders.conftest import Company

AT_ONCE = 20
UNDO = ("release-stock", "return-to-stock", "finish-cancellation")
DELIVERING = ("CONFIRMED", "RESERVED", "SHIPPED", "RECEIVED")


@dataclass
class Reserving:
    """Orders of one customer, and what collections has said of them so far."""

    company: Company
    customer: UUID
    contract: UUID
    product: UUID
    orders: list[str] = field(default_factory=list)
    changes: dict[str, str] = field(default_factory=dict)  # by order: the one that waits
    debts: dict[str, Decimal] = field(default_factory=dict)  # by order: what is owed of it
    counted: dict[str, Decimal] = field(default_factory=dict)  # by order: its amount, when collections counted it last
    version: int = 1

    async def place(self, which: int, pieces: int) -> None:
        self.orders.append((await self.company.order(self.contract, (self.product, pieces)))["id"])

    async def send_back(self, which: int, pieces: int) -> None:
        await self.steps(which, "return")

    async def resubmit(self, which: int, pieces: int) -> None:
        if order := self.chosen(which):
            lines = [{"product_id": str(self.product), "quantity": pieces}]
            await self.sent(self.company.seller, f"/orders/{order}/place-again", {"lines": lines})

    async def confirm(self, which: int, pieces: int) -> None:
        await self.steps(which, "confirm")
        await self.steps(which, "confirm")  # asked once more

    async def reserve(self, which: int, pieces: int) -> None:
        await self.steps(which, "reserve")

    async def ship(self, which: int, pieces: int) -> None:
        if order := self.chosen(which):
            some = {"lines": [{"product_id": str(self.product), "quantity": pieces}]} if pieces % 2 else {}
            await self.sent(self.company.shipper, f"/orders/{order}/ship", some)

    async def cancel(self, which: int, pieces: int) -> None:
        if order := self.chosen(which):
            await self.sent(self.company.seller, f"/orders/{order}/cancel", {"reason": "x"})

    async def undo(self, which: int, pieces: int) -> None:
        await self.steps(which, *UNDO)

    async def ask_change(self, which: int, pieces: int) -> None:
        if order := self.chosen(which):
            now = await self.view(order)
            line = {"line": now["lines"][0]["line"], "product_id": str(self.product), "quantity": pieces}
            body = {"order_id": order, "reason": "x", "lines": [line]}
            answer = await self.sent(self.company.seller, "/order-changes", body)
            if answer.is_success:
                self.changes[order] = answer.json()["id"]

    async def apply_change(self, which: int, pieces: int) -> None:
        await self.decide(which, "apply")

    async def reject_change(self, which: int, pieces: int) -> None:
        await self.decide(which, "reject")

    async def decide(self, which: int, verb: str) -> None:
        order = self.chosen(which)
        if order in self.changes:
            path = f"/order-changes/{self.changes[order]}"
            now = await self.company.ok(self.company.process, "GET", path)
            body = {"round": now["round"], "comment": "x"}
            await self.sent(self.company.process, f"{path}/{verb}", body)

    async def counts(self, which: int, pieces: int) -> None:
        """Collections has heard of it by now."""
        order = self.chosen(which)
        now = await self.view(order) if order else {}
        if order and now["status"] in DELIVERING:
            amount = net(now)
            self.debts[order] = self.debts.get(order, Decimal(0)) + amount - self.counted.get(order, Decimal(0))
            self.counted[order] = amount
            await self.tell(order)

    async def is_paid(self, which: int, pieces: int) -> None:
        order = self.chosen(which)
        if order in self.debts:
            self.debts[order] = Decimal(0)
            await self.tell()

    async def tell(self, order: str | None = None) -> None:
        self.version += 1
        about: dict[str, Any] = {"order_ids": [UUID(order)] if order else []}
        if order:
            about["order_amounts"] = {order: str(self.counted[order])}
        owed = sum(self.debts.values(), Decimal(0))
        told = builders.a_credit(
            self.customer, credit_id=uuid5(self.customer, "CNY"), owed=f"{owed:.2f}", limit="999999999.00",
            version=self.version, **about,
        )  # fmt: skip
        await self.company.harness.deliver(told)

    def chosen(self, which: int) -> str:
        return self.orders[which % len(self.orders)] if self.orders else ""

    async def steps(self, which: int, *steps: str) -> None:
        if order := self.chosen(which):
            for step in steps:
                body = {"guidance": "x"} if step == "return" else None
                await self.sent(self.company.process, f"/orders/{order}/{step}", body)

    async def sent(self, who: Any, path: str, body: Any) -> httpx.Response:
        """A refusal is an answer; a fault is not."""
        answer = await self.company.as_(who).post(path, json=body)
        assert answer.status_code in (200, 201, 409), f"{path} {answer.text}"
        return answer

    async def view(self, order: str) -> Any:
        return await self.company.ok(self.company.process, "GET", f"/orders/{order}")

    async def reserved(self) -> Decimal:
        """What one more order of his would find before it."""
        probe = OrderRow(id=new_id(), customer_id=self.customer, currency="CNY")
        async with self.company.harness.uow().begin() as work:
            known = await projections.lock_credit(work, self.customer, "CNY")
            under_way = await store.sum_under_way(work, probe)
        assert known is not None
        return known.owed.amount + under_way.waiting + under_way.confirmed

    async def exposed(self) -> Decimal:
        """What he may owe, counted anew from what everybody can see: waiting orders and changes in full, confirmed ones
        as far as they are not among his debts yet, and the debts."""
        found = sum(self.debts.values(), Decimal(0))
        for order in self.orders:
            now = await self.view(order)
            amount = net(now)
            if now["status"] == "PLACED":
                found += amount
            elif now["status"] in DELIVERING:
                found += max(amount - self.counted.get(order, Decimal(0)), Decimal(0))
            if now["open_change_id"]:
                change = await self.company.ok(self.company.process, "GET", f"/order-changes/{now['open_change_id']}")
                if change["status"] == "REQUESTED":
                    before, after = (
                        Decimal(change["difference"][name]["amount"]) for name in ("total_before", "total_after")
                    )
                    found += max(after - before, Decimal(0))
        return found


def net(order: Any) -> Decimal:
    credited = order["credited"]["amount"] if order["credited"] else 0
    return Decimal(order["total"]["amount"]) - Decimal(credited)


Act = Callable[[Reserving, int, int], Awaitable[None]]
ACTS: list[Act] = [
    Reserving.place, Reserving.place, Reserving.send_back, Reserving.resubmit, Reserving.confirm, Reserving.confirm,
    Reserving.reserve, Reserving.ship, Reserving.cancel, Reserving.undo, Reserving.ask_change, Reserving.ask_change,
    Reserving.apply_change, Reserving.apply_change, Reserving.reject_change, Reserving.counts, Reserving.counts,
    Reserving.is_paid,
]  # fmt: skip
STEPS = st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 5), st.integers(1, 9_000)), min_size=10, max_size=25)


async def a_customer(company: Company, limit: str = "999999999.00") -> Reserving:
    product = await company.product(f"P-{new_id()}", on_hand=1_000_000)
    customer = new_id()
    contract = await company.contract((product, 1_000_000, "1.00"), customer_id=customer)
    told = builders.a_credit(customer, credit_id=uuid5(customer, "CNY"), owed="0.00", limit=limit, order_ids=[])
    await company.harness.deliver(told)
    return Reserving(company, customer, contract.contract_id, product)


# What is found is left in the database, so that a smaller example would only find it again.
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(steps=STEPS)
async def test_feature_145_credit_reserved_is_the_open_exposure_after_every_step_and_undo(
    harness: ServiceHarness, steps: list[tuple[Act, int, int]]
) -> None:
    reserving = await a_customer(Company(harness))
    done = []
    for act, which, pieces in [(Reserving.place, 0, 100), (Reserving.confirm, 0, 0), *steps]:
        await act(reserving, which, pieces)
        done.append((act.__name__, which, pieces))
        assert await reserving.reserved() == await reserving.exposed(), done


async def test_feature_145_of_twenty_orders_of_one_customer_at_once_none_is_counted_twice_or_not_at_all(
    company: Company,
) -> None:
    """Placed at once, looked at at once, confirmed, cancelled and undone at once."""
    reserving = await a_customer(company, limit="10000.00")
    await asyncio.gather(*(reserving.place(0, 1_000) for _ in range(AT_ONCE)))
    assert await reserving.reserved() == await reserving.exposed() == 1_000 * AT_ONCE
    paths = [f"/orders/{order}/approval-subject" for order in reserving.orders]
    subjects = await asyncio.gather(*(company.ok(company.process, "GET", path) for path in paths))
    unseen = [not one["facts"]["over_limit"] for one in subjects]
    assert sum(unseen) <= 10
    half = AT_ONCE // 2
    await asyncio.gather(
        *(reserving.confirm(n, 0) for n in range(half)), *(reserving.cancel(n, 0) for n in range(half, AT_ONCE))
    )
    await asyncio.gather(*(reserving.undo(n, 0) for n in range(half, AT_ONCE)))
    assert await reserving.reserved() == await reserving.exposed() == 1_000 * half
    for n in range(half):
        await reserving.counts(n, 0)
    assert await reserving.reserved() == await reserving.exposed() == 1_000 * half
