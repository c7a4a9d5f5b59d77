"""Which confirmed payment may be corrected, and by whom?"""

from uuid import UUID

from messages.collections.corrections import CorrectionKind
from messages.collections.payments import PaymentStatus
from messages.errors import Malformed, RuleViolation
from messages.money import Money

SEEN = (PaymentStatus.CONFIRMED, PaymentStatus.REVERSED)


def must_be_correctable(status: PaymentStatus, *, refunded: Money, is_asked_for: bool, number: str) -> None:
    """COL-58: money that finance saw is reversed or moved as a whole: nothing of it goes back, and nobody has asked for
    a correction that is not decided."""
    if status not in SEEN or refunded or is_asked_for:
        raise RuleViolation("COL-58", number=number, refunded=refunded)


def must_be_second_pair_of_eyes(*, requested_by: UUID, confirmed_by: UUID) -> None:
    """COL-59: who asked for a correction never confirms it."""
    if requested_by == confirmed_by:
        raise RuleViolation("COL-59")


def must_have_asked(*, requested_by: UUID, actor: UUID) -> None:
    """COL-68: who asked for a correction withdraws it, nobody else; finance rejects it."""
    if requested_by != actor:
        raise RuleViolation("COL-68")


def must_name_its_customer(kind: CorrectionKind, customer_id: UUID | None) -> None:
    """COL-62: a payment that is moved goes to a customer who is named; one that is reversed goes to nobody."""
    if (kind is CorrectionKind.MOVE) != (customer_id is not None):
        raise Malformed("to_customer_id", str(customer_id or ""), "COL-62")


def must_stay_in_legal_entity(*, of: str, to: str) -> None:
    """COL-63: a payment stays in its legal entity: that of another one has its own bank account."""
    if of != to:
        raise RuleViolation("COL-63", of=of, to=to)
