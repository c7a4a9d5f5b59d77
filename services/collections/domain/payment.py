"""Who may say that money came, and when does it count?"""

from datetime import date, datetime, timedelta
from uuid import UUID

from messages.collections.payments import PaymentStatus
from messages.errors import Malformed, Refused
from messages.money import Money
from services.collections.domain.due import local_day


def may_confirm(*, recorded_by: UUID, confirmed_by: UUID) -> None:
    """COL-11: who recorded a payment never confirms it."""
    if recorded_by == confirmed_by:
        raise Refused("COL-11")


def check_received(amount: Money, received_on: date, *, now: datetime, tz: str, ahead_days: int) -> None:
    """COL-12: a payment is more than nothing, and its money has come: its day is not in the future."""
    if amount.amount <= 0:
        raise Malformed("amount", str(amount), "COL-12")
    if received_on > local_day(now, tz) + timedelta(days=ahead_days):
        raise Malformed("received_on", received_on.isoformat(), "COL-12")


def known_reference(reference: str | None) -> Refused:
    """COL-13: a bank reference stands for one payment of a legal entity; a refused one may be recorded again."""
    return Refused("COL-13", reference=reference or "")


def may_settle(*, cancelled: bool, number: str) -> None:
    """COL-14: a cancelled order takes no payment and no invoice."""
    if cancelled:
        raise Refused("COL-14", number=number)


def may_cancel_receivable(*, paid: Money, waiting: Money, number: str) -> None:
    """COL-15: a receivable with money on it is cancelled only after its payments were reversed."""
    if paid or waiting:
        raise Refused("COL-15", number=number)


def may_allocate(status: PaymentStatus) -> None:
    """COL-22: only confirmed money that is not owed back settles something later."""
    if status is not PaymentStatus.CONFIRMED:
        raise Refused("COL-22", status=f"status.payment.{status}")
