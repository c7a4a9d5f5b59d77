"""How is an address of a customer kept, corrected and removed?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, must_match
from messages.deals.customer_addresses import (
    AddCustomerAddress,
    ChangeCustomerAddress,
    CustomerAddressFields,
    CustomerAddressView,
)
from services.deals.domain.contact_persons import must_have_room, phone_keys
from services.deals.domain.opportunities import id_in_use
from services.deals.store import contact_persons as store
from services.deals.tables import Customer, CustomerAddress
from services.deals.use_cases.contact_persons.keep_contact_person import lock_to_keep, region_of_customer


async def add_customer_address(customer_id: UUID, command: AddCustomerAddress, uow: UnitOfWork) -> CustomerAddressView:
    """The same id again gives what stands."""
    async with uow.begin() as work:
        customer = await lock_to_keep(work, customer_id)
        id = command.id or work.new_id()
        known = await store.find_address(work, customer.id, id)
        if known is not None:
            return known.view()
        must_have_room("customer_address", await store.count_of(work, CustomerAddress, customer.id))
        row = CustomerAddress(
            **command.model_dump(exclude={"id"}),
            id=id,
            customer_id=customer.id,
            phone_keys=_keys(customer, command),
            created_by=work.actor.id,
            created_at=work.now,
            changed_at=work.now,
        )
        if not await store.add(work, row):
            raise id_in_use(id)
        return row.view()


async def change_customer_address(
    customer_id: UUID, id: UUID, command: ChangeCustomerAddress, uow: UnitOfWork, *, expected: int
) -> CustomerAddressView:
    """Only of the version that was read."""
    async with uow.begin() as work:
        customer = await lock_to_keep(work, customer_id)
        row = await store.lock_address(work, customer.id, id)
        if work.repeated:
            return row.view()
        must_match("customer_address", row.id, current=row.version, expected=expected)
        row.phone_keys = _keys(customer, command)
        for field, value in command.model_dump().items():
            setattr(row, field, value)
        row.changed_at = work.now
        row.version += 1
        return row.view()


async def remove_customer_address(customer_id: UUID, id: UUID, uow: UnitOfWork) -> CustomerAddressView:
    """Removing again changes nothing."""
    async with uow.begin() as work:
        customer = await lock_to_keep(work, customer_id)
        known = await store.find_address(work, customer.id, id)
        if known is not None and known.removed_at is not None:
            return known.view()
        row = await store.lock_address(work, customer.id, id)
        row.removed_at = row.changed_at = work.now
        row.version += 1
        return row.view()


def _keys(customer: Customer, fields: CustomerAddressFields) -> list[str]:
    return list(phone_keys(fields.phone, region=region_of_customer(customer))) if fields.phone else []
