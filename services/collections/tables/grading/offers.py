"""What does collections remember of collection policies, and of the terms that are offered by them?"""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from messages.collections.grading.grades import CreditRuleName
from messages.collections.offers.policies import CollectionPolicyView, ExtensionRule, GradeOffer
from messages.collections.offers.terms import MeasuredFact, TermsOfferView
from messages.deals.offered_terms import OfferedTerms
from services.collections.domain.offers.offering import CollectionPolicy, Facts
from services.collections.tables.base import MOMENT, Table
from services.collections.tables.projections import Customer


class CollectionPolicyRow(Table, table=True):
    """One version, never changed (trigger); the newest of a legal entity counts."""

    __tablename__ = "collection_policies"
    __table_args__ = (UniqueConstraint("legal_entity_id", "version"),)
    id: UUID = Field(primary_key=True)
    name: str
    legal_entity_id: str
    version: int
    grades: list[Any] = Field(sa_column=Column(JSONB, nullable=False))
    extensions: list[Any] = Field(sa_column=Column(JSONB, nullable=False))
    published_by: UUID | None = None
    published_at: datetime = Field(sa_type=MOMENT)

    def view(self, *, in_force: bool, names: dict[UUID, str]) -> CollectionPolicyView:
        name = names.get(self.published_by, "") if self.published_by else ""
        return CollectionPolicyView(**self.model_dump(), published_by_name=name, in_force=in_force)


class TermsOffer(Table, table=True):
    """What a customer is offered, as it was published last (`said`; nothing: not yet), by which version of a policy."""

    __tablename__ = "terms_offers"
    __table_args__ = (
        Index("terms_offers_of_policy", "policy_id", "legal_entity_id"),
        Index("terms_offers_missing", "customer_id", postgresql_where=text("policy_id IS NULL")),
    )
    customer_id: UUID = Field(primary_key=True, foreign_key="customers.id")
    legal_entity_id: str
    policy_id: UUID | None = Field(default=None, foreign_key="collection_policies.id")
    said: dict[str, Any] = Field(default={}, sa_type=JSONB, sa_column_kwargs={"server_default": "{}"})
    measured: dict[str, int | None] = Field(default={}, sa_type=JSONB, sa_column_kwargs={"server_default": "{}"})
    offered_at: datetime = Field(sa_type=MOMENT)
    version: int = 0

    @property
    def offer(self) -> OfferedTerms | None:
        return OfferedTerms.model_validate(self.said) if self.said else None

    @property
    def facts(self) -> Facts:
        return {CreditRuleName(name): value for name, value in self.measured.items()}

    def view(self, customer: Customer, offer: OfferedTerms) -> TermsOfferView:
        measured = [MeasuredFact(rule=rule, measured=value) for rule, value in self.facts.items()]
        own = {"customer_id": customer.id, "customer_name": customer.name, "legal_entity_id": self.legal_entity_id}
        return TermsOfferView(**own, offer=offer, measured=measured, offered_at=self.offered_at, version=self.version)


def policy_of(row: Any) -> CollectionPolicy:
    """As its versions are read."""
    return CollectionPolicy(
        id=row["id"],
        name=row["name"],
        legal_entity_id=row["legal_entity_id"],
        version=row["version"],
        grades=tuple(GradeOffer.model_validate(one) for one in json.loads(row["grades"])),
        extensions=tuple(ExtensionRule.model_validate(one) for one in json.loads(row["extensions"])),
    )
