"""Which orders are ranked for production?"""

from messages.errors import RuleViolation
from messages.orders.orders import OrderStatus


def must_be_to_make(now: OrderStatus) -> None:
    """ORD-82: an order is ranked for production when it is approved and some of it has not left."""
    if now not in (OrderStatus.CONFIRMED, OrderStatus.RESERVED):
        raise RuleViolation("ORD-82", status=now)
