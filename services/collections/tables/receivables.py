"""What does collections remember of what is owed, and of its clocks?"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Enum, Index, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field

from chassis.db.search import search_index
from messages.collections.receivables import ReceivableStatus, ReceivableView
from messages.deals.terms import PLAIN, InstalmentTrigger, Timing
from messages.matching.searches import search_text
from messages.money import Money
from services.collections.domain.allocation import Debt
from services.collections.domain.due_dates import days_late
from services.collections.domain.ledger import Subject
from services.collections.domain.terms.discounts import early_discount
from services.collections.tables.base import AMOUNT, CURRENCY, DAY, MOMENT, TIMING, TRIGGER, ZERO, Table

RUNNING = "status = 'OPEN' AND NOT history AND due_on IS NOT NULL"
CAME = "paid > 0 AND status <> 'CANCELLED' AND NOT history"
WATCHED = "status = 'OPEN' AND NOT history"
DEADLINE = "collection_deadline(due_on, level, next_at, paused_until, tz, created_at)"


class Receivable(Table, table=True):
    """What is owed. `paid` is confirmed, `waiting` recorded, `written_off` given up; never more than `amount` (CHECK).

    `next_at` is when its next level is due, by which version of a dunning procedure (`timed_by`), `level` the highest
    dunning level reached, in days late (0: the reminder);
    `write_off_requested` is asked to be written off, and open until that is approved. `paused_until`: dunning waits
    until then, or has waited and has not gone on yet; `promised`: somebody has promised to pay it; `contact_at`: when
    its customer is contacted before it is due, `usual_days_late`: how late he usually is, as it was when the week
    began, `was_reminded`: of its due day (set by the database).
    """

    __tablename__ = "receivables"
    __table_args__ = (
        UniqueConstraint("legal_entity_id", "external_id"),
        UniqueConstraint("order_id", "instalment"),
        Index("receivables_number", "legal_entity_id", "number"),
        Index("receivables_ringing", "shard", "next_at", postgresql_where=text("next_at IS NOT NULL")),
        Index("receivables_running", "shard", "timed_by", postgresql_where=text(RUNNING)),
        Index("receivables_calling", "shard", "contact_at", postgresql_where=text("contact_at IS NOT NULL")),
        Index("receivables_of_customer", "customer_id", "status"),
        Index("receivables_process", text(DEADLINE), "id", postgresql_where=text(WATCHED)),
        Index("receivables_paged", "created_at", "id"),
        Index("receivables_of_owner", "owner_id", "created_at", "id"),
        Index("receivables_of_status", "status", "created_at", "id"),
        search_index("receivables_search"),
        Index("receivables_open", "due_on", postgresql_where=text("status = 'OPEN'")),
        Index("receivables_came", "due_on", postgresql_where=text(CAME)),
        Index("receivables_disputed", "id", postgresql_where=text("disputed")),
        Index("receivables_promised", "id", postgresql_where=text("promised")),
        Index("receivables_due", "due_on", postgresql_where=text("status <> 'CANCELLED' AND NOT history")),
        Index("receivables_settled", "shard", "settled_on", postgresql_where=text("status = 'PAID'")),
    )
    id: UUID = Field(primary_key=True)
    number: str
    status: ReceivableStatus = Field(sa_type=Enum(ReceivableStatus, native_enum=False, length=16))
    customer_id: UUID
    customer_name: str
    order_id: UUID | None = None
    contract_id: UUID | None = None
    instalment: int | None = None
    trigger: InstalmentTrigger | None = Field(default=None, sa_type=TRIGGER)
    days: int = 0
    timing: dict[str, Any] | None = Field(default=None, sa_type=TIMING)  # none: so many days after the trigger
    discount_until: date | None = Field(default=None, sa_type=DAY)
    external_id: str | None = None
    source: str | None = None
    owner_id: UUID | None = None
    owner_unit: str = ""
    legal_entity_id: str
    amount: Decimal = Field(sa_type=AMOUNT)
    currency: str = Field(sa_type=CURRENCY)
    paid: Decimal = Field(default=ZERO, sa_type=AMOUNT)
    waiting: Decimal = Field(default=ZERO, sa_type=AMOUNT)
    written_off: Decimal = Field(default=ZERO, sa_type=AMOUNT)
    write_off_requested: Decimal = Field(default=ZERO, sa_type=AMOUNT)
    invoiced_on: date | None = Field(default=None, sa_type=DAY)
    due_on: date | None = Field(default=None, sa_type=DAY)
    settled_on: date | None = Field(default=None, sa_type=DAY)
    tz: str
    shard: int
    next_at: datetime | None = Field(default=None, sa_type=MOMENT)
    timed_by: UUID | None = None
    level: int | None = None
    disputed: bool = False
    history: bool = False
    paused_until: datetime | None = Field(default=None, sa_type=MOMENT)
    promised: bool = Field(default=False, sa_column_kwargs={"server_default": "false"})
    contact_at: datetime | None = Field(default=None, sa_type=MOMENT)
    usual_days_late: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    was_reminded: bool = Field(default=False, sa_column_kwargs={"server_default": "false"})
    goods_since: int = 0  # the version of its order that added its goods: they leave, and arrive, after it
    created_at: datetime = Field(sa_type=MOMENT)
    search: str = Field(default="", sa_column_kwargs={"server_default": ""})
    version: int = 1

    def money(self, amount: Decimal) -> Money:
        return Money(amount=amount, currency=self.currency)

    @property
    def open(self) -> Money:
        return self.money(self.unsettled)

    @property
    def unsettled(self) -> Decimal:
        """What is open of it."""
        return self.amount - self.paid - self.written_off

    @property
    def room(self) -> Decimal:
        """What no money was recorded for."""
        return self.open.amount - self.waiting

    @property
    def agreed(self) -> Timing:
        return Timing.model_validate(self.timing) if self.timing else PLAIN

    @property
    def discount(self) -> Decimal:
        """So much less settles it with money that came by `discount_until`."""
        if self.discount_until is None:
            return ZERO
        return early_discount(self.money(self.amount), self.agreed.discount).amount

    def as_debt(self, room: Decimal, last_received: date | None) -> Debt:
        """With what is open of its discount: what was given up is not once more, and nothing is after late money."""
        is_late = last_received is not None and self.discount_until is not None and last_received > self.discount_until
        discount = ZERO if is_late else max(self.discount - self.written_off, ZERO)
        return Debt(self.id, room, self.due_on, self.order_id, discount, self.discount_until)

    @property
    def subject(self) -> Subject:
        """What is posted of it."""
        own = (self.customer_id, self.legal_entity_id, self.currency, self.number)
        return Subject(*own, order_id=self.order_id, receivable_id=self.id)

    def searched(self) -> str:
        """What it is found by."""
        return search_text(self.number, self.customer_name, self.external_id)

    def event_args(self) -> dict[str, Any]:
        """What all its events say."""
        own = (
            "number", "customer_id", "customer_name", "order_id", "contract_id", "owner_id", "legal_entity_id", "tz",
            "version",
        )  # fmt: skip
        money = {"amount": self.money(self.amount), "open": self.open, "written_off": self.money(self.written_off)}
        return {"receivable_id": self.id} | money | {name: getattr(self, name) for name in own}

    def advance_args(self, amount: Money) -> dict[str, Any]:
        """What events of an advance say that is offered or used for it."""
        own = ("number", "order_id", "customer_id", "customer_name", "owner_id", "legal_entity_id", "version")
        args = {name: getattr(self, name) for name in own}
        return args | {"advance_id": self.id, "receivable_id": self.id, "amount": amount}

    def view(self, now: datetime) -> ReceivableView:
        late = days_late(due=self.due_on, settled_on=self.settled_on, now=now, tz=self.tz)
        money = ("amount", "paid", "waiting", "written_off", "write_off_requested")
        own = self.model_dump(
            include=ReceivableView.model_fields.keys() - {*money, "level", "timing", "discount", "paused_until"}
        )
        return ReceivableView(
            **own,
            timing=self.agreed,
            discount=self.money(self.discount),
            **{name: self.money(getattr(self, name)) for name in money},
            open=self.open,
            days_late=0 if self.status is ReceivableStatus.CANCELLED else late,
            level=self.level or None,
            reminded=self.level is not None,
            paused_until=self.paused_until if self.paused_until and self.paused_until > now else None,
        )


class DunningLevelReached(Table, table=True):
    """Each dunning level of each receivable once (primary key). `notifies`: whom it names; `notified`: who of them has
    it in his inbox, the last of them since `notified_at`."""

    __tablename__ = "dunning_level_reached"
    receivable_id: UUID = Field(primary_key=True, foreign_key="receivables.id")
    level: int = Field(primary_key=True)
    reached_at: datetime = Field(sa_type=MOMENT)
    notifies: list[str] = Field(sa_type=ARRAY(Text))
    notified: list[str] = Field(default=[], sa_type=ARRAY(Text), sa_column_kwargs={"server_default": "{}"})
    letter: bool = Field(default=False, sa_column_kwargs={"server_default": "false"})
    procedure_id: UUID | None = None  # by which version; not known of the release before
    saved_at: datetime = Field(sa_type=MOMENT)
    notified_at: datetime | None = Field(default=None, sa_type=MOMENT)


class Shard(Table, table=True):
    """The nearest deadline of a shard, as its keeper was notified."""

    __tablename__ = "shards"
    shard: int = Field(primary_key=True)
    id: UUID
    forecast_week: date | None = Field(default=None, sa_type=DAY)  # of which what is expected was kept last
    next_due_at: datetime | None = Field(default=None, sa_type=MOMENT)
    version: int = 0
