"""How are allowances and what they reduce found?"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from chassis.db.unit_of_work import Work
from services.collections.tables import Allowance, OrderAccountRow
from services.collections.tables.columns import Accounts, Allocations, Allowances, Payments

UNRELEASED = Allocations.released_at.is_(None)


async def find_and_lock_account(work: Work, order_id: UUID) -> OrderAccountRow | None:
    """For what is not asked by a person; locked until the commit. None before the order has arrived."""
    query = select(Accounts).where(Accounts.order_id == order_id).with_for_update()
    fresh = query.execution_options(populate_existing=True)
    found: OrderAccountRow | None = (await work.session.execute(fresh)).scalar_one_or_none()
    return found


async def find_allowance(work: Work, id: UUID) -> Allowance | None:
    return (await work.session.execute(select(Allowances).where(Allowances.id == id))).scalar_one_or_none()


async def list_of_order(work: Work, order_id: UUID) -> list[Allowance]:
    """The oldest first."""
    query = select(Allowances).where(Allowances.order_id == order_id)
    return list((await work.session.execute(query.order_by(Allowances.granted_at, Allowances.id))).scalars())


async def list_money_on(work: Work, receivable_ids: Sequence[UUID]) -> Sequence[Any]:
    """Allocations to these receivables with their payments: what finance has not seen before what it has, the newest
    first."""
    query = (
        select(Allocations, Payments)
        .join(Payments, Payments.id == Allocations.payment_id)
        .where(Allocations.receivable_id.in_(receivable_ids), UNRELEASED)
        .order_by(Allocations.confirmed, Allocations.created_at.desc(), Allocations.id)
    )
    return (await work.session.execute(query)).all()
