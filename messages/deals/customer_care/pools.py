"""What is said of the public pools of customers 客户公海池: rules, claiming, giving back, what the clock does?"""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from pydantic import Field

from messages.base import Command, Event, View
from messages.deals.customer_care.segments import SegmentCondition
from messages.deals.customers import CustomerEvent
from messages.text import Code, LongStr, ShortStr


class CustomerPoolRules(Command):
    """`conditions`: the customers that it takes (none: all). A customer goes back when nobody has followed up, or
    nothing was won, for so long (days, hours or minutes of the clock; none: it does not matter); its owner is warned
    `warn_before` that. `spares_sales`: not while its owner has an open opportunity or a contract on its way there.
    """

    name: ShortStr
    unit: ShortStr  # its people and those below may claim
    conditions: list[SegmentCondition] = Field(default=[], max_length=20)
    without_follow_up: ShortStr | None = "30 days"
    without_deal: ShortStr | None = None
    warn_before: ShortStr = "3 days"
    spares_sales: bool = True
    holding_limit: int = Field(default=50, ge=1, le=10_000)  # of one person, of this pool
    claims_per_day: int | None = Field(default=None, ge=1, le=10_000)
    cool_down: ShortStr | None = "7 days"  # before who gave a customer back, or lost it, claims it again
    position: int = Field(default=100, ge=0, le=10_000)  # of several pools that take a customer, the first


class DefineCustomerPool(CustomerPoolRules):
    """The same code again changes the rules, also of the clocks that run."""

    code: Code
    legal_entity_id: Code | None = None


class CustomerPoolView(View):
    id: UUID
    code: str
    legal_entity_id: str
    rules: CustomerPoolRules
    waiting: int  # customers that nobody owns
    held: int  # by the one who asks
    may_claim: bool
    version: int


class RetimedCustomer(View):
    """A customer whose time the rules would move; `now` or `then` none: no clock runs."""

    customer_id: UUID
    number: str
    name: str
    owner_name: str | None
    now: datetime | None
    then: datetime | None


class PoolPreview(View):
    """Whom new rules concern before they hold: how many, and the first hundred, those that go first at the head."""

    moved: int
    overdue: int  # of them, those whose time would be over: they are warned first
    customers: list[RetimedCustomer]


class ReleaseCustomer(Command):
    """Given back; into this pool, or the one that takes it."""

    reason: LongStr = ""
    pool_id: UUID | None = None


class CustomerPoolDefined(Event):
    subject: ClassVar[str] = "deals.customer_pool.defined.v1"
    customer_pool_id: UUID
    code: str
    name: str
    legal_entity_id: str


class CustomerClaimed(CustomerEvent):
    subject: ClassVar[str] = "deals.customer.claimed.v1"
    pool_id: UUID
    reclaim_at: datetime | None = None


class CustomerReleased(CustomerEvent):
    """Its owner, or his manager, gave it back."""

    subject: ClassVar[str] = "deals.customer.released.v1"
    pool_id: UUID
    former_owner_id: UUID
    reason: str = ""


class CustomerWarned(CustomerEvent):
    """Soon it goes back to its pool."""

    subject: ClassVar[str] = "deals.customer.warned.v1"
    reclaim_at: datetime


class CustomerReclaimed(CustomerEvent):
    """Nobody has worked with it for too long."""

    subject: ClassVar[str] = "deals.customer.reclaimed.v1"
    pool_id: UUID
    former_owner_id: UUID
    due_at: datetime
