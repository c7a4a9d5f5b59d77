"""What happens to a request to prolong a protection, from its submission to its decision?"""

from typing import NoReturn
from uuid import UUID

from temporalio import workflow

from workflows.engine.steps import step
from workflows.engine.submitted_record import SubmittedRecord

with workflow.unsafe.imports_passed_through():
    from messages.approvals.states import Outcome
    from messages.base import View
    from messages.deals.extensions import ExtensionStatus, ExtensionWithdrawn
    from workflows.activities.extensions import Extensions
    from workflows.activities.snapshots import ExtensionSnapshot

RUNNING = (ExtensionStatus.REQUESTED, ExtensionStatus.RETURNED)


class ExtensionStart(View):
    """Which request; `request_id`: the approval of the run before."""

    extension_id: UUID
    request_id: UUID | None = None


@workflow.defn
class ProtectionExtension(SubmittedRecord[ExtensionSnapshot]):
    """Starts on ExtensionRequested, one run at a time per request: protection-extension/{extension_id}."""

    withdrawn_by = frozenset({ExtensionWithdrawn.subject})
    returned = ExtensionStatus.RETURNED

    @workflow.init
    def __init__(self, start: ExtensionStart) -> None:
        super().__init__(start.request_id)
        self._id = start.extension_id

    @workflow.run
    async def run(self, start: ExtensionStart) -> ExtensionStatus:
        """Approve until it is applied or rejected. A returned one has 30 days, then it is withdrawn."""
        return (await self._follow(RUNNING)).status

    async def _go_on(self, now: ExtensionSnapshot) -> None:
        if now.status is ExtensionStatus.REQUESTED:
            await self._decide(now)
        else:
            await self._wait_for_resubmission(now)

    async def _decide(self, now: ExtensionSnapshot) -> None:
        decision = await self._approval.decision(policy="extension", kind="extension", id=self._id, round=now.round)
        if decision.outcome is Outcome.APPROVED:
            await step(Extensions.apply_extension, self._id, now.round)
        elif decision.outcome is Outcome.RETURNED:
            await step(Extensions.return_extension, self._id, now.round, decision.comment)
        elif decision.outcome is Outcome.REJECTED:
            await step(Extensions.reject_extension, self._id, now.round, decision.comment)
        elif await self._look() == now:
            await self._withdraw(now)

    async def _withdraw(self, now: ExtensionSnapshot) -> None:
        await step(Extensions.withdraw_extension, self._id)

    async def _snapshot(self) -> ExtensionSnapshot:
        return await step(Extensions.extension_snapshot, self._id)

    def _start_again(self) -> NoReturn:
        workflow.continue_as_new(ExtensionStart(extension_id=self._id, request_id=self._approval.request_id))
