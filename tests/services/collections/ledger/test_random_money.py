"""Whatever people do with money, in whichever order, and whatever is refused: does every cent stay where it is?"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

import httpx
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from chassis.testing.plugin import ServiceHarness
from cli.audit.books import checked
from messages.deals.terms import InstalmentTrigger
from tests.services.collections.conftest import Company, cny
from tests.services.collections.test_allowances import came_back

TERMS = (("30", InstalmentTrigger.ORDER, 0), ("70", InstalmentTrigger.ORDER, 30))
AMOUNTS = ("0.01", "29.99", "30.00", "69.96", "100.00", "250.00")


@dataclass
class Money:
    """What one customer has, and what people may try with it."""

    company: Company
    customer: UUID
    orders: list[dict[str, Any]] = field(default_factory=list)
    payments: list[str] = field(default_factory=list)
    refunds: list[str] = field(default_factory=list)
    corrections: list[str] = field(default_factory=list)
    write_offs: list[str] = field(default_factory=list)

    async def order(self, which: int, amount: str) -> None:
        self.orders.append(await self.company.sold("100.00", TERMS, customer=self.customer))

    async def cancel(self, which: int, amount: str) -> None:
        if order := chosen(self.orders, which):
            for verb in ("reverse-payments", "cancel-receivables"):
                await self.company.post(self.company.keeper, f"/order-accounts/{order['order_id']}/{verb}")

    async def record(self, which: int, amount: str) -> None:
        order = chosen([None, *self.orders], which)
        body: dict[str, Any] = {"customer_id": str(self.customer), "amount": cny(amount), "received_on": "2026-03-02"}
        await self.made(self.payments, "/payments", **body | ({"order_id": str(order["order_id"])} if order else {}))

    async def record_for(self, which: int, amount: str) -> None:
        """Money of which somebody says what it settles."""
        order = chosen(self.orders, which // 2)
        owed = (await self.company.receivables(order))[which % 2] if order else None
        if owed and Decimal(owed["open"]["amount"]) > 0:
            body = {"customer_id": str(self.customer), "amount": cny(amount), "received_on": "2026-03-02"}
            parts = [{"receivable_id": owed["id"], "amount": min(amount, owed["open"]["amount"], key=Decimal)}]
            await self.made(self.payments, "/payments", **body, allocations=parts)

    async def confirm(self, which: int, amount: str) -> None:
        await self.act(self.payments, which, "/payments/{}/confirm")

    async def reject(self, which: int, amount: str) -> None:
        await self.act(self.payments, which, "/payments/{}/reject", reason="not found")

    async def allocate(self, which: int, amount: str) -> None:
        await self.act(self.payments, which, "/payments/{}/allocate")

    async def ask_refund(self, which: int, amount: str) -> None:
        if payment := chosen(self.payments, which):
            await self.made(self.refunds, "/refunds", payment_id=payment, amount=amount, reason="back")

    async def confirm_refund(self, which: int, amount: str) -> None:
        await self.act(self.refunds, which, "/refunds/{}/confirm", paid_on="2026-03-02")

    async def reject_refund(self, which: int, amount: str) -> None:
        await self.act(self.refunds, which, "/refunds/{}/reject", reason="no")

    async def void(self, which: int, amount: str) -> None:
        if payment := chosen(self.payments, which):
            await self.made(self.corrections, "/corrections", payment_id=payment, kind="VOID", reason="gone")
            await self.act(self.corrections, -1, "/corrections/{}/confirm")

    async def move(self, which: int, amount: str) -> None:
        payment, order = chosen(self.payments, which), chosen(self.orders, which // 7)
        if payment and order:
            to = {"to_customer_id": str(self.customer), "to_order_id": str(order["order_id"])}
            await self.made(self.corrections, "/corrections", payment_id=payment, kind="MOVE", reason="other", **to)
            await self.act(self.corrections, -1, "/corrections/{}/confirm")

    async def use_advances(self, which: int, amount: str) -> None:
        if order := chosen(self.orders, which):
            owed = (await self.company.receivables(order))[which % 2]
            await self.sent(self.company.finance, f"/receivables/{owed['id']}/use-customer-advances")

    async def write_off(self, which: int, amount: str) -> None:
        if order := chosen(self.orders, which):
            owed = (await self.company.receivables(order))[which % 2]
            body = {"receivable_id": owed["id"], "amount": amount, "reason": "gone"}
            await self.made(self.write_offs, "/write-offs", **body)
            if write_off := chosen(self.write_offs, -1):
                await self.sent(self.company.keeper, f"/write-offs/{write_off}/apply", round=1)

    async def come_back(self, which: int, amount: str) -> None:
        """Goods of an order, which owes less then."""
        if order := chosen(self.orders, which):
            await self.company.deliver(came_back(order, amount))

    async def take_back(self, which: int, amount: str) -> None:
        await self.act(self.write_offs, which, "/write-offs/{}/take-back", reason="paid after all")

    async def made(self, known: list[str], path: str, **body: Any) -> None:
        answer = await self.sent(self.company.li, path, **body)
        if answer.status_code == 201:
            known.append(answer.json()["id"])

    async def act(self, known: list[str], which: int, path: str, **body: Any) -> None:
        if id := chosen(known, which):
            await self.sent(self.company.finance, path.format(id), **body)

    async def sent(self, who: Any, path: str, **body: Any) -> httpx.Response:
        """A refusal is an answer; a fault, or what only the database refuses, is not."""
        answer = await self.company.send(who, path, **body)
        assert answer.status_code in (200, 201, 409), answer.text
        assert answer.is_success or answer.json()["rule"] != "SYS-9", answer.text
        return answer


Act = Callable[[Money, int, str], Awaitable[None]]
ACTS: list[Act] = [
    Money.order, Money.record, Money.record, Money.record_for, Money.confirm, Money.confirm, Money.reject,
    Money.allocate, Money.cancel, Money.ask_refund, Money.confirm_refund, Money.reject_refund, Money.void, Money.move,
    Money.use_advances, Money.write_off, Money.take_back, Money.come_back, Money.come_back,
]  # fmt: skip
STEPS = st.lists(
    st.tuples(st.sampled_from(ACTS), st.integers(0, 20), st.sampled_from(AMOUNTS)), min_size=6, max_size=14
)


def chosen(known: list[Any], which: int) -> Any:
    return known[which % len(known)] if known else None


# What is found is left in the database, so that a smaller example would only find it again.
@settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(steps=STEPS)
async def test_feature_200_after_every_act_each_balance_is_what_the_accounts_show(
    company: Company, harness: ServiceHarness, steps: list[tuple[Act, int, str]]
) -> None:
    money = Money(company, await company.customer())
    for act in (Money.order, Money.record, Money.confirm):
        await act(money, 0, "100.00")
    for act, which, amount in steps:
        await act(money, which, amount)
        broken = [one for one in await checked("collections", harness.database.url) if one.broken]
        assert broken == [], act.__name__
