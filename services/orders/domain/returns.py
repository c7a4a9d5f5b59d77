"""Which goods may a customer send back, and when are they counted?"""

from collections.abc import Mapping, Sequence
from uuid import UUID

from messages.errors import RuleViolation
from messages.orders.orders import OrderStatus
from messages.orders.returns import BackLine, ReturnedLine
from messages.orders.returns import ReturnStatus as S

TRANSITIONS: dict[S, frozenset[S]] = {
    S.REQUESTED: frozenset({S.APPROVED, S.RETURNED, S.REJECTED, S.WITHDRAWN}),
    S.RETURNED: frozenset({S.REQUESTED, S.WITHDRAWN}),
    S.APPROVED: frozenset({S.RECEIVED, S.WITHDRAWN}),
    S.RECEIVED: frozenset(),
    S.REJECTED: frozenset(),
    S.WITHDRAWN: frozenset(),
}
# Its goods are awaited, or may be.
LIVE = (S.REQUESTED, S.RETURNED, S.APPROVED)


def move(now: S, to: S) -> S:
    """ORD-78: a return is asked for, approved and counted; or sent back, rejected or withdrawn."""
    if to not in TRANSITIONS[now]:
        raise RuleViolation("ORD-78", status=now)
    return to


def must_be_returnable(wanted: Sequence[ReturnedLine], returnable: Mapping[int, int], order: OrderStatus) -> None:
    """ORD-79: a customer sends back what arrived of a shipment and is not on its way back already; of an order that is
    cancelled everything comes back without being asked for.

    `returnable`: pieces per line of the order.
    """
    if order in (OrderStatus.CANCELLING, OrderStatus.CANCELLED):
        raise RuleViolation("ORD-79", line=wanted[0].line, wanted=wanted[0].quantity, left=0)
    left = dict(returnable)
    for line in wanted:
        if line.quantity > left.get(line.line, 0):
            raise RuleViolation("ORD-79", line=line.line, wanted=line.quantity, left=left.get(line.line, 0))
        left[line.line] -= line.quantity


def must_be_exchangeable(now: S, *, returning: UUID, ordering: UUID) -> None:
    """ORD-98: an order is an exchange for goods that its own customer may send back, or has sent back."""
    if now not in (S.APPROVED, S.RECEIVED) or returning != ordering:
        raise RuleViolation("ORD-98", status=now)


def must_be_requester(*, requested_by: UUID, owner_id: UUID, actor: UUID, is_process: bool) -> None:
    """ORD-80: who asked for a return, or the order's seller, resubmits it or withdraws it."""
    if not is_process and actor not in (requested_by, owner_id):
        raise RuleViolation("ORD-80")


def counted(told: Sequence[BackLine], awaited: Mapping[int, int], now: S) -> list[BackLine]:
    """ORD-81: goods come back by a return that is approved, no more of a line than is awaited; without lines all of
    them, in good order."""
    if now is not S.APPROVED:
        raise RuleViolation("ORD-81", line=0, told=0, left=0)
    if not told:
        return [BackLine(line=line, good=pieces) for line, pieces in awaited.items() if pieces]
    left = dict(awaited)
    for line in told:
        pieces = line.good + line.scrapped
        if pieces > left.get(line.line, 0):
            raise RuleViolation("ORD-81", line=line.line, told=pieces, left=left.get(line.line, 0))
        left[line.line] -= pieces
    found = [line for line in told if line.good or line.scrapped]
    if not found:
        raise RuleViolation("ORD-81", line=told[0].line, told=0, left=awaited.get(told[0].line, 0))
    return found
