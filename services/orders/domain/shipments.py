"""What may be shipped, and who may say that it arrived?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from messages.errors import Forbidden, RuleViolation
from messages.orders.orders import OrderStatus
from messages.orders.shipments import ShipmentLine, ShipmentStatus
from services.orders.domain.split import split


@dataclass(frozen=True)
class ReservedPieces:
    """Pieces of a product that one line of an order, or one stock location for the order, holds."""

    holder: int | str
    product_id: UUID
    quantity: int


@dataclass(frozen=True)
class Picked:
    order_line: int
    site: str
    product_id: UUID
    quantity: int


def to_ship(wanted: Sequence[ShipmentLine], lines: Sequence[ReservedPieces]) -> dict[int, int]:
    """ORD-7: no more leaves than was ordered and is allocated; without lines all that is left leaves.

    The pieces of each line of the order. A line that is named gets its own first.
    """
    left = {int(line.holder): line.quantity for line in lines}
    if not wanted:
        pieces = {line: quantity for line, quantity in left.items() if quantity}
        if not pieces:
            raise RuleViolation("ORD-7", product=None, wanted=0, left=0)
        return pieces
    pieces = {}
    for asked in sorted(wanted, key=lambda line: line.line is None):
        own = [line for line in lines if line.product_id == asked.product_id and asked.line in (None, line.holder)]
        parts = split(asked.quantity, [left[int(line.holder)] for line in own])
        if sum(parts) < asked.quantity:
            raise RuleViolation("ORD-7", product=str(asked.product_id), wanted=asked.quantity, left=sum(parts))
        for line, part in zip(own, parts, strict=True):
            left[int(line.holder)] -= part
            pieces[int(line.holder)] = pieces.get(int(line.holder), 0) + part
    return {line: quantity for line, quantity in pieces.items() if quantity}


def pick(
    pieces: Mapping[int, int], lines: Sequence[ReservedPieces], locations: Sequence[ReservedPieces]
) -> list[Picked]:
    """Which piece leaves for which line from which stock location: the first lines from the first locations."""
    picked = []
    at = {(location.product_id, str(location.holder)): location.quantity for location in locations}
    for line in lines:
        sites = [site for product, site in at if product == line.product_id]
        wanted = pieces.get(int(line.holder), 0)
        for site, some in zip(sites, split(wanted, [at[line.product_id, site] for site in sites]), strict=True):
            at[line.product_id, site] -= some
            picked += [Picked(int(line.holder), site, line.product_id, some)] if some else []
    return picked


@dataclass(frozen=True)
class Moved:
    """Reserved pieces of a product that are at another site from now on."""

    product_id: UUID
    site: str
    to: str
    quantity: int


def move_to_sites(
    wanted: Sequence[ShipmentLine], kept: Mapping[tuple[UUID, str], int], free: Mapping[tuple[UUID, str], int]
) -> list[Moved]:
    """ORD-100: pieces leave the site that is said where they are reserved there, or nobody has them there; what was
    reserved for them elsewhere is free then.

    `kept`: reserved for this order; `free`: promised to nobody.
    """
    needed: dict[tuple[UUID, str], int] = {}
    for line in wanted:
        if line.site is not None:
            needed[line.product_id, line.site] = needed.get((line.product_id, line.site), 0) + line.quantity
    left = {place: pieces - needed.get(place, 0) for place, pieces in kept.items()}
    moved = []
    for (product_id, site), pieces in needed.items():
        missing = pieces - kept.get((product_id, site), 0)
        if missing > free.get((product_id, site), 0):
            there = kept.get((product_id, site), 0) + free.get((product_id, site), 0)
            raise RuleViolation("ORD-100", site=site, wanted=pieces, left=there)
        others = [place for place, spare in left.items() if place[0] == product_id and spare > 0]
        for place, some in zip(others, split(max(missing, 0), [left[place] for place in others]), strict=True):
            left[place] -= some
            moved += [Moved(product_id, place[1], site, some)] if some else []
    return moved


def pick_by_site(
    wanted: Sequence[ShipmentLine],
    pieces: Mapping[int, int],
    lines: Sequence[ReservedPieces],
    locations: Sequence[ReservedPieces],
) -> list[Picked]:
    """As `pick`, with what is to leave a certain site first."""
    chosen = [Picked(line.line or 0, line.site, line.product_id, line.quantity) for line in wanted if line.site]
    rest, at = dict(pieces), {(one.product_id, str(one.holder)): one.quantity for one in locations}
    for one in chosen:
        rest[one.order_line] = rest.get(one.order_line, 0) - one.quantity
        at[one.product_id, one.site] = at.get((one.product_id, one.site), 0) - one.quantity
    others = pick(rest, lines, [ReservedPieces(site, product, left) for (product, site), left in at.items()])
    return _together([*chosen, *others])


def _together(picked: Sequence[Picked]) -> list[Picked]:
    """Of a line and a site one part."""
    sums: dict[tuple[int, str, UUID], int] = {}
    for one in picked:
        key = one.order_line, one.site, one.product_id
        sums[key] = sums.get(key, 0) + one.quantity
    return [Picked(line, site, product, pieces) for (line, site, product), pieces in sums.items()]


def must_be_receiver(*, may_ship: bool, is_owner: bool, is_customer: bool = False) -> None:
    """ORD-10: the shipper, the order's owner or its customer says that a shipment arrived, nobody else."""
    if not (may_ship or is_owner or is_customer):
        raise Forbidden("confirm the receipt of a shipment")


def must_not_be_returned(status: ShipmentStatus, order: OrderStatus) -> None:
    """ORD-15: what was returned to stock, or is being returned, does not arrive."""
    if status is ShipmentStatus.RETURNED or order in (OrderStatus.CANCELLING, OrderStatus.CANCELLED):
        raise RuleViolation("ORD-15", status=order)
