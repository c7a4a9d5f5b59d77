"""Which money may go back to a customer, and who may say that it has?"""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from messages.collections.payments import PaymentStatus
from messages.errors import Malformed, RuleViolation
from messages.money import Money
from services.collections.domain.due_dates import local_day

NOTHING = Decimal(0)
SEEN = (PaymentStatus.CONFIRMED, PaymentStatus.REVERSED)


def amount_to_refund(wanted: Decimal | None, *, status: PaymentStatus, free: Money, number: str) -> Decimal:
    """COL-52: what goes back is money that finance saw, that settles nothing and is not going back already."""
    amount = free.amount if wanted is None else wanted
    if status not in SEEN or not NOTHING < amount <= free.amount:
        raise RuleViolation("COL-52", number=number, free=free)
    return amount


def must_not_have_requested(*, requested_by: UUID, confirmed_by: UUID) -> None:
    """COL-53: who asked for a refund never confirms it."""
    if requested_by == confirmed_by:
        raise RuleViolation("COL-53")


def must_have_requested(*, requested_by: UUID, actor: UUID) -> None:
    """COL-55: who asked for a refund withdraws it, nobody else; finance rejects it."""
    if requested_by != actor:
        raise RuleViolation("COL-55")


def must_have_left(paid_on: date, *, now: datetime, tz: str, ahead_days: int) -> None:
    """COL-56: a refund is confirmed when its money has left: not on a day that comes. `ahead_days` is for a bank that
    is in another day already."""
    if (paid_on - local_day(now, tz)).days > ahead_days:
        raise Malformed("paid_on", paid_on.isoformat(), "COL-56")
