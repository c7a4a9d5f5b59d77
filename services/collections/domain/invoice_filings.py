"""When is a provider of e-invoices asked again, and what may it answer?"""

from datetime import datetime, timedelta

from messages.errors import RuleViolation

# After the first, second … try without an answer; after the last of them each hour, for as long as it takes.
PAUSES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1))
SILENT_AFTER = len(PAUSES)
LEASE = timedelta(minutes=2)  # whoever asks is given up after this, and it is asked again under the same key


def next_look(attempts: int, now: datetime) -> datetime:
    """COL-112: a provider that has not answered is asked again, under the same key, after 1, 5 and 15 minutes, then
    each hour until it answers: it may have issued what nobody has heard of."""
    return now + PAUSES[min(attempts, len(PAUSES)) - 1]


def is_silent(attempts: int) -> bool:
    """COL-113: finance is told once, when a provider has not answered for the fourth time."""
    return attempts == SILENT_AFTER


def must_not_be_filed(*, waits: bool, provider: str) -> None:
    """COL-114: an invoice that is with a provider is neither rejected nor cancelled before the provider answers."""
    if waits:
        raise RuleViolation("COL-114", provider=provider)


def must_be_the_same_answer(*, is_same: bool, reference: str) -> None:
    """COL-115: answered again, a provider says the same; with another number or outcome it is refused."""
    if not is_same:
        raise RuleViolation("COL-115", reference=reference)


def must_be_free(*, taken_by: str | None, number: str) -> None:
    """COL-116: a number of an e-invoice is that of one invoice, or of one red letter."""
    if taken_by is not None:
        raise RuleViolation("COL-116", number=number, taken_by=taken_by)


def must_say_tax(*, is_said: bool, number: str) -> None:
    """COL-117: an e-invoice says the tax of each line; an order that was confirmed before its lines were known has
    none, and its invoice is made without a provider."""
    if not is_said:
        raise RuleViolation("COL-117", number=number)
