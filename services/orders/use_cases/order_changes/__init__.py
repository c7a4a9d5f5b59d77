"""What can be done with changes of orders after their approval?"""

from services.orders.use_cases.order_changes.apply_order_change import apply_order_change
from services.orders.use_cases.order_changes.list_order_changes import list_order_changes
from services.orders.use_cases.order_changes.preview_order_change import preview_order_change
from services.orders.use_cases.order_changes.reject_order_change import reject_order_change
from services.orders.use_cases.order_changes.request_order_change import request_order_change
from services.orders.use_cases.order_changes.resubmit_order_change import resubmit_order_change
from services.orders.use_cases.order_changes.send_back_order_change import send_back_order_change
from services.orders.use_cases.order_changes.show_approval_subject import show_approval_subject
from services.orders.use_cases.order_changes.show_order_change import show_order_change
from services.orders.use_cases.order_changes.withdraw_order_change import withdraw_order_change

__all__ = [
    "apply_order_change",
    "list_order_changes",
    "preview_order_change",
    "reject_order_change",
    "request_order_change",
    "resubmit_order_change",
    "send_back_order_change",
    "show_approval_subject",
    "show_order_change",
    "withdraw_order_change",
]
