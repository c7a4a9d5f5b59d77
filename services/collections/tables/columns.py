"""How do queries name the tables? (SQLModel's annotations say what an instance holds, not what a column can do.)"""

from typing import Any

from services.collections.tables.credits import CreditRow, Dunning
from services.collections.tables.facts import Customer, InstalmentRow, OrderAccountRow, PaymentPlan
from services.collections.tables.payments import AllocationRow, Invoice, Payment
from services.collections.tables.receivables import LadderRung, Receivable, Shard

Accounts: Any = OrderAccountRow
Allocations: Any = AllocationRow
Credits: Any = CreditRow
Customers: Any = Customer
Dunnings: Any = Dunning
Instalments: Any = InstalmentRow
Invoices: Any = Invoice
Ladder: Any = LadderRung
Payments: Any = Payment
Plans: Any = PaymentPlan
Receivables: Any = Receivable
Shards: Any = Shard
