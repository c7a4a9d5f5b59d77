"""What does deals remember of customers?"""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Column, DateTime, Index, Numeric, SmallInteger, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from chassis.db.search import search_index
from messages.deals.customers import CustomerEvent, CustomerStatus, CustomerView
from services.deals.tables.base import Extra, Status, Table

STANDS, JOINED = text("merged_into IS NULL"), text("merged_into IS NOT NULL")


class Customer(Table, table=True):
    __tablename__ = "customer"
    __table_args__ = (
        Index("customer_name", "legal_entity_id", "name_key", unique=True, postgresql_where=STANDS),
        Index("customer_named", "legal_entity_id", "name_key"),  # those that were joined are asked for, too
        Index(
            "customer_tax_id",
            "legal_entity_id",
            "tax_id",
            unique=True,
            postgresql_where=text("tax_id IS NOT NULL AND merged_into IS NULL"),
        ),
        Index("customer_taxed", "legal_entity_id", "tax_id", postgresql_where=text("tax_id IS NOT NULL")),
        Index("customer_joined", "merged_into", postgresql_where=JOINED),
        Index(
            "customer_external",
            "legal_entity_id",
            "external_id",
            unique=True,
            postgresql_where=text("external_id IS NOT NULL"),
        ),
        Index("customer_newest", "created_at", "id"),
        Index("customer_of_phase", "phase", "created_at", "id", postgresql_where=text("phase IS NOT NULL")),
        Index("customer_of_pool", "pool_id", "owner_id", postgresql_where=text("pool_id IS NOT NULL")),
        Index("customer_hot", "created_at", "id", postgresql_where=text("hot_since IS NOT NULL")),
        Index("customer_not_active", "status", "created_at", "id", postgresql_where=text("status <> 'ACTIVE'")),
        Index("customer_of_owner", "owner_id", "created_at", "id"),
        search_index("customer_search"),
        Index("customer_parent", "legal_entity_id", "parent_key", postgresql_where=text("parent_id IS NULL")),
    )

    id: UUID = Field(primary_key=True)
    number: str
    name: str
    name_key: str
    search: str = Field(default="", sa_column_kwargs={"server_default": ""})  # what it is found by
    key_version: int = Field(default=0, sa_column=Column(SmallInteger, nullable=False, server_default="0"))
    tax_id: str | None = None
    sector: str | None = None
    region: str | None = None
    country: str | None = None
    founded: int | None = None
    employees: int | None = None
    revenue_millions: Decimal | None = Field(default=None, sa_type=Numeric(18, 2))
    parent_id: UUID | None = Field(default=None, foreign_key="customer.id")
    parent_key: str | None = None  # of the name that was given; the parent itself may come later
    owner_id: UUID | None = None
    owner_unit: str = ""
    legal_entity_id: str
    tz: str
    extra: Extra = Field(default={}, sa_type=JSONB)
    created_at: datetime = Field(sa_type=DateTime(timezone=True))
    external_id: str | None = None  # the ERP's number of it
    erp_as_of: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))  # the newest word of the ERP
    origin: dict[str, str | None] = Field(default={}, sa_type=JSONB)  # never changed
    merged_into: UUID | None = Field(default=None, foreign_key="customer.id")
    status: CustomerStatus = Field(default=CustomerStatus.ACTIVE, sa_type=Status(CustomerStatus))
    admitted_at: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))
    category: str | None = None
    importance: str | None = None
    need: str | None = None
    urgency: str | None = None
    phase: str | None = None
    phase_since: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))
    phase_reason: str | None = None
    hot_since: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))
    hot_reason: str | None = None
    hot_by_name: str | None = None
    pool_id: UUID | None = Field(default=None, foreign_key="customer_pool.id")
    followed_at: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))  # or when its owner got it
    dealt_at: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))  # the same of what was won
    reclaim_at: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))
    version: int = 1

    def event_args(self) -> dict[str, object]:
        """What all events of it have in common."""
        return self.model_dump(include=set(CustomerEvent.model_fields)) | {"customer_id": self.id}

    def view(self) -> CustomerView:
        return CustomerView.model_validate(self.model_dump())


class CustomerAlias(Table, table=True):
    """Another id of a customer: one that a lead's conversion chose for a name that stood here already."""

    __tablename__ = "customer_alias"

    id: UUID = Field(primary_key=True)
    customer_id: UUID = Field(foreign_key="customer.id")


class CustomerMerge(Table, table=True):
    """That a person joined a customer to another, and all that it takes to undo it."""

    __tablename__ = "customer_merge"
    __table_args__ = (
        Index("customer_merge_stands", "customer_id", unique=True, postgresql_where=text("undone_at IS NULL")),
        Index("customer_merge_into", "into_id", "at"),
        Index("customer_merge_of", "customer_id", "at"),
    )

    id: UUID = Field(primary_key=True)
    customer_id: UUID = Field(foreign_key="customer.id")
    into_id: UUID = Field(foreign_key="customer.id")
    taken: Extra = Field(default={}, sa_type=JSONB)  # what the other lacked, as it took it
    into_owner_id: UUID | None = None  # the other's, before
    owner_id: UUID | None = None  # the other's, since then
    followers: list[str] = Field(default=[], sa_type=JSONB)  # what had been joined to it before
    by_id: UUID
    by_name: str
    at: datetime = Field(sa_type=DateTime(timezone=True))
    undone_by: UUID | None = None
    undone_by_name: str | None = None
    undone_at: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))


class CustomerApart(Table, table=True):
    """Two customers that a person told apart."""

    __tablename__ = "customer_apart"

    customer_id: UUID = Field(primary_key=True, foreign_key="customer.id")  # the lower of the two
    other_id: UUID = Field(primary_key=True, foreign_key="customer.id", index=True)
    by_id: UUID
    at: datetime = Field(sa_type=DateTime(timezone=True))
