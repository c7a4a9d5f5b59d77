"""What does orders remember of orders and what is reserved for them?"""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from chassis.db.search import search_index
from messages.deals.offered_terms import OfferedTerms
from messages.deals.terms import Instalment
from messages.matching.searches import search_text
from messages.money import Money, UnitPrice
from messages.orders.orders import OrderedLine, OrderEvent, OrderLineView, OrderSnapshot, OrderStatus, OrderView
from messages.orders.pricing import OrderPricing
from services.orders.domain.deviations import Paid
from services.orders.domain.lifecycle import Pieces
from services.orders.domain.pricing import (
    LineTerms,
    PricedLine,
    PricedOrder,
    price_order,
)
from services.orders.domain.quantities import credit_of, goods_state
from services.orders.tables.base import AMOUNT, CURRENCY, JSON, ORDER_STATUS, PERCENT, TIME, UNIT_PRICE, Table
from services.orders.tables.charges import charges_of, terms_of

NOTHING = Decimal("0.00")
MAYBE_JSON: Any = JSONB(none_as_null=True)

UNRANKED = 1_000_000  # after all that are ranked
UNDER_WAY = "status IN ('PLACED', 'CONFIRMED', 'RESERVED', 'SHIPPED', 'RECEIVED')"
READ = ["status", "total", "credited", "in_debts", "debts", "exposure", "placed_at", "id"]
COUNTED = ["total", "legal_entity_id", "owner_id", "owner_unit"]
OF_NUMBER = ("customer_id", "purchase_order_number")
STANDING_NUMBER = "purchase_order_number <> '' AND status <> 'CANCELLED'"
TO_MAKE = "status IN ('CONFIRMED', 'RESERVED')"


class OrderRow(Table, table=True):
    __tablename__ = "orders"
    __table_args__ = (
        Index("orders_number", "number", "legal_entity_id", unique=True),
        Index("orders_newest", "placed_at", "id"),
        Index("orders_under_way", "customer_id", "currency", postgresql_include=READ, postgresql_where=text(UNDER_WAY)),
        Index("orders_over_limit", "placed_at", postgresql_where=text("exposure IS NOT NULL")),
        Index("orders_counted", "status", "currency", postgresql_include=COUNTED),
        Index("orders_of_owner", "owner_id", "placed_at", "id"),
        Index("orders_of_unit", "owner_unit", postgresql_ops={"owner_unit": "text_pattern_ops"}),
        Index("orders_of_customer", "customer_id", "placed_at", "id"),
        Index("orders_of_contract", "contract_id"),
        Index("orders_open", "placed_at", "id", postgresql_where=text("status NOT IN ('COMPLETED', 'CANCELLED')")),
        Index("orders_of_status", "status", "placed_at", "id"),
        search_index("orders_search"),
        Index("orders_to_make", "rank", "placed_at", "id", postgresql_where=text(TO_MAKE)),
        Index("orders_of_return", "exchange_of", postgresql_where=text("exchange_of IS NOT NULL")),
        Index("orders_of_purchase_order", *OF_NUMBER, unique=True, postgresql_where=text(STANDING_NUMBER)),
        Index("orders_waiting", "placed_at", "id", postgresql_where=text("waiting_since IS NOT NULL")),
    )

    id: UUID = Field(primary_key=True)
    number: str = Field(sa_type=Text)
    status: OrderStatus = Field(sa_type=ORDER_STATUS)
    round: int = 1
    contract_id: UUID | None = Field(default=None, sa_column_args=[ForeignKey("contracts.id")])
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
    exposure: Decimal | None = Field(default=None, sa_type=AMOUNT)  # shown to its approvers, when it is over the limit
    in_debts: bool = False  # collections counts it in what the customer owes
    debts: Decimal | None = Field(default=None, sa_type=AMOUNT)  # with so much; None: with what it costs
    debts_version: int = 0  # of the word that said so
    completed_at: datetime | None = Field(default=None, sa_type=TIME)
    credited: Decimal = Field(default=Decimal(0), sa_type=AMOUNT)  # of `total`: not delivered after all, or returned
    closed_reason: str | None = Field(default=None, sa_type=Text)  # why its rest was closed short
    goods_requests: int = 0
    goods_asked_for: bool = False
    goods_back_at: datetime | None = Field(default=None, sa_type=TIME)  # a shipper has counted what came back
    search: str = Field(default="", sa_type=Text, sa_column_kwargs={"server_default": ""})
    rank: int = UNRANKED  # its place in production
    pricing: dict[str, Any] = Field(default={}, sa_type=JSON)  # an OrderPricing, without what it says by itself
    tax: Decimal = Field(default=NOTHING, sa_type=AMOUNT)
    terms: list[dict[str, Any]] = Field(default=[], sa_type=JSON)  # of an order without a contract
    offer: dict[str, Any] | None = Field(default=None, sa_type=MAYBE_JSON)  # to its customer, then
    deliver_on: date | None = Field(default=None, sa_type=Date)  # when the customer wants it
    exchange_of: UUID | None = None  # a return
    exchange_number: str = Field(default="", sa_type=Text)
    open_change_id: UUID | None = None  # a change that waits, for approval or to be resubmitted
    changes: int = 0  # of what it costs, applied so far
    purchase_order_number: str = Field(default="", sa_type=Text, sa_column_kwargs={"server_default": ""})
    remark: str = Field(default="", sa_type=Text, sa_column_kwargs={"server_default": ""})
    ordered_by: str = Field(default="", sa_type=Text, sa_column_kwargs={"server_default": ""})  # at the customer
    production: str | None = Field(default=None, sa_type=Text)  # a ProductionStatus, as the ERP says
    promised_on: date | None = Field(default=None, sa_type=Date)
    erp_as_of: datetime | None = Field(default=None, sa_type=TIME)  # the newest word of the ERP
    version: int = 1

    def price(self, agreed: OrderPricing, lines: "Sequence[OrderLineRow]") -> None:
        """What the order and each of its lines cost. Raises as `price_order` does."""
        priced = price_order([line.terms() for line in lines], *terms_of(agreed), self.currency)
        for line, figures in zip(lines, priced.lines, strict=True):
            line.take(figures)
        self.pricing = agreed.model_dump(mode="json", exclude_defaults=True)
        self._take(priced)

    def _take(self, priced: PricedOrder) -> None:
        self.total, self.tax = priced.total, priced.tax

    @property
    def agreed(self) -> OrderPricing:
        return OrderPricing.model_validate(self.pricing)

    @property
    def instalments(self) -> list[Instalment]:
        """Of an order without a contract."""
        return [Instalment.model_validate(one) for one in self.terms]

    @property
    def offered_days(self) -> int | None:
        """The longest term that its customer was offered then; None: nothing bounded it."""
        return OfferedTerms.model_validate(self.offer).most_days if self.offer else None

    @property
    def money(self) -> Money:
        return Money.of(self.total, self.currency)

    @property
    def uncounted(self) -> Decimal:
        """What of its costs is not among the customer's debts yet."""
        net = self.total - self.credited
        if not self.in_debts:
            return net
        return NOTHING if self.debts is None else max(net - self.debts, NOTHING)

    def searched(self) -> str:
        """What it is found by."""
        return search_text(self.number, self.customer_name, self.contract_number, self.purchase_order_number)

    def view(self, lines: "list[OrderLineRow]") -> OrderView:
        discount = sum((line.discount + line.share for line in lines), NOTHING)
        return OrderView(
            **self.model_dump(exclude={"total", "tax", "pricing", "credited"}),
            total=self.money,
            credited=Money.of(self.credited, self.currency) if self.credited else None,
            goods=goods_state([line.pieces() for line in lines]),
            lines=[line.view(self.currency) for line in lines],
            discount=Money.of(discount, self.currency),
            tax=Money.of(self.tax, self.currency),
            pricing=self.agreed,
            charges=charges_of(self.agreed, self.currency),
        )

    def ordered_lines(self, lines: "Sequence[OrderLineRow]") -> list[OrderedLine]:
        """As they are invoiced: goods, then charges."""
        charges = charges_of(self.agreed, self.currency)
        return [line.ordered(self.currency) for line in lines] + [
            OrderedLine(description=one.name, charge=one.kind, tax_rate=one.tax_rate, tax=one.tax, total=one.total)
            for one in charges
        ]

    def placed(self) -> OrderSnapshot:
        """As it stands when it was just placed: nothing of it has moved yet."""
        own = ("status", "round", "number", "owner_id", "legal_entity_id", "version")
        return OrderSnapshot(**{name: getattr(self, name) for name in own}, title=self.customer_name, total=self.money)

    def event_args(self) -> dict[str, Any]:
        """What all its events say."""
        own = {"order_id": self.id, "total": self.money}
        return own | {name: getattr(self, name) for name in OrderEvent.model_fields if name not in own}


class OrderLineRow(Table, table=True):
    """Pieces of one line of the contract: `reserved` are allocated to it, `shipped` left, `received` arrived; `closed`
    will not be delivered, `returned` arrived and came back."""

    __tablename__ = "order_lines"
    __table_args__ = (
        CheckConstraint("discount >= 0 AND share >= 0", name="no_negative_discount"),
        CheckConstraint(
            "reserved >= 0 AND closed >= 0 AND reserved + shipped + closed <= quantity", name="no_more_than_ordered"
        ),
        CheckConstraint("0 <= received AND received <= shipped", name="received_was_shipped"),
        CheckConstraint("0 <= returned AND returned <= received", name="returned_was_received"),
        Index("order_lines_of_product", "product_id"),
    )

    order_id: UUID = Field(primary_key=True, sa_column_args=[ForeignKey("orders.id")])
    line: int = Field(primary_key=True)
    contract_line: int | None = None
    product_id: UUID = Field(sa_column_args=[ForeignKey("products.id")])
    product_code: str = Field(sa_type=Text)
    product_name: str = Field(sa_type=Text)
    quantity: int
    price: Decimal = Field(sa_type=UNIT_PRICE)
    contract_price: Decimal | None = Field(default=None, sa_type=AMOUNT)
    reserved: int = 0
    shipped: int = 0
    received: int = 0
    closed: int = 0
    returned: int = 0
    list_price: Decimal | None = Field(default=None, sa_type=AMOUNT)
    floor_price: Decimal | None = Field(default=None, sa_type=UNIT_PRICE)  # of the product, when it was placed
    discount_percent: Decimal | None = Field(default=None, sa_type=PERCENT)
    discount: Decimal = Field(default=NOTHING, sa_type=AMOUNT)
    share: Decimal = Field(default=NOTHING, sa_type=AMOUNT)
    net: Decimal | None = Field(default=None, sa_type=AMOUNT)  # of a line of before: quantity x price
    tax_rate: Decimal = Field(default=NOTHING, sa_type=PERCENT)
    tax: Decimal = Field(default=NOTHING, sa_type=AMOUNT)
    total: Decimal | None = Field(default=None, sa_type=AMOUNT)  # with tax; of a line of before: quantity x price

    @property
    def costs(self) -> Decimal:
        """What all its pieces cost: what a part of them is credited at follows from it (ORD-76)."""
        return self.price * self.quantity if self.total is None else self.total

    @property
    def gone(self) -> int:
        """Pieces that the customer does not pay for, and that may be called off the contract again."""
        return self.closed + self.returned

    def worth(self, pieces: int, currency: str) -> Decimal:
        """What these of its pieces are credited at, after those that are gone."""
        return credit_of(self.costs, ordered=self.quantity, before=self.gone, pieces=pieces, currency=currency)

    def worth_arriving(self, pieces: int, currency: str) -> Decimal:
        """What these of its pieces cost, after those that have arrived."""
        return credit_of(self.costs, ordered=self.quantity, before=self.received, pieces=pieces, currency=currency)

    def pieces(self) -> Pieces:
        return Pieces(self.quantity, self.reserved, self.shipped, self.received, self.closed, self.returned)

    def terms(self) -> LineTerms:
        """A discount that was not given in percent is an amount."""
        taken = self.discount if self.discount_percent is None else None
        return LineTerms(self.quantity, self.price, self.discount_percent, taken, self.tax_rate, self.product_code)

    def take(self, figures: PricedLine) -> None:
        self.discount, self.share = figures.discount, figures.share
        self.net, self.tax, self.total = figures.net, figures.tax, figures.total

    def ordered(self, currency: str) -> OrderedLine:
        return OrderedLine(
            description=self.product_name,
            product_code=self.product_code,
            quantity=self.quantity,
            tax_rate=self.tax_rate,
            tax=Money.of(self.tax, currency),
            total=Money.of(self.costs, currency),
        )

    def paid(self) -> Paid:
        agreed = {name: getattr(self, name) for name in ("contract_price", "list_price", "floor_price")}
        return Paid(self.quantity, self.costs, code=self.product_code, **agreed)

    def view(self, currency: str) -> OrderLineView:
        net = self.price * self.quantity if self.net is None else self.net
        total = net if self.total is None else self.total
        money = {"discount": self.discount, "share": self.share, "net": net, "tax": self.tax, "total": total}
        return OrderLineView(
            **self.model_dump(exclude={"price", "list_price", *money}),
            price=UnitPrice.of(self.price, currency),
            list_price=None if self.list_price is None else Money.of(self.list_price, currency),
            amount=Money.of(net + self.share, currency),
            **{name: Money.of(value, currency) for name, value in money.items()},
        )


class ReservationRow(Table, table=True):
    """From which stock location the pieces allocated to an order are to be taken."""

    __tablename__ = "reservations"
    __table_args__ = (CheckConstraint("quantity >= 0", name="reservation_not_negative"),)

    order_id: UUID = Field(primary_key=True, sa_column_args=[ForeignKey("orders.id")])
    product_id: UUID = Field(primary_key=True)
    site: str = Field(primary_key=True, sa_type=Text)
    quantity: int
