"""Which way may an order's life go, and how far has it come?"""

from collections.abc import Sequence
from dataclasses import dataclass

from messages.errors import Refused
from messages.orders.orders import OrderStatus as S

MOVES: dict[S, frozenset[S]] = {
    S.PLACED: frozenset({S.CONFIRMED, S.RETURNED, S.CANCELLING}),
    S.RETURNED: frozenset({S.PLACED, S.CANCELLING}),
    S.CONFIRMED: frozenset({S.RESERVED, S.CANCELLING}),
    S.RESERVED: frozenset({S.SHIPPED, S.CANCELLING}),
    S.SHIPPED: frozenset({S.RECEIVED, S.CANCELLING}),
    S.RECEIVED: frozenset({S.COMPLETED, S.CANCELLING}),
    S.COMPLETED: frozenset(),
    S.CANCELLING: frozenset({S.CANCELLED}),
    S.CANCELLED: frozenset(),
}

# The way of an order that nothing stops.
COURSE = (S.PLACED, S.CONFIRMED, S.RESERVED, S.SHIPPED, S.RECEIVED, S.COMPLETED)

# Nothing happens to these any more.
ENDED = frozenset({S.COMPLETED, S.CANCELLED})


@dataclass(frozen=True)
class Pieces:
    """How many pieces of one line are ordered, on the shelf for it, under way or arrived, arrived."""

    ordered: int
    reserved: int = 0
    shipped: int = 0
    received: int = 0


def move(now: S, to: S) -> S:
    """ORD-1: an order goes along its life: placed, confirmed, reserved, shipped, received, completed; or cancelled."""
    if to not in MOVES[now]:
        raise Refused("ORD-1", status=now, to=to)
    return to


def has_passed(now: S, step: S) -> bool:
    """Has the order come to this step already (so that the same call again changes nothing)?"""
    return now in COURSE and COURSE.index(now) >= COURSE.index(step)


def advance(now: S, lines: Sequence[Pieces]) -> S:
    """ORD-5: how far a confirmed order has come is read from its quantities, in full or not at all."""
    if now not in (S.CONFIRMED, S.RESERVED, S.SHIPPED):
        return now
    reached = _reached(lines)
    while now is not reached and COURSE.index(now) < COURSE.index(reached):
        now = move(now, COURSE[COURSE.index(now) + 1])
    return now


def _reached(lines: Sequence[Pieces]) -> S:
    if all(line.received == line.ordered for line in lines):
        return S.RECEIVED
    if all(line.shipped == line.ordered for line in lines):
        return S.SHIPPED
    if all(line.reserved + line.shipped == line.ordered for line in lines):
        return S.RESERVED
    return S.CONFIRMED


def check_undone(now: S, lines: Sequence[Pieces]) -> None:
    """ORD-8: an order is cancelled only when nothing of it is reserved or away from the shelf any more."""
    if any(line.reserved or line.shipped for line in lines):
        raise Refused("ORD-8", status=now)


def check_undoing(now: S) -> None:
    """ORD-14: what was done for an order is undone only after somebody asked to cancel it."""
    if now not in (S.CANCELLING, S.CANCELLED):
        raise Refused("ORD-14", status=now)
