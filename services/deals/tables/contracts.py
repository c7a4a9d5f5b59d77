"""What does deals remember of contracts and their lines?"""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CHAR, DateTime, Index, Numeric, text
from sqlalchemy import Uuid as UuidType
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field

from chassis.db.search import search_index
from messages.deals.contracts import ContractLine, ContractLineView, ContractStatus, ContractView
from messages.deals.terms import Instalment
from messages.files import AttachedFile
from messages.money import Money
from services.deals.domain.contracts import PricedLine, discount_of, largest_discount
from services.deals.domain.lifecycle import CAME_TO_NOTHING
from services.deals.tables.base import Labels, Scoped, Status, Table

AMOUNT = Numeric(18, 2)
LIVES = text("status NOT IN ({})".format(", ".join(f"'{status}'" for status in CAME_TO_NOTHING)))


class Contract(Scoped, table=True):
    __tablename__ = "contract"
    __table_args__ = (
        Index("contract_of_opportunity", "opportunity_id", unique=True, postgresql_where=LIVES),
        Index("contract_newest", "created_at", "id"),
        Index("contract_of_owner", "owner_id", "created_at", "id"),
        Index("contract_of_customer", "customer_id", "currency"),
        Index("contract_of_status", "status", "created_at", "id"),
        search_index("contract_search"),
    )

    status: ContractStatus = Field(sa_type=Status(ContractStatus))
    round: int = 0
    opportunity_id: UUID = Field(foreign_key="opportunity.id")
    customer_id: UUID = Field(foreign_key="customer.id")
    currency: str = Field(sa_type=CHAR(3))
    total: Decimal = Field(sa_type=AMOUNT)
    list_total: Decimal = Field(sa_type=AMOUNT)
    terms: list[dict[str, Any]] = Field(sa_type=JSONB)
    offer: dict[str, Any] | None = Field(default=None, sa_type=JSONB(none_as_null=True))  # when its terms were set
    clauses: str = ""
    guidance: str | None = None
    reason: str | None = None  # why it was rejected or cancelled
    prepared_by: list[UUID] = Field(sa_type=ARRAY(UuidType()))
    effective_at: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))
    risk_score: int | None = None
    risk_factors: list[dict[str, Any]] = Field(default=[], sa_type=JSONB)
    risk_by: UUID | None = None  # who has assessed it by hand
    search: str = Field(default="", sa_column_kwargs={"server_default": ""})

    @property
    def instalments(self) -> list[Instalment]:
        return [Instalment.model_validate(row) for row in self.terms]

    def event_args(self) -> dict[str, object]:
        """What all events of it have in common."""
        return {
            "contract_id": self.id,
            "number": self.number,
            "opportunity_id": self.opportunity_id,
            "customer_id": self.customer_id,
            "owner_id": self.owner_id,
            "legal_entity_id": self.legal_entity_id,
            "total": Money.of(self.total, self.currency),
            "round": self.round,
            "version": self.version,
        }

    def view(self, labels: Labels, lines: list["ContractLineRow"], files: list[AttachedFile]) -> ContractView:
        fields = self.model_dump(include=set(ContractView.model_fields) - {"total", "list_total", "terms", "files"})
        return ContractView(
            **fields,
            customer_name=labels.get(self.customer_id, ""),
            owner_name=labels.get(self.owner_id, ""),
            lines=[line.view(self.currency) for line in lines],
            terms=self.instalments,
            files=files,
            total=Money.of(self.total, self.currency),
            list_total=Money.of(self.list_total, self.currency),
            discount_percent=discount_of(lines),
            line_discount_percent=largest_discount(lines),
        )


class ContractLineRow(Table, table=True):
    __tablename__ = "contract_line"

    contract_id: UUID = Field(primary_key=True, foreign_key="contract.id")
    position: int = Field(primary_key=True)
    product_id: UUID
    product_code: str
    product_name: str
    quantity: int
    list_price: Decimal = Field(sa_type=AMOUNT)
    price: Decimal = Field(sa_type=AMOUNT)

    @classmethod
    def of(cls, contract_id: UUID, position: int, line: PricedLine) -> "ContractLineRow":
        return cls(contract_id=contract_id, position=position, **vars(line))

    def view(self, currency: str) -> ContractLineView:
        price = Money.of(self.price, currency)
        return ContractLineView(
            product_id=self.product_id,
            product_code=self.product_code,
            product_name=self.product_name,
            quantity=self.quantity,
            list_price=Money.of(self.list_price, currency),
            price=price,
            amount=price * self.quantity,
        )

    def as_line(self) -> ContractLine:
        return ContractLine(
            product_id=self.product_id, quantity=self.quantity, price=self.price, list_price=self.list_price
        )
