"""What is said of products and their stock?"""

from typing import ClassVar
from uuid import UUID

from pydantic import Field

from messages.base import Command, Event, View
from messages.money import Amount, Currency, Money
from messages.text import Code, ShortStr


class AddProduct(Command):
    id: UUID | None = None
    code: ShortStr
    name: ShortStr
    series: ShortStr | None = None
    price: Amount = Field(ge=0)  # list price per unit
    currency: Currency


class ImportProductRow(AddProduct):
    line: int


class ChangeProduct(Command):
    """Only what is given changes; contracts and orders keep what they agreed."""

    name: ShortStr | None = None
    series: ShortStr | None = None
    price: Amount | None = Field(default=None, ge=0)


class CountStock(Command):
    """So many pieces are on the shelf now. Orders that waited for them are served, oldest first."""

    site: Code = "MAIN"
    on_hand: int = Field(ge=0, le=100_000_000)


class ProductView(View):
    id: UUID
    code: str
    name: str
    series: str | None
    price: Money
    on_hand: int
    reserved: int
    version: int


class ProductChanged(Event):
    subject: ClassVar[str] = "orders.product.changed.v1"
    product_id: UUID
    code: str
    name: str
    price: Money


class StockCounted(Event):
    subject: ClassVar[str] = "orders.product.counted.v1"
    product_id: UUID
    site: str
    on_hand: int
