"""Which receivables does somebody mean, and may they be paused, promised or planned anew? (a step)"""

from collections.abc import Collection, Sequence
from uuid import UUID

from chassis.db.unit_of_work import Work
from services.collections.domain.cases.pauses import Watched, must_be_watched
from services.collections.store.cases.cases import open_of_customer
from services.collections.store.receivables import find_receivables, lock_receivables
from services.collections.tables import Receivable

MOST = 1000


async def chosen(work: Work, ids: Collection[UUID]) -> list[Receivable]:
    """Those named, all of them in the actor's scope, locked; the earliest due first. Raises NotFound, COL-187."""
    await find_receivables(work, ids)
    return watched(list((await lock_receivables(work, set(ids))).values()))


async def all_of_customer(work: Work, customer_id: UUID) -> list[Receivable]:
    """All that the customer owes in the actor's scope, locked."""
    found = await open_of_customer(work, customer_id, MOST)
    locked = await lock_receivables(work, {row.id for row in found}) if found else {}
    return list(locked.values())


def watched(rows: Sequence[Receivable]) -> list[Receivable]:
    must_be_watched(
        [
            Watched(row.number, row.customer_id, row.legal_entity_id, row.currency, row.status, row.history)
            for row in rows
        ]
    )
    return sorted(rows, key=lambda row: (row.due_on is None, row.due_on, row.number))
