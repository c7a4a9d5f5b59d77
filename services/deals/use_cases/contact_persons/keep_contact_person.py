"""How is somebody at a customer kept, corrected and removed?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work, must_match
from messages.deals.contact_persons import (
    AddContactPerson,
    ChangeContactPerson,
    ContactPersonChanged,
    ContactPersonFields,
    ContactPersonRemoved,
    ContactPersonView,
)
from messages.errors import Forbidden
from messages.matching.phone_regions import region_of
from services.deals.domain.contact_persons import PersonKeys, keys_of, must_be_another_person, must_have_room
from services.deals.domain.opportunities import id_in_use
from services.deals.domain.searches import person_text
from services.deals.store import contact_persons as store
from services.deals.store.contact_persons import is_close_to, keys_of_row, person_view
from services.deals.store.customers import lock_for_edit
from services.deals.tables import ContactPerson, Customer

FIELDS = {"name", "role", "title", "department", "phones", "emails", "note"}


async def add_contact_person(customer_id: UUID, command: AddContactPerson, uow: UnitOfWork) -> ContactPersonView:
    """The same id again gives what stands. Two at once wait for each other at the customer."""
    async with uow.begin() as work:
        customer = await lock_to_keep(work, customer_id)
        id = command.id or work.new_id()
        known = await store.find_person(work, customer.id, id)
        if known is not None:
            return person_view(known, close=True)
        row = person_of(work, customer, command, id=id)
        persons = await store.list_persons(work, customer.id)
        must_have_room("contact_person", len(persons))
        must_be_another_person(row.name, keys_of_row(row), [keys_of_row(one) for one in persons])
        if not await store.add(work, row):
            raise id_in_use(id)
        work.emit(changed_event(customer, row))
        return person_view(row, close=True)


async def change_contact_person(
    customer_id: UUID, id: UUID, command: ChangeContactPerson, uow: UnitOfWork, *, expected: int
) -> ContactPersonView:
    """Only of the version that was read."""
    async with uow.begin() as work:
        customer = await lock_to_keep(work, customer_id)
        row = await store.lock_person(work, customer.id, id)
        if work.repeated:
            return person_view(row, close=True)
        must_match("contact_person", row.id, current=row.version, expected=expected)
        keys = keys_of(command, region=region_of_customer(customer))
        others = [keys_of_row(one) for one in await store.list_persons(work, customer.id) if one.id != row.id]
        must_be_another_person(command.name, keys, others)
        for field, value in command.model_dump(include=FIELDS).items():
            setattr(row, field, value)
        _set_keys(row, keys)
        row.changed_at = work.now
        row.version += 1
        work.emit(changed_event(customer, row))
        return person_view(row, close=True)


async def remove_contact_person(customer_id: UUID, id: UUID, uow: UnitOfWork) -> ContactPersonView:
    """He is found no more; removing again changes nothing."""
    async with uow.begin() as work:
        customer = await lock_to_keep(work, customer_id)
        known = await store.find_person(work, customer.id, id)
        if known is not None and known.removed_at is not None:
            return person_view(known, close=True)
        row = await store.lock_person(work, customer.id, id)
        row.removed_at = row.changed_at = work.now
        row.version += 1
        same = {"customer_number": customer.number, "legal_entity_id": customer.legal_entity_id}
        event = ContactPersonRemoved(contact_person_id=row.id, customer_id=customer.id, version=row.version, **same)
        work.emit(event)
        return person_view(row, close=True)


async def lock_to_keep(work: Work, customer_id: UUID) -> Customer:
    """The customer, of somebody who may keep its people and addresses (DEA-84)."""
    customer = await lock_for_edit(work, customer_id)
    if not await is_close_to(work, customer):
        raise Forbidden("edit", "DEA-84", number=customer.number)
    return customer


def person_of(
    work: Work, customer: Customer, fields: ContactPersonFields, *, id: UUID, keys: PersonKeys | None = None
) -> ContactPerson:
    """`keys`: of one who was known elsewhere."""
    row = ContactPerson(
        **fields.model_dump(include=FIELDS),
        id=id,
        customer_id=customer.id,
        legal_entity_id=customer.legal_entity_id,
        name_key="",
        phone_keys=[],
        email_keys=[],
        created_by=work.actor.id,
        created_at=work.now,
        changed_at=work.now,
    )
    _set_keys(row, keys or keys_of(fields, region=region_of_customer(customer)))
    return row


def region_of_customer(customer: Customer) -> str:
    """Where its phones are that name no country: that of its time zone."""
    return region_of(tz=customer.tz, calendar=None)


def changed_event(customer: Customer, row: ContactPerson) -> ContactPersonChanged:
    return ContactPersonChanged(
        contact_person_id=row.id,
        customer_id=customer.id,
        customer_number=customer.number,
        legal_entity_id=customer.legal_entity_id,
        name=row.name,
        phones=list(row.phone_keys),
        emails=list(row.email_keys),
        version=row.version,
    )


def _set_keys(row: ContactPerson, keys: PersonKeys) -> None:
    row.name_key, row.phone_keys, row.email_keys = keys.name, list(keys.phones), list(keys.emails)
    row.search = person_text(name=row.name, phones=row.phones, phone_keys=row.phone_keys, emails=row.emails)
