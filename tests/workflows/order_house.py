"""What does the process of an order see of orders and collections? (a fake that notes what it was asked)"""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from temporalio import activity

from messages.base import Event
from messages.collections.invoices import InvoiceIssued, InvoiceRequested
from messages.collections.payments import PaymentConfirmed, PaymentRecorded
from messages.errors import Refused
from messages.money import Money
from messages.orders.orders import OrderCancelRequested, OrderPlaced, OrderReserved, OrderStatus
from messages.orders.shipments import ShipmentReceived, ShipmentSent
from workflows import starts
from workflows.activities.asking import refusal
from workflows.activities.standings import AccountStanding, OrderStanding, Piece
from workflows.starts import Begin

S = OrderStatus
ALL = Money.of("100.00", "CNY")


@dataclass
class OrderHouse:
    """One order, its goods and its money. Methods in the past tense are what people do; they return the facts."""

    asked: list[str] = field(default_factory=list)
    id: UUID = field(default_factory=uuid4)
    status: OrderStatus = S.PLACED
    round: int = 1
    stock: bool = True
    on_the_way: list[Piece] = field(default_factory=list)
    to_confirm: list[Piece] = field(default_factory=list)
    to_issue: list[Piece] = field(default_factory=list)
    paid: bool = False
    invoices: int = 0
    invoiced: bool = False

    @property
    def begin(self) -> Begin:
        return starts.order(self.id, number="SO-1", contract_id=uuid4())

    # ---- orders ----

    @activity.defn
    async def order_standing(self, as_of: datetime, id: UUID) -> OrderStanding:
        return OrderStanding(
            status=self.status, round=self.round, number="SO-1", owner_id=UUID(int=7), legal_entity_id="CS-CN",
            on_the_way=self.on_the_way,
        )  # fmt: skip

    @activity.defn
    async def confirm_order(self, as_of: datetime, id: UUID) -> None:
        self._to("confirm", S.CONFIRMED, S.PLACED)

    @activity.defn
    async def return_order(self, as_of: datetime, id: UUID, round: int, guidance: str) -> None:
        self._to(f"return: {guidance}", S.RETURNED, S.PLACED)

    @activity.defn
    async def reserve_order(self, as_of: datetime, id: UUID) -> list[str]:
        if not self.stock:
            self._note("reserve: short")
            return ["GTX"]
        self._to("reserve", S.RESERVED, S.CONFIRMED)
        return []

    @activity.defn
    async def complete_order(self, as_of: datetime, id: UUID) -> None:
        self._to("complete", S.COMPLETED, S.RECEIVED)

    @activity.defn
    async def ask_to_cancel_order(self, as_of: datetime, id: UUID, reason: str) -> None:
        self._to(f"cancel: {reason}", S.CANCELLING)

    @activity.defn
    async def release_stock(self, as_of: datetime, id: UUID) -> None:
        self._note("undo stock")

    @activity.defn
    async def take_back(self, as_of: datetime, id: UUID) -> None:
        self._note("undo goods")

    @activity.defn
    async def order_cancelled(self, as_of: datetime, id: UUID) -> None:
        self._to("cancelled", S.CANCELLED)

    # ---- collections ----

    @activity.defn
    async def account_standing(self, as_of: datetime, order_id: UUID) -> AccountStanding:
        return AccountStanding(
            settled=self.paid, invoiced_in_full=self.invoiced, to_request=self.invoices == 0,
            to_confirm=self.to_confirm, to_issue=self.to_issue, invoices=self.invoices,
        )  # fmt: skip

    @activity.defn
    async def cancel_invoices(self, as_of: datetime, order_id: UUID) -> None:
        self._note("undo invoices")

    @activity.defn
    async def reverse_payments(self, as_of: datetime, order_id: UUID) -> None:
        self._note("undo payments")

    @activity.defn
    async def cancel_receivables(self, as_of: datetime, order_id: UUID) -> None:
        self._note("undo receivables")

    # ---- what people do ----

    def placed_again(self) -> Event:
        self.status, self.round = S.PLACED, self.round + 1
        return OrderPlaced(**self._order(), round=self.round)

    def stock_counted(self) -> Event:
        self.stock, self.status = True, S.RESERVED
        return OrderReserved(**self._order())

    def shipped(self, *, all: bool = True) -> Event:
        self.on_the_way.append(Piece(id=uuid4(), number=f"SH-{len(self.on_the_way) + 1}"))
        self.status = S.SHIPPED if all else self.status
        return ShipmentSent(**self._shipment(self.on_the_way[-1]), lines=[], sent_at=datetime(2026, 1, 5, tzinfo=UTC))

    def received(self) -> Event:
        piece = self.on_the_way.pop(0)
        self.status = S.RECEIVED if self.status is S.SHIPPED and not self.on_the_way else self.status
        return ShipmentReceived(**self._shipment(piece), received_at=datetime(2026, 1, 9, tzinfo=UTC))

    def payment_recorded(self) -> Event:
        self.to_confirm.append(Piece(id=uuid4(), number="PM-1"))
        return PaymentRecorded(**self._payment(self.to_confirm[-1]), recorded_by=uuid4())

    def payment_confirmed(self) -> Event:
        self.paid = True
        return PaymentConfirmed(**self._payment(self.to_confirm.pop()), confirmed_by=uuid4(), allocated=ALL)

    def invoice_requested(self) -> Event:
        self.invoices += 1
        self.to_issue.append(Piece(id=uuid4(), number="IR-1"))
        return InvoiceRequested(**self._invoice(self.to_issue[-1]), requested_by=uuid4())

    def invoice_issued(self) -> Event:
        self.invoiced = True
        return InvoiceIssued(**self._invoice(self.to_issue.pop()), invoice_number="1")

    def cancel_requested(self) -> Event:
        self.status = S.CANCELLING
        return OrderCancelRequested(**self._order(), reason="changed their mind")

    def _to(self, asked: str, status: OrderStatus, before: OrderStatus | None = None) -> None:
        if self.status is status:
            return  # a repeat changes nothing
        if before is not None and self.status is not before:
            raise refusal(Refused("ORD-1", status=self.status, to=status))
        self.asked.append(asked)
        self.status = status

    def _note(self, asked: str) -> None:
        if self.asked[-1:] != [asked]:
            self.asked.append(asked)

    def _order(self) -> dict[str, Any]:
        people = {"customer_id": uuid4(), "owner_id": UUID(int=7), "legal_entity_id": "CS-CN"}
        return {"order_id": self.id, "number": "SO-1", "contract_id": uuid4(), "total": ALL, **people}

    def _shipment(self, piece: Piece) -> dict[str, Any]:
        about = {"shipment_id": piece.id, "number": piece.number, "order_id": self.id}
        return {**about, "customer_id": uuid4(), "by_id": uuid4()}

    def _payment(self, piece: Piece) -> dict[str, Any]:
        about = {"payment_id": piece.id, "number": piece.number, "order_ids": [self.id], "amount": ALL}
        return {**about, "customer_id": uuid4(), "legal_entity_id": "CS-CN"}

    def _invoice(self, piece: Piece) -> dict[str, Any]:
        about = {"invoice_id": piece.id, "number": piece.number, "order_id": self.id, "amount": ALL}
        return {**about, "customer_id": uuid4(), "legal_entity_id": "CS-CN"}
