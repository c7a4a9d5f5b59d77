"""How is work on a lead recorded, and when does it set the clock back?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.leads.events import LeadFollowedUp
from messages.leads.leads import FollowUpView, RecordFollowUp
from services.leads.domain.follow_ups import is_contact, kind_named
from services.leads.domain.lifecycle import must_be_at_work, must_be_owner
from services.leads.store import follow_ups
from services.leads.store import leads as store
from services.leads.store.pools import pool_rules
from services.leads.tables import FollowUpRow
from services.leads.use_cases.steps.first_response import answer
from services.leads.use_cases.steps.score_leads import facts_of_lead


async def record_follow_up(lead_id: UUID, command: RecordFollowUp, uow: UnitOfWork) -> FollowUpView:
    """Only what counts as work on it starts the clock anew. The same id again: what was recorded."""
    async with uow.begin() as work:
        lead = await store.lock_lead(work, lead_id)
        follow_up_id = command.id or work.new_id()
        if known := await follow_ups.find(work, lead_id, follow_up_id):
            return known.view()
        must_be_owner(lead.number, owner_id=lead.owner_id, actor_id=work.actor.id)
        must_be_at_work(lead.number, lead.status)
        rules = await pool_rules(work, lead.pool_id)
        kind = kind_named(command.kind, rules.kinds)
        if is_contact(kind):
            deadlines = rules.period_of(facts_of_lead(lead)).start(work.now, rules.calendar)
            await answer(work, lead)
            lead.clock_from, lead.warn_at, lead.follow_up_due_at = work.now, deadlines.warn_at, deadlines.due_at
        lead.version += 1
        follow_up = FollowUpRow(
            id=follow_up_id,
            lead_id=lead_id,
            kind=kind.code,
            kind_label=kind.names,
            effective=kind.effective,
            note=command.note,
            by_id=work.actor.id,
            by_name=work.actor.name,
            at=work.now,
        )
        await follow_ups.add(work, follow_up)
        event = LeadFollowedUp(
            lead_id=lead_id,
            number=lead.number,
            owner_id=work.actor.id,
            kind=kind.code,
            kind_name=kind.names,
            effective=kind.effective,
            follow_up_due_at=lead.follow_up_due_at,
            version=lead.version,
        )
        work.emit(event)
        return follow_up.view()
