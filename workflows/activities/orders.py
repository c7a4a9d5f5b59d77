"""What does a process do in orders?"""

from datetime import datetime
from uuid import UUID

from temporalio import activity

from messages.orders.order_changes import DecideOrderChange, OrderChangeSnapshot, OrderChangeView
from messages.orders.orders import CancelOrder, ConfirmOrder, OrderSnapshot, OrderView, Reserved, ReturnOrder
from messages.orders.returns import DecideReturn, ReturnSnapshot, ReturnView
from workflows.activities.service_calls import ServiceCalls

KEPT = {"status", "round", "number", "owner_id", "legal_entity_id", "goods", "changes", "version"}


class Orders:
    """Orders, their goods and their shipments. Every verb bears a repeat."""

    def __init__(self, orders: ServiceCalls) -> None:
        self._orders = orders

    @activity.defn(name="order_standing")
    async def order_snapshot(self, as_of: datetime, id: UUID) -> OrderSnapshot:
        """Where an order stands, and what of it is on the way."""
        return await self._orders.get(f"/orders/{id}/snapshot", OrderSnapshot, as_of=as_of)

    @activity.defn
    async def confirm_and_reserve(self, as_of: datetime, id: UUID, round: int | None = None) -> OrderSnapshot:
        """Promise the customer delivery and allocate the goods: where it stands then, and what is backordered. A round
        that its approvers are asked about anew is not confirmed by a repeat."""
        path = f"/orders/{id}/confirm-and-reserve"
        return await self._orders.post(path, OrderSnapshot, ConfirmOrder(round=round), as_of=as_of)

    @activity.defn
    async def confirm_order(self, as_of: datetime, id: UUID, round: int | None = None) -> None:
        """Promise the customer delivery."""
        await self._orders.post(f"/orders/{id}/confirm", OrderView, ConfirmOrder(round=round), as_of=as_of)

    @activity.defn
    async def return_order(self, as_of: datetime, id: UUID, round: int, guidance: str) -> None:
        """Back to the seller with guidance."""
        command = ReturnOrder(round=round, guidance=guidance)
        await self._orders.post(f"/orders/{id}/return", OrderView, command, as_of=as_of)

    @activity.defn
    async def reserve_order(self, as_of: datetime, id: UUID) -> list[str]:
        """Allocate the goods; the products that are backordered. The order gets them when stock is counted."""
        return (await self._orders.post(f"/orders/{id}/reserve", Reserved, as_of=as_of)).backordered

    @activity.defn
    async def complete_order(self, as_of: datetime, id: UUID) -> OrderSnapshot | None:
        """Received, paid and invoiced in full: where it stands then. (None in histories of before.)"""
        order = await self._orders.post(f"/orders/{id}/complete", OrderView, as_of=as_of)
        own = order.model_dump(include=KEPT)
        return OrderSnapshot(**own, title=order.customer_name, changing=order.open_change_id is not None)

    @activity.defn(name="ask_to_cancel_order")
    async def cancel_order(self, as_of: datetime, id: UUID, reason: str) -> None:
        """Rejected, or not resubmitted: it is to be cancelled like one that its seller gives up."""
        await self._orders.post(f"/orders/{id}/cancel", OrderView, CancelOrder(reason=reason), as_of=as_of)

    @activity.defn
    async def release_stock(self, as_of: datetime, id: UUID) -> None:
        """What was allocated is free again."""
        await self._orders.post(f"/orders/{id}/release-stock", OrderView, as_of=as_of)

    @activity.defn(name="take_back")
    async def return_to_stock(self, as_of: datetime, id: UUID) -> None:
        """What was sent is in stock again."""
        await self._orders.post(f"/orders/{id}/return-to-stock", OrderView, as_of=as_of)

    @activity.defn(name="order_cancelled")
    async def finish_cancellation(self, as_of: datetime, id: UUID) -> None:
        """Everything is compensated."""
        await self._orders.post(f"/orders/{id}/finish-cancellation", OrderView, as_of=as_of)

    @activity.defn
    async def return_snapshot(self, as_of: datetime, id: UUID) -> ReturnSnapshot:
        """Where a return stands."""
        found = await self._orders.get(f"/returns/{id}", ReturnView, as_of=as_of)
        return ReturnSnapshot(**found.model_dump(), title=found.customer_name)

    @activity.defn
    async def approve_return(self, as_of: datetime, id: UUID, round: int) -> ReturnSnapshot:
        """Its goods may come back."""
        command = DecideReturn(round=round)
        return await self._orders.post(f"/returns/{id}/approve", ReturnSnapshot, command, as_of=as_of)

    @activity.defn
    async def send_back_return(self, as_of: datetime, id: UUID, round: int, guidance: str) -> ReturnSnapshot:
        """Back to who asked for it, with guidance."""
        command = DecideReturn(round=round, comment=guidance)
        return await self._orders.post(f"/returns/{id}/send-back", ReturnSnapshot, command, as_of=as_of)

    @activity.defn
    async def reject_return(self, as_of: datetime, id: UUID, round: int, reason: str) -> ReturnSnapshot:
        """The customer keeps the goods."""
        command = DecideReturn(round=round, comment=reason)
        return await self._orders.post(f"/returns/{id}/reject", ReturnSnapshot, command, as_of=as_of)

    @activity.defn
    async def withdraw_return(self, as_of: datetime, id: UUID) -> None:
        """Nobody waits for (the rest of) its goods any more."""
        await self._orders.post(f"/returns/{id}/withdraw", ReturnView, as_of=as_of)

    @activity.defn
    async def order_change_snapshot(self, as_of: datetime, id: UUID) -> OrderChangeSnapshot:
        """Where a change of an order stands."""
        found = await self._orders.get(f"/order-changes/{id}", OrderChangeView, as_of=as_of)
        return OrderChangeSnapshot(**found.model_dump(), title=found.customer_name)

    @activity.defn
    async def apply_order_change(self, as_of: datetime, id: UUID, round: int) -> OrderChangeSnapshot:
        """The order is as it says, unless it was overtaken by what happened to the order meanwhile."""
        command = DecideOrderChange(round=round)
        return await self._orders.post(f"/order-changes/{id}/apply", OrderChangeSnapshot, command, as_of=as_of)

    @activity.defn
    async def send_back_order_change(self, as_of: datetime, id: UUID, round: int, guidance: str) -> OrderChangeSnapshot:
        """Back to who asked for it, with guidance."""
        command = DecideOrderChange(round=round, comment=guidance)
        return await self._orders.post(f"/order-changes/{id}/send-back", OrderChangeSnapshot, command, as_of=as_of)

    @activity.defn
    async def reject_order_change(self, as_of: datetime, id: UUID, round: int, reason: str) -> OrderChangeSnapshot:
        """The order stays as it is."""
        command = DecideOrderChange(round=round, comment=reason)
        return await self._orders.post(f"/order-changes/{id}/reject", OrderChangeSnapshot, command, as_of=as_of)

    @activity.defn
    async def withdraw_order_change(self, as_of: datetime, id: UUID) -> None:
        """Nobody wants it any more."""
        await self._orders.post(f"/order-changes/{id}/withdraw", OrderChangeView, as_of=as_of)
