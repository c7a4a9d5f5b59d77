"""What is agreed of an order's price beside the prices of its lines?"""

from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from messages.base import Command, View
from messages.money import CENT, Amount, Money
from messages.text import SafeStr


def two_decimals(percent: Decimal) -> Decimal:
    """As it is kept."""
    return percent.quantize(CENT)


# At most two decimals; of a discount at most all of it.
Percent = Annotated[Decimal, Field(ge=0, le=100, max_digits=5, decimal_places=2), AfterValidator(two_decimals)]


def must_be_one(*ways: object) -> None:
    """ORD-25: a discount is given in one way: in percent or as an amount, or as the final amount of the whole order."""
    if sum(way is not None for way in ways) > 1:
        raise ValueError("ORD-25: give the discount in one way: percent, amount, or the final amount")


class ChargeKind(StrEnum):
    """What is charged beside the goods."""

    FREIGHT = "FREIGHT"
    INSTALLATION = "INSTALLATION"
    PACKING = "PACKING"
    OTHER = "OTHER"


class Charge(Command):
    """A line of its own kind: no discount takes anything off it, and it makes up for none."""

    kind: ChargeKind = ChargeKind.FREIGHT
    name: Annotated[SafeStr, Field(max_length=200)] = ""
    amount: Amount = Field(gt=0)
    tax_rate: Percent = Decimal(0)


class OrderPricing(Command):
    """A discount on all goods together is spread over their lines to the cent; `final_amount` is what the customer is
    to pay for goods, charges and tax. `tax_included`: prices, charges and discounts are with tax, else before it."""

    charges: list[Charge] = Field(default=[], max_length=20)
    discount_percent: Percent | None = None
    discount_amount: Amount | None = Field(default=None, ge=0)
    final_amount: Amount | None = Field(default=None, ge=0)
    tax_included: bool = True

    @model_validator(mode="after")
    def one_way(self) -> Self:
        """ORD-25 of the whole order."""
        must_be_one(self.discount_percent, self.discount_amount, self.final_amount)
        return self


class ChargeView(View):
    kind: ChargeKind
    name: str
    tax_rate: Decimal
    net: Money
    tax: Money
    total: Money
