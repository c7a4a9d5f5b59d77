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
from services.leads.use_cases.steps.score_leads import facts_of_lead


async def set_owner(
    work: Work, leads: Sequence[LeadRow], rules: PoolRules, *, owner_id: UUID, owner_unit: str, began_by: str
) -> None:
    """Leads of one pool, locked, begin to be this person's; the clock of each starts."""
    nearest = await nearest_deadline(work, rules.pool.id)
    had_owner = [lead.id for lead in leads if lead.owner_id]
    for lead in leads:
        deadlines = rules.period_of(facts_of_lead(lead)).start(work.now, rules.calendar)
        lead.status = move(lead.status, LeadStatus.OWNED)
        lead.owner_id, lead.owner_unit = owner_id, owner_unit
        lead.clock_from, lead.warn_at, lead.follow_up_due_at = work.now, deadlines.warn_at, deadlines.due_at
        lead.version += 1
    if had_owner:
        await end_ownership(work, had_owner, "assigned")
    await start_ownership(work, [lead.id for lead in leads], owner_id, began_by)
    next_due_at = min((lead.warn_at or due_at(lead) for lead in leads), default=None)
    if next_due_at is not None and (nearest is None or next_due_at < nearest):
        work.emit(PoolDeadlineMoved(pool_id=rules.pool.id, next_due_at=next_due_at, version=rules.pool.version))


def due_at(lead: LeadRow) -> datetime:
    """Of one that is owned: its clock runs."""
    assert lead.follow_up_due_at is not None
    return lead.follow_up_due_at
