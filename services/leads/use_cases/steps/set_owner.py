"""What happens when leads get an owner?"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from chassis.db.unit_of_work import Work
from messages.leads.leads import LeadStatus
from services.leads.domain.lifecycle import move
from services.leads.store.deadlines import Taken, start_ownership
from services.leads.store.pools import PoolRules, nearest_deadline
from services.leads.tables import LeadRow
from services.leads.use_cases.steps.end_owners import end_owners
from services.leads.use_cases.steps.score_leads import facts_of_lead
from services.leads.use_cases.steps.wake_keeper import wake_keeper


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
        lead.wake_at = lead.wakes_in = None
        lead.version += 1
    if had_owner:
        await end_owners(work, had_owner, "assigned")
    clock = rules.response.start(work.now, rules.calendar) if rules.response else None
    await start_ownership(work, [Taken(lead.id, lead.pool_id, clock) for lead in leads], owner_id, began_by)
    times = [lead.warn_at or due_at(lead) for lead in leads]
    first = min(times + ([clock.respond_by] if clock else []), default=None)
    wake_keeper(work, rules.pool, first, nearest)


def due_at(lead: LeadRow) -> datetime:
    """Of one that is owned: its clock runs."""
    assert lead.follow_up_due_at is not None
    return lead.follow_up_due_at
