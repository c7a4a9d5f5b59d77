"""What does a customer owe, as he sees it himself?"""

from collections.abc import Collection, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.collections.portal import PortalAccount, PortalBalance, PortalDebt, PortalStatement
from messages.errors import Forbidden
from messages.money import Money
from services.collections.domain.due_dates import days_late
from services.collections.store import credit, projections, receivables
from services.collections.store.receivables import NOT_DUE
from services.collections.tables import Receivable
from services.collections.use_cases.steps.order_account import account_views

NOTHING = Decimal(0)
MOST_DEBTS = 100


async def show_portal_statement(uow: UnitOfWork) -> PortalStatement:
    """Per currency, and what is open. Nothing of limits, dunning or what is asked to be written off."""
    async with uow.begin() as work:
        if work.actor.customer_id is None:
            raise Forbidden("portal")
        ages = await receivables.sum_when_due(work)
        rest = await credit.unallocated(work, work.actor.customer_id)
        debts = await receivables.list_open(work, most=MOST_DEBTS)
        currencies = {row.currency for row in ages} | {one for one, amount in rest.items() if amount}
        return PortalStatement(
            balances=[_balance(one, ages, rest.get(one, NOTHING)) for one in sorted(currencies)],
            debts=[_debt(row, work.now) for row in debts],
        )


async def list_portal_accounts(uow: UnitOfWork, order_ids: Collection[UUID]) -> list[PortalAccount]:
    """Of those of these orders that are his."""
    async with uow.begin() as work:
        views = await account_views(work, await projections.list_accounts(work, order_ids))
        return [
            PortalAccount(
                order_id=view.order_id,
                paid=view.paid,
                to_pay=view.to_pay or view.total,
                next_due_on=view.next_due_on,
            )
            for view in views
        ]


def _balance(currency: str, ages: Sequence[Any], advance: Decimal) -> PortalBalance:
    own = [row for row in ages if row.currency == currency]
    due = sum((row.open for row in own if row.edge is not None and row.edge > NOT_DUE), NOTHING)
    return PortalBalance(
        open=Money.of(sum((row.open for row in own), NOTHING), currency),
        due=Money.of(due, currency),
        advance=Money.of(advance, currency),
    )


def _debt(row: Receivable, now: datetime) -> PortalDebt:
    return PortalDebt(
        number=row.number,
        order_id=row.order_id,
        amount=Money.of(row.amount, row.currency),
        open=Money.of(row.amount - row.paid - row.written_off, row.currency),
        due_on=row.due_on,
        days_late=days_late(due=row.due_on, settled_on=None, now=now, tz=row.tz),
    )
