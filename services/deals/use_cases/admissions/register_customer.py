"""How does somebody claim a customer that is there already?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.deals.customer_care.admissions import AdmissionView, RegisterCustomer
from services.deals.domain.customer_care.admissions import must_be_claimable, must_be_tier
from services.deals.store import customers
from services.deals.store.customer_care import admissions
from services.deals.store.customer_care.rules import rules_of
from services.deals.use_cases.steps.submit_admission import Claimed, submit_admission, way_of


async def register_customer(customer_id: UUID, command: RegisterCustomer, uow: UnitOfWork) -> AdmissionView:
    """Once at a time. The same id again gives what stands."""
    async with uow.begin() as work:
        customer = await customers.lock_for_claim(work, customer_id)
        id = command.id or work.new_id()
        known = await admissions.find_admission(work, id)
        if known is not None and known.owner_id == work.actor.id:
            return await admissions.view(work, known)
        running = await admissions.list_running_of(work, customer.id)
        own = next((one.number for one in running if one.owner_id == work.actor.id), None)
        is_owner = customer.owner_id == work.actor.id
        must_be_claimable(customer.number, is_owner=is_owner, status=customer.status, running=own)
        rules = (await rules_of(work, customer.legal_entity_id)).admission
        claimed = Claimed(
            owner_id=work.actor.id,
            owner_unit=work.actor.unit,
            way=way_of(work, command.way),
            tier=must_be_tier(command.tier, rules),
            note=command.note,
        )
        return await admissions.view(work, await submit_admission(work, customer, claimed, id=id))
