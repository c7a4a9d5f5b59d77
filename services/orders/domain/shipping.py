"""What may be shipped, and who may say that it arrived?"""

from collections.abc import Mapping, Sequence
from uuid import UUID

from messages.errors import Forbidden, Refused
from messages.orders.orders import OrderStatus
from messages.orders.shipments import ShipmentLine, ShipmentStatus


def to_ship(wanted: Sequence[ShipmentLine], left: Mapping[UUID, int]) -> dict[UUID, int]:
    """ORD-7: no more leaves than was ordered and is set aside; without lines all that is left leaves."""
    pieces: dict[UUID, int] = {}
    for line in wanted:
        pieces[line.product_id] = pieces.get(line.product_id, 0) + line.quantity
    if not wanted:
        pieces = {product_id: quantity for product_id, quantity in left.items() if quantity}
        if not pieces:
            raise Refused("ORD-7", product=None, wanted=0, left=0)
    for product_id, quantity in pieces.items():
        if quantity > left.get(product_id, 0):
            raise Refused("ORD-7", product=str(product_id), wanted=quantity, left=left.get(product_id, 0))
    return pieces


def check_receipt(*, may_ship: bool, is_owner: bool) -> None:
    """ORD-10: the shipper or the order's owner says that a shipment arrived, nobody else."""
    if not (may_ship or is_owner):
        raise Forbidden("confirm the receipt of a shipment")


def check_arrival(status: ShipmentStatus, order: OrderStatus) -> None:
    """ORD-15: what was taken back, or is being taken back, does not arrive."""
    if status is ShipmentStatus.TAKEN_BACK or order in (OrderStatus.CANCELLING, OrderStatus.CANCELLED):
        raise Refused("ORD-15", status=order)
