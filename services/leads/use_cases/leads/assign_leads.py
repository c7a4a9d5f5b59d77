"""How does a manager give leads to a seller?"""

from collections.abc import Sequence
from uuid import UUID

from chassis.auth.identity import Everything
from chassis.db.unit_of_work import UnitOfWork, Work
from chassis.records.people import Person, lock_person_for_share
from messages.errors import NotFound, RuleViolation
from messages.leads.events import LeadAssigned
from messages.leads.leads import BatchItem, LeadStatus, LeadView
from services.leads.domain.lifecycle import move
from services.leads.domain.ownership import must_be_receiver, must_have_room, must_work_for
from services.leads.store import leads as store
from services.leads.store.pools import PoolRules, pool_rules_of
from services.leads.store.views import view_of
from services.leads.tables import LeadRow
from services.leads.use_cases.steps.batch_items import Violation, batch_item
from services.leads.use_cases.steps.set_owner import due_at, set_owner


async def assign_lead(lead_id: UUID, owner_id: UUID, uow: UnitOfWork) -> LeadView:
    """One; a violation is raised. Giving it to the one who has it changes nothing."""
    async with uow.begin() as work:
        violations = await _assign(work, [lead_id], owner_id)
        if (violation := violations.get(lead_id)) and not work.repeated:
            raise violation
        return await view_of(work, await store.get_lead(work, lead_id))


async def assign_leads(lead_ids: Sequence[UUID], owner_id: UUID, uow: UnitOfWork) -> list[BatchItem]:
    """Many: those that can be are given, each of the others says why not."""
    async with uow.begin() as work:
        wanted = list(dict.fromkeys(lead_ids))
        violations = await _assign(work, wanted, owner_id)
        return [batch_item(work, lead_id, violations.get(lead_id)) for lead_id in wanted]


async def _assign(work: Work, lead_ids: Sequence[UUID], owner_id: UUID) -> dict[UUID, Violation]:
    """Why each that was not given was not. Locks the receiver's holdings, then the leads in the order of their ids."""
    owner = await _receiver(work, owner_id)
    pool_ids = await store.pools_of(work, lead_ids)
    held = await store.held_by(work, owner_id, pool_ids)
    rules = await pool_rules_of(work, set(pool_ids))
    leads = await store.lock_leads(work, lead_ids)
    violations: dict[UUID, Violation] = {}
    given: dict[UUID, list[LeadRow]] = {}
    for lead_id in lead_ids:
        try:
            lead = _givable(lead_id, leads, owner_id)
            if lead is None:
                continue
            must_work_for(owner.name, owner.legal_entities, lead.legal_entity_id)
            must_have_room(held=held[lead.pool_id], more=1, limit=rules[lead.pool_id].pool.holding_limit)
        except (RuleViolation, NotFound) as violation:
            violations[lead_id] = violation
            continue
        held[lead.pool_id] += 1
        given.setdefault(lead.pool_id, []).append(lead)
    if work.repeated:  # who has them by now keeps them
        return violations
    for pool_id, chosen in given.items():
        await _give(work, chosen, rules[pool_id], owner)
    return violations


def _givable(lead_id: UUID, leads: dict[UUID, LeadRow], owner_id: UUID) -> LeadRow | None:
    """None: it is his already."""
    if lead_id not in leads:
        raise NotFound("lead", lead_id)
    lead = leads[lead_id]
    if lead.status is LeadStatus.OWNED and lead.owner_id == owner_id:
        return None
    move(lead.status, LeadStatus.OWNED)
    return lead


async def _receiver(work: Work, owner_id: UUID) -> Person:
    owner = await lock_person_for_share(work, owner_id)
    if owner is None:
        raise NotFound("person", owner_id)
    within = None if isinstance(work.actor.scope, Everything) else work.actor.unit
    must_be_receiver(owner.name, active=owner.active, roles=owner.roles, unit=owner.unit, within=within)
    return owner


async def _give(work: Work, leads: Sequence[LeadRow], rules: PoolRules, owner: Person) -> None:
    await set_owner(work, leads, rules, owner_id=owner.id, owner_unit=owner.unit, began_by="assigned")
    for lead in leads:
        event = LeadAssigned(
            lead_id=lead.id,
            number=lead.number,
            pool_id=lead.pool_id,
            owner_id=owner.id,
            by_id=work.actor.id,
            follow_up_due_at=due_at(lead),
            version=lead.version,
        )
        work.emit(event)
