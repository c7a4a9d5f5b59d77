"""What does collections remember of how far customers are trusted, and who went beyond it?"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Enum, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from messages.collections.grading.grades import (
    CreditGradeView,
    CreditHoldView,
    CreditPolicyView,
    CreditRule,
    EvidenceView,
    GradeTerms,
)
from messages.collections.grading.requests import CreditRequestKind, CreditRequestStatus, CreditRequestView
from messages.money import Money
from services.collections.tables.base import AMOUNT, CURRENCY, DAY, MOMENT, Table
from services.collections.tables.projections import Customer

WAITING = "status = 'REQUESTED'"
HELD = "released_at IS NULL"


class CreditPolicy(Table, table=True):
    """A version each, of the whole house; the newest counts."""

    __tablename__ = "credit_policies"
    version: int = Field(primary_key=True)
    rules: list[dict[str, Any]] = Field(sa_type=JSONB)
    grades: list[dict[str, Any]] = Field(sa_type=JSONB)
    evidence_days: int
    release_roles: list[str] = Field(sa_type=JSONB)
    published_by: UUID | None = None
    published_at: datetime = Field(sa_type=MOMENT)

    @property
    def read_rules(self) -> list[CreditRule]:
        return [CreditRule.model_validate(one) for one in self.rules]

    @property
    def read_grades(self) -> list[GradeTerms]:
        return [GradeTerms.model_validate(one) for one in self.grades]

    def view(self) -> CreditPolicyView:
        return CreditPolicyView.model_validate(self.model_dump())


class CreditStanding(Table, table=True):
    """How far a customer is trusted, as it was last published (`said`). `review_at`: when time alone may change it."""

    __tablename__ = "credit_standings"
    __table_args__ = (
        Index("credit_standings_due", "review_at"),
        Index("credit_standings_policy", "policy_version"),
    )
    customer_id: UUID = Field(primary_key=True, foreign_key="customers.id")
    score: int
    grade: str
    policy_version: int
    most_days: int
    graded_at: datetime = Field(sa_type=MOMENT)
    review_at: datetime = Field(sa_type=MOMENT)
    days_late: int = 0
    on_hold: bool = False
    hold_reason: str = ""
    said: dict[str, Any] = Field(default={}, sa_type=JSONB)
    version: int = 0


class CreditGradeRow(Table, table=True):
    """Never changed, never deleted."""

    __tablename__ = "credit_grades"
    __table_args__ = (Index("credit_grades_of_customer", "customer_id", "graded_at"),)
    id: UUID = Field(primary_key=True)
    customer_id: UUID = Field(foreign_key="customers.id")
    graded_at: datetime = Field(sa_type=MOMENT)
    score: int
    grade: str
    reasons: list[dict[str, Any]] = Field(sa_type=JSONB)
    cause: str
    policy_version: int

    def view(self) -> CreditGradeView:
        return CreditGradeView.model_validate(self.model_dump())


class CreditHold(Table, table=True):
    """By a person, or by the grade (`held_by` none): one of each at a time."""

    __tablename__ = "credit_holds"
    __table_args__ = (
        Index("credit_holds_of_customer", "customer_id", "held_at"),
        Index("credit_holds_live", "customer_id", text("(held_by IS NULL)"), unique=True, postgresql_where=text(HELD)),
    )
    id: UUID = Field(primary_key=True)
    customer_id: UUID = Field(foreign_key="customers.id")
    reason: str
    held_by: UUID | None = None
    held_at: datetime = Field(sa_type=MOMENT)
    released_by: UUID | None = None
    released_at: datetime | None = Field(default=None, sa_type=MOMENT)
    release_reason: str = ""

    def view(self) -> CreditHoldView:
        return CreditHoldView.model_validate(self.model_dump())

    def event_args(self, customer: Customer, reason: str) -> dict[str, Any]:
        of_customer = {"customer_id": customer.id, "customer_name": customer.name, "owner_id": customer.owner_id}
        return of_customer | {
            "credit_hold_id": self.id, "legal_entity_id": customer.legal_entity_id, "reason": reason,
            "version": 2 if self.released_at else 1,
        }  # fmt: skip


class CreditEvidence(Table, table=True):
    """What an outside source said of a customer, word for word. Never changed."""

    __tablename__ = "credit_evidence"
    __table_args__ = (Index("credit_evidence_of_customer", "customer_id", "asked_at"),)
    id: UUID = Field(primary_key=True)
    customer_id: UUID = Field(foreign_key="customers.id")
    source: str
    asked_by: UUID
    asked_at: datetime = Field(sa_type=MOMENT)
    valid_until: date = Field(sa_type=DAY)
    score: int
    sha256: str
    body: str

    def view(self) -> EvidenceView:
        return EvidenceView.model_validate(self.model_dump())


class CreditRequest(Table, table=True):
    """For a limit, or for one shipment of an order. Never deleted; who asked confirms no raise and no order (CHECK)."""

    __tablename__ = "credit_requests"
    __table_args__ = (
        Index("credit_requests_paged", "requested_at", "id"),
        Index("credit_requests_of_customer", "customer_id", "requested_at"),
        Index("credit_requests_of_limit", "customer_id", "currency", unique=True,
              postgresql_where=text(f"{WAITING} AND kind = 'LIMIT'")),
        Index("credit_requests_of_order", "order_id", unique=True,
              postgresql_where=text(f"{WAITING} AND kind = 'RELEASE'")),
    )  # fmt: skip
    id: UUID = Field(primary_key=True)
    number: str = Field(unique=True)
    kind: CreditRequestKind = Field(sa_type=Enum(CreditRequestKind, native_enum=False, length=16))
    status: CreditRequestStatus = Field(sa_type=Enum(CreditRequestStatus, native_enum=False, length=16))
    customer_id: UUID = Field(foreign_key="customers.id")
    order_id: UUID | None = None
    order_number: str = ""
    currency: str = Field(sa_type=CURRENCY)
    limit_before: Decimal | None = Field(default=None, sa_type=AMOUNT)
    limit_amount: Decimal | None = Field(default=None, sa_type=AMOUNT)
    reason: str
    requested_by: UUID
    requested_at: datetime = Field(sa_type=MOMENT)
    decided_by: UUID | None = None
    decided_at: datetime | None = Field(default=None, sa_type=MOMENT)
    guidance: str = ""
    version: int = 1

    def money(self, amount: Decimal | None) -> Money | None:
        return None if amount is None else Money(amount=amount, currency=self.currency)

    def view(self, customer: Customer) -> CreditRequestView:
        own = self.model_dump(include=CreditRequestView.model_fields.keys() - {"limit_before", "limit"})
        return CreditRequestView(
            **own,
            customer_name=customer.name,
            legal_entity_id=customer.legal_entity_id,
            limit_before=self.money(self.limit_before),
            limit=self.money(self.limit_amount),
        )

    def event_args(self, customer: Customer) -> dict[str, Any]:
        own = ("number", "kind", "customer_id", "order_id", "order_number", "reason", "version")
        of_customer = {"customer_name": customer.name, "owner_id": customer.owner_id}
        return (
            {"credit_request_id": self.id, "limit": self.money(self.limit_amount)}
            | {"legal_entity_id": customer.legal_entity_id}
            | of_customer
            | {name: getattr(self, name) for name in own}
        )
