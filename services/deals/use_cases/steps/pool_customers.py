"""How do customers go back to their pools? A step of giving one back, and of the clock."""

from collections.abc import Sequence
from uuid import UUID

from chassis.db.unit_of_work import Work
from messages.deals.customers import CustomerChanged, OwnerCause
from services.deals.domain.customer_care.pools import PoolOf
from services.deals.store.customer_owners import move_owners
from services.deals.tables import Customer
from services.deals.use_cases.steps.customer_clock import stop_clocks
from services.deals.use_cases.steps.end_claims import end_claims


async def pool_customers(work: Work, rows: Sequence[tuple[Customer, PoolOf]], cause: OwnerCause) -> dict[UUID, UUID]:
    """They are nobody's, and wait. What their owners have open there stays theirs. Whose each was."""
    former = {row.id: row.owner_id for row, _ in rows if row.owner_id is not None}
    await end_claims(work, former, {row.id: row.name for row, _ in rows})
    await stop_clocks(work, [row for row, _ in rows])
    await move_owners(work, [row.id for row, _ in rows], None, cause)
    for row, pool in rows:
        row.owner_id, row.owner_unit, row.pool_id = None, pool.rules.unit, pool.id
        row.version += 1
        work.emit(CustomerChanged.model_validate(row.event_args()))
    return former
