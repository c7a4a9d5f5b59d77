"""What happens to a write-off between its request and the day it counts?"""

from typing import NoReturn
from uuid import UUID

from temporalio import workflow

from workflows.engine.steps import step
from workflows.engine.submitted_record import SubmittedRecord

with workflow.unsafe.imports_passed_through():
    from messages.approvals.states import Outcome
    from messages.base import View
    from messages.collections.write_offs import WriteOffStatus, WriteOffWithdrawn
    from workflows.activities.collections import Collections
    from workflows.activities.snapshots import WriteOffSnapshot

RUNNING = (WriteOffStatus.REQUESTED, WriteOffStatus.RETURNED)


class WriteOffStart(View):
    """Which write-off; `request_id`: of the run before."""

    write_off_id: UUID
    request_id: UUID | None = None


@workflow.defn
class WriteOffApproval(SubmittedRecord[WriteOffSnapshot]):
    """Starts on WriteOffRequested, one run at a time per write-off: write-off-approval/{write_off_id}."""

    withdrawn_by = frozenset({WriteOffWithdrawn.subject})
    returned = WriteOffStatus.RETURNED

    @workflow.init
    def __init__(self, start: WriteOffStart) -> None:
        super().__init__(start.request_id)
        self._id = start.write_off_id

    @workflow.run
    async def run(self, start: WriteOffStart) -> WriteOffStatus:
        """Approve until it counts or is rejected. A returned one has 30 days, then it is withdrawn."""
        return (await self._follow(RUNNING)).status

    async def _go_on(self, now: WriteOffSnapshot) -> None:
        if now.status is WriteOffStatus.REQUESTED:
            await self._decide(now)
        else:
            await self._wait_for_resubmission(now)

    async def _decide(self, now: WriteOffSnapshot) -> None:
        decision = await self._approval.decision(policy="write-off", kind="write_off", id=self._id, round=now.round)
        if decision.outcome is Outcome.APPROVED:
            await step(Collections.apply_write_off, self._id, now.round)
        elif decision.outcome is Outcome.RETURNED:
            await step(Collections.return_write_off, self._id, now.round, decision.comment)
        elif decision.outcome is Outcome.REJECTED:
            await step(Collections.reject_write_off, self._id, now.round, decision.comment)
        elif await self._look() == now:
            await self._withdraw(now)

    async def _withdraw(self, now: WriteOffSnapshot) -> None:
        await step(Collections.withdraw_write_off, self._id)

    async def _snapshot(self) -> WriteOffSnapshot:
        return await step(Collections.write_off_snapshot, self._id)

    def _start_again(self) -> NoReturn:
        workflow.continue_as_new(WriteOffStart(write_off_id=self._id, request_id=self._approval.request_id))
