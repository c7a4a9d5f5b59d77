"""What happens to a record whose approval was revoked after it had been given?"""

from uuid import UUID

from temporalio import workflow

from workflows.engine.signals import Waiting
from workflows.engine.steps import step

with workflow.unsafe.imports_passed_through():
    from messages.base import View
    from messages.errors import RuleViolation
    from workflows.activities.approvals import Approvals
    from workflows.activities.budgets import Budgets
    from workflows.activities.collections import Collections
    from workflows.activities.deals import Deals
    from workflows.activities.extensions import Extensions
    from workflows.activities.orders import Orders
    from workflows.activities.repayments import Repayments


class RevocationStart(View):
    """The request, and the record it was about."""

    request_id: UUID
    kind: str
    record_id: UUID
    reason: str


@workflow.defn
class ApprovalRevocation:
    """Starts on RequestRevoked, where a process had submitted the record: approval-revocation/{request_id}."""

    @workflow.run
    async def run(self, start: RevocationStart) -> bool:
        """Undo what came of the approval as if its owner gave it up, and say whether that could be done."""
        rule, params = "", {}
        try:
            await self._undo(start)
        except RuleViolation as no:
            rule, params = no.rule, no.params
        await step(Approvals.note_undone, start.request_id, rule, dict(params))
        return not rule

    async def _undo(self, start: RevocationStart) -> None:
        if start.kind == "contract":
            await step(Deals.cancel_contract, start.record_id, start.reason)
        elif start.kind == "registration":
            await step(Deals.withdraw_registration, start.record_id)
        elif start.kind == "write_off":
            await step(Collections.take_back_write_off, start.record_id, start.reason)
        elif start.kind == "extension":
            await step(Extensions.withdraw_extension, start.record_id)
        elif start.kind == "budget":
            await step(Budgets.withdraw_budget, start.record_id)
        elif start.kind == "repayment_plan":
            await step(Repayments.withdraw_repayment_plan, start.record_id)
        elif start.kind == "return":
            await step(Orders.withdraw_return, start.record_id)
        elif start.kind == "order_change":
            await step(Orders.withdraw_order_change, start.record_id)
        else:
            await step(Orders.cancel_order, start.record_id, start.reason)

    @workflow.query
    def waiting_for(self) -> list[Waiting]:
        """It waits for nobody."""
        return []
