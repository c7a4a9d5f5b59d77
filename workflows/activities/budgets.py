"""What do processes ask of leads about budget requests?"""

from datetime import datetime
from uuid import UUID

from temporalio import activity

from messages.leads.budgets import BudgetView, DecideBudget
from workflows.activities.service_calls import ServiceCalls
from workflows.activities.snapshots import BudgetSnapshot


class Budgets:
    """Of the owner of activities."""

    def __init__(self, leads: ServiceCalls) -> None:
        self._leads = leads

    @activity.defn
    async def budget_snapshot(self, as_of: datetime, id: UUID) -> BudgetSnapshot:
        """Where a budget request stands."""
        return _budget(await self._leads.get(f"/budgets/{id}", BudgetView, as_of=as_of))

    @activity.defn
    async def apply_budget(self, as_of: datetime, id: UUID, round: int) -> BudgetSnapshot:
        """Approved: so much is planned now."""
        return await self._decide(as_of, id, "apply", DecideBudget(round=round))

    @activity.defn
    async def return_budget(self, as_of: datetime, id: UUID, round: int, guidance: str) -> BudgetSnapshot:
        """Back to who planned the activity, with guidance."""
        return await self._decide(as_of, id, "return", DecideBudget(round=round, comment=guidance))

    @activity.defn
    async def reject_budget(self, as_of: datetime, id: UUID, round: int, reason: str) -> BudgetSnapshot:
        """It stays overspent."""
        return await self._decide(as_of, id, "reject", DecideBudget(round=round, comment=reason))

    @activity.defn
    async def withdraw_budget(self, as_of: datetime, id: UUID) -> BudgetSnapshot:
        """Nobody asks for it any more, or its approval was revoked."""
        return await self._decide(as_of, id, "withdraw", None)

    async def _decide(self, as_of: datetime, id: UUID, verb: str, command: DecideBudget | None) -> BudgetSnapshot:
        path = f"/budgets/{id}/{verb}"
        return _budget(await self._leads.post(path, BudgetView, command, as_of=as_of))


def _budget(view: BudgetView) -> BudgetSnapshot:
    return BudgetSnapshot(status=view.status, round=view.round)
