"""Who is a customer, and who looks after him?"""

from chassis.db.unit_of_work import UnitOfWork, Work
from chassis.records.people import Person, lock_owner_for_share
from messages.deals.customers import CustomerEvent
from messages.matching.companies import company_key
from messages.matching.identifiers import tax_key
from services.collections.domain.due_dates import is_zone
from services.collections.store import projections
from services.collections.tables import Customer
from services.collections.use_cases.offering.offer_terms import offer_terms

OURS = "customer"
ELSEWHERE_TZ = "Asia/Shanghai"


async def project_customer(event: CustomerEvent, uow: UnitOfWork) -> None:
    """The newest is kept, and offered terms; an older one that comes late changes nothing."""
    async with uow.begin() as work:
        await keep_customer(work, event)


async def keep_customer(work: Work, event: CustomerEvent) -> Person | None:
    """Whose he is then."""
    owner = await lock_owner_for_share(work, event.owner_id) if event.owner_id else None
    customer = Customer(
        id=event.customer_id,
        kind=OURS,
        number=event.number,
        tax_key=tax_key(event.tax_id),
        name=event.name,
        name_key=company_key(event.name) or "",
        legal_entity_id=event.legal_entity_id,
        tz=event.tz if is_zone(event.tz) else ELSEWHERE_TZ,
        owner_id=owner.id if owner else event.owner_id,
        owner_unit=owner.unit if owner else "",
        merged_into=event.merged_into,
        version=event.version,
    )
    if (grade := await projections.project_customer(work, customer)) is not None:
        await offer_terms(work, [customer], {customer.id: grade}, {})
    return owner
