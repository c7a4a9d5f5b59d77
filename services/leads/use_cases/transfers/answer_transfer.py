"""What becomes of a lead that was offered to a colleague?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from chassis.records.people import Person, lock_person_for_share
from messages.errors import NotFound
from messages.leads.events import LeadAssigned
from messages.leads.transfers import (
    LeadTransferAccepted,
    LeadTransferRefused,
    LeadTransferStatus,
    LeadTransferView,
    LeadTransferWithdrawn,
    RefuseTransfer,
)
from services.leads.domain.distribution.transfers import must_be_asked, must_be_open, must_may_withdraw
from services.leads.domain.ownership import must_be_receiver, must_have_room, must_work_for
from services.leads.store import leads, pools
from services.leads.store.distribution import transfers as store
from services.leads.tables import LeadRow, LeadTransferRow
from services.leads.use_cases.steps.end_owners import offer_args
from services.leads.use_cases.steps.set_owner import due_at, set_owner


async def accept_transfer(id: UUID, uow: UnitOfWork) -> LeadTransferView:
    """It is his, with all that was done about it; its clock starts anew, by the rules of its pool then."""
    async with uow.begin() as work:
        asked = await store.get_transfer(work, id)
        if asked.status is LeadTransferStatus.ACCEPTED and asked.to_id == work.actor.id:
            return await _view(work, asked)
        known = await leads.find_by_id(work, [asked.lead_id])
        must_be_asked(known[asked.lead_id].number, to_id=asked.to_id, actor_id=work.actor.id)
        to = await _receiver(work, asked.to_id)
        held = await leads.held_by(work, to.id, [asked.pool_id])
        lead, row = await _lock(work, id)
        must_be_open(lead.number, row.status)
        must_work_for(to.name, to.legal_entities, lead.legal_entity_id)
        rules = await pools.pool_rules(work, row.pool_id)
        must_have_room(held=held[row.pool_id], more=1, limit=rules.pool.holding_limit)
        _answer(work, row, LeadTransferStatus.ACCEPTED)
        await work.session.flush()
        lead.pool_id = row.pool_id
        await set_owner(work, [lead], rules, owner_id=to.id, owner_unit=to.unit, began_by="transferred")
        said = offer_args(row, lead) | {"owner_id": to.id, "former_owner_id": row.from_id, "pool_id": row.pool_id}
        work.emit(LeadTransferAccepted.model_validate(said))
        work.emit(_assigned(lead, row))
        return await _view(work, row)


async def refuse_transfer(id: UUID, command: RefuseTransfer, uow: UnitOfWork) -> LeadTransferView:
    """It stays whose it is; he and who asked are told why."""
    async with uow.begin() as work:
        lead, row = await _lock(work, id)
        if row.status is LeadTransferStatus.REFUSED and row.to_id == work.actor.id:
            return await _view(work, row)
        must_be_asked(lead.number, to_id=row.to_id, actor_id=work.actor.id)
        must_be_open(lead.number, row.status)
        _answer(work, row, LeadTransferStatus.REFUSED)
        row.reason = command.reason
        said = offer_args(row, lead) | {"owner_id": row.from_id, "reason": command.reason, "mentions": [row.asked_by]}
        work.emit(LeadTransferRefused.model_validate(said))
        return await _view(work, row)


async def withdraw_transfer(id: UUID, uow: UnitOfWork) -> LeadTransferView:
    """Nobody is asked any more."""
    async with uow.begin() as work:
        lead, row = await _lock(work, id)
        if work.repeated or row.status is LeadTransferStatus.WITHDRAWN:
            return await _view(work, row)
        must_may_withdraw(
            lead.number, work.actor.roles, from_id=row.from_id, asked_by=row.asked_by, actor_id=work.actor.id
        )
        must_be_open(lead.number, row.status)
        _answer(work, row, LeadTransferStatus.WITHDRAWN)
        work.emit(LeadTransferWithdrawn.model_validate(offer_args(row, lead) | {"owner_id": row.to_id}))
        return await _view(work, row)


async def _lock(work: Work, id: UUID) -> tuple[LeadRow, LeadTransferRow]:
    """The lead before what is offered of it, as everywhere."""
    asked = await store.get_transfer(work, id)
    lead = await leads.lock_waiting(work, asked.lead_id)
    return lead, await store.lock_transfer(work, id)


def _answer(work: Work, row: LeadTransferRow, status: LeadTransferStatus) -> None:
    row.status, row.answered_at = status, work.now
    row.version += 1


def _assigned(lead: LeadRow, row: LeadTransferRow) -> LeadAssigned:
    return LeadAssigned(
        lead_id=lead.id,
        number=lead.number,
        pool_id=lead.pool_id,
        owner_id=row.to_id,
        by_id=row.asked_by,
        follow_up_due_at=due_at(lead),
        version=lead.version,
    )


async def _receiver(work: Work, id: UUID) -> Person:
    to = await lock_person_for_share(work, id)
    if to is None:
        raise NotFound("person", id)
    must_be_receiver(to.name, active=to.active, roles=to.roles, unit=to.unit, within=None)
    return to


async def _view(work: Work, row: LeadTransferRow) -> LeadTransferView:
    await work.session.flush()
    [view] = await store.views_of_transfers(work, [row])
    return view
