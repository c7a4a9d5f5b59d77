"""What does deals remember of the people, the addresses and the owners of a customer?"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Column, DateTime, Index, Text, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field

from chassis.db.search import search_index
from messages.deals.contact_persons import ContactRole
from messages.deals.customer_addresses import AddressKind, CustomerAddressView
from messages.deals.customers import OwnerCause
from services.deals.tables.base import Status, Table

STANDS = "removed_at IS NULL"


def _texts() -> Column[list[str]]:
    return Column(ARRAY(Text), nullable=False)


class ContactPerson(Table, table=True):
    """Somebody at a customer. One that was removed stays, for what was said with his name."""

    __tablename__ = "contact_person"
    __table_args__ = (
        Index("contact_person_of_customer", "customer_id", "created_at", "id", postgresql_where=text(STANDS)),
        Index("contact_person_phones", "phone_keys", postgresql_using="gin", postgresql_where=text(STANDS)),
        search_index("contact_person_search", postgresql_where=text(STANDS)),
        Index("contact_person_emails", "email_keys", postgresql_using="gin", postgresql_where=text(STANDS)),
    )

    id: UUID = Field(primary_key=True)
    customer_id: UUID = Field(foreign_key="customer.id")
    legal_entity_id: str
    name: str
    name_key: str
    role: ContactRole = Field(sa_type=Status(ContactRole))
    title: str | None = None
    department: str | None = None
    phones: list[str] = Field(sa_column=_texts())  # as written
    emails: list[str] = Field(sa_column=_texts())
    phone_keys: list[str] = Field(sa_column=_texts())  # of all phones: a text may hold several
    email_keys: list[str] = Field(sa_column=_texts())
    search: str = Field(default="", sa_column_kwargs={"server_default": ""})  # what he is found by
    note: str = ""
    lead_id: UUID | None = None
    created_by: UUID
    created_at: datetime = Field(sa_type=DateTime(timezone=True))
    changed_at: datetime = Field(sa_type=DateTime(timezone=True))
    removed_at: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))
    version: int = 1


class CustomerAddress(Table, table=True):
    __tablename__ = "customer_address"
    __table_args__ = (
        Index("customer_address_of_customer", "customer_id", "created_at", "id", postgresql_where=text(STANDS)),
    )

    id: UUID = Field(primary_key=True)
    customer_id: UUID = Field(foreign_key="customer.id")
    kind: AddressKind = Field(sa_type=Status(AddressKind))
    country: str | None = None
    region: str | None = None
    city: str | None = None
    street: str
    postcode: str | None = None
    receiver: str | None = None
    phone: str | None = None
    phone_keys: list[str] = Field(sa_column=_texts())
    created_by: UUID
    created_at: datetime = Field(sa_type=DateTime(timezone=True))
    changed_at: datetime = Field(sa_type=DateTime(timezone=True))
    removed_at: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))
    version: int = 1

    def view(self) -> CustomerAddressView:
        return CustomerAddressView.model_validate(self.model_dump())


class CustomerOwnership(Table, table=True):
    """Who owned a customer since when; until somebody else did."""

    __tablename__ = "customer_ownership"
    __table_args__ = (
        Index("customer_ownership_of", "customer_id", "since", "id"),
        Index("customer_ownership_now", "customer_id", unique=True, postgresql_where=text("until IS NULL")),
    )

    id: UUID = Field(primary_key=True)
    customer_id: UUID = Field(foreign_key="customer.id")
    owner_id: UUID | None = None  # None: nobody's
    cause: OwnerCause = Field(sa_type=Status(OwnerCause))
    since: datetime = Field(sa_type=DateTime(timezone=True))
    until: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))
