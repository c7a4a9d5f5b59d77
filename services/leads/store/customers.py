"""Which customers were we told of?"""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from chassis.unit_of_work import Work
from services.leads.tables import CUSTOMER, CustomerRow


async def note_customer(work: Work, customer: CustomerRow) -> None:
    """Keep the newest version; an older one that comes late changes nothing."""
    fresh = insert(CustomerRow).values(customer.model_dump())
    newer = fresh.on_conflict_do_update(
        index_elements=["id"],
        set_={name: fresh.excluded[name] for name in ("name", "legal_entity_id", "version")},
        where=CUSTOMER.version < fresh.excluded.version,
    )
    await work.session.execute(newer)


async def entity_of_customer(work: Work, customer_id: UUID) -> str | None:
    """The legal entity whose customer it is; None: nobody told us of it."""
    query = select(CUSTOMER.legal_entity_id).where(CUSTOMER.id == customer_id)
    found: str | None = (await work.session.execute(query)).scalar_one_or_none()
    return found
