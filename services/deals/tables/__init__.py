"""What does deals remember?"""

from services.deals.tables.admissions import Admission, CustomerPhase, CustomerRulesOfEntity
from services.deals.tables.base import Labels, Table
from services.deals.tables.contact_persons import ContactPerson, CustomerAddress, CustomerOwnership
from services.deals.tables.contract_files import ContractFile
from services.deals.tables.contracts import Contract, ContractLineRow
from services.deals.tables.customer_pools import CustomerPool
from services.deals.tables.customers import Customer, CustomerAlias, CustomerApart, CustomerMerge
from services.deals.tables.expenses import CustomerExpense
from services.deals.tables.extensions import Extension
from services.deals.tables.follow_ups import FollowUp, FollowUpKindOfEntity, SaleFile
from services.deals.tables.opportunities import Opportunity
from services.deals.tables.progress import (
    FactsVersion,
    Guidance,
    OpportunityChange,
    OpportunityComment,
    OpportunityRisk,
    StepDone,
)
from services.deals.tables.projections import (
    CreditProjection,
    OrderProjection,
    ProductProjection,
    TermsOfferProjection,
)
from services.deals.tables.registrations import Registration
from services.deals.tables.reminders import Reminder, ReminderKind
from services.deals.tables.sales_rules import BusinessType, LossReason, StageOfEntity

__all__ = [
    "Admission",
    "BusinessType",
    "ContactPerson",
    "Contract",
    "ContractFile",
    "ContractLineRow",
    "CreditProjection",
    "Customer",
    "CustomerAddress",
    "CustomerAlias",
    "CustomerApart",
    "CustomerExpense",
    "CustomerMerge",
    "CustomerOwnership",
    "CustomerPhase",
    "CustomerPool",
    "CustomerRulesOfEntity",
    "Extension",
    "FactsVersion",
    "FollowUp",
    "FollowUpKindOfEntity",
    "Guidance",
    "Labels",
    "LossReason",
    "Opportunity",
    "OpportunityChange",
    "OpportunityComment",
    "OpportunityRisk",
    "OrderProjection",
    "ProductProjection",
    "Registration",
    "Reminder",
    "ReminderKind",
    "SaleFile",
    "StageOfEntity",
    "StepDone",
    "Table",
    "TermsOfferProjection",
]
