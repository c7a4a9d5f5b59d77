"""What do we hear of a customer?"""

from chassis.directory import hold_person
from chassis.unit_of_work import UnitOfWork
from messages.deals.customers import CustomerAdded, CustomerChanged
from services.collections.domain.due import is_zone
from services.collections.store import customers
from services.collections.tables import Customer

OURS = "customer"
ELSEWHERE_TZ = "Asia/Shanghai"


async def note_customer(event: CustomerAdded | CustomerChanged, uow: UnitOfWork) -> None:
    """The newest is kept; an older one that comes late changes nothing."""
    async with uow.begin() as work:
        owner = await hold_person(work, event.owner_id) if event.owner_id else None
        customer = Customer(
            id=event.customer_id,
            kind=OURS,
            name=event.name,
            legal_entity_id=event.legal_entity_id,
            tz=event.tz if is_zone(event.tz) else ELSEWHERE_TZ,
            owner_id=event.owner_id,
            owner_unit=owner.unit if owner else "",
            version=event.version,
        )
        await customers.note_customer(work, customer)
