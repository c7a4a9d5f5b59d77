"""What becomes of customers with whom nobody has worked for too long? A step of processing what is due."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from chassis.db.unit_of_work import Work
from messages.deals.customer_care.pools import CustomerReclaimed, CustomerWarned
from messages.deals.customers import OwnerCause
from services.deals.domain.customer_care.pools import AGAIN, PoolOf
from services.deals.store import reminders
from services.deals.store.customer_care import pools
from services.deals.tables import Customer, ReminderKind
from services.deals.use_cases.steps.pool_customers import pool_customers


async def warn_owners(work: Work, rows: Sequence[Customer]) -> None:
    """Each once of each end; not of one whose time began anew, or is over."""
    for row in rows:
        if row.reclaim_at is not None and row.reclaim_at > work.now:
            work.emit(CustomerWarned.model_validate(row.event_args() | {"reclaim_at": row.reclaim_at}))


async def reclaim_customers(work: Work, rows: Sequence[Customer]) -> None:
    """They go back, once; one that its owner sells to just now is looked at again later, where the pool spares it."""
    over = [row for row in rows if row.reclaim_at is not None and row.reclaim_at <= work.now]
    known = await _pools(work, over)
    selling = await pools.selling_now(work, over) if over else set()
    going: list[tuple[Customer, PoolOf]] = []
    later: list[tuple[ReminderKind, UUID, datetime]] = []
    for row in over:
        pool = known.get(row.pool_id) if row.pool_id else None
        if pool is None:
            continue
        if row.id in selling and pool.rules.spares_sales:
            row.reclaim_at = work.now + AGAIN
            later.append((ReminderKind.CUSTOMER_RECLAIM, row.id, row.reclaim_at))
        else:
            going.append((row, pool))
    await reminders.set_reminders(work, later)
    due = {row.id: row.reclaim_at for row, _ in going}
    former = await pool_customers(work, going, OwnerCause.RECLAIMED) if going else {}
    for row, pool in going:
        said = {"pool_id": pool.id, "former_owner_id": former[row.id], "due_at": due[row.id]}
        work.emit(CustomerReclaimed.model_validate(row.event_args() | said))


async def _pools(work: Work, rows: Sequence[Customer]) -> dict[UUID, PoolOf]:
    entities = {row.legal_entity_id for row in rows}
    return {pool.id: pool for entity in entities for pool in await pools.pools_of(work, entity)}
