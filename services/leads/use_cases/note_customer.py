"""What do we hear of a customer?"""

from chassis.unit_of_work import UnitOfWork
from messages.deals.customers import CustomerAdded, CustomerChanged
from services.leads.store import customers
from services.leads.tables import CustomerRow


async def note_customer(event: CustomerAdded | CustomerChanged, uow: UnitOfWork) -> None:
    """Whose it is, so that a lead becomes business of a customer that exists."""
    told = CustomerRow(
        id=event.customer_id, name=event.name, legal_entity_id=event.legal_entity_id, version=event.version
    )
    async with uow.begin() as work:
        await customers.note_customer(work, told)
