"""What do processes ask of deals about what is spent on customers?"""

from datetime import datetime
from uuid import UUID

from temporalio import activity

from messages.deals.customer_care.expenses import CustomerExpenseView, DecideCustomerExpense
from workflows.activities.service_calls import ServiceCalls
from workflows.activities.snapshots import ExpenseSnapshot


class Expenses:
    """Of the owner of cost files."""

    def __init__(self, deals: ServiceCalls) -> None:
        self._deals = deals

    @activity.defn
    async def expense_snapshot(self, as_of: datetime, id: UUID) -> ExpenseSnapshot:
        """Where an expense stands."""
        return _expense(await self._deals.get(f"/customer-expenses/{id}", CustomerExpenseView, as_of=as_of))

    @activity.defn
    async def book_customer_expense(self, as_of: datetime, id: UUID, round: int) -> ExpenseSnapshot:
        """Approved: it counts."""
        return await self._decide(as_of, id, "book", DecideCustomerExpense(round=round))

    @activity.defn
    async def return_customer_expense(self, as_of: datetime, id: UUID, round: int, guidance: str) -> ExpenseSnapshot:
        """Back to who spent it, with guidance."""
        return await self._decide(as_of, id, "return", DecideCustomerExpense(round=round, comment=guidance))

    @activity.defn
    async def reject_customer_expense(self, as_of: datetime, id: UUID, round: int, reason: str) -> ExpenseSnapshot:
        """It never counts."""
        return await self._decide(as_of, id, "reject", DecideCustomerExpense(round=round, comment=reason))

    @activity.defn
    async def withdraw_customer_expense(self, as_of: datetime, id: UUID) -> ExpenseSnapshot:
        """Nobody asks for it any more, or its approval was revoked."""
        return await self._decide(as_of, id, "withdraw", None)

    async def _decide(
        self, as_of: datetime, id: UUID, verb: str, command: DecideCustomerExpense | None
    ) -> ExpenseSnapshot:
        path = f"/customer-expenses/{id}/{verb}"
        return _expense(await self._deals.post(path, CustomerExpenseView, command, as_of=as_of))


def _expense(view: CustomerExpenseView) -> ExpenseSnapshot:
    return ExpenseSnapshot(status=view.status, round=view.round)
