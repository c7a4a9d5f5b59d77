"""How is an order placed, and resubmitted?"""

from datetime import date
from decimal import Decimal
from typing import Self
from uuid import UUID

from pydantic import Field, model_validator

from messages.base import Command
from messages.deals.terms import Instalment
from messages.money import Amount, PriceAmount
from messages.orders.pricing import OrderPricing, Percent, must_be_one
from messages.text import LongStr, ShortStr

MOST_LINES = 200


class LineFields(Command):
    """How many pieces, at which price."""

    quantity: int = Field(ge=1, le=1_000_000)
    # Agreed, per unit; without it the contract's, or of an order without one the list price.
    price: PriceAmount | None = Field(default=None, ge=0, description="per unit, exact to four decimals")
    discount_percent: Percent | None = None
    discount_amount: Amount | None = Field(default=None, ge=0)  # off the whole line
    tax_rate: Percent | None = None  # without it: the product's

    @model_validator(mode="after")
    def one_way(self) -> Self:
        """ORD-25 of one line."""
        must_be_one(self.discount_percent, self.discount_amount)
        return self


class OrderLine(LineFields):
    product_id: UUID


# Of an order without a contract, where nothing else is agreed.
THIRTY_DAYS = Instalment(percent=Decimal(100))


class PlaceOrder(Command):
    """Calls off goods of an effective contract; without lines, all that is left of it. A small order has no contract:
    it names its customer, its lines, and the payment terms where they are not those that its customer is
    offered."""

    id: UUID | None = None
    contract_id: UUID | None = None
    customer_id: UUID | None = None
    lines: list[OrderLine] = Field(default=[], max_length=MOST_LINES)
    ship_to: LongStr = ""
    deliver_on: date | None = None  # when the customer wants it
    pricing: OrderPricing = OrderPricing()
    terms: list[Instalment] = Field(default=[], max_length=36)
    exchange_of: UUID | None = None  # a return: the goods of this order are sent for those
    purchase_order_number: ShortStr | None = None  # the customer's own: of one there is one order that stands
    remark: LongStr = ""  # of the customer

    @model_validator(mode="after")
    def one_origin(self) -> Self:
        """ORD-34: an order names its contract; without one, its customer and its lines."""
        if (self.contract_id is None) == (self.customer_id is None):
            raise ValueError("ORD-34: give the contract, or the customer of an order without one")
        if self.contract_id is None and not self.lines:
            raise ValueError("ORD-34: an order without a contract says its lines")
        if self.contract_id is not None and self.terms:
            raise ValueError("ORD-34: the payment terms are those of the contract")
        return self


class ResubmitOrder(Command):
    """A returned order goes to approval again, changed or not."""

    lines: list[OrderLine] | None = Field(default=None, min_length=1, max_length=MOST_LINES)
    ship_to: LongStr | None = None
    deliver_on: date | None = None
    pricing: OrderPricing | None = None
