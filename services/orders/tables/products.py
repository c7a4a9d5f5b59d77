"""What does orders remember of products and their stock?"""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Text
from sqlmodel import Field

from messages.money import Money
from messages.orders.products import BelowFloor, ProductView
from services.orders.domain.products import floor_of
from services.orders.tables.base import AMOUNT, CURRENCY, PERCENT, TIME, Table

GUARDED = ("floor_price", "cost", "min_margin")


class ProductRow(Table, table=True):
    __tablename__ = "products"

    id: UUID = Field(primary_key=True)
    code: str = Field(sa_type=Text, unique=True)
    name: str = Field(sa_type=Text)
    series: str | None = Field(default=None, sa_type=Text)
    price: Decimal = Field(sa_type=AMOUNT)
    currency: str = Field(sa_type=CURRENCY)
    stocked: bool = True
    version: int = 1
    legal_entity_id: str | None = Field(default=None, sa_type=Text)  # none: of the whole house

    tax_rate: Decimal = Field(default=Decimal(0), sa_type=PERCENT)
    floor_price: Decimal | None = Field(default=None, sa_type=AMOUNT)
    cost: Decimal | None = Field(default=None, sa_type=AMOUNT)
    min_margin: Decimal | None = Field(default=None, sa_type=PERCENT)
    below_floor: str = Field(default=BelowFloor.ASK, sa_type=Text)
    erp_as_of: datetime | None = Field(default=None, sa_type=TIME)  # the newest word of the ERP

    @property
    def floor(self) -> Decimal | None:
        """Per piece."""
        return floor_of(self.floor_price, self.cost, self.min_margin)

    def view(self, on_hand: int = 0, reserved: int = 0) -> ProductView:
        """As everybody sees it."""
        price = Money.of(self.price, self.currency)
        on_hand, reserved = (on_hand, reserved) if self.stocked else (0, 0)
        own = self.model_dump(exclude={"price", *GUARDED})
        return ProductView(**own, price=price, on_hand=on_hand, reserved=reserved)

    def guarded_view(self, on_hand: int = 0, reserved: int = 0) -> ProductView:
        """As those see it who guard its price."""
        money = {name: getattr(self, name) for name in GUARDED[:2]}
        shown = {name: None if value is None else Money.of(value, self.currency) for name, value in money.items()}
        return self.view(on_hand, reserved).model_copy(update=shown | {"min_margin": self.min_margin})


class StockRow(Table, table=True):
    """The pieces of one product at one site; `reserved` of them are promised to orders. Locked in product id order."""

    __tablename__ = "stock"
    __table_args__ = (CheckConstraint("0 <= reserved AND reserved <= on_hand", name="stock_promised_is_there"),)

    product_id: UUID = Field(primary_key=True, sa_column_args=[ForeignKey("products.id")])
    site: str = Field(primary_key=True, sa_type=Text)
    on_hand: int = 0
    reserved: int = 0
    counted_at: datetime | None = Field(default=None, sa_type=TIME)  # the newest count
    refused: int | None = None  # so many the ERP counted, fewer than are promised, and nobody has mended it yet


class StockMoveRow(Table, table=True):
    """Pieces that left a stock location (negative), or were put back there, at the time that it happened."""

    __tablename__ = "stock_moves"
    __table_args__ = (Index("stock_moves_of_location", "product_id", "site", "moved_at"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=BigInteger)
    product_id: UUID = Field(sa_column_args=[ForeignKey("products.id")])
    site: str = Field(sa_type=Text)
    pieces: int
    moved_at: datetime = Field(sa_type=TIME)
