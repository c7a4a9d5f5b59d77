"""Which earlier entries have the amount that an entry takes back?"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import aliased

from chassis.db.unit_of_work import Work
from services.collections.domain.bank.originals import LATEST
from services.collections.tables import BankEntry, Payment
from services.collections.tables.columns import BankEntries, Payments

Original: Any = aliased(BankEntry)
Found = tuple[BankEntry, Payment | None]


async def find_opposites(work: Work, entry_ids: Sequence[UUID]) -> dict[UUID, list[Found]]:
    """By entry, with the payments that they are; one statement for all, by the index on the amounts of an account."""
    found: dict[UUID, list[Found]] = defaultdict(list)
    if not entry_ids:
        return found
    query = (
        select(BankEntries.id, Original, Payments)
        .join(
            Original,
            (Original.legal_entity_id == BankEntries.legal_entity_id)
            & (Original.account_key == BankEntries.account_key)
            & (Original.currency == BankEntries.currency)
            & (Original.amount == -BankEntries.amount)
            & (Original.booked_on.between(BankEntries.booked_on - LATEST.days, BankEntries.booked_on)),
        )
        .outerjoin(Payments, Payments.id == Original.payment_id)
        .where(BankEntries.id.in_(entry_ids))
    )
    for id, original, payment in await work.session.execute(query):
        found[id].append((original, payment))
    return found
