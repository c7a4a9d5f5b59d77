"""What can be done with goods that customers send back?"""

from services.orders.use_cases.returns.approve_return import approve_return
from services.orders.use_cases.returns.list_returns import list_returns
from services.orders.use_cases.returns.receive_return import receive_return
from services.orders.use_cases.returns.reject_return import reject_return
from services.orders.use_cases.returns.request_return import request_return
from services.orders.use_cases.returns.resubmit_return import resubmit_return
from services.orders.use_cases.returns.send_back_return import send_back_return
from services.orders.use_cases.returns.show_approval_subject import show_approval_subject
from services.orders.use_cases.returns.show_return import show_return
from services.orders.use_cases.returns.withdraw_return import withdraw_return

__all__ = [
    "approve_return",
    "list_returns",
    "receive_return",
    "reject_return",
    "request_return",
    "resubmit_return",
    "send_back_return",
    "show_approval_subject",
    "show_return",
    "withdraw_return",
]
