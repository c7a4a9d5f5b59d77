"""What happens when leads wake up? A step of other use cases."""

from collections.abc import Sequence
from uuid import UUID

from chassis.db.unit_of_work import Work
from chassis.records.people import find_person
from messages.leads.deadlines import LeadDeadline
from messages.leads.events import LeadWoken
from messages.leads.leads import LeadStatus
from services.leads.domain.lifecycle import move
from services.leads.store import leads as store
from services.leads.store.distribution.responses import restart_response_clocks
from services.leads.store.late_deadlines import Kept
from services.leads.store.pools import PoolRules
from services.leads.tables import LeadRow
from services.leads.use_cases.steps.assign_by_rules import Desk, assign_new
from services.leads.use_cases.steps.end_owners import end_owners
from services.leads.use_cases.steps.score_leads import facts_of_lead, score_leads


async def wake_due(work: Work, rules: PoolRules, limit: int, desks: Sequence[Desk]) -> list[Kept]:
    """Those of a pool whose day has come, each once. `desks`: opened before any lead was locked."""
    leads = await store.lock_asleep(work, rules.pool.id, limit)
    kept = [Kept(lead.id, LeadDeadline.WAKE_UP, lead.wake_at or work.now) for lead in leads]
    await wake_up(work, rules, leads, desks)
    return kept


async def wake_up(work: Work, rules: PoolRules, leads: Sequence[LeadRow], desks: Sequence[Desk]) -> None:
    """With its owner, when he is still there: his clocks start. Else it waits in its pool, with all that is known of
    it, and goes to people by the pool's rules as what comes in."""
    if not leads:
        return
    here = {id for id in {lead.owner_id for lead in leads if lead.owner_id} if await _is_here(work, id)}
    await score_leads(work, rules.pool.legal_entity_id, leads)
    kept = [lead for lead in leads if lead.owner_id in here]
    for lead in kept:
        _start(work, lead, rules)
    if kept and rules.response:
        clock = rules.response.start(work.now, rules.calendar)
        await restart_response_clocks(work, [lead.id for lead in kept], clock)
    waiting = [lead for lead in leads if lead.owner_id not in here]
    await end_owners(work, [lead.id for lead in waiting if lead.owner_id], "released")
    for lead in waiting:
        lead.status, lead.owner_id, lead.owner_unit = move(lead.status, LeadStatus.POOLED), None, rules.pool.unit
        store.stop_clock(lead)
    for lead in leads:
        work.emit(_woken(lead))
    await work.session.flush()
    await assign_new(work, waiting, desks)


def _start(work: Work, lead: LeadRow, rules: PoolRules) -> None:
    deadlines = rules.period_of(facts_of_lead(lead)).start(work.now, rules.calendar)
    lead.status = move(lead.status, LeadStatus.OWNED)
    store.stop_clock(lead)
    lead.clock_from, lead.warn_at, lead.follow_up_due_at = work.now, deadlines.warn_at, deadlines.due_at


def _woken(lead: LeadRow) -> LeadWoken:
    return LeadWoken(
        lead_id=lead.id,
        number=lead.number,
        pool_id=lead.pool_id,
        owner_id=lead.owner_id,
        follow_up_due_at=lead.follow_up_due_at,
        note=lead.nurture_note,
        status=lead.status,
        version=lead.version,
    )


async def _is_here(work: Work, person_id: UUID) -> bool:
    person = await find_person(work, person_id)
    return person is not None and person.active
