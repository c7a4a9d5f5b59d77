"""How are customers, and the accounts with which they order for themselves, found and kept?"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from chassis.db.unit_of_work import Work
from messages.deals.customers import CustomerEvent
from messages.errors import NotFound
from services.approvals.tables.people import CustomerRow, PersonRow


async def find_customer(work: Work, customer_id: UUID) -> CustomerRow | None:
    return await work.session.get(CustomerRow, customer_id)


async def lock_account(work: Work, account_id: UUID) -> PersonRow:
    """Of whichever customer. Raises NotFound."""
    found = await work.session.get(PersonRow, account_id, with_for_update=True)
    if found is None or found.customer_id is None:
        raise NotFound("customer_account", account_id)
    return found


async def list_accounts(work: Work, customer_id: UUID) -> Sequence[PersonRow]:
    """Also those that have ended; by login."""
    joined = select(col(CustomerRow.id)).where(col(CustomerRow.merged_into) == customer_id)
    his = or_(col(PersonRow.customer_id) == customer_id, col(PersonRow.customer_id).in_(joined))
    query = select(PersonRow).where(his).order_by(col(PersonRow.login))
    return (await work.session.scalars(query)).all()


async def project_customer(work: Work, event: CustomerEvent) -> None:
    """Keep the newest version; an older one that comes late changes nothing."""
    names = ("number", "name", "owner_id", "legal_entity_id", "tz", "merged_into", "version")
    said = {name: getattr(event, name) for name in names}
    fresh = insert(CustomerRow).values({"id": event.customer_id, **said})
    newer = fresh.on_conflict_do_update(
        index_elements=["id"],
        set_={name: fresh.excluded[name] for name in said},
        where=col(CustomerRow.version) <= fresh.excluded.version,
    )
    await work.session.execute(newer)
