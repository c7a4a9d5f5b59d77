"""What is said of the order in which goods are made 排产?"""

from datetime import date, datetime
from uuid import UUID

from pydantic import Field

from messages.base import Command, View
from messages.orders.orders import OrderStatus
from messages.orders.production_status import ProductionStatus


class ProductionLine(View):
    """Pieces of a product that an order still has to get. `free`: in stock and promised to nobody."""

    product_code: str
    product_name: str
    open: int  # has not left
    reserved: int  # of these, in stock for this order
    free: int


class ProductionOrder(View):
    """An approved order of which some has not left; `rank` is its place, 1 first (None: nobody ranked it)."""

    order_id: UUID
    number: str
    status: OrderStatus
    customer_name: str
    rank: int | None
    placed_at: datetime
    production: ProductionStatus | None = None  # None: no ERP said anything
    promised_on: date | None = None
    lines: list[ProductionLine]


class RankOrder(Command):
    """Its place in production, 1 first; nothing: after all that are ranked, the oldest first."""

    rank: int | None = Field(default=None, ge=1, le=999_999)
