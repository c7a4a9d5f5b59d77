"""What happens when leads get an owner?"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from chassis.db.unit_of_work import Work
from messages.leads.leads import LeadStatus
from messages.leads.pools import PoolDeadlineMoved
from services.leads.domain.lifecycle import move
from services.leads.store.deadlines import end_ownership, start_ownership
from services.leads.store.pools import PoolRules, nearest_deadline
from services.leads.tables import LeadRow


async def set_owner(
    work: Work, leads: Sequence[LeadRow], rules: PoolRules, *, owner_id: UUID, owner_unit: str, began_by: str
) -> datetime:
    """Leads of one pool, locked, begin to be this person's; their clock starts. Answers when it ends."""
    deadlines = rules.follow_up_period.start(work.now, rules.calendar)
    nearest = await nearest_deadline(work, rules.pool.id)
    had_owner = [lead.id for lead in leads if lead.owner_id]
    for lead in leads:
        lead.status = move(lead.status, LeadStatus.OWNED)
        lead.owner_id, lead.owner_unit = owner_id, owner_unit
        lead.clock_from, lead.warn_at, lead.follow_up_due_at = work.now, deadlines.warn_at, deadlines.due_at
        lead.version += 1
    if had_owner:
        await end_ownership(work, had_owner, "assigned")
    await start_ownership(work, [lead.id for lead in leads], owner_id, began_by)
    due_at = deadlines.warn_at or deadlines.due_at
    if nearest is None or due_at < nearest:
        work.emit(PoolDeadlineMoved(pool_id=rules.pool.id, next_due_at=due_at, version=rules.pool.version))
    return deadlines.due_at
