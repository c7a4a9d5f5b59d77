"""What is said of customers?"""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from pydantic import Field

from messages.base import Command, Event, View
from messages.custom_fields import Extra
from messages.text import Code, ShortStr


class CustomerStatus(StrEnum):
    PENDING = "PENDING"  # somebody claims him; nothing is agreed with him before he is admitted
    ACTIVE = "ACTIVE"
    REJECTED = "REJECTED"  # was not admitted; may be claimed again


class DealStatus(StrEnum):
    """What has become of the sales to a customer; read from his opportunities, never set."""

    WON = "WON"
    OPEN = "OPEN"
    LOST = "LOST"
    NONE = "NONE"


class SalesWay(StrEnum):
    """How a customer is sold to."""

    DIRECT = "DIRECT"  # 直销
    CHANNEL = "CHANNEL"  # 渠道, by a partner


class OriginFields(Command):
    """Where a customer came from. It is said once, and stays whoever has him later."""

    source: ShortStr | None = None
    channel: ShortStr | None = None
    product_line: ShortStr | None = None
    business_type: Code | None = None


class CustomerFields(OriginFields):
    name: ShortStr
    tax_id: ShortStr | None = None
    sector: ShortStr | None = None
    region: ShortStr | None = None
    country: ShortStr | None = None
    founded: int | None = Field(default=None, ge=1000, le=3000)
    employees: int | None = Field(default=None, ge=0, le=2_000_000_000)
    revenue_millions: Decimal | None = Field(default=None, max_digits=18, decimal_places=2)
    category: Code | None = None
    importance: Code | None = None
    need: Code | None = None
    urgency: Code | None = None
    parent_name: ShortStr | None = None
    tz: ShortStr = "Asia/Shanghai"
    extra: Extra = {}


class AddCustomer(CustomerFields):
    """`way` and `tier`: by which he is claimed, where customers are admitted by approval."""

    id: UUID | None = None
    legal_entity_id: Code | None = None
    way: SalesWay = SalesWay.DIRECT
    tier: ShortStr | None = None


class EditCustomer(Command):
    """Only what is given changes."""

    name: ShortStr | None = None
    tax_id: ShortStr | None = None
    sector: ShortStr | None = None
    region: ShortStr | None = None
    country: ShortStr | None = None
    tz: ShortStr | None = None
    category: Code | None = None
    importance: Code | None = None
    need: Code | None = None
    urgency: Code | None = None
    extra: Extra | None = None  # all of them


class ImportCustomerRow(CustomerFields):
    line: int
    legal_entity_id: Code | None = None


class CustomerOrigin(View):
    source: str | None = None
    channel: str | None = None
    product_line: str | None = None
    business_type: str | None = None
    department: str | None = None  # the unit of whom it came to first
    lead_id: UUID | None = None
    recorded_by: UUID | None = None


class CustomerView(View):
    id: UUID
    number: str
    name: str
    tax_id: str | None
    sector: str | None
    region: str | None
    country: str | None
    parent_id: UUID | None
    owner_id: UUID | None
    legal_entity_id: str
    tz: str
    created_at: datetime
    extra: dict[str, str | int | float | bool | None]
    external_id: str | None = None  # the ERP's number of it
    origin: CustomerOrigin = CustomerOrigin()
    merged_into: UUID | None = None  # it is the same as this one
    status: CustomerStatus = CustomerStatus.ACTIVE
    admitted_at: datetime | None = None  # None: nobody had to admit him
    category: str | None = None
    importance: str | None = None
    need: str | None = None
    urgency: str | None = None
    deal_status: DealStatus | None = None  # None: was not asked for
    phase: str | None = None
    phase_since: datetime | None = None
    phase_reason: str | None = None
    hot_since: datetime | None = None  # None: he is not
    hot_reason: str | None = None
    hot_by_name: str | None = None
    pool_id: UUID | None = None  # where it waits, or would go
    reclaim_at: datetime | None = None
    version: int


class OwnerCause(StrEnum):
    """By what a customer came to its owner."""

    RECORDED = "RECORDED"  # by himself, or taken in from a file
    CONVERTED = "CONVERTED"  # from a lead of his
    HANDED_OVER = "HANDED_OVER"  # by somebody who gave all his records away
    JOINED = "JOINED"  # with a customer of his that is the same
    ADMITTED = "ADMITTED"  # his claim was the better one
    CLAIMED = "CLAIMED"  # from a pool
    RELEASED = "RELEASED"  # given back to a pool
    RECLAIMED = "RECLAIMED"  # by the clock of a pool
    ENTRUSTED = "ENTRUSTED"  # this customer alone, with what was open there, by a manager
    KNOWN_BEFORE = "KNOWN_BEFORE"  # it was his when this began to be kept


class CustomerOwnerView(View):
    """Who owned a customer from when to when."""

    owner_id: UUID | None  # None: nobody
    owner_name: str | None
    cause: OwnerCause
    since: datetime
    until: datetime | None


class CustomerEvent(Event):
    """What all events of it have in common: what stands of it now."""

    customer_id: UUID
    number: str
    name: str
    legal_entity_id: str
    region: str | None = None
    tz: str = "Asia/Shanghai"
    owner_id: UUID | None = None
    tax_id: str | None = None
    external_id: str | None = None  # the ERP's number of it
    merged_into: UUID | None = None  # it is the same as this one, where its records are found


class CustomerAdded(CustomerEvent):
    subject: ClassVar[str] = "deals.customer.added.v1"


class CustomerChanged(CustomerEvent):
    subject: ClassVar[str] = "deals.customer.changed.v1"
