"""What does deals remember?"""

from services.deals.tables.base import Labels, Table
from services.deals.tables.contract_files import ContractFile
from services.deals.tables.contracts import Contract, ContractLineRow
from services.deals.tables.customers import Customer, CustomerAlias
from services.deals.tables.opportunities import Opportunity, StageOfEntity
from services.deals.tables.projections import (
    CreditProjection,
    OrderProjection,
    ProductProjection,
    TermsOfferProjection,
)
from services.deals.tables.registrations import Registration

__all__ = [
    "Contract",
    "ContractFile",
    "ContractLineRow",
    "CreditProjection",
    "Customer",
    "CustomerAlias",
    "Labels",
    "Opportunity",
    "OrderProjection",
    "ProductProjection",
    "Registration",
    "StageOfEntity",
    "Table",
    "TermsOfferProjection",
]
