"""What happens to the claim for a customer, from its submission to its decision?"""

from typing import NoReturn
from uuid import UUID

from temporalio import workflow

from workflows.engine.steps import step
from workflows.engine.submitted_record import SubmittedRecord

with workflow.unsafe.imports_passed_through():
    from messages.approvals.states import Outcome
    from messages.base import View
    from messages.deals.customer_care.admissions import AdmissionStatus, AdmissionWithdrawn
    from workflows.activities.admissions import Admissions
    from workflows.activities.snapshots import AdmissionSnapshot

RUNNING = (AdmissionStatus.SUBMITTED, AdmissionStatus.RETURNED)


class AdmissionStart(View):
    """Which claim; `request_id`: the approval of the run before."""

    admission_id: UUID
    request_id: UUID | None = None


@workflow.defn
class CustomerAdmission(SubmittedRecord[AdmissionSnapshot]):
    """Starts on AdmissionSubmitted, one run at a time per claim: customer-admission/{admission_id}."""

    withdrawn_by = frozenset({AdmissionWithdrawn.subject})
    returned = AdmissionStatus.RETURNED

    @workflow.init
    def __init__(self, start: AdmissionStart) -> None:
        super().__init__(start.request_id)
        self._id = start.admission_id

    @workflow.run
    async def run(self, start: AdmissionStart) -> AdmissionStatus:
        """Approve until it is admitted or rejected. A returned one has 30 days, then it is withdrawn."""
        return (await self._follow(RUNNING)).status

    async def _go_on(self, now: AdmissionSnapshot) -> None:
        if now.status is AdmissionStatus.SUBMITTED:
            await self._decide(now)
        else:
            await self._wait_for_resubmission(now)

    async def _decide(self, now: AdmissionSnapshot) -> None:
        decision = await self._approval.decision(policy="admission", kind="admission", id=self._id, round=now.round)
        if decision.outcome is Outcome.APPROVED:
            await step(Admissions.admit_customer, self._id, now.round)
        elif decision.outcome is Outcome.RETURNED:
            await step(Admissions.return_admission, self._id, now.round, decision.comment)
        elif decision.outcome is Outcome.REJECTED:
            await step(Admissions.reject_admission, self._id, now.round, decision.comment)
        elif await self._look() == now:
            await self._withdraw(now)

    async def _withdraw(self, now: AdmissionSnapshot) -> None:
        await step(Admissions.withdraw_admission, self._id)

    async def _snapshot(self) -> AdmissionSnapshot:
        return await step(Admissions.admission_snapshot, self._id)

    def _start_again(self) -> NoReturn:
        workflow.continue_as_new(AdmissionStart(admission_id=self._id, request_id=self._approval.request_id))
