"""What can be done with receivables?"""

from services.collections.use_cases.receivables.cancel_order_receivables import cancel_order_receivables
from services.collections.use_cases.receivables.cancel_receivables_on_cancellation import (
    cancel_receivables_on_cancellation,
)
from services.collections.use_cases.receivables.count_receivables import count_receivables
from services.collections.use_cases.receivables.import_receivables import import_receivables
from services.collections.use_cases.receivables.list_advance_policies import list_advance_policies
from services.collections.use_cases.receivables.list_receivables import list_receivables
from services.collections.use_cases.receivables.open_receivables import open_receivables
from services.collections.use_cases.receivables.set_advance_policy import set_advance_policy
from services.collections.use_cases.receivables.set_due_dates import set_due_dates_on_receipt, set_due_dates_on_shipment
from services.collections.use_cases.receivables.show_ageing import show_ageing
from services.collections.use_cases.receivables.show_receivable import show_receivable
from services.collections.use_cases.receivables.use_customer_advances import use_customer_advances

__all__ = [
    "cancel_order_receivables",
    "cancel_receivables_on_cancellation",
    "count_receivables",
    "import_receivables",
    "list_advance_policies",
    "list_receivables",
    "open_receivables",
    "set_advance_policy",
    "set_due_dates_on_receipt",
    "set_due_dates_on_shipment",
    "show_ageing",
    "show_receivable",
    "use_customer_advances",
]
