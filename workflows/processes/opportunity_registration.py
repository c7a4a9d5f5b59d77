"""What happens to a registration 报备, from its submission to the end of its protection?"""

from typing import NoReturn
from uuid import UUID

from temporalio import workflow

from workflows.engine.signals import Waiting
from workflows.engine.steps import step
from workflows.engine.submitted_record import SubmittedRecord

with workflow.unsafe.imports_passed_through():
    from pydantic import ConfigDict, Field

    from messages.approvals.states import Outcome
    from messages.base import View
    from messages.deals.registrations import (
        RegistrationAbandoned,
        RegistrationClosed,
        RegistrationStatus,
        RegistrationWithdrawn,
    )
    from workflows.activities.deals import Deals
    from workflows.activities.snapshots import RegistrationSnapshot

PROTECTED_DAYS = 90
RUNNING = (RegistrationStatus.SUBMITTED, RegistrationStatus.RETURNED, RegistrationStatus.PROTECTED)


class RegistrationStart(View):
    """Which registration; `request_id`: of the run before."""

    model_config = ConfigDict(validate_by_name=True)

    registration_id: UUID
    request_id: UUID | None = Field(default=None, alias="asked")


@workflow.defn
class OpportunityRegistration(SubmittedRecord[RegistrationSnapshot]):
    """Starts on RegistrationSubmitted, one run per registration: opportunity-registration/{registration_id}."""

    withdrawn_by = frozenset({RegistrationWithdrawn.subject, RegistrationClosed.subject, RegistrationAbandoned.subject})
    returned = RegistrationStatus.RETURNED

    @workflow.init
    def __init__(self, start: RegistrationStart) -> None:
        super().__init__(start.request_id)
        self._id = start.registration_id

    @workflow.run
    async def run(self, start: RegistrationStart) -> RegistrationStatus:
        """Approve, then protect, warn before the end, then release. A returned one has 30 days to be resubmitted."""
        return (await self._follow(RUNNING)).status

    async def _go_on(self, now: RegistrationSnapshot) -> None:
        if now.status is RegistrationStatus.SUBMITTED:
            await self._decide(now)
        elif now.status is RegistrationStatus.RETURNED:
            await self._wait_for_resubmission(now)
        else:
            await self._protect_to_the_end(now)

    async def _decide(self, now: RegistrationSnapshot) -> None:
        decision = await self._approval.decision(
            policy="registration", kind="registration", id=self._id, round=now.round
        )
        if decision.outcome is Outcome.APPROVED:
            await step(Deals.protect_registration, self._id, now.round, PROTECTED_DAYS)
        elif decision.outcome is Outcome.RETURNED:
            await step(Deals.return_registration, self._id, now.round, decision.comment)
        elif decision.outcome is Outcome.REJECTED:
            await step(Deals.reject_registration, self._id, now.round, decision.comment)
        elif await self._look() == now:
            await self._withdraw(now)

    async def _protect_to_the_end(self, now: RegistrationSnapshot) -> None:
        """`warn_at` comes with the snapshot: a run that looked before there were warnings replays as it went."""
        assert now.protected_until is not None
        if now.warn_at is not None:
            if not await self._pending_events.wait_until(now.warn_at):
                await step(Deals.warn_registration, self._id)
            return
        if not await self._pending_events.wait_until(now.protected_until):
            await step(Deals.release_registration, self._id)

    async def _withdraw(self, now: RegistrationSnapshot) -> None:
        await step(Deals.withdraw_registration, self._id)

    async def _snapshot(self) -> RegistrationSnapshot:
        return await step(Deals.registration_snapshot, self._id)

    def _start_again(self) -> NoReturn:
        workflow.continue_as_new(RegistrationStart(registration_id=self._id, request_id=self._approval.request_id))

    @workflow.query
    def waiting_for(self) -> list[Waiting]:
        """Why it waits."""
        if self._now is not None and self._now.status is RegistrationStatus.PROTECTED and self._now.protected_until:
            return [Waiting(code="waits.protection", params={"until": self._now.protected_until.isoformat()})]
        return super().waiting_for()
