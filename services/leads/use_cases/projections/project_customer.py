"""What does leads know of a customer?"""

from chassis.db.unit_of_work import UnitOfWork
from messages.deals.customers import CustomerEvent
from messages.matching.companies import company_key
from services.leads.domain.duplicates import wide_pairs
from services.leads.domain.normalization import KEY_VERSION
from services.leads.store import projections
from services.leads.tables import CustomerRow


async def project_customer(event: CustomerEvent, uow: UnitOfWork) -> None:
    """Whose it is, so that a lead becomes business of a customer that exists."""
    key = company_key(event.name)
    customer = CustomerRow(
        id=event.customer_id,
        number=event.number,
        name=event.name,
        name_key=key,
        name_pairs=wide_pairs(key),
        key_version=KEY_VERSION,
        legal_entity_id=event.legal_entity_id,
        owner_id=event.owner_id,
        merged_into=event.merged_into,
        version=event.version,
    )
    async with uow.begin() as work:
        await projections.project_customer(work, customer)
