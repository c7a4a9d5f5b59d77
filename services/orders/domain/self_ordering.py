"""What may a customer do who orders for himself, and how is he told where his order stands?"""

from messages.errors import RuleViolation
from messages.orders.orders import GoodsState, OrderStatus
from messages.orders.portal import PortalOrderStatus

WAITING = frozenset({OrderStatus.PLACED, OrderStatus.RETURNED})
WORDS = {
    OrderStatus.SHIPPED: PortalOrderStatus.SHIPPED,
    OrderStatus.RECEIVED: PortalOrderStatus.RECEIVED,
    OrderStatus.COMPLETED: PortalOrderStatus.PAID,
    OrderStatus.CANCELLING: PortalOrderStatus.CANCELLING,
    OrderStatus.CANCELLED: PortalOrderStatus.CANCELLED,
}


def must_be_first_of_number(purchase_order_number: str, *, standing: str | None) -> None:
    """ORD-111: of one number of the customer's own there is one order that is not cancelled: `standing`."""
    if standing is not None:
        raise RuleViolation("ORD-111", purchase_order_number=purchase_order_number, number=standing)


def must_have_seller(*, has_owner: bool) -> None:
    """ORD-112: who orders for himself has a seller who owns the customer: it is the seller's order."""
    if not has_owner:
        raise RuleViolation("ORD-112")


def must_still_wait(status: OrderStatus, number: str) -> None:
    """ORD-113: a customer cancels his order himself while it waits for approval, not once it is confirmed."""
    if status not in WAITING:
        raise RuleViolation("ORD-113", number=number)


def portal_status(status: OrderStatus, goods: GoodsState) -> PortalOrderStatus:
    """What goes on between the people of the house, also an order sent back to its seller, is one waiting to him."""
    if status in WAITING:
        return PortalOrderStatus.WAITING
    if status in WORDS:
        return WORDS[status]
    return PortalOrderStatus.CONFIRMED if goods is GoodsState.NONE else PortalOrderStatus.PARTLY_SHIPPED
