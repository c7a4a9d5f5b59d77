"""What does the process of an order see of orders and collections? (a fake that notes what it was asked)"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from temporalio import activity

from messages.base import Event, OpenItem
from messages.collections.allowances import AllowanceGranted
from messages.collections.invoices import InvoiceCancelled, InvoiceIssued, InvoiceRequested
from messages.collections.payments import PaymentConfirmed, PaymentRecorded
from messages.collections.receivables import AccountSnapshot
from messages.errors import RuleViolation
from messages.money import Money
from messages.orders.orders import (
    OrderCancelRequested,
    OrderGoodsBack,
    OrderGoodsRequested,
    OrderPlaced,
    OrderReserved,
    OrderSnapshot,
    OrderStatus,
)
from messages.orders.shipments import (
    DifferenceDecided,
    DifferenceDecision,
    ShipmentDiffered,
    ShipmentReceived,
    ShipmentSent,
)
from workflows import workflow_registry
from workflows.activities.service_calls import rule_violation_error
from workflows.workflow_registry import WorkflowStart

S = OrderStatus
ALL = Money.of("100.00", "CNY")
TOTAL = Money.of("300.00", "CNY")


@dataclass
class FakeOrderServices:
    """One order, its goods and its money. Methods in the past tense are what people do; they return the facts."""

    asked: list[str] = field(default_factory=list)
    id: UUID = field(default_factory=uuid4)
    status: OrderStatus = S.PLACED
    round: int = 1
    stock: bool = True
    over_limit_at_confirm: bool = False
    answer_lost: bool = False  # the one that says so
    on_the_way: list[OpenItem] = field(default_factory=list)
    differences: list[OpenItem] = field(default_factory=list)
    to_correct: list[OpenItem] = field(default_factory=list)
    to_confirm: list[OpenItem] = field(default_factory=list)
    to_issue: list[OpenItem] = field(default_factory=list)
    paid: bool = False
    on_account: list[OpenItem] = field(default_factory=list)
    invoices: int = 0
    invoiced: bool = False
    goods_requests: int = 0
    goods_back: bool = False
    version: int = 1
    looks: Counter[str] = field(default_factory=Counter)  # how often it was asked what stands
    tells: bool = False  # its events say what stands
    money_version: int = 0

    @property
    def start(self) -> WorkflowStart:
        stands = self._snapshot() if self.tells else None
        return workflow_registry.order(self.id, number="SO-1", contract_id=uuid4(), stands=stands)

    # ---- orders ----

    @activity.defn(name="order_standing")
    async def order_snapshot(self, as_of: datetime, id: UUID) -> OrderSnapshot:
        self.looks["order"] += 1
        return self._snapshot()

    @activity.defn
    async def confirm_order(self, as_of: datetime, id: UUID, round: int | None = None) -> None:
        if round is not None and round < self.round:
            return
        if self.over_limit_at_confirm:
            self.over_limit_at_confirm, self.round = False, self.round + 1
            self._note("confirm: asked again")
            if self.answer_lost:
                raise ConnectionResetError
        else:
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
    async def confirm_and_reserve(self, as_of: datetime, id: UUID, round: int | None = None) -> OrderSnapshot:
        if self.status is S.PLACED:
            await self.confirm_order(as_of, id, round)
        backordered = await self.reserve_order(as_of, id) if self.status is S.CONFIRMED else []
        return self._snapshot().model_copy(update={"backordered": backordered})

    @activity.defn
    async def complete_order(self, as_of: datetime, id: UUID) -> OrderSnapshot:
        self._to("complete", S.COMPLETED, S.RECEIVED)
        return self._snapshot()

    @activity.defn(name="ask_to_cancel_order")
    async def cancel_order(self, as_of: datetime, id: UUID, reason: str) -> None:
        self._to(f"cancel: {reason}", S.CANCELLING)

    @activity.defn
    async def release_stock(self, as_of: datetime, id: UUID) -> None:
        self._note("undo stock")

    @activity.defn(name="take_back")
    async def return_to_stock(self, as_of: datetime, id: UUID) -> None:
        self._note("undo goods")
        self.on_the_way = []

    @activity.defn(name="order_cancelled")
    async def finish_cancellation(self, as_of: datetime, id: UUID) -> None:
        self._to("cancelled", S.CANCELLED)

    # ---- collections ----

    @activity.defn(name="account_standing")
    async def account_snapshot(self, as_of: datetime, order_id: UUID) -> AccountSnapshot:
        self.looks["account"] += 1
        return self._account()

    @activity.defn(name="cancel_invoices")
    async def cancel_order_invoices(self, as_of: datetime, order_id: UUID) -> None:
        self._note("undo invoices")
        self.to_issue = []

    @activity.defn(name="reverse_payments")
    async def reverse_order_payments(self, as_of: datetime, order_id: UUID) -> None:
        self._note("undo payments")
        self.to_confirm = []  # as finance does it before anybody looks

    @activity.defn(name="cancel_receivables")
    async def cancel_order_receivables(self, as_of: datetime, order_id: UUID) -> None:
        self._note("undo receivables")

    # ---- what people do ----

    def placed_again(self) -> Event:
        self.status, self.round = S.PLACED, self.round + 1
        return OrderPlaced(**self._order(), round=self.round)

    def stock_counted(self) -> Event:
        self.stock, self.status = True, S.RESERVED
        return OrderReserved(**self._order())

    def shipped(self, *, all: bool = True) -> Event:
        self.on_the_way.append(OpenItem(id=uuid4(), number=f"SH-{len(self.on_the_way) + 1}", amount=ALL))
        self.status = S.SHIPPED if all else self.status
        said = self._shipment(self.on_the_way[-1]) | self._goods_told()
        return ShipmentSent(**said, lines=[], sent_at=datetime(2026, 1, 5, tzinfo=UTC))

    def received(self) -> Event:
        piece = self.on_the_way.pop(0)
        self.status = S.RECEIVED if self.status is S.SHIPPED and not self.on_the_way else self.status
        return ShipmentReceived(
            **self._shipment(piece), **self._goods_told(), received_at=datetime(2026, 1, 9, tzinfo=UTC)
        )

    def differed(self) -> Event:
        """The shipment arrived; some of it was short."""
        piece = self.on_the_way.pop(0)
        self.differences.append(piece)
        self.version += 1
        return ShipmentDiffered(**self._shipment(piece), short=1, damaged=0)

    def difference_decided(self, decision: DifferenceDecision) -> Event:
        piece = self.differences.pop(0)
        self.status = S.CONFIRMED if decision is DifferenceDecision.RESEND else S.RECEIVED
        self.version += 1
        said = {"difference_id": uuid4(), "decision": decision, "pieces": 1, "credit": ALL}
        return DifferenceDecided.model_validate(self._shipment(piece) | said)

    def allowance_granted(self) -> Event:
        """More is invoiced than it costs by now, and money lies on the account."""
        self.to_correct.append(OpenItem(id=uuid4(), number="IR-1"))
        said = {"allowance_id": uuid4(), "number": "AL-1", "reason": "RETURN", "source_number": "RT-1"}
        people = {"order_id": self.id, "customer_id": uuid4(), "owner_id": UUID(int=7), "legal_entity_id": "CS-CN"}
        return AllowanceGranted.model_validate(people | said | {"amount": ALL, "released": ALL})

    def payment_recorded(self) -> Event:
        self.to_confirm.append(OpenItem(id=uuid4(), number="PM-1", amount=ALL))
        return PaymentRecorded(**self._payment(self.to_confirm[-1]), **self._money_told(), recorded_by=uuid4())

    def payment_confirmed(self) -> Event:
        self.paid = True
        said = self._payment(self.to_confirm.pop()) | {"confirmed_by": uuid4(), "allocated": ALL}
        return PaymentConfirmed(**said, **self._money_told())

    def invoice_requested(self) -> Event:
        self.invoices += 1
        self.to_issue.append(OpenItem(id=uuid4(), number="IR-1", amount=ALL))
        return InvoiceRequested(**self._invoice(self.to_issue[-1]), **self._money_told(), requested_by=uuid4())

    def invoice_issued(self) -> Event:
        self.invoiced = True
        return InvoiceIssued(**self._invoice(self.to_issue.pop()), **self._money_told(), invoice_number="1")

    def invoice_reversed(self) -> Event:
        self.invoiced = False
        return InvoiceCancelled(**self._invoice(OpenItem(id=uuid4(), number="IR-1")), credit_note_number="RL-1")

    def goods_requested(self) -> Event:
        self.goods_requests += 1
        return OrderGoodsRequested(**self._order(), reason="changed their mind")

    def goods_came_back(self) -> Event:
        self.goods_back = True
        return OrderGoodsBack(**self._order())

    def cancel_requested(self) -> Event:
        self.status = S.CANCELLING
        return OrderCancelRequested(**self._order(), reason="changed their mind")

    def _to(self, asked: str, status: OrderStatus, before: OrderStatus | None = None) -> None:
        if self.status is status:
            return  # a repeat changes nothing
        if before is not None and self.status is not before:
            raise rule_violation_error(RuleViolation("ORD-1", status=self.status, to=status))
        self.asked.append(asked)
        self.status = status
        self.version += 1

    def _snapshot(self) -> OrderSnapshot:
        return OrderSnapshot(
            status=self.status, round=self.round, number="SO-1", owner_id=UUID(int=7), legal_entity_id="CS-CN",
            total=TOTAL, on_the_way=self.on_the_way, differences=self.differences, goods_requests=self.goods_requests,
            goods_back=self.goods_back, version=self.version,
        )  # fmt: skip

    def _account(self) -> AccountSnapshot:
        return AccountSnapshot(
            settled=self.paid, invoiced_in_full=self.invoiced, to_request=not self.invoiced and not self.to_issue,
            to_confirm=self.to_confirm, to_issue=self.to_issue, invoices=self.invoices, on_account=self.on_account,
            to_correct=self.to_correct, version=self.money_version,
        )  # fmt: skip

    def _goods_told(self) -> dict[str, Any]:
        if not self.tells:
            return {}
        self.version += 1
        return {"stands": self._snapshot()}

    def _money_told(self) -> dict[str, Any]:
        if not self.tells:
            return {}
        self.money_version += 1
        return {"accounts": {self.id: self._account()}}

    def _note(self, asked: str) -> None:
        if self.asked[-1:] != [asked]:
            self.asked.append(asked)

    def _order(self) -> dict[str, Any]:
        people = {"customer_id": uuid4(), "owner_id": UUID(int=7), "legal_entity_id": "CS-CN"}
        return {"order_id": self.id, "number": "SO-1", "contract_id": uuid4(), "total": ALL, **people}

    def _shipment(self, piece: OpenItem) -> dict[str, Any]:
        about = {"shipment_id": piece.id, "number": piece.number, "order_id": self.id}
        return {**about, "customer_id": uuid4(), "by_id": uuid4(), "owner_id": UUID(int=7), "legal_entity_id": "CS-CN"}

    def _payment(self, piece: OpenItem) -> dict[str, Any]:
        about = {"payment_id": piece.id, "number": piece.number, "order_ids": [self.id], "amount": ALL}
        return {**about, "customer_id": uuid4(), "legal_entity_id": "CS-CN"}

    def _invoice(self, piece: OpenItem) -> dict[str, Any]:
        about = {"invoice_id": piece.id, "number": piece.number, "order_id": self.id, "amount": ALL}
        return {**about, "customer_id": uuid4(), "legal_entity_id": "CS-CN"}
