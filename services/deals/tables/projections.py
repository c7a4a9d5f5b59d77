"""What does deals know of the records of others?"""

from decimal import Decimal
from uuid import UUID

from sqlalchemy import CHAR, Numeric
from sqlmodel import Field

from messages.money import Money
from services.deals.domain.contracts import ListedProduct
from services.deals.tables.base import Table


class ProductProjection(Table, table=True):
    """A product and its list price, from orders."""

    __tablename__ = "product_projection"

    product_id: UUID = Field(primary_key=True)
    code: str
    code_key: str = Field(index=True)  # casefolded
    name: str
    amount: Decimal = Field(sa_type=Numeric(18, 2))
    currency: str = Field(sa_type=CHAR(3))
    version: int

    def listed(self) -> ListedProduct:
        return ListedProduct(self.product_id, self.code, self.name, Money.of(self.amount, self.currency))


class OrderProjection(Table, table=True):
    """An order under a contract, from orders; `is_live` until it is cancelled."""

    __tablename__ = "order_projection"

    order_id: UUID = Field(primary_key=True)
    number: str
    contract_id: UUID = Field(index=True)
    is_live: bool
    version: int
