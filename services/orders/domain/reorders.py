"""What of a past order can be had again?"""

from collections.abc import Mapping, Sequence
from uuid import UUID

from messages.errors import RuleViolation
from messages.orders.placing import OrderLine


def again(lines: Sequence[OrderLine], rest: Mapping[UUID, int]) -> list[OrderLine]:
    """ORD-38: a copy of an order takes no more of a product than its contract has left (`rest`, empty: it is placed
    without one); where nothing of it can be had any more, there is no copy."""
    left = dict(rest)
    drafted = []
    for line in lines:
        quantity = min(line.quantity, left.get(line.product_id, 0)) if rest else line.quantity
        if quantity:
            left[line.product_id] = left.get(line.product_id, 0) - quantity
            drafted.append(line.model_copy(update={"quantity": quantity}))
    if not drafted:
        raise RuleViolation("ORD-38")
    return drafted
