"""What does money in another currency settle, and what was gained or lost by its rate?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_DOWN, Context, Decimal, localcontext
from uuid import UUID

from messages.collections.exchange import DECIMALS, Exchange
from messages.collections.ledger import LedgerAct
from messages.errors import Malformed, RuleViolation
from messages.money import CENT, MOST, Money, minor_unit, rounded, unit_of_parts
from services.collections.domain.ledger import Subject, Transaction, exchange_difference

NOTHING = Decimal(0)
EXACT = Context(prec=60)  # 16 digits by 19, and a quotient of them
SETTLING = (LedgerAct.ALLOCATED, LedgerAct.RELEASED)


@dataclass(frozen=True)
class Quote:
    """On this day one unit of `base` was `rate` of `quote`, as the source says."""

    base: str
    quote: str
    rate: Decimal
    day: date
    source: str

    @property
    def pair(self) -> frozenset[str]:
        return frozenset((self.base, self.quote))

    def unrounded(self, amount: Decimal, currency: str) -> Decimal:
        """So much of one of the two, in the other."""
        with localcontext(EXACT):
            return amount * self.rate if currency == self.base else amount / self.rate


@dataclass(frozen=True)
class Value:
    """What a record is worth in the currency of the books: `share` of it for each `whole` of its own currency."""

    currency: str
    share: Decimal
    whole: Decimal
    unit: Decimal

    def upto(self, amount: Decimal) -> Decimal:
        with localcontext(EXACT):
            return rounded(amount * self.share / self.whole, self.unit)


def exchanged(received: Money, currency: str, at: Quote) -> Money:
    """COL-139: money settles in another currency what its stated rate makes of it, rounded half up to what can be paid
    there; it is never nothing."""
    if received.currency == currency or at.pair != {received.currency, currency}:
        raise Malformed("exchange", currency, "COL-139")
    amount = at.unrounded(received.amount, received.currency)
    if not minor_unit(currency) / 2 <= amount <= MOST:
        raise Malformed("amount", str(received), "COL-139")
    return Money(amount=rounded(amount, minor_unit(currency)), currency=currency)


def worth(received: Money, currency: str, at: Quote) -> Money | None:
    """The same of money that nobody has said anything of; None where it is too little, or went."""
    try:
        return exchanged(received, currency, at) if received.amount > 0 else None
    except Malformed:
        return None


def rate_stated(said: Exchange, received: Money, received_on: date) -> Quote | None:
    """COL-131: who states a rate himself says of which of the two currencies it is for one unit, and where it is from;
    it is of the day on which the money came, or of an earlier one. None: the one that finance keeps is wanted."""
    if said.rate is None:
        if said.rate_of or said.source or said.rate_on:
            raise Malformed("exchange.rate", "", "COL-131")
        return None
    day = said.rate_on or received_on
    if said.rate_of not in (received.currency, said.currency) or said.source is None or day > received_on:
        raise Malformed("exchange.rate", str(said.rate), "COL-131")
    other = said.currency if said.rate_of == received.currency else received.currency
    return Quote(said.rate_of, other, said.rate, day, said.source)


def kept_rate(found: Quote | None, base: str, quote: str, day: date) -> Quote:
    """COL-132: without a rate of the day, or of one from which it still counts, nothing is exchanged: finance states it
    first."""
    if found is None:
        raise RuleViolation("COL-132", base=base, quote=quote, day=day.isoformat())
    return found


def must_have_books(currency: str | None, legal_entity_id: str) -> str:
    """COL-133: money in another currency than the debt is taken where it is known in which currency the books are kept:
    there its gain or loss is posted."""
    if currency is None:
        raise RuleViolation("COL-133", legal_entity_id=legal_entity_id)
    return currency


def must_keep_books_currency(now: str, wanted: str, *, is_used: bool) -> None:
    """COL-134: the currency of the books stays, once something was valued in it."""
    if is_used and now != wanted:
        raise RuleViolation("COL-134", currency=now)


def must_be_valid_pair(base: str, quote: str, day: date) -> None:
    """COL-135: a rate is between two currencies, on a day from 2000 on."""
    if base == quote:
        raise Malformed("quote", quote, "COL-135")
    if not date(2000, 1, 1) <= day < date(2200, 1, 1):
        raise Malformed("day", day.isoformat(), "COL-135")


def value_of_debt(currency: str, books: str, at: Quote) -> Value:
    """What one unit of its currency was in the books on the day on which it was booked, at ten decimals."""
    with localcontext(EXACT):
        rate = at.unrounded(Decimal(1), currency).quantize(DECIMALS)
    return Value(books, rate, Decimal(1), minor_unit(books))


def value_of_payment(amount: Decimal, received: Money, books: str, at: Quote | None) -> Value:
    """What came, in the books, is shared out over what it settles; `at` is None where it came in their currency."""
    unit = minor_unit(books)
    share = received.amount if at is None else rounded(at.unrounded(received.amount, received.currency), unit)
    return Value(books, share, amount, unit_of_parts(books, share))


@dataclass
class Parts:
    """How much of which payment settles how much of which debt, of that which was valued."""

    of: dict[tuple[UUID, UUID], Decimal]

    def of_payment(self, id: UUID) -> Decimal:
        return sum((amount for (payment, _), amount in self.of.items() if payment == id), NOTHING)

    def of_receivable(self, id: UUID) -> Decimal:
        return sum((amount for (_, receivable), amount in self.of.items() if receivable == id), NOTHING)


def differences(settled: Iterable[Transaction], values: Mapping[UUID, Value], parts: Parts) -> list[Transaction]:
    """COL-136: what a payment settles is worth in the books what its own rate makes of it, less what the rate of the
    debt's day did: the realised exchange difference. Both are added up before they are rounded, so that the parts of a
    payment, and of a debt, are worth to the cent what the whole is; what is released takes just its part back.

    `parts` is changed to what stands after it.
    """
    made = []
    for one in settled:
        paid, owed, amount = sides_of(one)
        ids = ids_of(one)
        before = parts.of.get(ids, NOTHING)
        if one.act is LedgerAct.RELEASED and before < amount:
            continue  # it was settled before the books had a currency, and never valued
        worth = values[ids[0]], values[ids[1]]
        was = worth[0].upto(parts.of_payment(ids[0])), worth[1].upto(parts.of_receivable(ids[1]))
        parts.of[ids] = before + (amount if one.act is LedgerAct.ALLOCATED else -amount)
        used = worth[0].upto(parts.of_payment(ids[0])) - was[0]
        booked = worth[1].upto(parts.of_receivable(ids[1])) - was[1]
        if used or booked:
            made.append(exchange_difference(paid, owed, worth[0].currency, used=used, booked=booked))
    return made


def sides_of(settled: Transaction) -> tuple[Subject, Subject, Decimal]:
    """The payment, the debt, and how much."""
    first, second = settled.postings
    if settled.act is LedgerAct.ALLOCATED:
        return first.of, second.of, first.amount
    return second.of, first.of, first.amount


def sent_back(received: Money, amount: Decimal, *, refunded: Decimal, sent: Decimal) -> Decimal:
    """COL-137: money goes back in the currency in which it came, at the rate at which it came: all refunds of a payment
    together send just their share of it, rounded half down where what is settled is rounded half up.

    `refunded` is with this one, `sent` without.
    """
    unit = unit_of_parts(received.currency, received.amount)
    with localcontext(EXACT):
        units = (received.amount * refunded / amount / unit).quantize(Decimal(1), ROUND_HALF_DOWN)
    return max(NOTHING, (units * unit).quantize(CENT) - sent)


def ids_of(settled: Transaction) -> tuple[UUID, UUID]:
    """Of the payment and of the debt."""
    paid, owed, _ = sides_of(settled)
    assert paid.payment_id is not None
    assert owed.receivable_id is not None
    return paid.payment_id, owed.receivable_id
