"""What can be done with payments?"""

from services.collections.use_cases.payments.allocate_payment import allocate_payment
from services.collections.use_cases.payments.confirm_payment import confirm_payment
from services.collections.use_cases.payments.import_payments import import_payments
from services.collections.use_cases.payments.list_payments import list_payments
from services.collections.use_cases.payments.list_waiting_imports import list_waiting_imports
from services.collections.use_cases.payments.record_payment import record_payment
from services.collections.use_cases.payments.reject_payment import reject_payment
from services.collections.use_cases.payments.reverse_order_payments import reverse_order_payments
from services.collections.use_cases.payments.show_payment import show_payment

__all__ = [
    "allocate_payment",
    "confirm_payment",
    "import_payments",
    "list_payments",
    "list_waiting_imports",
    "record_payment",
    "reject_payment",
    "reverse_order_payments",
    "show_payment",
]
