"""How does a manager give leads to a seller?"""

from collections.abc import Sequence
from uuid import UUID

from chassis.directory import Person, hold_person
from chassis.identity import Everything
from chassis.unit_of_work import UnitOfWork, Work
from messages.errors import NotFound, Refused
from messages.leads.events import LeadAssigned
from messages.leads.leads import BatchItem, LeadStatus, LeadView
from messages.texts import text
from services.leads.domain.holding import must_be_receiver, must_have_room
from services.leads.domain.lifecycle import move
from services.leads.store import leads as store
from services.leads.store.pools import PoolRules, pool_rules_of
from services.leads.store.views import view_of
from services.leads.tables import LeadRow
from services.leads.use_cases.hand_over import hand_over


async def assign_lead(lead_id: UUID, owner_id: UUID, uow: UnitOfWork) -> LeadView:
    """One; a refusal is raised. Giving it to the one who has it changes nothing."""
    async with uow.begin() as work:
        refused = await _assign(work, [lead_id], owner_id)
        if wrong := refused.get(lead_id):
            raise wrong
        return await view_of(work, await store.get_lead(work, lead_id))


async def assign_leads(lead_ids: Sequence[UUID], owner_id: UUID, uow: UnitOfWork) -> list[BatchItem]:
    """Many: those that can be are given, each of the others says why not."""
    async with uow.begin() as work:
        wanted = list(dict.fromkeys(lead_ids))
        refused = await _assign(work, wanted, owner_id)
        return [_item(work, lead_id, refused.get(lead_id)) for lead_id in wanted]


async def _assign(work: Work, lead_ids: Sequence[UUID], owner_id: UUID) -> dict[UUID, Refused | NotFound]:
    """Why each that was not given was not. Locks the receiver's holdings, then the leads in the order of their ids."""
    owner = await _receiver(work, owner_id)
    pool_ids = await store.pools_of(work, lead_ids)
    held = await store.held_by(work, owner_id, pool_ids)
    rules = await pool_rules_of(work, set(pool_ids))
    leads = await store.lock_leads(work, lead_ids)
    refused: dict[UUID, Refused | NotFound] = {}
    given: dict[UUID, list[LeadRow]] = {}
    for lead_id in lead_ids:
        try:
            lead = _givable(lead_id, leads, owner_id)
            if lead is None:
                continue
            must_have_room(held=held[lead.pool_id], more=1, limit=rules[lead.pool_id].pool.holding_limit)
        except (Refused, NotFound) as wrong:
            refused[lead_id] = wrong
            continue
        held[lead.pool_id] += 1
        given.setdefault(lead.pool_id, []).append(lead)
    for pool_id, chosen in given.items():
        await _give(work, chosen, rules[pool_id], owner)
    return refused


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
    owner = await hold_person(work, owner_id)
    if owner is None:
        raise NotFound("person", owner_id)
    within = None if isinstance(work.actor.scope, Everything) else work.actor.unit
    must_be_receiver(owner.name, active=owner.active, roles=owner.roles, unit=owner.unit, within=within)
    return owner


async def _give(work: Work, leads: Sequence[LeadRow], rules: PoolRules, owner: Person) -> None:
    due = await hand_over(work, leads, rules, owner_id=owner.id, owner_unit=owner.unit)
    for lead in leads:
        fact = LeadAssigned(
            lead_id=lead.id,
            number=lead.number,
            pool_id=lead.pool_id,
            owner_id=owner.id,
            by_id=work.actor.id,
            follow_up_due_at=due,
            version=lead.version,
        )
        work.emit(fact)


def _item(work: Work, lead_id: UUID, wrong: Refused | NotFound | None) -> BatchItem:
    if wrong is None:
        return BatchItem(id=lead_id, done=True)
    if isinstance(wrong, NotFound):
        params = {"kind": wrong.kind, "id": str(wrong.id)}
        return BatchItem(id=lead_id, done=False, text=text("problem.not_found", work.actor.lang, **params))
    return BatchItem(id=lead_id, done=False, rule=wrong.rule, text=text(wrong.rule, work.actor.lang, **wrong.params))
