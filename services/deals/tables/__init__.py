"""What does deals remember?"""

from services.deals.tables.base import Labels, Table
from services.deals.tables.contracts import Contract, ContractLineRow
from services.deals.tables.customers import Customer, CustomerAlias
from services.deals.tables.facts import OrderFact, ProductFact
from services.deals.tables.files import ContractFile
from services.deals.tables.opportunities import Opportunity, StageOfEntity
from services.deals.tables.registrations import Registration

__all__ = [
    "Contract",
    "ContractFile",
    "ContractLineRow",
    "Customer",
    "CustomerAlias",
    "Labels",
    "Opportunity",
    "OrderFact",
    "ProductFact",
    "Registration",
    "StageOfEntity",
    "Table",
]
