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
from services.collections.tables.credit import CreditRow, Dunning, DunningAddress
from services.collections.tables.dunning import DunningChoice, DunningProcedureRow
from services.collections.tables.exchange import BooksCurrency, BookValue, ExchangePart, ExchangeRate
from services.collections.tables.grading import (
    CreditEvidence,
    CreditGradeRow,
    CreditHold,
    CreditPolicy,
    CreditRequest,
    CreditStanding,
)
from services.collections.tables.grading.offers import CollectionPolicyRow, TermsOffer
from services.collections.tables.invoice_filings import InvoiceFiling
from services.collections.tables.invoice_lines import BillableLineRow, InvoiceLineRow
from services.collections.tables.invoice_mails import InvoiceMail
from services.collections.tables.invoices import Invoice, InvoiceTitle
from services.collections.tables.ledger import LedgerEntry
from services.collections.tables.overview import CashForecast, PaymentHabit, ReceivableSum, ReceivableSumChange, SumKind
from services.collections.tables.payments import AllocationRow, Payment
from services.collections.tables.projections import (
    AccountStanding,
    Customer,
    InstalmentRow,
    OrderAccountRow,
    PaymentPlan,
)
from services.collections.tables.receivables import DunningLevelReached, Receivable, Shard
from services.collections.tables.refunds import Refund
from services.collections.tables.repayment_plans import RepaymentPlan
from services.collections.tables.write_offs import Tolerance, WriteOff

__all__ = [
    "AccountStanding",
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
    "CashForecast",
    "CollectionPolicyRow",
    "CommissionFact",
    "CommissionLine",
    "CommissionPlan",
    "CommissionQuota",
    "CommissionSplit",
    "Contact",
    "ContactRule",
    "Correction",
    "CreditEvidence",
    "CreditGradeRow",
    "CreditHold",
    "CreditPolicy",
    "CreditRequest",
    "CreditRow",
    "CreditStanding",
    "Customer",
    "Dunning",
    "DunningAddress",
    "DunningChoice",
    "DunningLevelReached",
    "DunningPause",
    "DunningProcedureRow",
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
    "PaymentHabit",
    "PaymentPlan",
    "Promise",
    "ProviderTransaction",
    "Receivable",
    "ReceivableComment",
    "ReceivableSum",
    "ReceivableSumChange",
    "Refund",
    "RepaymentPlan",
    "Shard",
    "SumKind",
    "Table",
    "TermsOffer",
    "Tolerance",
    "WriteOff",
]
