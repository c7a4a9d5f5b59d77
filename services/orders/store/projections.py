"""How is what others say of contracts and customers stored and found?"""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, SQLColumnExpression, exists, literal, select
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from chassis.auth.reach import must_see
from chassis.db.database import in_scope
from chassis.db.unit_of_work import Work
from messages.collections.credit import CreditChanged
from messages.deals.customers import CustomerAdded, CustomerChanged
from messages.errors import NotFound
from services.orders.domain.credit import Credit
from services.orders.tables import ContractLineRow, ContractRow, CreditRow, CustomerRow, OrderRow

Ids = dict[str, UUID]


async def lock_contract(work: Work, contract_id: UUID) -> ContractRow:
    """Locked until the commit: only its holder computes what is left. Raises NotFound, also when out of scope."""
    query = select(ContractRow).where(col(ContractRow.id) == contract_id, in_scope(ContractRow, work.actor.scope))
    found = (await work.session.execute(query.with_for_update())).scalar_one_or_none()
    if found is None:
        raise NotFound("contract", contract_id)
    return found


async def find_effective_contract(work: Work, contract_id: UUID) -> ContractRow | None:
    """In scope of the actor."""
    query = select(ContractRow).where(
        col(ContractRow.id) == contract_id, col(ContractRow.effective), in_scope(ContractRow, work.actor.scope)
    )
    return (await work.session.execute(query)).scalar_one_or_none()


async def ids_of_numbers(work: Work, table: type[ContractRow] | type[CustomerRow], numbers: Iterable[str]) -> Ids:
    """By number; whether the actor may see them is asked when they are used."""
    query = select(col(table.number), col(table.id)).where(col(table.number).in_(list(numbers)))
    return {row.number: row.id for row in (await work.session.execute(query)).all()}


async def find_and_lock_contract(work: Work, contract_id: UUID) -> ContractRow | None:
    """For what is not asked by a person; locked until the commit. None before the contract has arrived."""
    query = select(ContractRow).where(col(ContractRow.id) == contract_id).with_for_update()
    return (await work.session.execute(query)).scalar_one_or_none()


async def is_planned(work: Work, contract_id: UUID) -> bool:
    """Does collections know what is to be paid when?"""
    query = select(col(ContractRow.planned)).where(col(ContractRow.id) == contract_id)
    return bool((await work.session.execute(query)).scalar_one_or_none())


async def list_contract_lines(work: Work, contract_id: UUID) -> Sequence[ContractLineRow]:
    query = select(ContractLineRow).where(col(ContractLineRow.contract_id) == contract_id)
    return (await work.session.execute(query.order_by(col(ContractLineRow.line)))).scalars().all()


async def lock_customer(work: Work, customer_id: UUID) -> CustomerRow:
    """Of a legal entity of the actor's, locked until the commit. Raises NotFound."""
    query = select(CustomerRow).where(col(CustomerRow.id) == customer_id).with_for_update()
    found = (await work.session.execute(query)).scalar_one_or_none()
    if found is None:
        raise NotFound("customer", customer_id)
    must_see(work.actor, found.legal_entity_id, kind="customer", id=customer_id)
    return found


async def customer_with_limit(work: Work, order: OrderRow) -> tuple[str | None, bool]:
    """What its customer is called now, if that is known, and whether he has a limit in its currency."""
    name = select(col(CustomerRow.name)).where(col(CustomerRow.id) == order.customer_id).scalar_subquery()
    query = select(name, has_limit(literal(order.customer_id), literal(order.currency)))
    found = (await work.session.execute(query)).one()
    return found[0], found[1]


def has_limit(customer_id: SQLColumnExpression[UUID], currency: SQLColumnExpression[str]) -> ColumnElement[bool]:
    return exists().where(
        col(CreditRow.customer_id) == customer_id,
        col(CreditRow.currency) == currency,
        col(CreditRow.limit).is_not(None),
    )


async def project_customer(work: Work, event: CustomerAdded | CustomerChanged) -> None:
    """Keep the newest version; an older one that comes late changes nothing."""
    values = {
        "id": event.customer_id,
        "name": event.name,
        "number": event.number,
        "owner_id": event.owner_id,
        "legal_entity_id": event.legal_entity_id,
        "version": event.version,
    }
    await _keep_newest(work, CustomerRow, values)


async def project_credit(work: Work, event: CreditChanged) -> None:
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


async def lock_credit(work: Work, customer_id: UUID, currency: str) -> Credit | None:
    """Locked until the commit: of the orders of one customer, one at a time looks at his limit. None: no limit known,
    nothing to look at."""
    query = select(CreditRow).where(col(CreditRow.customer_id) == customer_id, col(CreditRow.currency) == currency)
    fresh = query.with_for_update().execution_options(populate_existing=True)
    found = (await work.session.execute(fresh)).scalars().first()
    return found.credit() if found is not None and found.limit is not None else None


async def _keep_newest(work: Work, table: type[CustomerRow] | type[CreditRow], values: dict[str, object]) -> None:
    fresh = insert(table).values(values)
    newer = fresh.on_conflict_do_update(
        index_elements=["id"],
        set_={name: fresh.excluded[name] for name in values if name != "id"},
        where=col(table.version) <= fresh.excluded.version,
    )
    await work.session.execute(newer)
