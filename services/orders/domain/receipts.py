"""What arrived of a shipment, what did not, and who decides what becomes of it?"""

from collections.abc import Mapping, Sequence

from messages.errors import RuleViolation
from messages.orders.orders import OrderStatus
from messages.orders.shipments import ReceivedLine
from messages.roles import Role
from services.orders.domain.authority import Actor
from services.orders.domain.lifecycle import DELIVERING


def counted(told: Sequence[ReceivedLine], on_the_way: Mapping[int, int]) -> list[ReceivedLine]:
    """ORD-71: no more pieces of a line arrive, well or not, than are on their way; without lines all arrived well.

    `on_the_way`: per line of the order. Lines of which nothing is said are left out.
    """
    if not told:
        return [ReceivedLine(line=line, accepted=pieces) for line, pieces in on_the_way.items() if pieces]
    left = dict(on_the_way)
    for line in told:
        pieces = line.accepted + line.short + line.damaged
        if pieces > left.get(line.line, 0):
            raise RuleViolation("ORD-71", line=line.line, told=pieces, left=left.get(line.line, 0))
        left[line.line] -= pieces
    found = [line for line in told if line.accepted or line.short or line.damaged]
    if not found:
        raise RuleViolation("ORD-71", line=told[0].line, told=0, left=on_the_way.get(told[0].line, 0))
    return found


def must_be_explained(told: Sequence[ReceivedLine]) -> None:
    """ORD-72: who says that pieces are short or damaged says in a note what is wrong with them."""
    for line in told:
        if (line.short or line.damaged) and not line.note.strip():
            raise RuleViolation("ORD-72", line=line.line)


def must_decide_differences(actor: Actor, *, owner_id: object) -> None:
    """ORD-73: what becomes of short or damaged pieces is decided by an order administrator or the seller's manager, not
    by the seller himself."""
    if actor.id == owner_id or not actor.roles & {Role.ORDER_ADMIN, Role.SALES_MANAGER}:
        raise RuleViolation("ORD-73")


def must_be_delivering(now: OrderStatus) -> None:
    """ORD-74: short and damaged pieces are sent again or credited while their order is being delivered."""
    if now not in DELIVERING:
        raise RuleViolation("ORD-74", status=now)
