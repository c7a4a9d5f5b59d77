"""What does collections remember?"""

from services.collections.tables.advances import AdvanceOffer, AdvancePolicy
from services.collections.tables.allowances import Allowance, AllowancePart
from services.collections.tables.bank import BankEntry, BankStatement, ProviderTransaction
from services.collections.tables.base import Table
from services.collections.tables.cases import (
    CaseReceivable,
    Contact,
    ContactRule,
    DunningPause,
    OwnerChange,
    Promise,
    ReceivableComment,
)
from services.collections.tables.commission import (
    CommissionFact,
    CommissionLine,
    CommissionPlan,
    CommissionQuota,
    CommissionSplit,
)
from services.collections.tables.corrections import Correction
from services.collections.tables.credit import CreditRow, Dunning
from services.collections.tables.exchange import BooksCurrency, BookValue, ExchangePart, ExchangeRate
from services.collections.tables.invoice_filings import InvoiceFiling
from services.collections.tables.invoice_lines import BillableLineRow, InvoiceLineRow
from services.collections.tables.invoice_mails import InvoiceMail
from services.collections.tables.invoices import Invoice, InvoiceTitle
from services.collections.tables.ledger import LedgerEntry
from services.collections.tables.payments import AllocationRow, Payment
from services.collections.tables.projections import Customer, InstalmentRow, OrderAccountRow, PaymentPlan
from services.collections.tables.receivables import DunningLevelReached, DunningProcedureLevel, Receivable, Shard
from services.collections.tables.refunds import Refund
from services.collections.tables.repayment_plans import RepaymentPlan
from services.collections.tables.write_offs import Tolerance, WriteOff

__all__ = [
    "AdvanceOffer",
    "AdvancePolicy",
    "AllocationRow",
    "Allowance",
    "AllowancePart",
    "BankEntry",
    "BankStatement",
    "BillableLineRow",
    "BookValue",
    "BooksCurrency",
    "CaseReceivable",
    "CommissionFact",
    "CommissionLine",
    "CommissionPlan",
    "CommissionQuota",
    "CommissionSplit",
    "Contact",
    "ContactRule",
    "Correction",
    "CreditRow",
    "Customer",
    "Dunning",
    "DunningLevelReached",
    "DunningPause",
    "DunningProcedureLevel",
    "ExchangePart",
    "ExchangeRate",
    "InstalmentRow",
    "Invoice",
    "InvoiceFiling",
    "InvoiceLineRow",
    "InvoiceMail",
    "InvoiceTitle",
    "LedgerEntry",
    "OrderAccountRow",
    "OwnerChange",
    "Payment",
    "PaymentPlan",
    "Promise",
    "ProviderTransaction",
    "Receivable",
    "ReceivableComment",
    "Refund",
    "RepaymentPlan",
    "Shard",
    "Table",
    "Tolerance",
    "WriteOff",
]
