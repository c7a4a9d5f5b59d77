"""How are the facts about customers, contracts and orders found and kept?"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, exists, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from chassis.database import in_scope
from chassis.unit_of_work import Work
from messages.errors import NotFound
from messages.orders.orders import OrderFact
from services.collections.tables import (
    Customer,
    InstalmentRow,
    OrderAccountRow,
    PaymentPlan,
)
from services.collections.tables.columns import (
    Accounts,
    Customers,
    Dunnings,
    Instalments,
    Invoices,
    Payments,
    Plans,
    Receivables,
)

OWNED = (Customers, Plans, Accounts, Receivables, Payments, Invoices, Dunnings)


async def find_customer(work: Work, id: UUID) -> Customer | None:
    return (await work.session.execute(select(Customers).where(Customers.id == id))).scalar_one_or_none()


async def see_customer(work: Work, id: UUID) -> Customer:
    """The customer, when it or one of its orders or receivables is in the actor's scope. Raises NotFound."""
    scope = work.actor.scope
    mine = [exists().where(T.customer_id == id, in_scope(T, scope)) for T in (Accounts, Receivables)]
    query = select(Customers).where(Customers.id == id, or_(in_scope(Customers, scope), *mine))
    found: Customer | None = (await work.session.execute(query)).scalar_one_or_none()
    if found is None:
        raise NotFound("customer", id)
    return found


async def note_customer(work: Work, customer: Customer) -> None:
    """Keep the newest version; what was named after it follows."""
    fresh = insert(Customers).values(customer.model_dump())
    fields = ("name", "legal_entity_id", "tz", "owner_id", "owner_unit", "version")
    newer = fresh.on_conflict_do_update(
        index_elements=["id"],
        set_={name: fresh.excluded[name] for name in fields},
        where=Customers.version <= fresh.excluded.version,
    ).returning(Customers.id)
    if (await work.session.execute(newer)).first() is None:
        return
    for table in (Receivables, Payments):
        renamed = update(table).where(table.customer_id == customer.id, table.customer_name != customer.name)
        await work.session.execute(renamed.values(customer_name=customer.name))


async def import_customers(work: Work, customers: Sequence[Customer]) -> None:
    """Those that are not known yet, in one statement."""
    if customers:
        rows = [customer.model_dump() for customer in sorted(customers, key=lambda customer: customer.id)]
        await work.session.execute(insert(Customers).values(rows).on_conflict_do_nothing())


async def move_owner(work: Work, owner_id: UUID, unit: str) -> None:
    """Somebody works in another unit now: what is theirs goes along."""
    for table in OWNED:
        theirs = update(table).where(table.owner_id == owner_id, table.owner_unit != unit)
        await work.session.execute(theirs.values(owner_unit=unit))


async def find_plan(work: Work, contract_id: UUID) -> PaymentPlan | None:
    query = select(Plans).where(Plans.contract_id == contract_id)
    return (await work.session.execute(query)).scalar_one_or_none()


async def instalments_of(work: Work, plan_ids: Sequence[UUID]) -> dict[UUID, list[InstalmentRow]]:
    query = select(Instalments).where(Instalments.plan_id.in_(plan_ids)).order_by(Instalments.number)
    found: dict[UUID, list[InstalmentRow]] = {id: [] for id in plan_ids}
    for row in (await work.session.execute(query)).scalars():
        found[row.plan_id].append(row)
    return found


def plans(work: Work, contract_id: UUID | None) -> Select[Any]:
    query = select(Plans).where(in_scope(Plans, work.actor.scope))
    return query.where(Plans.contract_id == contract_id) if contract_id else query


async def ensure_account(work: Work, event: OrderFact, *, owner_unit: str) -> OrderAccountRow:
    """The order's account, locked; made when this is the first that is heard of the order."""
    first = OrderAccountRow(
        order_id=event.order_id,
        number=event.number,
        contract_id=event.contract_id,
        customer_id=event.customer_id,
        owner_id=event.owner_id,
        owner_unit=owner_unit,
        legal_entity_id=event.legal_entity_id,
        amount=event.total.amount,
        currency=event.total.currency,
        order_version=event.version,
    )
    await work.session.execute(insert(Accounts).values(first.model_dump()).on_conflict_do_nothing())
    return await lock_account(work, event.order_id)


async def find_account(work: Work, order_id: UUID) -> OrderAccountRow:
    """In the actor's scope. Raises NotFound."""
    return await _account(work, _mine(work, order_id), order_id)


async def lock_account(work: Work, order_id: UUID) -> OrderAccountRow:
    """In the actor's scope, locked until the end. Raises NotFound."""
    return await _account(work, _mine(work, order_id).with_for_update(), order_id)


def _mine(work: Work, order_id: UUID) -> Select[Any]:
    mine = in_scope(Accounts, work.actor.scope)
    return select(Accounts).where(Accounts.order_id == order_id, mine)


async def _account(work: Work, query: Select[Any], order_id: UUID) -> OrderAccountRow:
    fresh = query.execution_options(populate_existing=True)
    found: OrderAccountRow | None = (await work.session.execute(fresh)).scalar_one_or_none()
    if found is None:
        raise NotFound("order", order_id)
    return found
