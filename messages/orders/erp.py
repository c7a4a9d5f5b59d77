"""What does an ERP say to orders, and read there? Rows come in an ImportBatch, each is taken or refused."""

from datetime import date
from typing import ClassVar, Self

from pydantic import AwareDatetime, Field, model_validator

from messages.base import Command, View
from messages.money import Amount, Currency
from messages.orders.orders import OrderEvent, OrderView
from messages.orders.pricing import Percent
from messages.orders.production_status import ProductionStatus
from messages.orders.shipments import MOST_PIECES, ShipmentView
from messages.text import Code, ShortStr


class ErpProductRow(Command):
    """A product of the ERP by its code, as it was at `as_of`; what is not given stays."""

    line: int
    code: ShortStr
    name: ShortStr
    series: ShortStr | None = None
    price: Amount = Field(ge=0)  # list price per unit
    currency: Currency
    stocked: bool = True
    tax_rate: Percent | None = None
    legal_entity_id: Code | None = None
    as_of: AwareDatetime


class StockCountRow(Command):
    """So many pieces of a product lay at a site at `as_of`, those that are promised to orders among them."""

    line: int
    code: ShortStr
    site: Code = "MAIN"
    on_hand: int = Field(ge=0, le=100_000_000)
    as_of: AwareDatetime


class ProductionRow(Command):
    """How far an order was made at `as_of`, and for which day it is promised."""

    line: int
    order: ShortStr  # its number
    status: ProductionStatus
    promised_on: date
    as_of: AwareDatetime


class ErpShipmentRow(Command):
    """Pieces that left a warehouse of the ERP; the rows of one `shipment` are one shipment. As in Ship otherwise."""

    line: int
    shipment: ShortStr  # the ERP's number of it
    order: ShortStr  # its number
    order_line: int | None = Field(default=None, ge=1, le=1_000)
    code: ShortStr
    quantity: int = Field(ge=1, le=MOST_PIECES)
    site: Code | None = None
    carrier: ShortStr | None = None
    tracking: ShortStr | None = None
    shipped_at: AwareDatetime

    @model_validator(mode="after")
    def of_a_line(self) -> Self:
        if self.site is not None and self.order_line is None:
            raise ValueError("ORD-99: say of which line of the order the pieces are that leave this site")
        return self


class ErpOrderView(View):
    """An order as an ERP reads it after it heard a fact of it: what is ordered, left, arrived and came back by now."""

    order: OrderView
    shipments: list[ShipmentView]


class OrderProductionReported(OrderEvent):
    """By the ERP: how far it is made, and for which day it is promised."""

    subject: ClassVar[str] = "orders.order.production_reported.v1"
    status: ProductionStatus
    promised_on: date
