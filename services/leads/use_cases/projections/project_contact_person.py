"""What does leads know of the people at customers?"""

from chassis.db.unit_of_work import UnitOfWork
from messages.deals.contact_persons import ContactPersonChanged, ContactPersonRemoved
from services.leads.store import projections
from services.leads.tables import ContactPersonRow


async def project_contact_person(event: ContactPersonChanged | ContactPersonRemoved, uow: UnitOfWork) -> None:
    """By what a lead of the same person is known."""
    changed = event if isinstance(event, ContactPersonChanged) else None
    person = ContactPersonRow(
        id=event.contact_person_id,
        customer_id=event.customer_id,
        customer_number=event.customer_number,
        legal_entity_id=event.legal_entity_id,
        name=changed.name if changed else "",
        phone_keys=changed.phones if changed else [],
        email_keys=changed.emails if changed else [],
        version=event.version,
    )
    async with uow.begin() as work:
        await projections.project_contact_person(work, person)
