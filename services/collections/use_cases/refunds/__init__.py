"""What can be done with refunds?"""

from services.collections.use_cases.refunds.confirm_refund import confirm_refund
from services.collections.use_cases.refunds.list_refunds import list_refunds
from services.collections.use_cases.refunds.reject_refund import reject_refund
from services.collections.use_cases.refunds.request_refund import request_refund
from services.collections.use_cases.refunds.show_refund import show_refund
from services.collections.use_cases.refunds.withdraw_refund import withdraw_refund

__all__ = [
    "confirm_refund",
    "list_refunds",
    "reject_refund",
    "request_refund",
    "show_refund",
    "withdraw_refund",
]
