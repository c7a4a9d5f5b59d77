"""How is a lead offered to a colleague?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from chassis.records.people import Person, lock_person_for_share
from messages.errors import NotFound
from messages.leads.transfers import AskTransfer, LeadTransferAsked, LeadTransferStatus, LeadTransferView
from services.leads.domain.distribution.members import is_member
from services.leads.domain.distribution.transfers import (
    must_be_another_person,
    must_be_first_offer,
    must_may_offer,
    pool_of_receiver,
)
from services.leads.domain.ownership import must_be_receiver, must_work_for
from services.leads.domain.routing import chosen_pool
from services.leads.store import leads, pools
from services.leads.store.distribution import transfers as store
from services.leads.store.views import names_of
from services.leads.tables import LeadRow, LeadTransferRow
from services.leads.use_cases.steps.end_owners import offer_args


async def ask_transfer(lead_id: UUID, command: AskTransfer, uow: UnitOfWork) -> LeadTransferView:
    """It stays its owner's, whose clock runs, until the colleague has accepted it."""
    async with uow.begin() as work:
        to = await _receiver(work, command.to_id)
        lead = await leads.lock_lead(work, lead_id)
        asked = await store.find_asked(work, lead_id)
        if work.repeated and asked is not None:
            return await _view(work, asked)
        owner_id = must_may_offer(
            lead.number, lead.status, work.actor.roles, owner_id=lead.owner_id, actor_id=work.actor.id
        )
        must_be_another_person(to.id, owner_id)
        must_work_for(to.name, to.legal_entities, lead.legal_entity_id)
        names = await names_of(work, {asked.to_id} if asked else set())
        must_be_first_offer(lead.number, names.get(asked.to_id, "") if asked else None)
        row = LeadTransferRow(
            id=work.new_id(),
            lead_id=lead.id,
            from_id=owner_id,
            to_id=to.id,
            pool_id=await _pool(work, lead, to, command.pool_id),
            status=LeadTransferStatus.ASKED,
            note=command.note,
            asked_by=work.actor.id,
            asked_at=work.now,
        )
        work.session.add(row)
        said = offer_args(row, lead) | {"owner_id": to.id, "asked_by": work.actor.id, "guidance": command.note}
        work.emit(LeadTransferAsked.model_validate(said))
        return await _view(work, row)


async def _receiver(work: Work, id: UUID) -> Person:
    to = await lock_person_for_share(work, id)
    if to is None:
        raise NotFound("person", id)
    must_be_receiver(to.name, active=to.active, roles=to.roles, unit=to.unit, within=None)
    return to


async def _pool(work: Work, lead: LeadRow, to: Person, wanted: UUID | None) -> UUID:
    """The one that was chosen, or one of his."""
    there = await pools.list_intakes_with_members(work, lead.legal_entity_id)
    if wanted is not None:
        return chosen_pool(wanted, [intake for intake, _ in there])
    his = [
        (intake, pool.unit.count("/"))
        for intake, pool in there
        if is_member(pool_unit=pool.unit, members=pool.members, person_id=to.id, person_unit=to.unit)
    ]
    return pool_of_receiver(lead.pool_id, lead.source, lead.region, lead.product_line, his)


async def _view(work: Work, row: LeadTransferRow) -> LeadTransferView:
    await work.session.flush()
    [view] = await store.views_of_transfers(work, [row])
    return view
