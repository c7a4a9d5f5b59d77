"""How are the facts of contracts and customers kept and found?"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from chassis.database import in_scope
from chassis.unit_of_work import Work
from messages.collections.receivables import CreditChanged
from messages.deals.customers import CustomerAdded, CustomerChanged
from messages.errors import NotFound
from services.orders.domain.credit import Credit
from services.orders.tables import ContractLineRow, ContractRow, CreditRow, CustomerRow


async def lock_contract(work: Work, contract_id: UUID) -> ContractRow:
    """Locked until the commit: whoever holds it alone reckons what is left. Raises NotFound, also when out of scope."""
    query = select(ContractRow).where(col(ContractRow.id) == contract_id, in_scope(ContractRow, work.actor.scope))
    found = (await work.session.execute(query.with_for_update())).scalar_one_or_none()
    if found is None:
        raise NotFound("contract", contract_id)
    return found


async def find_contract(work: Work, contract_id: UUID) -> ContractRow | None:
    """Whoever's it is; locked."""
    query = select(ContractRow).where(col(ContractRow.id) == contract_id).with_for_update()
    return (await work.session.execute(query)).scalar_one_or_none()


async def list_contract_lines(work: Work, contract_id: UUID) -> Sequence[ContractLineRow]:
    query = select(ContractLineRow).where(col(ContractLineRow.contract_id) == contract_id)
    return (await work.session.execute(query.order_by(col(ContractLineRow.line)))).scalars().all()


async def find_customer(work: Work, customer_id: UUID) -> CustomerRow | None:
    return await work.session.get(CustomerRow, customer_id)


async def note_customer(work: Work, event: CustomerAdded | CustomerChanged) -> None:
    """Keep the newest version; an older one that comes late changes nothing."""
    values = {"id": event.customer_id, "name": event.name, "version": event.version}
    await _keep_newest(work, CustomerRow, values)


async def note_credit(work: Work, event: CreditChanged) -> None:
    """Keep the newest version; an older one that comes late changes nothing."""
    values = {
        "id": event.credit_id,
        "customer_id": event.customer_id,
        "currency": event.owed.currency,
        "owed": event.owed.amount,
        "limit": event.limit.amount if event.limit else None,
        "oldest_days_late": event.oldest_days_late,
        "version": event.version,
    }
    await _keep_newest(work, CreditRow, values)


async def list_credits(work: Work, customer_id: UUID) -> list[Credit]:
    """One per currency that the customer has dealt in."""
    query = select(CreditRow).where(col(CreditRow.customer_id) == customer_id).order_by(col(CreditRow.currency))
    return [row.credit() for row in (await work.session.execute(query)).scalars()]


async def _keep_newest(work: Work, table: type[CustomerRow] | type[CreditRow], values: dict[str, object]) -> None:
    fresh = insert(table).values(values)
    newer = fresh.on_conflict_do_update(
        index_elements=["id"],
        set_={name: fresh.excluded[name] for name in values if name != "id"},
        where=col(table.version) <= fresh.excluded.version,
    )
    await work.session.execute(newer)
