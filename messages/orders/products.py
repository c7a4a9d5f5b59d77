"""What is said of products and their stock?"""

from decimal import Decimal
from enum import StrEnum
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from messages.base import Command, Event, View
from messages.money import Amount, Currency, Money
from messages.orders.pricing import Percent
from messages.text import Code, ShortStr

# Of the price; less than all of it.
Margin = Annotated[Decimal, Field(ge=0, le=99, max_digits=4, decimal_places=2)]


class BelowFloor(StrEnum):
    """What becomes of an order that sells a product below its floor."""

    ASK = "ASK"  # it goes up the approval
    REFUSE = "REFUSE"


class AddProduct(Command):
    id: UUID | None = None
    code: ShortStr
    name: ShortStr
    series: ShortStr | None = None
    price: Amount = Field(ge=0)  # list price per unit
    currency: Currency
    stocked: bool = True  # a service or a charge, such as freight, is none that lies on a shelf
    legal_entity_id: Code | None = None  # whose it is; not said: of the one who brings it, or of the whole house
    tax_rate: Percent = Decimal(0)
    floor_price: Amount | None = Field(default=None, ge=0)  # per unit, with tax as the list price is
    cost: Amount | None = Field(default=None, ge=0)
    min_margin: Margin | None = None  # percent of the price that is left at least
    below_floor: BelowFloor = BelowFloor.ASK


class ImportProductRow(AddProduct):
    line: int


class ChangeProduct(Command):
    """Only what is given changes; contracts and orders keep what they agreed."""

    name: ShortStr | None = None
    series: ShortStr | None = None
    price: Amount | None = Field(default=None, ge=0)
    tax_rate: Percent | None = None
    floor_price: Amount | None = Field(default=None, ge=0)  # 0: it has none
    cost: Amount | None = Field(default=None, ge=0)
    min_margin: Margin | None = None
    below_floor: BelowFloor | None = None


class CountStock(Command):
    """So many pieces are in stock now. Orders that waited for them get them, the oldest first."""

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
    stocked: bool = True
    legal_entity_id: str | None = None  # none: of the whole house
    tax_rate: Decimal = Decimal(0)
    below_floor: BelowFloor = BelowFloor.ASK
    floor_price: Money | None = None  # these three: for who may see them
    cost: Money | None = None
    min_margin: Decimal | None = None
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


class StockCountRefused(Event):
    """The ERP counts less at a site than is promised to orders: what stands stays until somebody has looked."""

    subject: ClassVar[str] = "orders.product.count_refused.v1"
    product_id: UUID
    number: str  # its code
    site: str
    on_hand: int  # by the count, with what moved since
    reserved: int
    legal_entity_id: str | None = None


class StockCountCleared(Event):
    """At no site of the product a count is refused any more."""

    subject: ClassVar[str] = "orders.product.count_cleared.v1"
    product_id: UUID
