"""How did a customer's account move in a period?"""

from collections.abc import Awaitable, Callable
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from chassis.db.paging import page_of
from chassis.db.unit_of_work import UnitOfWork, Work
from messages.base import Page
from messages.collections.ledger import LedgerAct
from messages.collections.statements import Balance, Statement, StatementMove
from messages.money import Money
from services.collections.domain.statements import bounds_of
from services.collections.store import projections, statements

Reading = Callable[[Any, Any, Callable[[Any], StatementMove]], Awaitable[Page[StatementMove]]]  # of the moves


async def show_statement(
    customer_id: UUID,
    uow: UnitOfWork,
    *,
    currency: str,
    first_on: date,
    last_on: date,
    cursor: str | None,
    limit: int,
) -> Statement:
    """Its sums are those of the whole period, on each page of its moves. Raises NotFound."""
    async with uow.begin() as work:

        async def one_page(query: Any, key: Any, view: Any) -> Page[StatementMove]:
            return await page_of(work, query, key=key, cursor=cursor, limit=limit, view=view)

        return await statement_of(
            work, customer_id, one_page, currency=currency, first_on=first_on, last_on=last_on
        )  # fmt: skip


async def statement_of(
    work: Work, customer_id: UUID, read: Reading, *, currency: str, first_on: date, last_on: date
) -> Statement:
    """With those moves of the period that are read. Raises NotFound."""
    customer = await projections.get_visible_customer(work, customer_id)
    begin, end = bounds_of(first_on, last_on, customer.tz)
    sums = await statements.add_up(work, customer_id, currency, begin, end)
    opening = _balance(currency, sums["owed_before"], sums["advance_before"], sums["to_refund_before"])
    query, key = statements.moves(customer_id, currency, begin, end)

    def view(row: Any) -> StatementMove:
        return _move(row, currency, opening.total.amount)

    page = await read(query, key, view)
    return Statement(
        customer_id=customer_id,
        customer_name=customer.name,
        currency=currency,
        tz=customer.tz,
        first_on=first_on,
        last_on=last_on,
        opening=opening,
        closing=_balance(currency, sums["owed"], sums["advance"], sums["to_refund"]),
        charged=Money(amount=sums["charged"], currency=currency),
        credited=Money(amount=-sums["credited"], currency=currency),
        moves=page.items,
        next=page.next,
    )


def _balance(currency: str, owed: Decimal, advance: Decimal, to_refund: Decimal) -> Balance:
    """The customer's own money stands in the ledger as less than nothing."""
    money = {"owed": owed, "advance": -advance, "to_refund": -to_refund, "total": owed + advance + to_refund}
    return Balance(**{name: Money(amount=amount, currency=currency) for name, amount in money.items()})


def _move(row: Any, currency: str, before: Decimal) -> StatementMove:
    own = {name: getattr(row, name) for name in ("at", "number", "receivable_id", "payment_id", "refund_id")}
    amount, balance = Money(amount=row.amount, currency=currency), Money(amount=before + row.upto, currency=currency)
    return StatementMove(**own, act=LedgerAct(row.act), amount=amount, balance=balance)
