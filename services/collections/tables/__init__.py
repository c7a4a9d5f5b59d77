"""What does collections remember?"""

from services.collections.tables.base import Table
from services.collections.tables.credits import CreditRow, Dunning
from services.collections.tables.facts import Customer, InstalmentRow, OrderAccountRow, PaymentPlan
from services.collections.tables.payments import AllocationRow, Invoice, Payment
from services.collections.tables.receivables import LadderRung, Receivable, RungReached, Shard

__all__ = [
    "AllocationRow",
    "CreditRow",
    "Customer",
    "Dunning",
    "InstalmentRow",
    "Invoice",
    "LadderRung",
    "OrderAccountRow",
    "Payment",
    "PaymentPlan",
    "Receivable",
    "RungReached",
    "Shard",
    "Table",
]
