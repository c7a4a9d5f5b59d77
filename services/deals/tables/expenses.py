"""What does deals remember of what is spent on customers?"""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CHAR, DateTime, Index, Numeric
from sqlmodel import Field

from messages.deals.customer_care.expenses import CustomerExpenseView, ExpenseStatus
from messages.files import AttachedFile
from messages.money import Money
from services.deals.tables.base import Labels, Scoped, Status

MOMENT = DateTime(timezone=True)


class CustomerExpense(Scoped, table=True):
    """Its owner spent it."""

    __tablename__ = "customer_expense"
    __table_args__ = (
        Index("customer_expense_of", "customer_id", "status", "created_at", "id"),
        Index("customer_expense_newest", "created_at", "id"),
        Index("customer_expense_of_owner", "owner_id", "created_at", "id"),
    )

    status: ExpenseStatus = Field(sa_type=Status(ExpenseStatus))
    round: int = 1
    customer_id: UUID = Field(foreign_key="customer.id")
    opportunity_id: UUID | None = Field(default=None, foreign_key="opportunity.id")
    kind: str
    amount_value: Decimal = Field(sa_type=Numeric(18, 2))
    currency: str = Field(sa_type=CHAR(3))
    spent_on: date
    note: str = ""
    guidance: str = ""
    prepared_by: UUID
    submitted_at: datetime = Field(sa_type=MOMENT)
    decided_at: datetime | None = Field(default=None, sa_type=MOMENT)

    @property
    def amount(self) -> Money:
        return Money.of(self.amount_value, self.currency)

    def event_args(self, customer_name: str) -> dict[str, object]:
        """What all events of it have in common."""
        own = {"number", "customer_id", "opportunity_id", "owner_id", "legal_entity_id", "kind", "spent_on", "round"}
        said = self.model_dump(include={*own, "version"})
        return said | {"customer_expense_id": self.id, "customer_name": customer_name, "amount": self.amount}

    def view(self, labels: Labels, files: list[AttachedFile]) -> CustomerExpenseView:
        named = {"customer_name": labels.get(self.customer_id, ""), "owner_name": labels.get(self.owner_id, "")}
        return CustomerExpenseView.model_validate(self.model_dump() | named | {"amount": self.amount, "files": files})
