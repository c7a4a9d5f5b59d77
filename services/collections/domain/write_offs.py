"""What of a receivable may be given up, by itself or by approval?"""

from collections.abc import Mapping
from decimal import Decimal
from uuid import UUID

from messages.collections.receivables import ReceivableStatus
from messages.collections.write_offs import EVERYWHERE
from messages.errors import Malformed, RuleViolation
from messages.money import Money

NOTHING = Decimal(0)


def rest_within(tolerance: Decimal, *, open: Decimal, paid: Decimal, waiting: Decimal) -> Decimal:
    """COL-26: what is left of a receivable, within the tolerance of its legal entity and currency, is written off by
    itself when money that finance saw has come for it and no other waits."""
    return open if paid > NOTHING and waiting == NOTHING and NOTHING < open <= tolerance else NOTHING


def tolerance_of(tolerances: Mapping[tuple[str, str], Decimal], legal_entity_id: str, currency: str) -> Decimal:
    """COL-27: a legal entity's own tolerance in a currency goes before the house's; without any it is nothing."""
    own = tolerances.get((legal_entity_id, currency))
    return own if own is not None else tolerances.get((EVERYWHERE, currency), NOTHING)


def must_be_valid_tolerance(amount: Decimal) -> None:
    """COL-28: a tolerance is not negative."""
    if amount < NOTHING:
        raise Malformed("amount", str(amount), "COL-28")


def amount_to_write_off(wanted: Decimal | None, *, status: ReceivableStatus, free: Money, number: str) -> Decimal:
    """COL-29: what is written off of a receivable is open, waits for no payment, and nobody asked for it before."""
    amount = free.amount if wanted is None else wanted
    if status is not ReceivableStatus.OPEN or not NOTHING < amount <= free.amount:
        raise RuleViolation("COL-29", number=number, free=free)
    return amount


def must_be_requester(*, requested_by: UUID | None, actor: UUID) -> None:
    """COL-30: who asked for a write-off resubmits it or withdraws it, nobody else."""
    if requested_by != actor:
        raise RuleViolation("COL-30")
