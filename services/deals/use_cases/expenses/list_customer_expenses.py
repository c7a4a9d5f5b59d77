"""What was spent on customers, what does one cost, and what do approvers decide on?"""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from chassis.records.files import content_of
from messages.approval_subject import ApprovalSubject
from messages.base import Page
from messages.deals.customer_care.expenses import CostOfKind, CustomerCostsView, CustomerExpenseView
from messages.files import AttachedFile
from messages.money import MOST, Money
from services.deals.store import opportunities
from services.deals.store.customer_care import expenses
from services.deals.store.customers import get_customer
from services.deals.store.sale_files import find_file


async def list_customer_expenses(uow: UnitOfWork, **wanted: Any) -> Page[CustomerExpenseView]:
    """The newest first; the filters are those of the route."""
    async with uow.begin() as work:
        return await expenses.list_expenses(work, **wanted)


async def show_customer_expense(id: UUID, uow: UnitOfWork) -> CustomerExpenseView:
    async with uow.begin() as work:
        return await expenses.view(work, await expenses.get_expense(work, id))


async def show_expense_file(id: UUID, sha256: str, uow: UnitOfWork) -> tuple[AttachedFile, bytes]:
    """Whoever may read the expense."""
    async with uow.begin() as work:
        row = await expenses.get_expense(work, id)
        file = await find_file(work, row.id, sha256)
        return file.view(), await content_of(work, file.file_id)


async def show_customer_costs(customer_id: UUID, uow: UnitOfWork) -> CustomerCostsView:
    """What was booked counts; what waits, was returned or rejected does not."""
    async with uow.begin() as work:
        row = await get_customer(work, customer_id)
        kinds = await expenses.costs_of(work, row.id)
        return CustomerCostsView(
            customer_id=row.id,
            totals=_totals(kinds),
            kinds=kinds,
            waiting=_totals(await expenses.waiting_of(work, row.id)),
            expenses=await expenses.list_expenses(work, customer_id=row.id, cursor=None, limit=50),
        )


async def show_approval_subject(id: UUID, uow: UnitOfWork) -> ApprovalSubject:
    async with uow.begin() as work:
        row = await expenses.get_expense(work, id)
        shown = await expenses.view(work, row)
        sale = await opportunities.get_opportunity(work, row.opportunity_id) if row.opportunity_id else None
        totals = _totals(await expenses.costs_of(work, row.customer_id))
        return ApprovalSubject(
            kind="customer_expense",
            id=row.id,
            number=row.number,
            title=f"{shown.customer_name} · {row.amount}",
            legal_entity_id=row.legal_entity_id,
            requester_id=row.owner_id,
            prepared_by=sorted({row.owner_id, row.prepared_by}),
            facts={"amount": row.amount_value, "currency": row.currency, "kind": row.kind},
            content={
                "customer": shown.customer_name,
                "project": sale.project if sale else "",
                "expense_kind": row.kind,
                "amount": str(row.amount),
                "spent_on": row.spent_on.isoformat(),
                "owner": shown.owner_name,
                "cost_so_far": ", ".join(str(one) for one in totals),
                "note": row.note,
            },
        )


def _totals(kinds: Sequence[CostOfKind]) -> list[Money]:
    """Per currency; no more than can be said."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for one in kinds:
        sums[one.amount.currency] += one.amount.amount
    return [Money.of(min(amount, MOST), currency) for currency, amount in sorted(sums.items())]
