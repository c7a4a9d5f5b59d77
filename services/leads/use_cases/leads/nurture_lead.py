"""How does a lead sleep until its time has come, and how is one tried again that was dropped?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.leads.events import LeadNurtured, LeadReused
from messages.leads.handling import NurtureLead, ReuseLead, WakesIn
from messages.leads.leads import LeadStatus, LeadView
from services.leads.domain.edits import must_stay_the_only_one
from services.leads.domain.lifecycle import move, must_have_been_dropped
from services.leads.domain.match_rules import identities
from services.leads.domain.nurture import must_be_asleep, must_have_keeper, must_may_put_to_sleep, wakes_at
from services.leads.store import changes
from services.leads.store import leads as store
from services.leads.store.distribution.responses import stop_response_clock
from services.leads.store.identities import claim_identities
from services.leads.store.match_rules import hold_rules, rules_for
from services.leads.store.pools import nearest_deadline, pool_rules
from services.leads.store.views import view_of
from services.leads.tables import LeadRow
from services.leads.use_cases.steps.assign_by_rules import open_desks
from services.leads.use_cases.steps.capture_leads import keys_of_lead
from services.leads.use_cases.steps.end_owners import end_owners
from services.leads.use_cases.steps.score_leads import score_leads
from services.leads.use_cases.steps.wake_keeper import wake_keeper
from services.leads.use_cases.steps.wake_up import wake_up


async def nurture_lead(lead_id: UUID, command: NurtureLead, uow: UnitOfWork) -> LeadView:
    """Its clock stands still until then. With its owner it counts as held by him; else it is nobody's meanwhile."""
    async with uow.begin() as work:
        lead = await _lock(work, lead_id)
        rules = await pool_rules(work, lead.pool_id)
        wake_at = wakes_at(command.wake_on, work.now, rules.calendar.tz)
        if work.repeated or (lead.status is LeadStatus.NURTURED and lead.wake_at == wake_at):
            return await view_of(work, lead)
        must_have_keeper(command.wakes_in, lead.owner_id, lead.number)
        if lead.status is not LeadStatus.NURTURED:
            lead.status = move(lead.status, LeadStatus.NURTURED)
        former, nearest = lead.owner_id, await nearest_deadline(work, lead.pool_id)
        store.stop_clock(lead)
        await stop_response_clock(work, lead.id)
        lead.wake_at, lead.wakes_in, lead.nurture_note = wake_at, command.wakes_in, command.note
        if command.wakes_in is WakesIn.POOL and lead.owner_id is not None:
            await end_owners(work, [lead.id], "nurtured")
            lead.owner_id, lead.owner_unit = None, rules.pool.unit
        event = LeadNurtured(
            lead_id=lead.id,
            number=lead.number,
            pool_id=lead.pool_id,
            owner_id=lead.owner_id,
            former_owner_id=former,
            wake_at=wake_at,
            note=command.note,
            version=lead.version,
        )
        work.emit(event)
        wake_keeper(work, rules.pool, wake_at, nearest)
        return await view_of(work, lead)


async def wake_lead(lead_id: UUID, uow: UnitOfWork) -> LeadView:
    """Before its day."""
    async with uow.begin() as work:
        seen = await store.get_lead(work, lead_id)
        desks = await open_desks(work, {seen.pool_id})  # before the lead, as where one is claimed
        lead = await _lock(work, lead_id)
        if work.repeated:
            return await view_of(work, lead)
        must_be_asleep(lead.number, lead.status)
        rules, nearest = await pool_rules(work, lead.pool_id), await nearest_deadline(work, lead.pool_id)
        keeper_id = lead.owner_id
        await wake_up(work, rules, [lead], desks)
        if keeper_id is not None and lead.owner_id == keeper_id:
            wake_keeper(work, rules.pool, await nearest_deadline(work, lead.pool_id), nearest)
        found = await store.find_by_id(work, [lead_id])
        return await view_of(work, found[lead_id])


async def reuse_lead(lead_id: UUID, command: ReuseLead, uow: UnitOfWork) -> LeadView:
    """It waits in its pool again, with all that was done about it; why it was dropped is among its corrections."""
    async with uow.begin() as work:
        lead = await _lock(work, lead_id)
        if work.repeated or lead.status is LeadStatus.POOLED:
            return await view_of(work, lead)
        must_have_been_dropped(lead.number, lead.status)
        lead.status = move(lead.status, LeadStatus.POOLED)
        await _hold(work, lead)
        rules = await pool_rules(work, lead.pool_id)
        reason, lead.drop_reason = lead.drop_reason or "", None
        lead.drop_label, lead.drop_note, lead.assignment = {}, "", None
        lead.owner_id, lead.owner_unit = None, rules.pool.unit
        lead.version += 1
        await score_leads(work, lead.legal_entity_id, [lead])
        changes.add_change(work, lead, {"drop_reason": {"before": reason, "after": ""}})
        event = LeadReused(
            lead_id=lead.id,
            number=lead.number,
            pool_id=lead.pool_id,
            by_id=work.actor.id,
            former_reason=reason,
            note=command.note,
            version=lead.version,
        )
        work.emit(event)
        return await view_of(work, lead)


async def _lock(work: Work, lead_id: UUID) -> LeadRow:
    lead = await store.lock_lead(work, lead_id)
    must_may_put_to_sleep(lead.number, work.actor.roles, owner_id=lead.owner_id, actor_id=work.actor.id)
    return lead


async def _hold(work: Work, lead: LeadRow) -> None:
    """What it gave up when it was dropped; of a live lead nobody else may hold it."""
    rules = rules_for(await hold_rules(work, lead.legal_entity_id), lead.product_line)
    wanted = dict.fromkeys(identities(keys_of_lead(lead), rules), lead.id)
    holders = await claim_identities(work, lead.legal_entity_id, wanted)
    others = await store.find_by_id(work, [id for id in holders.values() if id != lead.id])
    must_stay_the_only_one(lead.number, [other.number for other in others.values()])
