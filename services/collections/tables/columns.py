"""How do queries name the tables? (SQLModel's annotations say what an instance holds, not what a column can do.)"""

from typing import Any

from services.collections.tables.advances import AdvancePolicy
from services.collections.tables.allowances import Allowance
from services.collections.tables.bank import BankEntry, BankStatement, ProviderTransaction
from services.collections.tables.cases import (
    CaseReceivable,
    Contact,
    ContactRule,
    DunningPause,
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
from services.collections.tables.dunning import DunningChoice, DunningProcedureRow
from services.collections.tables.exchange import BooksCurrency, BookValue, ExchangeRate
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
from services.collections.tables.overview import CashForecast, PaymentHabit
from services.collections.tables.payments import AllocationRow, Payment
from services.collections.tables.projections import Customer, InstalmentRow, OrderAccountRow, PaymentPlan
from services.collections.tables.receivables import DunningLevelReached, Receivable, Shard
from services.collections.tables.refunds import Refund
from services.collections.tables.repayment_plans import RepaymentPlan
from services.collections.tables.write_offs import Tolerance, WriteOff

AdvancePolicies: Any = AdvancePolicy
Accounts: Any = OrderAccountRow
Allocations: Any = AllocationRow
Allowances: Any = Allowance
BankEntries: Any = BankEntry
BankStatements: Any = BankStatement
BillableLines: Any = BillableLineRow
BooksCurrencies: Any = BooksCurrency
BookValues: Any = BookValue
CaseReceivables: Any = CaseReceivable
CashForecasts: Any = CashForecast
CollectionPolicies: Any = CollectionPolicyRow
CommissionFacts: Any = CommissionFact
CommissionLines: Any = CommissionLine
CommissionPlans: Any = CommissionPlan
CommissionQuotas: Any = CommissionQuota
CommissionSplits: Any = CommissionSplit
ContactRules: Any = ContactRule
Contacts: Any = Contact
Corrections: Any = Correction
CreditEvidences: Any = CreditEvidence
CreditGrades: Any = CreditGradeRow
CreditHolds: Any = CreditHold
CreditPolicies: Any = CreditPolicy
CreditRequests: Any = CreditRequest
Credits: Any = CreditRow
CreditStandings: Any = CreditStanding
Customers: Any = Customer
DunningChoices: Any = DunningChoice
DunningLevels: Any = DunningLevelReached
DunningProcedures: Any = DunningProcedureRow
DunningPauses: Any = DunningPause
Dunnings: Any = Dunning
ExchangeRates: Any = ExchangeRate
Instalments: Any = InstalmentRow
InvoiceFilings: Any = InvoiceFiling
InvoiceLines: Any = InvoiceLineRow
InvoiceMails: Any = InvoiceMail
Invoices: Any = Invoice
InvoiceTitles: Any = InvoiceTitle
LedgerEntries: Any = LedgerEntry
PaymentHabits: Any = PaymentHabit
Payments: Any = Payment
Plans: Any = PaymentPlan
Promises: Any = Promise
ProviderTransactions: Any = ProviderTransaction
ReceivableComments: Any = ReceivableComment
Receivables: Any = Receivable
Refunds: Any = Refund
RepaymentPlans: Any = RepaymentPlan
Shards: Any = Shard
TermsOffers: Any = TermsOffer
Tolerances: Any = Tolerance
WriteOffs: Any = WriteOff
