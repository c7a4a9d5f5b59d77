"""What becomes of the person of a lead that was converted?"""

from uuid import UUID, uuid5

from chassis.db.unit_of_work import Work
from messages.deals.contact_persons import ContactPersonFields
from messages.leads.events import LeadConverted
from messages.text import shortened
from services.deals.domain.contact_persons import MOST_PERSONS, PersonKeys, is_one_person, person_key
from services.deals.store import contact_persons as store
from services.deals.store.contact_persons import keys_of_row
from services.deals.store.customers import lock_customer
from services.deals.use_cases.contact_persons.keep_contact_person import changed_event, person_of


async def carry_person(work: Work, event: LeadConverted, customer_id: UUID) -> None:
    """He is one at the customer, unless he is known there. Without a name he is called by his phone or address."""
    name = event.contact or event.phone or event.email
    if not name:
        return
    customer = await lock_customer(work, customer_id)
    known = [keys_of_row(row) for row in await store.list_persons(work, customer.id)]
    emails = (event.email_key,) if event.email_key else ()
    keys = PersonKeys(person_key(name), tuple(event.phones), emails)
    if len(known) >= MOST_PERSONS or any(is_one_person(keys, other) for other in known):
        return
    fields = ContactPersonFields(
        name=shortened(name),
        phones=[event.phone] if event.phone else [],
        emails=[event.email] if event.email else [],
        note=event.note or "",
    )
    row = person_of(work, customer, fields, id=uuid5(event.lead_id, "contact person"), keys=keys)
    row.lead_id, row.created_by = event.lead_id, event.owner_id
    if await store.add(work, row):
        work.emit(changed_event(customer, row))
