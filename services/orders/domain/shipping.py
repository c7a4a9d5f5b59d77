"""What may be shipped, and who may say that it arrived?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from messages.errors import Forbidden, Refused
from messages.orders.orders import OrderStatus
from messages.orders.shipments import ShipmentLine, ShipmentStatus
from services.orders.domain.spread import spread


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


@dataclass(frozen=True)
class Held:
    """Pieces of a product that one line of an order, or one shelf for the order, holds."""

    place: int | str
    product_id: UUID
    quantity: int


@dataclass(frozen=True)
class Picked:
    order_line: int
    site: str
    product_id: UUID
    quantity: int


def pick(pieces: Mapping[UUID, int], lines: Sequence[Held], shelves: Sequence[Held]) -> list[Picked]:
    """Which piece leaves for which line of the order from which shelf: the first lines from the first shelves."""
    picked = []
    at = {(shelf.product_id, str(shelf.place)): shelf.quantity for shelf in shelves}
    for product_id, wanted in pieces.items():
        own = [line for line in lines if line.product_id == product_id]
        for line, part in zip(own, spread(wanted, [line.quantity for line in own]), strict=True):
            sites = [site for product, site in at if product == product_id]
            for site, some in zip(sites, spread(part, [at[product_id, site] for site in sites]), strict=True):
                at[product_id, site] -= some
                picked += [Picked(int(line.place), site, product_id, some)] if some else []
    return picked


def check_receipt(*, may_ship: bool, is_owner: bool) -> None:
    """ORD-10: the shipper or the order's owner says that a shipment arrived, nobody else."""
    if not (may_ship or is_owner):
        raise Forbidden("confirm the receipt of a shipment")


def check_arrival(status: ShipmentStatus, order: OrderStatus) -> None:
    """ORD-15: what was taken back, or is being taken back, does not arrive."""
    if status is ShipmentStatus.TAKEN_BACK or order in (OrderStatus.CANCELLING, OrderStatus.CANCELLED):
        raise Refused("ORD-15", status=order)
