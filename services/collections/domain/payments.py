"""Who may say that money came, and when does it count?"""

from datetime import date, datetime, timedelta
from uuid import UUID

from messages.collections.payments import PaymentStatus
from messages.errors import Malformed, RuleViolation
from messages.money import Money
from services.collections.domain.due_dates import local_day


def must_not_be_recorder(*, recorded_by: UUID, confirmed_by: UUID) -> None:
    """COL-11: who recorded a payment never confirms it."""
    if recorded_by == confirmed_by:
        raise RuleViolation("COL-11")


def must_be_plausible_receipt(amount: Money, received_on: date, *, now: datetime, tz: str, ahead_days: int) -> None:
    """COL-12: a payment is more than nothing, and its money has come: its day is not in the future."""
    if amount.amount <= 0:
        raise Malformed("amount", str(amount), "COL-12")
    if received_on > local_day(now, tz) + timedelta(days=ahead_days):
        raise Malformed("received_on", received_on.isoformat(), "COL-12")


def entry_in_use(reference: str | None, amount: Money, occurrence: int) -> RuleViolation:
    """COL-13: a bank entry is known by reference, amount and occurrence; NONREF and the like name none.

    One reference stands for all details of a batch; a rejected payment's entry may be recorded again.
    """
    return RuleViolation("COL-13", reference=reference or "", amount=str(amount), occurrence=occurrence)


def must_be_in_currency(given: str, *, currency: str, number: str) -> None:
    """COL-24: a payment for an order settles the order's currency, by a rate where it came in another one; other money
    goes to the customer's account."""
    if given != currency:
        raise RuleViolation("COL-24", number=number, currency=currency, given=given)


def must_be_settleable(*, cancelled: bool, number: str) -> None:
    """COL-14: an order that is cancelled, or is being cancelled, takes no payment and no invoice."""
    if cancelled:
        raise RuleViolation("COL-14", number=number)


def must_be_cancellable_receivable(*, paid: Money, waiting: Money, number: str) -> None:
    """COL-15: a receivable with money on it is cancelled only after its payments were reversed."""
    if paid or waiting:
        raise RuleViolation("COL-15", number=number)


def must_wait_for_finance(status: PaymentStatus) -> None:
    """COL-67: finance confirms a payment once; what a cancelled order left counts again when it is allocated."""
    if status is not PaymentStatus.RECORDED:
        raise RuleViolation("COL-67", status=f"status.payment.{status}")


def must_have_a_rest(*, free: Money, allocated: Money, refunded: Money) -> None:
    """COL-124: of a payment only that settles something later which settles nothing yet and does not go back."""
    if free.amount <= 0:
        raise RuleViolation("COL-124", allocated=str(allocated), refunded=str(refunded))


def must_be_allocatable(status: PaymentStatus) -> None:
    """COL-22: only money that finance saw settles something later, also what came for an order since cancelled."""
    if status not in (PaymentStatus.CONFIRMED, PaymentStatus.REVERSED):
        raise RuleViolation("COL-22", status=f"status.payment.{status}")
