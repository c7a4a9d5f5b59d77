"""Which earlier entry does a bank take back: the transfer that was returned 退汇?"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from messages.matching.characters import letters
from services.collections.domain.bank.matching import Reason

LATEST = timedelta(days=400)  # after the original
SHORTEST_REFERENCE = 4  # letters and digits: fewer stand in many texts
RETURNED = re.compile(
    r"退汇|退票|退回|退款|冲正|冲销|撤销|\b(?:return(?:ed)?|revers(?:al|ed)|reject(?:ed)?|recall)\b", re.I
)


@dataclass(frozen=True)
class EntrySaid:
    """What the bank wrote of an entry."""

    id: UUID
    booked_on: date
    amount: Decimal
    reference_key: str | None
    payer_key: str | None
    text: str
    is_reversal: bool


def may_be_return(entry: EntrySaid) -> bool:
    """Money that went, or that the bank says came back."""
    return entry.is_reversal or entry.amount < 0 or bool(RETURNED.search(entry.text))


def original_of(entry: EntrySaid, earlier: Sequence[EntrySaid]) -> tuple[EntrySaid, list[Reason]] | None:
    """COL-120: money that goes the other way, of the same amount and on the same account, within 400 days after, takes
    an entry back whose reference it bears, or whose payer; the best reasons first, then the latest."""
    if not may_be_return(entry):
        return None
    found = [(one, why) for one in earlier if _is_before(one, entry) and (why := _why(entry, one))]
    return max(found, key=lambda pair: (len(pair[1]), pair[0].booked_on, pair[0].id), default=None)


def _is_before(original: EntrySaid, entry: EntrySaid) -> bool:
    after = entry.booked_on - original.booked_on
    return original.id != entry.id and original.amount == -entry.amount and timedelta(0) <= after <= LATEST


def _why(entry: EntrySaid, original: EntrySaid) -> list[Reason]:
    reasons = []
    key = original.reference_key
    if key and (key == entry.reference_key or (len(key) >= SHORTEST_REFERENCE and key in letters(entry.text).upper())):
        reasons.append(Reason("bank.why.same_reference"))
    if original.payer_key and original.payer_key == entry.payer_key:
        reasons.append(Reason("bank.why.same_payer"))
    return reasons
