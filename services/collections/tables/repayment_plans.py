"""What does collections remember of plans to repay?"""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Enum, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from messages.collections.cases.repayment_plans import RepaymentPlanStatus, RepaymentPlanView, RepaymentRowView
from messages.money import Money
from services.collections.domain.cases.repayment import Part, Row
from services.collections.tables.base import AMOUNT, CURRENCY, MOMENT, ZERO, Table
from services.collections.tables.cases import named, told_of
from services.collections.tables.receivables import Receivable

RINGS: Any = text("rings_at IS NOT NULL")


class RepaymentPlan(Table, table=True):
    """`parts`: its debts with their old due days, since it was applied; `rings_at`: when it is looked at again;
    `holds_until`: dunning waits until then."""

    __tablename__ = "repayment_plans"
    __table_args__ = (
        Index("repayment_plans_ringing", "shard", "rings_at", postgresql_where=RINGS),
        Index("repayment_plans_of_customer", "customer_id", "requested_at"),
        Index("repayment_plans_paged", "requested_at", "id"),
    )
    id: UUID = Field(primary_key=True)
    number: str
    customer_id: UUID
    customer_name: str
    legal_entity_id: str
    shard: int
    status: RepaymentPlanStatus = Field(sa_type=Enum(RepaymentPlanStatus, native_enum=False, length=16))
    amount: Decimal = Field(sa_type=AMOUNT)
    currency: str = Field(sa_type=CURRENCY)
    came: Decimal = Field(default=ZERO, sa_type=AMOUNT)
    paid_before: Decimal = Field(default=ZERO, sa_type=AMOUNT)
    rows: list[dict[str, str]] = Field(sa_type=JSONB)
    parts: list[dict[str, str]] = Field(default=[], sa_type=JSONB)
    reason: str
    guidance: str = ""
    requested_by: UUID
    requested_at: datetime = Field(sa_type=MOMENT)
    applied_at: datetime | None = Field(default=None, sa_type=MOMENT)
    decided_at: datetime | None = Field(default=None, sa_type=MOMENT)
    rings_at: datetime | None = Field(default=None, sa_type=MOMENT)
    holds_until: datetime | None = Field(default=None, sa_type=MOMENT)
    round: int = 1
    version: int = 1

    @property
    def money(self) -> Money:
        return Money(amount=self.amount, currency=self.currency)

    @property
    def plan(self) -> list[Row]:
        return [Row(date.fromisoformat(row["due_on"]), Decimal(row["amount"])) for row in self.rows]

    @property
    def debts(self) -> list[Part]:
        return [
            Part(UUID(one["receivable_id"]), date.fromisoformat(one["due_on"]), Decimal(one["open"]))
            for one in self.parts
        ]

    def event_args(self, rows: Sequence[Receivable]) -> dict[str, Any]:
        own = {"repayment_plan_id": self.id, "number": self.number, "amount": self.money, "version": self.version}
        return told_of(rows) | own

    def view(self, rows: Sequence[Receivable]) -> RepaymentPlanView:
        own = self.model_dump(include=RepaymentPlanView.model_fields.keys() - {"amount", "came", "rows", "receivables"})
        return RepaymentPlanView(
            **own,
            amount=self.money,
            came=Money(amount=self.came, currency=self.currency),
            rows=[
                RepaymentRowView(due_on=row.due_on, amount=Money(amount=row.amount, currency=self.currency))
                for row in self.plan
            ],
            receivables=named(rows),
        )


def kept_rows(rows: Sequence[Row]) -> list[dict[str, str]]:
    return [{"due_on": row.due_on.isoformat(), "amount": str(row.amount)} for row in rows]


def kept_parts(rows: Sequence[Receivable]) -> list[dict[str, str]]:
    """Of those that are due by a known day."""
    return [
        {"receivable_id": str(row.id), "due_on": row.due_on.isoformat(), "open": str(row.open.amount)}
        for row in rows
        if row.due_on is not None
    ]
