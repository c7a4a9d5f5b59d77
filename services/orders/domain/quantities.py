"""How far have the goods of an order come, what are pieces of it worth, and when is its rest closed?"""

from collections.abc import Sequence
from decimal import Decimal

from messages.errors import RuleViolation
from messages.money import rounded, unit_of_parts
from messages.orders.orders import GoodsState, OrderStatus
from services.orders.domain.lifecycle import Pieces


def goods_state(lines: Sequence[Pieces]) -> GoodsState:
    """ORD-75: whether an order is partly shipped, received or returned is read from its quantities, never set."""
    return state_of_sums(
        due=sum(line.due for line in lines),
        shipped=sum(line.shipped for line in lines),
        received=sum(line.received for line in lines),
        returned=sum(line.returned for line in lines),
    )


def state_of_sums(*, due: int, shipped: int, received: int, returned: int) -> GoodsState:
    """The same from the pieces of all lines together."""
    if returned:
        return GoodsState.RETURNED if returned == received >= due else GoodsState.PARTLY_RETURNED
    if received:
        return GoodsState.RECEIVED if received == due else GoodsState.PARTLY_RECEIVED
    if shipped:
        return GoodsState.SHIPPED if shipped == due else GoodsState.PARTLY_SHIPPED
    return GoodsState.NONE


def credit_of(net: Decimal, *, ordered: int, before: int, pieces: int, currency: str) -> Decimal:
    """ORD-76: pieces of a line are credited at what the line costs, to what can be paid in its currency: all of them
    come to exactly that.

    `before`: pieces of the line that were credited already.
    """
    unit = unit_of_parts(currency, net)

    def upto(count: int) -> Decimal:
        return rounded(net * count / ordered, unit)

    return upto(before + pieces) - upto(before)


def must_have_rest(now: OrderStatus, lines: Sequence[Pieces]) -> None:
    """ORD-77: an order is closed short when some of it has left and some has not; of which nothing has left is
    cancelled."""
    has_rest = any(line.due > line.shipped for line in lines)
    if now not in (OrderStatus.CONFIRMED, OrderStatus.RESERVED) or not has_rest or not any(p.shipped for p in lines):
        raise RuleViolation("ORD-77", status=now)
