"""What may be called off a contract?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from messages.apportionment import apportion
from messages.errors import NotKnownYet, RuleViolation
from messages.money import unit_of_parts
from messages.orders.placing import OrderLine
from services.orders.domain.split import split

WHOLE = Decimal(100)


@dataclass(frozen=True)
class Agreed:
    """One line of the contract: what was agreed and how much of it orders hold already."""

    line: int
    product_id: UUID
    quantity: int
    called_off: int
    price: Decimal
    product_code: str = ""

    @property
    def left(self) -> int:
        return self.quantity - self.called_off


@dataclass(frozen=True)
class Called:
    """So many pieces of one line of the contract (None: of none), at this price each, with the line's own discount."""

    contract_line: int | None
    product_id: UUID
    quantity: int
    price: Decimal
    discount_percent: Decimal | None = None
    discount_amount: Decimal | None = None
    tax_rate: Decimal | None = None  # None: the product's


def must_be_effective(*, effective: bool, number: str) -> None:
    """ORD-4: only an effective contract is called off."""
    if not effective:
        raise RuleViolation("ORD-4", contract=number)


def must_be_planned(*, planned: bool, number: str) -> None:
    """ORD-18: an order is confirmed once collections knows its contract's instalments, so that it owes its total."""
    if not planned:
        raise NotKnownYet("ORD-18", contract=number)


def may_close(open_orders: Sequence[str]) -> bool:
    """ORD-17: the call-offs of a contract are closed for good only while no order stands under it."""
    return not open_orders


def from_price_list(wanted: Sequence[OrderLine], prices: Mapping[UUID, Decimal]) -> list[Called]:
    """ORD-35: without a contract a line costs its list price where it does not say another one."""
    return [
        Called(
            None,
            line.product_id,
            line.quantity,
            prices.get(line.product_id, Decimal(0)) if line.price is None else line.price,
            line.discount_percent,
            line.discount_amount,
            line.tax_rate,
        )
        for line in wanted
    ]


def must_have_one_currency(currencies: Mapping[str, str]) -> str:
    """ORD-36: an order has one currency, that of the list prices of its products (by code). Which one it is."""
    if len(set(currencies.values())) > 1:
        raise RuleViolation("ORD-36", currencies=", ".join(f"{code} {one}" for code, one in sorted(currencies.items())))
    return next(iter(currencies.values()))


def must_be_due_whole(percents: Sequence[Decimal]) -> None:
    """ORD-37: the payment terms of an order without a contract add up to 100 percent."""
    if sum(percents, Decimal(0)) != WHOLE:
        raise RuleViolation("ORD-37", percent=sum(percents, Decimal(0)))


def call_off(wanted: Sequence[OrderLine], agreed: Sequence[Agreed], currency: str) -> list[Called]:
    """ORD-3: orders never take more of a product than their contract has; without lines an order takes all left."""
    if not wanted:
        everything = [Called(line.line, line.product_id, line.left, line.price) for line in agreed if line.left]
        if not everything:
            raise RuleViolation("ORD-3", product=None, wanted=0, left=0)
        return everything
    left = {line.line: line.left for line in agreed}
    called: list[Called] = []
    for line in wanted:
        called += _deduct(line, [part for part in agreed if part.product_id == line.product_id], left, currency)
    return called


def _deduct(wanted: OrderLine, agreed: Sequence[Agreed], left: dict[int, int], currency: str) -> list[Called]:
    parts = split(wanted.quantity, [left[line.line] for line in agreed])
    if sum(parts) < wanted.quantity:
        raise RuleViolation("ORD-3", product=str(wanted.product_id), wanted=wanted.quantity, left=sum(parts))
    for line, part in zip(agreed, parts, strict=True):
        left[line.line] -= part
    taken = [(line, part) for line, part in zip(agreed, parts, strict=True) if part]
    prices = [_price(wanted, line) for line, _ in taken]
    discounts = _discounts(wanted, [price * part for price, (_, part) in zip(prices, taken, strict=True)], currency)
    return [
        Called(line.line, line.product_id, part, price, wanted.discount_percent, discount, wanted.tax_rate)
        for (line, part), price, discount in zip(taken, prices, discounts, strict=True)
    ]


def _discounts(wanted: OrderLine, amounts: Sequence[Decimal], currency: str) -> Sequence[Decimal | None]:
    """What is taken off a line as an amount is spread over the lines of the contract that its pieces come from."""
    taken = wanted.discount_amount
    if taken is None or len(amounts) == 1 or taken > sum(amounts, Decimal(0)):
        return [taken, *(None for _ in amounts[1:])]
    return apportion(taken, amounts, unit_of_parts(currency, taken))


def _price(wanted: OrderLine, agreed: Agreed) -> Decimal:
    """ORD-20: nothing is given away: a line costs nothing only where its contract says so."""
    price = agreed.price if wanted.price is None else wanted.price
    if not price and agreed.price:
        raise RuleViolation("ORD-20", product=agreed.product_code, price=price, contract_price=agreed.price)
    return price
