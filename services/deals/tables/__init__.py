"""What does deals remember?"""

from services.deals.tables.base import Labels, Table
from services.deals.tables.contact_persons import ContactPerson, CustomerAddress, CustomerOwnership
from services.deals.tables.contract_files import ContractFile
from services.deals.tables.contracts import Contract, ContractLineRow
from services.deals.tables.customers import Customer, CustomerAlias
from services.deals.tables.opportunities import Opportunity, StageOfEntity
from services.deals.tables.projections import CreditProjection, OrderProjection, ProductProjection
from services.deals.tables.registrations import Registration

__all__ = [
    "ContactPerson",
    "Contract",
    "ContractFile",
    "ContractLineRow",
    "CreditProjection",
    "Customer",
    "CustomerAddress",
    "CustomerAlias",
    "CustomerOwnership",
    "Labels",
    "Opportunity",
    "OrderProjection",
    "ProductProjection",
    "Registration",
    "StageOfEntity",
    "Table",
]
