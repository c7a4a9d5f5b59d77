"""What does a process ask of orders?"""

from datetime import datetime
from uuid import UUID

from temporalio import activity

from messages.orders.orders import CancelOrder, OrderStatus, OrderView, Reserved, ReturnOrder
from messages.orders.shipments import ShipmentStatus, ShipmentView
from workflows.activities.asking import Asking
from workflows.activities.standings import OrderStanding, Piece

MAY_HAVE_SHIPMENTS = (OrderStatus.CONFIRMED, OrderStatus.RESERVED, OrderStatus.SHIPPED)


class Orders:
    """Orders, their goods and their shipments. Every verb bears a repeat."""

    def __init__(self, orders: Asking) -> None:
        self._orders = orders

    @activity.defn
    async def order_standing(self, as_of: datetime, id: UUID) -> OrderStanding:
        """Where an order stands, and what of it is on the way."""
        order = await self._orders.get(f"/orders/{id}", OrderView, as_of=as_of)
        sent: list[ShipmentView] = []
        if order.status in MAY_HAVE_SHIPMENTS:
            sent = await self._orders.get(f"/orders/{id}/shipments", list[ShipmentView], as_of=as_of)
        return OrderStanding(
            status=order.status,
            round=order.round,
            number=order.number,
            owner_id=order.owner_id,
            legal_entity_id=order.legal_entity_id,
            on_the_way=[Piece(id=one.id, number=one.number) for one in sent if one.status is ShipmentStatus.SENT],
        )

    @activity.defn
    async def confirm_order(self, as_of: datetime, id: UUID) -> None:
        """Promise the customer delivery."""
        await self._orders.post(f"/orders/{id}/confirm", OrderView, as_of=as_of)

    @activity.defn
    async def return_order(self, as_of: datetime, id: UUID, round: int, guidance: str) -> None:
        """Back to the seller with guidance."""
        command = ReturnOrder(round=round, guidance=guidance)
        await self._orders.post(f"/orders/{id}/return", OrderView, command, as_of=as_of)

    @activity.defn
    async def reserve_order(self, as_of: datetime, id: UUID) -> list[str]:
        """Put the goods aside; the products that are missing. The order is served when stock is counted."""
        return (await self._orders.post(f"/orders/{id}/reserve", Reserved, as_of=as_of)).short

    @activity.defn
    async def complete_order(self, as_of: datetime, id: UUID) -> None:
        """Received, paid and invoiced in full."""
        await self._orders.post(f"/orders/{id}/complete", OrderView, as_of=as_of)

    @activity.defn
    async def ask_to_cancel_order(self, as_of: datetime, id: UUID, reason: str) -> None:
        """Rejected, or not placed again: it is to be cancelled like one that its seller gives up."""
        await self._orders.post(f"/orders/{id}/cancel", OrderView, CancelOrder(reason=reason), as_of=as_of)

    @activity.defn
    async def release_stock(self, as_of: datetime, id: UUID) -> None:
        """What was put aside is free again."""
        await self._orders.post(f"/orders/{id}/release-stock", OrderView, as_of=as_of)

    @activity.defn
    async def take_back(self, as_of: datetime, id: UUID) -> None:
        """What was sent is on the shelf again."""
        await self._orders.post(f"/orders/{id}/take-back", OrderView, as_of=as_of)

    @activity.defn
    async def order_cancelled(self, as_of: datetime, id: UUID) -> None:
        """Everything is undone."""
        await self._orders.post(f"/orders/{id}/cancelled", OrderView, as_of=as_of)
