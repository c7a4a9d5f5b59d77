"""How does a lead that waits get from one pool to another?"""

from collections.abc import Sequence
from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.errors import NotFound, RuleViolation
from messages.leads.events import LeadMoved
from messages.leads.handling import MoveLead, MoveLeads
from messages.leads.leads import BatchItem, LeadView
from messages.leads.pools import PoolView
from services.leads.domain.distribution.moves import (
    must_be_pool_of_entity,
    must_keep_where_it_waits,
    must_wait_to_move,
)
from services.leads.store import changes
from services.leads.store import leads as store
from services.leads.store.pools import PoolRules, nearest_deadline, pool_rules_of
from services.leads.store.views import view_of
from services.leads.tables import LeadRow
from services.leads.use_cases.pools.list_pools import kept_pool
from services.leads.use_cases.steps.assign_by_rules import assign_new, open_desks
from services.leads.use_cases.steps.batch_items import Violation, batch_item
from services.leads.use_cases.steps.wake_keeper import wake_keeper


async def move_lead(lead_id: UUID, command: MoveLead, uow: UnitOfWork) -> LeadView:
    """One; a violation is raised. Moving it to where it waits changes nothing."""
    async with uow.begin() as work:
        violations = await _move(work, [lead_id], command.pool_id, command.note)
        if (violation := violations.get(lead_id)) and not work.repeated:
            raise violation
        return await view_of(work, (await store.find_by_id(work, [lead_id]))[lead_id])


async def move_leads(command: MoveLeads, uow: UnitOfWork) -> list[BatchItem]:
    """Many: those that may be are moved, each of the others says why not."""
    async with uow.begin() as work:
        wanted = list(dict.fromkeys(command.lead_ids))
        violations = await _move(work, wanted, command.pool_id, command.note)
        return [batch_item(work, lead_id, violations.get(lead_id)) for lead_id in wanted]


async def _move(work: Work, lead_ids: Sequence[UUID], pool_id: UUID, note: str) -> dict[UUID, Violation]:
    """Why each that stays where it is does so. What comes into the other pool goes to people by that pool's rules."""
    to = await kept_pool(work, pool_id)
    desks = await open_desks(work, {pool_id})
    leads = await store.lock_leads(work, lead_ids)
    pools = await pool_rules_of(work, {pool_id, *(lead.pool_id for lead in leads.values())})
    violations: dict[UUID, Violation] = {}
    chosen: list[LeadRow] = []
    for lead_id in lead_ids:
        try:
            lead = _movable(work, lead_id, leads, pools, to)
        except (RuleViolation, NotFound) as violation:
            violations[lead_id] = violation
            continue
        if lead is not None:
            chosen.append(lead)
    if not chosen or work.repeated:
        return violations
    nearest = await nearest_deadline(work, pool_id)
    for lead in chosen:
        _put(work, lead, pools[lead.pool_id], to, note)
    await work.session.flush()
    await assign_new(work, chosen, desks)
    first = min((lead.window_at for lead in chosen if lead.window_at), default=None)
    wake_keeper(work, pools[pool_id].pool, first, nearest)
    return violations


def _movable(
    work: Work, lead_id: UUID, leads: dict[UUID, LeadRow], pools: dict[UUID, PoolRules], to: PoolView
) -> LeadRow | None:
    """None: it waits there already."""
    if lead_id not in leads:
        raise NotFound("lead", lead_id)
    lead, actor = leads[lead_id], work.actor
    pool = pools[lead.pool_id].pool
    must_wait_to_move(lead.number, lead.status)
    must_keep_where_it_waits(lead.number, pool.name, actor.roles, unit=actor.unit, pool_unit=pool.unit)
    must_be_pool_of_entity(lead.number, entity=lead.legal_entity_id, pools=to.legal_entity_id)
    return None if lead.pool_id == to.id else lead


def _put(work: Work, lead: LeadRow, was: PoolRules, to: PoolView, note: str) -> None:
    lead.pool_id, lead.owner_unit, lead.assignment = to.id, to.unit, None
    lead.version += 1
    changes.add_change(work, lead, {"pool": {"before": was.pool.name, "after": to.name}})
    event = LeadMoved(
        lead_id=lead.id,
        number=lead.number,
        from_pool_id=was.pool.id,
        from_pool=was.pool.name,
        pool_id=to.id,
        to_pool=to.name,
        by_id=work.actor.id,
        note=note,
        version=lead.version,
    )
    work.emit(event)
