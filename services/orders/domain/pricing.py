"""What does an order cost, line by line, with discounts, charges and tax?

On each line `amount` is quantity x price less the line's own discount, `share` its part of the order's discount,
`net` what is left: amount - share = net. Prices are with tax or before it, as the order says. Everything is exact;
each figure is rounded once, half up, to what the currency can pay, and the totals are the sums of the lines.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from messages.apportionment import apportion
from messages.errors import Malformed, RuleViolation
from messages.money import MOST, minor_unit, rounded

WHOLE = Decimal(100)
NOTHING = Decimal("0.00")


@dataclass(frozen=True)
class LineTerms:
    """So many pieces at this price each; the line's own discount in percent or as an amount; `code` names it."""

    quantity: int
    price: Decimal
    discount_percent: Decimal | None = None
    discount_amount: Decimal | None = None
    tax_rate: Decimal = NOTHING
    code: str = ""


@dataclass(frozen=True)
class ChargeTerms:
    """Freight and the like: no discount of the order takes anything off it."""

    amount: Decimal
    tax_rate: Decimal = NOTHING


@dataclass(frozen=True)
class OrderTerms:
    """Of all goods together: a discount in percent or as an amount, or what the customer is to pay with tax."""

    discount_percent: Decimal | None = None
    discount_amount: Decimal | None = None
    final_amount: Decimal | None = None
    tax_included: bool = True


@dataclass(frozen=True)
class PricedLine:
    """`total` is what the customer pays for it, with tax."""

    amount: Decimal
    discount: Decimal
    share: Decimal
    net: Decimal
    tax: Decimal
    total: Decimal


@dataclass(frozen=True)
class PricedOrder:
    """`discount`: of the lines and of the order together."""

    lines: Sequence[PricedLine]
    charges: Sequence[PricedLine] = field(default=())

    @property
    def discount(self) -> Decimal:
        return sum((line.discount + line.share for line in self.lines), NOTHING)

    @property
    def tax(self) -> Decimal:
        return sum((line.tax for line in (*self.lines, *self.charges)), NOTHING)

    @property
    def total(self) -> Decimal:
        return sum((line.total for line in (*self.lines, *self.charges)), NOTHING)


def price_order(
    lines: Sequence[LineTerms], charges: Sequence[ChargeTerms], terms: OrderTerms, currency: str
) -> PricedOrder:
    """Raises RuleViolation ORD-26, ORD-27, and Malformed where it is more than an amount can be (SYS-1)."""
    unit, included = minor_unit(currency), terms.tax_included
    _must_be_payable(lines, charges, terms, unit)
    bare = [_priced(_amount(line, unit), NOTHING, line.tax_rate, unit, included=included) for line in lines]
    bare = [replace(one, discount=_own_discount(line, unit)) for one, line in zip(bare, lines, strict=True)]
    extra = [_priced(one.amount, NOTHING, one.tax_rate, unit, included=included) for one in charges]
    if sum((one.total for one in (*bare, *extra)), NOTHING) > MOST:
        raise Malformed("lines", "", "SYS-1")
    rates = [line.tax_rate for line in lines]
    if terms.final_amount is not None:
        goods = terms.final_amount - sum((one.total for one in extra), NOTHING)
        cuts = apportion(_cut_down_to(goods, bare), [one.total for one in bare], unit, ties=rates)
        paid = [
            _as_paid(one, one.total - cut, rate, unit, included=included)
            for one, cut, rate in zip(bare, cuts, rates, strict=True)
        ]
        return PricedOrder(paid, extra)
    shares = apportion(_order_discount(terms, bare, unit), [one.amount for one in bare], unit, ties=rates)
    priced = [
        replace(_priced(one.amount, share, rate, unit, included=included), discount=one.discount)
        for one, share, rate in zip(bare, shares, rates, strict=True)
    ]
    return PricedOrder(priced, extra)


def priced_charges(charges: Sequence[ChargeTerms], terms: OrderTerms, currency: str) -> Sequence[PricedLine]:
    """What they cost, as in `price_order`: no discount of the order takes anything off them."""
    bare = OrderTerms(tax_included=terms.tax_included)
    return price_order([], charges, bare, currency).charges


def gross(line: LineTerms, unit: Decimal) -> Decimal:
    """Quantity x price, rounded once, half up."""
    return rounded(line.price * line.quantity, unit)


def _must_be_payable(
    lines: Sequence[LineTerms], charges: Sequence[ChargeTerms], terms: OrderTerms, unit: Decimal
) -> None:
    """SYS-18: an amount can be paid in its currency: yen have no cents."""
    named = [("final_amount", terms.final_amount), *(("amount", one.amount) for one in charges)]
    discounts = [terms.discount_amount, *(line.discount_amount for line in lines)]
    named += [("discount_amount", taken) for taken in discounts]
    for name, amount in named:
        if amount is not None and amount % unit:
            raise Malformed(name, str(amount), "SYS-18", unit=unit)


def _amount(line: LineTerms, unit: Decimal) -> Decimal:
    return gross(line, unit) - _own_discount(line, unit)


def _own_discount(line: LineTerms, unit: Decimal) -> Decimal:
    """ORD-26: a discount is at most what it is taken from: no line costs less than nothing."""
    whole = gross(line, unit)
    taken = line.discount_amount
    if taken is None:
        taken = rounded(whole * (line.discount_percent or NOTHING) / WHOLE, unit)
    if taken > whole:
        raise RuleViolation("ORD-26", product=line.code, discount=taken, amount=whole)
    return taken


def _order_discount(terms: OrderTerms, lines: Sequence[PricedLine], unit: Decimal) -> Decimal:
    goods = sum((line.amount for line in lines), NOTHING)
    taken = terms.discount_amount
    if taken is None:
        taken = rounded(goods * (terms.discount_percent or NOTHING) / WHOLE, unit)
    if taken > goods:
        raise RuleViolation("ORD-26", product="", discount=taken, amount=goods)
    return taken


def _cut_down_to(goods: Decimal, lines: Sequence[PricedLine]) -> Decimal:
    """ORD-27: a final amount lies between the charges and what goods and charges cost; what is dearer is a charge."""
    whole = sum((line.total for line in lines), NOTHING)
    if not 0 <= goods <= whole:
        raise RuleViolation("ORD-27", goods=goods, amount=whole)
    return whole - goods


def _priced(amount: Decimal, share: Decimal, rate: Decimal, unit: Decimal, *, included: bool) -> PricedLine:
    net = amount - share
    tax = rounded(net * rate / (WHOLE + rate if included else WHOLE), unit)
    return PricedLine(amount, NOTHING, share, net, tax, net if included else net + tax)


def _as_paid(bare: PricedLine, paid: Decimal, rate: Decimal, unit: Decimal, *, included: bool) -> PricedLine:
    """What the customer pays for the line is given: the tax in it follows, and so does the share."""
    tax = rounded(paid * rate / (WHOLE + rate), unit)
    net = paid if included else paid - tax
    return PricedLine(bare.amount, bare.discount, bare.amount - net, net, tax, paid)
