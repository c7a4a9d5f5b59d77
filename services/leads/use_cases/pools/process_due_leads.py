"""What becomes of the leads of a pool whose time has come?"""

from collections.abc import Sequence
from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.leads.deadlines import LeadDeadline
from messages.leads.events import LeadReclaimed, LeadWarned
from messages.leads.pools import ProcessDueLeads, ProcessedPool
from services.leads.store.deadlines import DueLead, reclaim_due, warn_due
from services.leads.store.late_deadlines import Kept, note_look
from services.leads.store.leads import is_any_asleep
from services.leads.store.pools import nearest_deadline, pool_rules
from services.leads.use_cases.steps.assign_by_rules import open_desks
from services.leads.use_cases.steps.end_owners import lapse_offers
from services.leads.use_cases.steps.first_response import tell_unanswered
from services.leads.use_cases.steps.score_leads import score_due
from services.leads.use_cases.steps.wake_up import wake_due


async def process_due_leads(pool_id: UUID, command: ProcessDueLeads, uow: UnitOfWork) -> ProcessedPool:
    """Everything due by now, at the most so many: leads go back, owners are warned, and told what they have not
    answered, what sleeps wakes up, each once; leads come to where they stand in the queue by now.
    What is done too late is kept."""
    async with uow.begin() as work:
        rules = await pool_rules(work, pool_id)
        desks = await open_desks(work, {pool_id}) if await is_any_asleep(work, pool_id) else []
        reclaimed = await reclaim_due(work, pool_id, unit=rules.pool.unit, limit=command.limit)
        await lapse_offers(work, [lead.id for lead in reclaimed])
        left = command.limit - len(reclaimed)
        warned = await warn_due(work, pool_id, limit=left) if left else []
        for lead in reclaimed:
            work.emit(_reclaimed(pool_id, lead))
        for lead in warned:
            work.emit(_warned(lead))
        left -= len(warned)
        unanswered = await tell_unanswered(work, pool_id, left) if left else []
        left -= len(unanswered)
        woken = await wake_due(work, rules, left, desks) if left else []
        left -= len(woken)
        scored = await score_due(work, rules, left) if left else 0
        more = left == scored
        await note_look(work, pool_id, [*_kept(reclaimed, warned), *unanswered, *woken])
        nearest = await nearest_deadline(work, pool_id)
        return ProcessedPool(
            warned=len(warned),
            reclaimed=len(reclaimed),
            unanswered=len(unanswered),
            woken=len(woken),
            scored=scored,
            next_due_at=nearest,
            more=more,
        )


def _kept(reclaimed: Sequence[DueLead], warned: Sequence[DueLead]) -> list[Kept]:
    """Of what went back without a warning the warning was left out."""
    kept = [Kept(lead.id, LeadDeadline.RETURN, lead.due_at) for lead in reclaimed]
    kept += [Kept(lead.id, LeadDeadline.WARNING, lead.warn_at) for lead in warned if lead.warn_at]
    return kept + [
        Kept(lead.id, LeadDeadline.WARNING, lead.warn_at, is_left_out=True)
        for lead in reclaimed
        if lead.warn_at and lead.warn_at < lead.due_at
    ]


def _reclaimed(pool_id: UUID, lead: DueLead) -> LeadReclaimed:
    return LeadReclaimed(
        lead_id=lead.id,
        number=lead.number,
        pool_id=pool_id,
        former_owner_id=lead.owner_id,
        due_at=lead.due_at,
        version=lead.version,
    )


def _warned(lead: DueLead) -> LeadWarned:
    return LeadWarned(
        lead_id=lead.id,
        number=lead.number,
        owner_id=lead.owner_id,
        follow_up_due_at=lead.due_at,
        version=lead.version,
    )
