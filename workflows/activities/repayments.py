"""What do processes ask of collections about plans to repay?"""

from datetime import datetime
from uuid import UUID

from temporalio import activity

from messages.collections.cases.repayment_plans import DecideRepaymentPlan, RepaymentPlanView
from workflows.activities.service_calls import ServiceCalls
from workflows.activities.snapshots import RepaymentPlanSnapshot


class Repayments:
    """Of the owner of plans."""

    def __init__(self, collections: ServiceCalls) -> None:
        self._collections = collections

    @activity.defn
    async def repayment_plan_snapshot(self, as_of: datetime, id: UUID) -> RepaymentPlanSnapshot:
        """Where a plan to repay stands."""
        return _plan(await self._collections.get(f"/repayment-plans/{id}", RepaymentPlanView, as_of=as_of))

    @activity.defn
    async def apply_repayment_plan(self, as_of: datetime, id: UUID, round: int) -> RepaymentPlanSnapshot:
        """Approved: its rows are the due days."""
        return await self._decide(as_of, id, "apply", DecideRepaymentPlan(round=round))

    @activity.defn
    async def return_repayment_plan(
        self, as_of: datetime, id: UUID, round: int, guidance: str
    ) -> RepaymentPlanSnapshot:
        """Back to who asked for it, with guidance."""
        return await self._decide(as_of, id, "return", DecideRepaymentPlan(round=round, comment=guidance))

    @activity.defn
    async def reject_repayment_plan(self, as_of: datetime, id: UUID, round: int, reason: str) -> RepaymentPlanSnapshot:
        """The old due days stay."""
        return await self._decide(as_of, id, "reject", DecideRepaymentPlan(round=round, comment=reason))

    @activity.defn
    async def withdraw_repayment_plan(self, as_of: datetime, id: UUID) -> RepaymentPlanSnapshot:
        """Nobody asks for it any more, or its approval was revoked: the old due days count."""
        return await self._decide(as_of, id, "withdraw", None)

    async def _decide(
        self, as_of: datetime, id: UUID, verb: str, command: DecideRepaymentPlan | None
    ) -> RepaymentPlanSnapshot:
        path = f"/repayment-plans/{id}/{verb}"
        return _plan(await self._collections.post(path, RepaymentPlanView, command, as_of=as_of))


def _plan(view: RepaymentPlanView) -> RepaymentPlanSnapshot:
    return RepaymentPlanSnapshot(status=view.status, round=view.round)
