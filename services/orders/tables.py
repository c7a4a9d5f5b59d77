"""What does the orders service remember?"""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CHAR, CheckConstraint, DateTime, Enum, ForeignKey, Index, Numeric, Text, text
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

from messages.money import Money
from messages.orders.orders import OrderFact, OrderLineView, OrderStatus, OrderView
from messages.orders.products import ProductView
from messages.orders.shipments import ShipmentLine, ShipmentStatus, ShipmentView
from services.orders.domain.call_off import Agreed
from services.orders.domain.credit import Credit
from services.orders.domain.lifecycle import Pieces

AMOUNT = Numeric(18, 2)
CURRENCY = CHAR(3)
TIME: Any = DateTime(timezone=True)
ORDER_STATUS: Any = Enum(OrderStatus, native_enum=False, length=16)
SHIPMENT_STATUS: Any = Enum(ShipmentStatus, native_enum=False, length=16)


class Table(SQLModel, registry=registry()):
    """The tables of this service, apart from those of all others."""


class ProductRow(Table, table=True):
    __tablename__ = "products"

    id: UUID = Field(primary_key=True)
    code: str = Field(sa_type=Text, unique=True)
    name: str = Field(sa_type=Text)
    series: str | None = Field(default=None, sa_type=Text)
    price: Decimal = Field(sa_type=AMOUNT)
    currency: str = Field(sa_type=CURRENCY)
    version: int = 1

    def view(self, on_hand: int = 0, reserved: int = 0) -> ProductView:
        price = Money.of(self.price, self.currency)
        return ProductView(**self.model_dump(exclude={"price"}), price=price, on_hand=on_hand, reserved=reserved)


class StockRow(Table, table=True):
    """The pieces of one product at one site; `reserved` of them are promised to orders. Locked in product id order."""

    __tablename__ = "stock"
    __table_args__ = (CheckConstraint("0 <= reserved AND reserved <= on_hand", name="stock_promised_is_there"),)

    product_id: UUID = Field(primary_key=True, sa_column_args=[ForeignKey("products.id")])
    site: str = Field(primary_key=True, sa_type=Text)
    on_hand: int = 0
    reserved: int = 0


class CustomerRow(Table, table=True):
    """What deals told of a customer; the newest version."""

    __tablename__ = "customers"

    id: UUID = Field(primary_key=True)
    name: str = Field(sa_type=Text)
    version: int


class CreditRow(Table, table=True):
    """What collections told of a customer's debts in one currency; the newest version."""

    __tablename__ = "credits"

    id: UUID = Field(primary_key=True)
    customer_id: UUID = Field(index=True)
    currency: str = Field(sa_type=CURRENCY)
    owed: Decimal = Field(sa_type=AMOUNT)
    limit: Decimal | None = Field(default=None, sa_type=AMOUNT)
    oldest_days_late: int
    version: int

    def credit(self) -> Credit:
        limit = None if self.limit is None else Money.of(self.limit, self.currency)
        return Credit(Money.of(self.owed, self.currency), self.oldest_days_late, limit)


class ContractRow(Table, table=True):
    """What deals told of a contract. The row is locked by whoever calls off or gives back. Cancelled is final."""

    __tablename__ = "contracts"

    id: UUID = Field(primary_key=True)
    number: str = Field(sa_type=Text)
    effective: bool
    customer_id: UUID
    customer_name: str = Field(sa_type=Text)
    owner_id: UUID
    owner_name: str = Field(sa_type=Text)
    owner_unit: str = Field(sa_type=Text)
    legal_entity_id: str = Field(sa_type=Text)
    total: Decimal = Field(sa_type=AMOUNT)
    currency: str = Field(sa_type=CURRENCY)
    instalments: int


class ContractLineRow(Table, table=True):
    __tablename__ = "contract_lines"
    __table_args__ = (CheckConstraint("0 <= called_off AND called_off <= quantity", name="call_off_within_contract"),)

    contract_id: UUID = Field(primary_key=True, sa_column_args=[ForeignKey("contracts.id")])
    line: int = Field(primary_key=True)
    product_id: UUID
    quantity: int
    price: Decimal = Field(sa_type=AMOUNT)
    called_off: int = 0

    def agreed(self) -> Agreed:
        return Agreed(self.line, self.product_id, self.quantity, self.called_off, self.price)


class OrderRow(Table, table=True):
    __tablename__ = "orders"
    __table_args__ = (
        Index("orders_newest", "placed_at", "id"),
        Index("orders_of_owner", "owner_id", "placed_at", "id"),
        Index("orders_of_unit", "owner_unit", postgresql_ops={"owner_unit": "text_pattern_ops"}),
        Index("orders_of_customer", "customer_id", "placed_at", "id"),
        Index("orders_of_contract", "contract_id"),
        Index("orders_open", "placed_at", "id", postgresql_where=text("status NOT IN ('COMPLETED', 'CANCELLED')")),
        Index("orders_waiting", "placed_at", "id", postgresql_where=text("waiting_since IS NOT NULL")),
    )

    id: UUID = Field(primary_key=True)
    number: str = Field(sa_type=Text, unique=True)
    status: OrderStatus = Field(sa_type=ORDER_STATUS)
    round: int = 1
    contract_id: UUID = Field(sa_column_args=[ForeignKey("contracts.id")])
    contract_number: str = Field(sa_type=Text)
    customer_id: UUID
    customer_name: str = Field(sa_type=Text)
    owner_id: UUID
    owner_name: str = Field(sa_type=Text)
    owner_unit: str = Field(sa_type=Text)
    legal_entity_id: str = Field(sa_type=Text)
    placed_by: UUID
    total: Decimal = Field(sa_type=AMOUNT)
    currency: str = Field(sa_type=CURRENCY)
    ship_to: str = Field(default="", sa_type=Text)
    guidance: str | None = Field(default=None, sa_type=Text)
    cancel_reason: str | None = Field(default=None, sa_type=Text)
    placed_at: datetime = Field(sa_type=TIME)
    waiting_since: datetime | None = Field(default=None, sa_type=TIME)
    completed_at: datetime | None = Field(default=None, sa_type=TIME)
    version: int = 1

    @property
    def money(self) -> Money:
        return Money.of(self.total, self.currency)

    def view(self, lines: "list[OrderLineRow]") -> OrderView:
        shown = [line.view(self.currency) for line in lines]
        return OrderView(**self.model_dump(exclude={"total"}), total=self.money, lines=shown)

    def facts(self) -> dict[str, Any]:
        """What every event of the order tells."""
        own = {"order_id": self.id, "total": self.money}
        return own | {name: getattr(self, name) for name in OrderFact.model_fields if name not in own}


class OrderLineRow(Table, table=True):
    """Pieces of one line of the contract: `reserved` stand on the shelf for it, `shipped` left, `received` arrived."""

    __tablename__ = "order_lines"
    __table_args__ = (
        CheckConstraint("reserved >= 0 AND reserved + shipped <= quantity", name="no_more_than_ordered"),
        CheckConstraint("0 <= received AND received <= shipped", name="received_was_shipped"),
        Index("order_lines_of_product", "product_id"),
    )

    order_id: UUID = Field(primary_key=True, sa_column_args=[ForeignKey("orders.id")])
    line: int = Field(primary_key=True)
    contract_line: int
    product_id: UUID = Field(sa_column_args=[ForeignKey("products.id")])
    product_code: str = Field(sa_type=Text)
    product_name: str = Field(sa_type=Text)
    quantity: int
    price: Decimal = Field(sa_type=AMOUNT)
    contract_price: Decimal = Field(sa_type=AMOUNT)
    reserved: int = 0
    shipped: int = 0
    received: int = 0

    def pieces(self) -> Pieces:
        return Pieces(self.quantity, self.reserved, self.shipped, self.received)

    def view(self, currency: str) -> OrderLineView:
        price = Money.of(self.price, currency)
        return OrderLineView(**self.model_dump(exclude={"price"}), price=price, amount=price * self.quantity)


class ReservationRow(Table, table=True):
    """From which shelf the pieces set aside for an order are to be taken."""

    __tablename__ = "reservations"
    __table_args__ = (CheckConstraint("quantity >= 0", name="reservation_not_negative"),)

    order_id: UUID = Field(primary_key=True, sa_column_args=[ForeignKey("orders.id")])
    product_id: UUID = Field(primary_key=True)
    site: str = Field(primary_key=True, sa_type=Text)
    quantity: int


class ShipmentRow(Table, table=True):
    __tablename__ = "shipments"
    __table_args__ = (Index("shipments_of_order", "order_id", "sent_at", "id"),)

    id: UUID = Field(primary_key=True)
    number: str = Field(sa_type=Text, unique=True)
    status: ShipmentStatus = Field(sa_type=SHIPMENT_STATUS)
    order_id: UUID = Field(sa_column_args=[ForeignKey("orders.id")])
    carrier: str | None = Field(default=None, sa_type=Text)
    tracking: str | None = Field(default=None, sa_type=Text)
    sent_at: datetime = Field(sa_type=TIME)
    sent_by: UUID
    received_at: datetime | None = Field(default=None, sa_type=TIME)
    received_by: UUID | None = None
    version: int = 1

    def view(self, lines: "list[ShipmentLineRow]") -> ShipmentView:
        pieces: dict[UUID, int] = {}
        for line in lines:
            pieces[line.product_id] = pieces.get(line.product_id, 0) + line.quantity
        shown = [ShipmentLine(product_id=product_id, quantity=quantity) for product_id, quantity in pieces.items()]
        return ShipmentView(**self.model_dump(), lines=shown)


class ShipmentLineRow(Table, table=True):
    """Which pieces left from which shelf, for which line of the order; going back they go to the same shelf."""

    __tablename__ = "shipment_lines"

    shipment_id: UUID = Field(primary_key=True, sa_column_args=[ForeignKey("shipments.id")])
    order_line: int = Field(primary_key=True)
    site: str = Field(primary_key=True, sa_type=Text)
    product_id: UUID
    quantity: int
