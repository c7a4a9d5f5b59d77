"""What may be called off a contract?"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from messages.errors import Malformed, Refused
from messages.money import MOST, Money
from messages.orders.orders import OrderLine
from services.orders.domain.spread import spread


@dataclass(frozen=True)
class Agreed:
    """One line of the contract: what was agreed and how much of it orders hold already."""

    line: int
    product_id: UUID
    quantity: int
    called_off: int
    price: Decimal

    @property
    def left(self) -> int:
        return self.quantity - self.called_off


@dataclass(frozen=True)
class Called:
    """So many pieces of one line of the contract, at this price each."""

    contract_line: int
    product_id: UUID
    quantity: int
    price: Decimal


def check_effective(*, effective: bool, number: str) -> None:
    """ORD-4: only an effective contract is called off."""
    if not effective:
        raise Refused("ORD-4", contract=number)


def may_close(standing: Sequence[str]) -> bool:
    """ORD-17: the call-offs of a contract are closed for good only while no order stands under it."""
    return not standing


def call_off(wanted: Sequence[OrderLine], agreed: Sequence[Agreed]) -> list[Called]:
    """ORD-3: orders never take more of a product than their contract has; without lines an order takes all left."""
    if not wanted:
        everything = [Called(line.line, line.product_id, line.left, line.price) for line in agreed if line.left]
        if not everything:
            raise Refused("ORD-3", product=None, wanted=0, left=0)
        return everything
    left = {line.line: line.left for line in agreed}
    taken: list[Called] = []
    for line in wanted:
        taken += _take(line, [part for part in agreed if part.product_id == line.product_id], left)
    return taken


def _take(wanted: OrderLine, agreed: Sequence[Agreed], left: dict[int, int]) -> list[Called]:
    parts = spread(wanted.quantity, [left[line.line] for line in agreed])
    if sum(parts) < wanted.quantity:
        raise Refused("ORD-3", product=str(wanted.product_id), wanted=wanted.quantity, left=sum(parts))
    for line, part in zip(agreed, parts, strict=True):
        left[line.line] -= part
    return [
        Called(line.line, line.product_id, part, line.price if wanted.price is None else wanted.price)
        for line, part in zip(agreed, parts, strict=True)
        if part
    ]


def total_of(called: Sequence[Called], currency: str) -> Money:
    """What the pieces cost together. Raises Malformed when that is more than an amount can be (SYS-1)."""
    amount = sum((part.price * part.quantity for part in called), Decimal(0))
    if amount > MOST or amount < 0:
        raise Malformed("lines", str(amount), "SYS-1")
    return Money.of(amount, currency)
