"""Which goods in stock are allocated to which order?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from messages.errors import RuleViolation
from services.orders.domain.split import split

# Where services and charges come from: a shelf that never empties, so that an order never waits for them.
ENDLESS_SITE, ENDLESS = "SERVICES", 1_000_000_000


@dataclass(frozen=True)
class StockLocation:
    """The pieces of one product at one site that nobody has yet."""

    product_id: UUID
    site: str
    free: int


@dataclass(frozen=True)
class Allocated:
    product_id: UUID
    site: str
    quantity: int


@dataclass(frozen=True)
class Allocation:
    """Either all that was wanted, or nothing; then `backordered` says how many pieces of what are missing."""

    allocated: tuple[Allocated, ...] = ()
    backordered: Mapping[UUID, int] | None = None


def allocate(orders: Sequence[Mapping[UUID, int]], stock_locations: Sequence[StockLocation]) -> list[Allocation]:
    """ORD-6: goods are allocated to a whole order or not at all; of those that wait, the oldest comes first."""
    free = {(location.product_id, location.site): location.free for location in stock_locations}
    allocations = []
    for wanted in orders:
        allocated, backordered = _allocate_order(wanted, free)
        for part in allocated if not backordered else ():
            free[part.product_id, part.site] -= part.quantity
        allocations.append(
            Allocation(backordered=backordered) if backordered else Allocation(allocated=tuple(allocated))
        )
    return allocations


def _allocate_order(
    wanted: Mapping[UUID, int], free: Mapping[tuple[UUID, str], int]
) -> tuple[list[Allocated], dict[UUID, int]]:
    allocated: list[Allocated] = []
    backordered: dict[UUID, int] = {}
    for product_id, quantity in wanted.items():
        sites = sorted(site for product, site in free if product == product_id)
        parts = split(quantity, [free[product_id, site] for site in sites])
        allocated += [Allocated(product_id, site, part) for site, part in zip(sites, parts, strict=True) if part]
        if sum(parts) < quantity:
            backordered[product_id] = quantity - sum(parts)
    return allocated, backordered


def backordered_pieces(wanted: Mapping[UUID, int], free: Mapping[UUID, int]) -> dict[UUID, int]:
    """ORD-16: what is wanted is backordered beyond the pieces that nobody has yet, at all sites together."""
    return {id: pieces - free.get(id, 0) for id, pieces in wanted.items() if pieces > free.get(id, 0)}


def must_cover_reservations(*, counted: int, reserved: int) -> None:
    """ORD-11: no fewer pieces can be counted than are promised to orders; first an order must be cancelled."""
    if counted < reserved:
        raise RuleViolation("ORD-11", counted=counted, reserved=reserved)


def must_be_stocked(*, stocked: bool, code: str) -> None:
    """ORD-19: only what lies on a shelf is counted; a service or a charge is always there."""
    if not stocked:
        raise RuleViolation("ORD-19", code=code)


def off_the_shelf(site: str, pieces: int) -> int:
    """By how much a shelf empties when so many pieces leave it."""
    return 0 if site == ENDLESS_SITE else pieces
