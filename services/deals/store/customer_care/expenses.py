"""How does deals find, keep and add up what is spent on customers?"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from chassis.db.database import in_scope
from chassis.db.paging import both, page_of
from chassis.db.unit_of_work import Work
from messages.base import Page
from messages.deals.customer_care.expenses import CostOfKind, CustomerExpenseView, ExpenseStatus
from messages.errors import NotFound
from messages.money import MOST, Money
from services.deals.domain.customer_care.expenses import RUNNING
from services.deals.store.customers import is_of_customer, of_customers_like
from services.deals.store.labels import labels_of
from services.deals.store.sale_files import files_of
from services.deals.tables import Customer, CustomerExpense


def _is_visible(work: Work) -> ColumnElement[bool]:
    """To whom it is, or the customer: the one who looks after him, and their managers."""
    customers = select(col(Customer.id)).where(in_scope(Customer, work.actor.scope))
    return or_(in_scope(CustomerExpense, work.actor.scope), col(CustomerExpense.customer_id).in_(customers))


async def find_expense(work: Work, id: UUID) -> CustomerExpense | None:
    """Whoever's it is: for the rules, not for eyes."""
    return await work.session.get(CustomerExpense, id)


async def get_expense(work: Work, id: UUID) -> CustomerExpense:
    query = select(CustomerExpense).where(col(CustomerExpense.id) == id, _is_visible(work))
    found = (await work.session.scalars(query)).first()
    if found is None:
        raise NotFound("customer_expense", id)
    return found


async def lock_expense(work: Work, id: UUID) -> CustomerExpense:
    found = await get_expense(work, id)
    await work.session.refresh(found, with_for_update=True)
    return found


async def add_expense(work: Work, row: CustomerExpense) -> CustomerExpense | None:
    """None when its id stands already."""
    fresh = insert(CustomerExpense).values(row.model_dump()).on_conflict_do_nothing().returning(CustomerExpense)
    return (await work.session.scalars(fresh)).first()


async def list_expenses(
    work: Work,
    *,
    status: ExpenseStatus | None = None,
    open: bool | None = None,
    customer_id: UUID | None = None,
    opportunity_id: UUID | None = None,
    owner_id: UUID | None = None,
    q: str | None = None,
    cursor: str | None,
    limit: int,
) -> Page[CustomerExpenseView]:
    """The newest first; `open`: those whose process runs."""
    running = col(CustomerExpense.status).in_(RUNNING)
    numbered = None if q is None else col(CustomerExpense.number) == q.upper()
    where = both(
        _is_visible(work),
        col(CustomerExpense.status) == status if status else None,
        None if open is None else running if open else ~running,
        is_of_customer(col(CustomerExpense.customer_id), customer_id) if customer_id else None,
        col(CustomerExpense.opportunity_id) == opportunity_id if opportunity_id else None,
        col(CustomerExpense.owner_id) == owner_id if owner_id else None,
        None
        if q is None or numbered is None
        else or_(of_customers_like(col(CustomerExpense.customer_id), q), numbered),
    )
    key = (CustomerExpense.created_at, CustomerExpense.id)
    query = select(CustomerExpense).where(where)
    page = await page_of(work, query, key=key, cursor=cursor, limit=limit, descending=True, view=lambda row: row)
    return Page(items=await views(work, page.items), next=page.next)


async def costs_of(work: Work, customer_id: UUID) -> list[CostOfKind]:
    """What was booked, per kind and currency, the dearest first."""
    return await _sums(work, customer_id, ExpenseStatus.BOOKED)


async def waiting_of(work: Work, customer_id: UUID) -> list[CostOfKind]:
    return await _sums(work, customer_id, ExpenseStatus.SUBMITTED)


async def _sums(work: Work, customer_id: UUID, status: ExpenseStatus) -> list[CostOfKind]:
    kinds = (col(CustomerExpense.kind), col(CustomerExpense.currency))
    amount: Any = func.least(func.sum(col(CustomerExpense.amount_value)), MOST)
    query = (
        select(*kinds, amount, func.count())
        .where(
            _is_visible(work),
            is_of_customer(col(CustomerExpense.customer_id), customer_id),
            col(CustomerExpense.status) == status,
        )
        .group_by(*kinds)
        .order_by(amount.desc(), *kinds)
    )
    return [
        CostOfKind(kind=kind, amount=Money.of(amount, currency), count=count)
        for kind, currency, amount, count in await work.session.execute(query)
    ]


async def views(work: Work, rows: Sequence[CustomerExpense]) -> list[CustomerExpenseView]:
    if not rows:
        return []
    customers, owners = [row.customer_id for row in rows], [row.owner_id for row in rows]
    labels = await labels_of(work, customers=customers, owners=owners)
    files = await files_of(work, [row.id for row in rows])
    return [row.view(labels, files[row.id]) for row in rows]


async def view(work: Work, row: CustomerExpense) -> CustomerExpenseView:
    return (await views(work, [row]))[0]
