"""What does collections remember of the lines of orders and of invoices?"""

from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Index, Numeric
from sqlmodel import Field

from messages.collections.invoices import InvoiceLineView
from messages.money import Money, UnitPrice
from services.collections.tables.base import AMOUNT, ZERO, Table

NONE: Any = {"server_default": "0"}
RATE: Any = Numeric(5, 2)
PRICE: Any = Numeric(18, 4)


class BillableLineRow(Table, table=True):
    """A line of a confirmed order, as it is invoiced; together they are its total."""

    __tablename__ = "billable_lines"
    order_id: UUID = Field(primary_key=True, foreign_key="order_accounts.order_id")
    position: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    description: str
    product_code: str = ""
    charge: str | None = None
    quantity: int | None = None
    tax_rate: Decimal | None = Field(default=None, sa_type=RATE)
    tax: Decimal = Field(sa_type=AMOUNT)
    total: Decimal = Field(sa_type=AMOUNT)
    credited: Decimal = Field(default=ZERO, sa_type=AMOUNT, sa_column_kwargs=NONE)  # of its total, by allowances
    credited_pieces: int = Field(default=0, sa_column_kwargs=NONE)


class InvoiceLineRow(Table, table=True):
    """Each says of which order it is: one invoice may have lines of several, one order may be on several invoices."""

    __tablename__ = "invoice_lines"
    __table_args__ = (Index("invoice_lines_of_order", "order_id", "order_position"),)
    invoice_id: UUID = Field(primary_key=True, foreign_key="invoices.id")
    position: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    order_id: UUID = Field(foreign_key="order_accounts.order_id")
    order_position: int
    description: str
    product_code: str = ""
    charge: str | None = None
    quantity: int | None = None
    unit_price: Decimal | None = Field(default=None, sa_type=PRICE)
    net: Decimal = Field(sa_type=AMOUNT)
    tax_rate: Decimal | None = Field(default=None, sa_type=RATE)
    tax: Decimal = Field(sa_type=AMOUNT)
    total: Decimal = Field(sa_type=AMOUNT)

    def reversed(self) -> "InvoiceLineRow":
        """As it stands on a credit note."""
        taken = {name: -getattr(self, name) for name in ("net", "tax", "total")}
        pieces = None if self.quantity is None else -self.quantity
        return InvoiceLineRow(**self.model_dump() | taken | {"quantity": pieces})

    def view(self, currency: str, order_number: str = "") -> InvoiceLineView:
        money = {name: Money.of(getattr(self, name), currency) for name in ("net", "tax", "total")}
        price = None if self.unit_price is None else UnitPrice.of(self.unit_price, currency)
        own = self.model_dump(exclude={"invoice_id", "unit_price", *money})
        return InvoiceLineView(**own, **money, unit_price=price, order_number=order_number)
