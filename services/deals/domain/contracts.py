"""What may stand in a contract, and when may it change?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Protocol
from uuid import UUID

from messages.deals.contracts import ContractLine, ContractStatus
from messages.deals.offered_terms import OfferedTerms
from messages.deals.terms import Instalment
from messages.errors import RuleViolation
from messages.money import CENT, MOST, Money
from messages.roles import Role
from services.deals.domain.lifecycle import EDITABLE

WHOLE = Decimal(100)


class Preparer(Protocol):
    @property
    def id(self) -> UUID: ...
    @property
    def roles(self) -> frozenset[str]: ...


@dataclass(frozen=True)
class ListedProduct:
    """A product of orders."""

    id: UUID
    code: str
    name: str
    price: Money


@dataclass(frozen=True)
class PricedLine:
    """A line of a contract: the agreed price beside the list price, in the contract's currency."""

    product_id: UUID
    product_code: str
    product_name: str
    quantity: int
    list_price: Decimal
    price: Decimal


def priced(lines: Sequence[ContractLine], products: Mapping[UUID, ListedProduct], currency: str) -> list[PricedLine]:
    """The lines beside their list prices."""
    _must_stand_once(lines)
    return [_priced(line, _product_of(line, products), currency) for line in lines]


def _priced(line: ContractLine, product: ListedProduct, currency: str) -> PricedLine:
    _must_be_in(currency, product)
    _must_be_the_list_price(line, product)
    return PricedLine(product.id, product.code, product.name, line.quantity, product.price.amount, line.price)


def _must_stand_once(lines: Sequence[ContractLine]) -> None:
    """DEA-14: a product stands on one line of a contract."""
    seen: set[UUID] = set()
    for line in lines:
        if line.product_id in seen:
            raise RuleViolation("DEA-14", product=line.product_id)
        seen.add(line.product_id)


def _product_of(line: ContractLine, products: Mapping[UUID, ListedProduct]) -> ListedProduct:
    """DEA-13: what is sold is a known product."""
    if line.product_id not in products:
        raise RuleViolation("DEA-13", product=line.product_id)
    return products[line.product_id]


def _must_be_in(currency: str, product: ListedProduct) -> None:
    """DEA-11: a contract has one currency, that of its products' list prices."""
    if product.price.currency != currency:
        raise RuleViolation("DEA-11", currency=currency, product=product.code, list_price=product.price)


def _must_be_the_list_price(line: ContractLine, product: ListedProduct) -> None:
    """DEA-15: the list price is the product's, not the seller's."""
    if line.list_price is not None and line.list_price != product.price.amount:
        raise RuleViolation("DEA-15", product=product.code, list_price=product.price)


def totals(lines: Sequence[PricedLine], currency: str) -> tuple[Money, Money]:
    """DEA-12: the total of a contract stays below 10^16. Returns the agreed and the list total."""
    agreed = sum((line.price * line.quantity for line in lines), Decimal(0))
    listed = sum((line.list_price * line.quantity for line in lines), Decimal(0))
    if max(agreed, listed) > MOST:
        raise RuleViolation("DEA-12", total=max(agreed, listed))
    return Money.of(agreed, currency), Money.of(listed, currency)


def discount_percent(total: Decimal, listed: Decimal) -> Decimal:
    """How much less than the list total, in percent, two decimals; negative when more; 0 where nothing is listed."""
    if not listed:
        return Decimal("0.00")
    return ((listed - total) * 100 / listed).quantize(CENT, ROUND_HALF_UP)


class SoldLine(Protocol):
    quantity: int
    list_price: Decimal
    price: Decimal


def discount_of(lines: Sequence[SoldLine]) -> Decimal:
    """DEA-45: a surcharge hides no discount. Percent of the list total that is given away on the lines sold below their
    list price; what others are sold above theirs, or what has none (freight), makes up for nothing. Negative where
    nothing is given away and something is dearer."""
    listed = [line for line in lines if line.list_price]
    total = sum((line.list_price * line.quantity for line in listed), Decimal(0))
    reduced = sum((min(line.price, line.list_price) * line.quantity for line in listed), Decimal(0))
    agreed = sum((line.price * line.quantity for line in listed), Decimal(0))
    return discount_percent(reduced if reduced < total else agreed, total)


def largest_discount(lines: Sequence[SoldLine]) -> Decimal:
    """DEA-46: nor do other lines hide it: the discount in percent of the line that has the largest one."""
    return max([Decimal("0.00"), *(discount_percent(line.price, line.list_price) for line in lines)])


def usual_terms(offer: OfferedTerms | None) -> list[Instalment]:
    """Where a contract says none: those that finance offers its customer, else thirty days after receipt."""
    return offer.terms if offer else [Instalment(percent=Decimal(100))]


def must_add_up(terms: Sequence[Instalment]) -> None:
    """DEA-10: the instalments of the payment terms add up to 100 percent."""
    whole = sum((row.percent for row in terms), Decimal(0))
    if whole != WHOLE:
        raise RuleViolation("DEA-10", percent=whole)


def must_be_editable(status: ContractStatus) -> None:
    """DEA-16: a contract is edited as a draft or after it was returned; never while it is being approved."""
    if status not in EDITABLE:
        raise RuleViolation("DEA-16", status=f"status.contract.{status}")


def must_have_no_order(status: ContractStatus, orders: Sequence[str]) -> None:
    """DEA-17: an effective contract is cancelled only while no order stands under it."""
    if status is ContractStatus.EFFECTIVE and orders:
        raise RuleViolation("DEA-17", orders=", ".join(orders))


def preparers(so_far: Sequence[UUID], actor: Preparer) -> list[UUID]:
    """Whoever prepared it or priced it, so that none of them approves it; a process does so in somebody's name."""
    return list(dict.fromkeys([*so_far, *([] if Role.PROCESS in actor.roles else [actor.id])]))
