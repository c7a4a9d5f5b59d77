"""Which goods on the shelf are set aside for which order?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from messages.errors import Refused
from services.orders.domain.spread import spread


@dataclass(frozen=True)
class Shelf:
    """The pieces of one product at one site that nobody has yet."""

    product_id: UUID
    site: str
    free: int


@dataclass(frozen=True)
class Taken:
    product_id: UUID
    site: str
    quantity: int


@dataclass(frozen=True)
class Answer:
    """Either all that was wanted is taken, or nothing, and `short` says how many pieces of what are missing."""

    taken: tuple[Taken, ...] = ()
    short: Mapping[UUID, int] | None = None


def set_aside(orders: Sequence[Mapping[UUID, int]], shelves: Sequence[Shelf]) -> list[Answer]:
    """ORD-6: goods are set aside for a whole order or not at all; of those that wait, the oldest is served first."""
    free = {(shelf.product_id, shelf.site): shelf.free for shelf in shelves}
    answers = []
    for wanted in orders:
        taken, short = _look_for(wanted, free)
        for part in taken if not short else ():
            free[part.product_id, part.site] -= part.quantity
        answers.append(Answer(short=short) if short else Answer(taken=tuple(taken)))
    return answers


def _look_for(wanted: Mapping[UUID, int], free: Mapping[tuple[UUID, str], int]) -> tuple[list[Taken], dict[UUID, int]]:
    taken: list[Taken] = []
    short: dict[UUID, int] = {}
    for product_id, quantity in wanted.items():
        sites = sorted(site for product, site in free if product == product_id)
        parts = spread(quantity, [free[product_id, site] for site in sites])
        taken += [Taken(product_id, site, part) for site, part in zip(sites, parts, strict=True) if part]
        if sum(parts) < quantity:
            short[product_id] = quantity - sum(parts)
    return taken, short


def what_is_short(wanted: Mapping[UUID, int], free: Mapping[UUID, int]) -> dict[UUID, int]:
    """ORD-16: an order is short of what is wanted beyond the pieces that nobody has yet, at all sites together."""
    return {id: pieces - free.get(id, 0) for id, pieces in wanted.items() if pieces > free.get(id, 0)}


def check_count(*, counted: int, reserved: int) -> None:
    """ORD-11: no fewer pieces can be counted than are promised to orders; first an order must be cancelled."""
    if counted < reserved:
        raise Refused("ORD-11", counted=counted, reserved=reserved)
