"""What became of an order that was over the credit limit?"""

import pytest

from messages.orders.credit_stops import StopOutcome
from messages.orders.orders import OrderStatus
from services.orders.domain.credit import outcome_of

WAITING = (OrderStatus.PLACED, OrderStatus.RETURNED)
GONE = (OrderStatus.CANCELLING, OrderStatus.CANCELLED)


@pytest.mark.parametrize("status", list(OrderStatus))
def test_ord_126_it_is_held_until_approved_and_prevented_when_cancelled(status: OrderStatus) -> None:
    wanted = StopOutcome.HELD if status in WAITING else StopOutcome.RELEASED
    assert outcome_of(status) is (StopOutcome.PREVENTED if status in GONE else wanted)
