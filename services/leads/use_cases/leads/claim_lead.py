"""How does a seller take a lead out of its pool?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.leads.events import LeadClaimed
from messages.leads.leads import LeadStatus, LeadView
from services.leads.domain.distribution.members import (
    must_be_member,
    must_have_claims_left,
    must_have_cooled_down,
    must_leave_for_newcomers,
)
from services.leads.domain.lifecycle import must_be_free
from services.leads.domain.ownership import must_have_room
from services.leads.store import leads as store
from services.leads.store.distribution import pool_people
from services.leads.store.pools import PoolRules, pool_rules
from services.leads.store.views import view_of
from services.leads.tables import LeadRow
from services.leads.use_cases.steps.set_owner import due_at, set_owner


async def claim_lead(lead_id: UUID, uow: UnitOfWork) -> LeadView:
    """This very lead. Of several who claim it at once the first gets it; claiming one's own again changes nothing."""
    async with uow.begin() as work:
        if not work.repeated and (taken := await store.number_of_taken(work, lead_id)):
            must_be_free(taken, LeadStatus.OWNED)
        lead = await store.get_claimable(work, lead_id)
        if work.repeated or (lead.status is LeadStatus.OWNED and lead.owner_id == work.actor.id):
            return await view_of(work, lead)
        must_be_free(lead.number, lead.status)
        rules = await pool_rules(work, lead.pool_id)
        await must_be_claimable(work, rules)
        lead = await store.lock_waiting(work, lead_id)
        must_be_free(lead.number, lead.status)
        if cool_down := rules.cool_down:
            given_up_at = await pool_people.given_up_at(work, lead.id, work.actor.id)
            must_have_cooled_down(lead.number, given_up_at=given_up_at, cool_down=cool_down, now=work.now)
        await claim(work, lead, rules)
        return await view_of(work, lead)


async def must_be_claimable(work: Work, rules: PoolRules) -> None:
    """May this person take one more from this pool? Locks his holdings."""
    pool, actor = rules.pool, work.actor
    must_be_member(pool.name, pool_unit=pool.unit, members=pool.members, person_id=actor.id, person_unit=actor.unit)
    held = await store.held_by(work, actor.id, [pool.id])
    must_have_room(held=held[pool.id], more=1, limit=pool.holding_limit)
    if pool.claims_per_day is not None:
        today = await pool_people.claimed_today(work, pool.id, [actor.id], rules.calendar.tz)
        must_have_claims_left(claimed_today=today.get(actor.id, 0), claims_per_day=pool.claims_per_day)
    if pool.newcomer_reserve and await pool_people.has_newcomers(work, pool):
        must_leave_for_newcomers(
            is_new=await pool_people.is_new(work, actor.id, pool.newcomer_days),
            waiting=await pool_people.count_waiting(work, pool.id, at_most=pool.newcomer_reserve + 1),
            reserve=pool.newcomer_reserve,
            newcomers=True,
        )


async def claim(work: Work, lead: LeadRow, rules: PoolRules, *, began_by: str = pool_people.CLAIMED) -> None:
    actor = work.actor
    await set_owner(work, [lead], rules, owner_id=actor.id, owner_unit=actor.unit, began_by=began_by)
    event = LeadClaimed(
        lead_id=lead.id,
        number=lead.number,
        pool_id=lead.pool_id,
        owner_id=actor.id,
        follow_up_due_at=due_at(lead),
        version=lead.version,
    )
    work.emit(event)
