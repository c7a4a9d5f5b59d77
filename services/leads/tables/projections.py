"""What does leads know of the records of others?"""

from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Column, Index, SmallInteger, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field

from services.leads.tables.base import Table


class LegalEntityRow(Table, table=True):
    """A legal entity, from approvals: whose calendar its deadlines follow."""

    __tablename__ = "legal_entity"
    id: str = Field(primary_key=True)
    calendar: str
    tz: str
    version: int = Field(sa_type=BigInteger)


class CalendarRow(Table, table=True):
    """Working time of a site, from approvals."""

    __tablename__ = "calendar"
    code: str = Field(primary_key=True)
    working_time: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    version: int = Field(sa_type=BigInteger)


class CustomerRow(Table, table=True):
    """A customer, from deals: whom a lead may be converted to."""

    __tablename__ = "customer"
    __table_args__ = (
        Index("customer_key", "legal_entity_id", "name_key"),
        Index("customer_pairs", "name_pairs", postgresql_using="gin"),
        Index("customer_alike", "name_key", postgresql_using="gin", postgresql_ops={"name_key": "gin_trgm_ops"}),
    )
    id: UUID = Field(primary_key=True)
    name: str
    number: str = Field(default="", sa_column=Column(Text, nullable=False, server_default=""))
    name_key: str | None = None
    name_pairs: list[str] = Field(
        default_factory=list, sa_column=Column(ARRAY(Text), nullable=False, server_default="{}")
    )
    key_version: int = Field(default=0, sa_column=Column(SmallInteger, nullable=False, server_default="0"))
    merged_into: UUID | None = Field(default=None, index=True)  # it is the same as this one
    legal_entity_id: str
    owner_id: UUID | None = None
    version: int = Field(sa_type=BigInteger)


class WonOpportunityRow(Table, table=True):
    """A customer bought, from deals: whose company is known to buy."""

    __tablename__ = "won_opportunity"
    opportunity_id: UUID = Field(primary_key=True)
    customer_id: UUID = Field(index=True)
    is_won: bool  # False: its contract was rejected or cancelled
    version: int = Field(sa_type=BigInteger)


class ContactPersonRow(Table, table=True):
    """Somebody at a customer, from deals: whose phone or e-mail a lead may have."""

    __tablename__ = "contact_person"
    __table_args__ = (
        Index("contact_person_phones", "phone_keys", postgresql_using="gin"),
        Index("contact_person_emails", "email_keys", postgresql_using="gin"),
    )
    id: UUID = Field(primary_key=True)
    customer_id: UUID
    customer_number: str
    legal_entity_id: str
    name: str
    phone_keys: list[str] = Field(sa_column=Column(ARRAY(Text), nullable=False))
    email_keys: list[str] = Field(sa_column=Column(ARRAY(Text), nullable=False))
    version: int = Field(sa_type=BigInteger)
