"""Which way may an order's life go, and how far has it come?"""

from collections.abc import Sequence
from dataclasses import dataclass

from messages.errors import RuleViolation
from messages.orders.orders import OrderStatus as S

TRANSITIONS: dict[S, frozenset[S]] = {
    S.PLACED: frozenset({S.CONFIRMED, S.RETURNED, S.CANCELLING}),
    S.RETURNED: frozenset({S.PLACED, S.CANCELLING}),
    S.CONFIRMED: frozenset({S.RESERVED, S.CANCELLING}),
    S.RESERVED: frozenset({S.SHIPPED, S.CONFIRMED, S.CANCELLING}),
    S.SHIPPED: frozenset({S.RECEIVED, S.CONFIRMED, S.CANCELLING}),
    S.RECEIVED: frozenset({S.COMPLETED, S.CANCELLING}),
    S.COMPLETED: frozenset(),
    S.CANCELLING: frozenset({S.CANCELLED}),
    S.CANCELLED: frozenset(),
}

# The way of an order that nothing stops.
HAPPY_PATH = (S.PLACED, S.CONFIRMED, S.RESERVED, S.SHIPPED, S.RECEIVED, S.COMPLETED)

# Approved, and not cancelled or completed.
DELIVERING = (S.CONFIRMED, S.RESERVED, S.SHIPPED, S.RECEIVED)

# Nothing happens to these any more.
ENDED = frozenset({S.COMPLETED, S.CANCELLED})


@dataclass(frozen=True)
class Pieces:
    """How many pieces of one line are ordered, allocated, under way or arrived, arrived; not to be delivered any more;
    and of those that arrived, how many came back."""

    ordered: int
    reserved: int = 0
    shipped: int = 0
    received: int = 0
    closed: int = 0
    returned: int = 0

    @property
    def due(self) -> int:
        """To be delivered in all."""
        return self.ordered - self.closed

    @property
    def open(self) -> int:
        """Neither allocated nor shipped."""
        return self.due - self.reserved - self.shipped


def move(now: S, to: S) -> S:
    """ORD-1: an order goes along its life: placed, confirmed, reserved, shipped, received, completed; or cancelled.
    What has to leave once more makes it wait for goods again, as when it was confirmed."""
    if to not in TRANSITIONS[now]:
        raise RuleViolation("ORD-1", status=now, to=to)
    return to


def has_reached(now: S, step: S) -> bool:
    """Has the order come to this step already (so that the same call again changes nothing)?"""
    return now in HAPPY_PATH and HAPPY_PATH.index(now) >= HAPPY_PATH.index(step)


def advance(now: S, lines: Sequence[Pieces]) -> S:
    """ORD-5: how far a confirmed order has come is read from its quantities, in full or not at all."""
    if now not in (S.CONFIRMED, S.RESERVED, S.SHIPPED):
        return now
    reached = _reached(lines)
    while now is not reached and HAPPY_PATH.index(now) < HAPPY_PATH.index(reached):
        now = move(now, HAPPY_PATH[HAPPY_PATH.index(now) + 1])
    return now


def _reached(lines: Sequence[Pieces]) -> S:
    if all(line.received == line.due for line in lines):
        return S.RECEIVED
    if all(line.shipped == line.due for line in lines):
        return S.SHIPPED
    if all(not line.open for line in lines):
        return S.RESERVED
    return S.CONFIRMED


def reopen(now: S, lines: Sequence[Pieces]) -> S:
    """ORD-70: an order of which pieces have to leave once more waits for goods again."""
    return move(now, S.CONFIRMED) if now in (S.RESERVED, S.SHIPPED) and any(line.open for line in lines) else now


def must_be_compensated(now: S, lines: Sequence[Pieces]) -> None:
    """ORD-8: an order is cancelled only when nothing of it is reserved or out of stock any more."""
    if any(line.reserved or line.shipped for line in lines):
        raise RuleViolation("ORD-8", status=now)


def must_be_cancelling(now: S) -> None:
    """ORD-14: what was done for an order is compensated only after somebody asked to cancel it."""
    if now not in (S.CANCELLING, S.CANCELLED):
        raise RuleViolation("ORD-14", status=now)


def must_be_back(lines: Sequence[Pieces], *, is_back: bool) -> None:
    """ORD-50: once goods have left, an order is cancelled only after a shipper has confirmed that they came back."""
    if any(line.shipped for line in lines) and not is_back:
        raise RuleViolation("ORD-50")


def must_be_away(now: S, lines: Sequence[Pieces]) -> None:
    """ORD-52: goods come back of an order of which some have left, and that has not ended."""
    if now in ENDED or now is S.CANCELLING or not any(line.shipped for line in lines):
        raise RuleViolation("ORD-52", status=now)


def must_be_asked_for(*, asked_for: bool) -> None:
    """ORD-54: that goods are back is confirmed once for each time that somebody asked for them."""
    if not asked_for:
        raise RuleViolation("ORD-54")
