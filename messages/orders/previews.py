"""What is said of an order before it is placed?"""

from decimal import Decimal
from uuid import UUID

from messages.base import View
from messages.money import Money
from messages.orders.orders import OrderLineView
from messages.orders.placing import PlaceOrder
from messages.orders.pricing import ChargeView


class OrderPreview(View):
    """What an order would be, before it is placed."""

    customer_id: UUID
    customer_name: str
    contract_id: UUID | None
    contract_number: str
    lines: list[OrderLineView]
    charges: list[ChargeView]
    discount: Money | None
    tax: Money | None
    total: Money
    discount_percent: Decimal  # of the list prices
    price_deviation: Decimal  # from the contract's, the furthest line
    below_floor: list[str]  # codes of products
    free: dict[UUID, int]  # pieces of each product that nobody has; none of what does not lie on a shelf


class OrderDraft(View):
    """A past order as one to be placed, at today's prices; `left_out` names the products that cannot be had again."""

    order: PlaceOrder
    left_out: list[str] = []
