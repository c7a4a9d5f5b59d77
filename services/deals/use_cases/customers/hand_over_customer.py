"""How does a customer go to another owner, with everything that is open there?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from chassis.records.people import Person, lock_person_for_share, names_of
from messages.deals.customer_care.moves import CustomerHandedOver, CustomerHandOverView, HandOverCustomer
from messages.deals.customers import OwnerCause
from messages.errors import NotFound
from services.deals.domain.customer_care.moves import Receiver, must_give_customer, must_take_customer
from services.deals.store import customers, follow_ups
from services.deals.store.customer_owners import move_owners
from services.deals.store.ownership import AT_CUSTOMER, hand_over_at
from services.deals.tables import Customer
from services.deals.use_cases.steps.customer_clock import begin_clocks


async def hand_over_customer(id: UUID, command: HandOverCustomer, uow: UnitOfWork) -> CustomerHandOverView:
    """In one act. What colleagues have open at this customer stays theirs. Who has it already is given nothing."""
    async with uow.begin() as work:
        to = await lock_person_for_share(work, command.to)  # before any record
        row = await customers.lock_for_edit(work, id)
        must_give_customer(work.actor, row.owner_id, row.owner_unit)
        if to is None:
            raise NotFound("person", command.to)
        if work.repeated or row.owner_id == to.id:
            return _view(row, None, to, {})
        must_take_customer(receiver(to), legal_entity=row.legal_entity_id)
        return await give(work, row, to, reason=command.reason, cause=OwnerCause.ENTRUSTED)


async def give(work: Work, row: Customer, to: Person, *, reason: str, cause: OwnerCause) -> CustomerHandOverView:
    """Of a locked customer."""
    former = row.owner_id
    names = await names_of(work, [former]) if former else {}
    waiting = await follow_ups.list_waiting_of(work, row.id)
    moved = await hand_over_at(work, row.id, former, to)
    row.owner_id, row.owner_unit = to.id, to.unit
    row.version += 1
    await move_owners(work, [row.id], to.id, cause)
    await begin_clocks(work, [row])
    counts = {name: len(moved[name]) for name in AT_CUSTOMER}
    event_args = row.event_args() | {
        "handover_id": work.new_id(),
        "former_owner_id": former,
        "former_owner_name": names.get(former, "") if former else "",
        "by_id": work.actor.id,
        "reason": reason,
        "records": [row.id, *(id for ids in moved.values() for id in ids), *waiting],
    }
    work.emit(CustomerHandedOver.model_validate(event_args | counts))
    return _view(row, former, to, counts)


def receiver(person: Person) -> Receiver:
    return Receiver(person.id, person.name, person.unit, person.roles, person.legal_entities, person.active)


def _view(row: Customer, former: UUID | None, to: Person, counts: dict[str, int]) -> CustomerHandOverView:
    nothing = dict.fromkeys(AT_CUSTOMER, 0)
    return CustomerHandOverView(
        customer_id=row.id, former_owner_id=former, owner_id=to.id, owner_name=to.name, **(nothing | counts)
    )
