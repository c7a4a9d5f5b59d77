"""Whatever currencies money comes in, and whatever is taken back: is each currency nothing by itself, and each
difference that of the rates?"""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from chassis.testing.plugin import ServiceHarness
from cli.audit.books import checked
from messages.deals.terms import InstalmentTrigger
from messages.money import Money
from tests.services.collections.conftest import Company
from tests.services.collections.ledger.test_exchange import rated

CENT = Decimal("0.01")
TERMS = (("30", InstalmentTrigger.ORDER, 0), ("70", InstalmentTrigger.ORDER, 30))
IN_BOOKS = {"EUR": Decimal("7.8123"), "USD": Decimal("7.0999"), "CNY": Decimal(1)}  # of the day of the debts
DOLLARS = Decimal("1.1003")  # for one euro
STATED = ("7.9001", "7.75", "7.8123")
AMOUNTS = ("0.07", "33.33", "99.99", "250.00", "1000.01")
VERBS = ("sell", "pay", "pay", "pay", "confirm", "confirm", "void", "refund", "send_back", "allocate", "cancel")
STEPS = st.lists(
    st.tuples(
        st.sampled_from(VERBS), st.integers(0, 11), st.sampled_from(AMOUNTS),
        st.sampled_from(("EUR", "USD", "CNY")), st.sampled_from(("EUR", "USD", "CNY")),
    ),
    min_size=8, max_size=16,
)  # fmt: skip


class Abroad:
    """One customer who owes and pays in three currencies."""

    def __init__(self, company: Company, customer: Any) -> None:
        self.company, self.customer = company, customer
        self.orders: list[dict[str, Any]] = []
        self.payments: list[str] = []
        self.refunds: list[str] = []

    async def do(self, verb: str, which: int, amount: str, has: str, owes: str) -> None:
        if verb == "sell":
            contract = self.company.contract(self.customer, terms=TERMS)
            contract = contract.model_copy(update={"total": Money.of("333.33", owes)})
            await self.company.deliver(contract)
            self.orders.append(self.company.order(contract))
            await self.company.confirmed(self.orders[-1])
        elif verb == "pay":
            body: dict[str, Any] = {"customer_id": str(self.customer), "received_on": "2026-03-02"}
            body["amount"] = {"amount": amount, "currency": has}
            if has != owes:
                body["exchange"] = {"currency": owes}
                if {has, owes} == {"EUR", "CNY"} and which % 2:
                    said = {"rate": STATED[which % 3], "rate_of": "EUR", "source": "their bank"}
                    body["exchange"] |= said
            self.payments += await self.made("/payments", **body)
        elif verb == "cancel" and self.orders:
            order = self.orders[which % len(self.orders)]
            for step in ("reverse-payments", "cancel-receivables"):
                await self.company.post(self.company.keeper, f"/order-accounts/{order['order_id']}/{step}")
        elif self.payments:
            await self.with_payment(verb, self.payments[which % len(self.payments)], which, amount)

    async def with_payment(self, verb: str, payment: str, which: int, amount: str) -> None:
        if verb in ("confirm", "allocate"):
            await self.sent(self.company.finance, f"/payments/{payment}/{verb}")
        elif verb == "refund":
            self.refunds += await self.made("/refunds", payment_id=payment, amount=amount, reason="back")
        elif verb == "send_back" and self.refunds:
            refund = self.refunds[which % len(self.refunds)]
            verb, body = ("confirm", {"paid_on": "2026-03-02"}) if which % 3 else ("reject", {"reason": "no"})
            await self.sent(self.company.finance, f"/refunds/{refund}/{verb}", **body)
        elif verb == "void":
            for asked in await self.made("/corrections", payment_id=payment, kind="VOID", reason="gone"):
                await self.sent(self.company.finance, f"/corrections/{asked}/confirm")

    async def made(self, path: str, **body: Any) -> list[str]:
        answer = await self.sent(self.company.finance_too, path, **body)
        return [answer.json()["id"]] if answer.status_code == 201 else []

    async def sent(self, who: Any, path: str, **body: Any) -> Any:
        answer = await self.company.send(who, path, **body)
        assert answer.status_code in (200, 201, 409), answer.text
        assert answer.is_success or answer.json()["rule"] not in ("SYS-9", "COL-132"), answer.text
        return answer


SETTLED = """
SELECT p.id, p.amount, p.currency, coalesce(p.received_amount, p.amount) AS came,
  coalesce(p.received_currency, p.currency) AS of, a.receivable_id, a.amount AS part
FROM allocations a JOIN payments p ON p.id = a.payment_id
WHERE a.confirmed AND a.released_at IS NULL AND p.currency <> 'CNY'"""
BALANCES = "SELECT currency, account, sum(amount) AS sum FROM ledger_entries GROUP BY currency, account"


@settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(steps=STEPS)
async def test_each_currency_is_nothing_by_itself_and_each_difference_that_of_the_rates(
    company: Company, harness: ServiceHarness, steps: list[tuple[str, int, str, str, str]]
) -> None:
    said = [("2026-03-02", of, "CNY", str(IN_BOOKS[of])) for of in ("EUR", "USD")]
    await rated(company, *said, ("2026-03-02", "EUR", "USD", str(DOLLARS)))
    abroad = Abroad(company, await company.customer())
    for step in [("sell", 0, "", "", "EUR"), ("sell", 0, "", "", "USD"), ("pay", 1, "1000.01", "CNY", "EUR"),
                 ("confirm", 0, "", "", ""), *steps]:  # fmt: skip
        await abroad.do(*step)
    assert [one for one in await checked("collections", harness.database.url) if one.broken] == []
    async with harness.uow().begin() as work:
        balances = {(row["currency"], row["account"]): row["sum"] for row in await work.fetch(BALANCES)}
        settled = await work.fetch(SETTLED)
    for currency in IN_BOOKS:
        assert sum(sum_ for (of, _), sum_ in balances.items() if of == currency) == 0
    assert balances.get(("CNY", "EXCHANGE_DIFFERENCE"), Decimal(0)) == -gained(settled)
    assert ("EUR", "EXCHANGE_DIFFERENCE") not in balances


def gained(settled: list[Any]) -> Decimal:
    """Anew, from what stands: what the money of each payment was worth, less what each debt was."""
    payments: dict[Any, Decimal] = {}
    debts: dict[Any, tuple[Decimal, Decimal]] = {}
    whole: dict[Any, tuple[Decimal, Decimal]] = {}
    for row in settled:
        payments[row["id"]] = payments.get(row["id"], Decimal(0)) + row["part"]
        whole[row["id"]] = cents(row["came"] * IN_BOOKS[row["of"]]), row["amount"]
        before, _ = debts.get(row["receivable_id"], (Decimal(0), Decimal(0)))
        debts[row["receivable_id"]] = before + row["part"], IN_BOOKS[row["currency"]]
    worth = sum((cents(part * whole[id][0] / whole[id][1]) for id, part in payments.items()), Decimal(0))
    return worth - sum((cents(part * rate) for part, rate in debts.values()), Decimal(0))


def cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)
