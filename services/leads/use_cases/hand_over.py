"""What happens when a lead gets an owner?"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from chassis.unit_of_work import Work
from messages.leads.leads import LeadStatus
from messages.leads.pools import PoolDeadlineMoved
from services.leads.domain.lifecycle import move
from services.leads.store.clocks import begin_ownership, end_ownership
from services.leads.store.pools import PoolRules, nearest_deadline
from services.leads.tables import LeadRow


async def hand_over(
    work: Work, leads: Sequence[LeadRow], rules: PoolRules, *, owner_id: UUID, owner_unit: str
) -> datetime:
    """Leads of one pool, locked, begin to be this person's; their clock starts. Answers when it rings last."""
    clock = rules.clock.start(work.now, rules.calendar)
    nearest = await nearest_deadline(work, rules.pool.id)
    had_owner = [lead.id for lead in leads if lead.owner_id]
    for lead in leads:
        lead.status = move(lead.status, LeadStatus.OWNED)
        lead.owner_id, lead.owner_unit = owner_id, owner_unit
        lead.clock_from, lead.warn_at, lead.follow_up_due_at = work.now, clock.warn_at, clock.due_at
        lead.version += 1
    if had_owner:
        await end_ownership(work, had_owner, "assigned")
    await begin_ownership(work, [lead.id for lead in leads], owner_id)
    rings = clock.warn_at or clock.due_at
    if nearest is None or rings < nearest:
        work.emit(PoolDeadlineMoved(pool_id=rules.pool.id, next_due_at=rings, version=rules.pool.version))
    return clock.due_at
