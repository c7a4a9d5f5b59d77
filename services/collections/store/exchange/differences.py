"""What was gained or lost by the rates of what was settled just now?"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from chassis.db.unit_of_work import Work
from messages.collections.ledger import LedgerAct
from messages.money import Money
from services.collections.domain import exchange
from services.collections.domain.due_dates import local_day
from services.collections.domain.exchange import Parts, Quote, Value
from services.collections.domain.ledger import Transaction
from services.collections.store.exchange.rates import find_books, find_rate, keep_books
from services.collections.store.receivables import lock_debts
from services.collections.tables import BooksCurrency, Payment, Receivable

# Both are locked by who settles; their days and what came, with the value that was kept when they first settled.
VALUED = "v.currency AS books, v.share, v.whole, v.unit"
PAYMENTS = f"""
SELECT p.id, p.currency, p.amount, p.received_on AS day, coalesce(p.received_amount, p.amount) AS received_amount,
  coalesce(p.received_currency, p.currency) AS received_currency, {VALUED}
FROM payments p LEFT JOIN book_values v ON v.record_id = p.id WHERE p.id = ANY($1::uuid[])"""
RECEIVABLES = f"""
SELECT r.id, r.currency, r.invoiced_on, r.created_at, r.tz, {VALUED}
FROM receivables r LEFT JOIN book_values v ON v.record_id = r.id WHERE r.id = ANY($1::uuid[])"""
PARTS = """
SELECT payment_id, receivable_id, amount FROM exchange_parts
WHERE payment_id = ANY($1::uuid[]) OR receivable_id = ANY($2::uuid[])"""
KEEP_VALUE = """
INSERT INTO book_values (record_id, legal_entity_id, currency, share, whole, unit, rated_on, source)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"""
KEEP_PARTS = """
INSERT INTO exchange_parts (payment_id, receivable_id, amount)
SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::numeric[])
ON CONFLICT (payment_id, receivable_id) DO UPDATE SET amount = excluded.amount"""


async def differences_of(work: Work, settled: Sequence[Transaction], legal_entity_id: str) -> list[Transaction]:
    """In the order in which it was settled and released. Raises COL-132 where a rate is missing; of what was settled
    before the books had a currency none is asked for."""
    books = await keep_books(work, legal_entity_id)
    assert books is not None
    foreign = [one for one in settled if _is_foreign(one, legal_entity_id, books.currency)]
    if not foreign:
        return []  # the books have got the currency of what was settled, meanwhile
    ids = [exchange.ids_of(one) for one in foreign]
    rows = await work.fetch(PARTS, *map(list, zip(*ids, strict=True)))
    parts = Parts({(row["payment_id"], row["receivable_id"]): row["amount"] for row in rows})
    before = dict(parts.of)
    valued = {
        of for of, one in zip(ids, foreign, strict=True) if one.act is LedgerAct.ALLOCATED or parts.of.get(of)
    }  # fmt: skip
    values = await _values(
        work, books, legal_entity_id, payments={of for of, _ in valued}, receivables={of for _, of in valued}
    )
    made = exchange.differences(foreign, values, parts)
    changed = [(*of, amount) for of, amount in parts.of.items() if before.get(of) != amount]
    if changed:
        await work.fetch(KEEP_PARTS, *map(list, zip(*changed, strict=True)))
    return made


async def are_rated(work: Work, payments: Sequence[Payment], debts: Collection[Receivable]) -> bool:
    """May these settle those by themselves? Where a rate is missing finance is asked instead."""
    first = payments[0]
    books = await find_books(work, first.legal_entity_id)
    if books is None or books.currency == first.currency:
        return True
    wanted = {(debt.currency, _booked_on(debt.invoiced_on, debt.created_at, debt.tz)) for debt in debts}
    wanted |= {(payment.received_currency or payment.currency, payment.received_on) for payment in payments}
    for currency, day in sorted(wanted):
        pair = (currency, books.currency)
        of = first.legal_entity_id
        if currency != books.currency and not await find_rate(work, of, pair, day, valid_days=books.valid_days):
            return False
    return True


async def may_settle_debts(work: Work, payments: Sequence[Payment], owed: Receivable) -> bool:
    """The same of all that the customer of this debt owes in its currency."""
    books = await find_books(work, owed.legal_entity_id)
    if books is None or books.currency == owed.currency:
        return True
    debts = await lock_debts(
        work, customer_id=owed.customer_id, currency=owed.currency, legal_entity_id=owed.legal_entity_id,
        order_id=None, ids=(),
    )  # fmt: skip
    return await are_rated(work, payments, debts.values())


def _booked_on(invoiced_on: date | None, created_at: datetime, tz: str) -> date:
    """The day of its invoice, else of the debt itself."""
    return invoiced_on or local_day(created_at, tz)


def _is_foreign(one: Transaction, legal_entity_id: str, books: str) -> bool:
    of = one.postings[0].of
    return one.act in exchange.SETTLING and of.legal_entity_id == legal_entity_id and of.currency != books


async def _values(
    work: Work, books: BooksCurrency, legal_entity_id: str, *, payments: Collection[UUID], receivables: Collection[UUID]
) -> Mapping[UUID, Value]:
    """Those that have none yet get theirs now, by the rate of their day."""
    found: dict[UUID, Value] = {}
    rates = _Rates(work, books, legal_entity_id)
    for row in await work.fetch(PAYMENTS, list(payments)):
        if (kept := _kept(row)) is None:
            received = Money(amount=row["received_amount"], currency=row["received_currency"])
            at = await rates.of(received.currency, row["day"])
            kept = exchange.value_of_payment(row["amount"], received, books.currency, at)
            await _keep(work, row["id"], legal_entity_id, kept, (row["day"], "") if at is None else (at.day, at.source))
        found[row["id"]] = kept
    for row in await work.fetch(RECEIVABLES, list(receivables)):
        if (kept := _kept(row)) is None:
            day = _booked_on(row["invoiced_on"], row["created_at"], row["tz"])
            at = await rates.of(row["currency"], day)
            assert at is not None
            kept = exchange.value_of_debt(row["currency"], books.currency, at)
            await _keep(work, row["id"], legal_entity_id, kept, (at.day, at.source))
        found[row["id"]] = kept
    return found


def _kept(row: Mapping[str, Any]) -> Value | None:
    return None if row["books"] is None else Value(row["books"], row["share"], row["whole"], row["unit"])


async def _keep(work: Work, id: UUID, legal_entity_id: str, value: Value, said: tuple[date, str]) -> None:
    """`said`: the day of its rate, and the source."""
    await work.fetch(KEEP_VALUE, id, legal_entity_id, value.currency, value.share, value.whole, value.unit, *said)


class _Rates:
    """To the books' currency, each asked for once."""

    def __init__(self, work: Work, books: BooksCurrency, legal_entity_id: str) -> None:
        self._work, self._books, self._legal_entity_id = work, books, legal_entity_id
        self._known: dict[tuple[str, date], Quote] = {}

    async def of(self, currency: str, day: date) -> Quote | None:
        """None for the currency of the books itself. Raises COL-132."""
        if currency == self._books.currency:
            return None
        if (currency, day) not in self._known:
            pair = (currency, self._books.currency)
            of = self._legal_entity_id
            found = await find_rate(self._work, of, pair, day, valid_days=self._books.valid_days)
            self._known[currency, day] = exchange.kept_rate(found, *pair, day)
        return self._known[currency, day]
