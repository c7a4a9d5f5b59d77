"""What happens to a registration 报备, from its submission to the end of its protection?"""

from datetime import timedelta
from typing import NoReturn
from uuid import UUID

from temporalio import workflow

from workflows.approval import Approval
from workflows.facts import Deadline, News, Told, Waiting
from workflows.steps import step, unless_moved_on

with workflow.unsafe.imports_passed_through():
    from messages.approvals.states import Outcome
    from messages.base import View
    from messages.deals.registrations import RegistrationClosed, RegistrationStatus, RegistrationWithdrawn
    from workflows.activities.deals import Deals
    from workflows.activities.standings import RegistrationStanding

PROTECTED_DAYS = 90
RETURNED_AT_MOST = timedelta(days=30)
RUNNING = (RegistrationStatus.SUBMITTED, RegistrationStatus.RETURNED, RegistrationStatus.PROTECTED)
ENDS = {RegistrationWithdrawn.subject, RegistrationClosed.subject}


class RegistrationStart(View):
    """Which registration."""

    registration_id: UUID
    asked: UUID | None = None  # the request of a run before


@workflow.defn
class OpportunityRegistration:
    """Starts on RegistrationSubmitted, one run per registration: opportunity-registration/{registration_id}."""

    @workflow.init
    def __init__(self, start: RegistrationStart) -> None:
        self._id = start.registration_id
        self._approval = Approval(self._start_again, asked=start.asked)
        self._news = News()
        self._resubmission = Deadline(RETURNED_AT_MOST)
        self._now: RegistrationStanding | None = None

    @workflow.run
    async def run(self, start: RegistrationStart) -> RegistrationStatus:
        """Approve, then protect, then release. A returned one has 30 days to be submitted again."""
        now = await self._look()
        if now.status not in RUNNING:
            await self._approval.withdraw_left_over()
        while now.status in RUNNING:
            if workflow.info().is_continue_as_new_suggested():
                self._start_again()
            async with unless_moved_on(now, self._look):
                if now.status is RegistrationStatus.SUBMITTED:
                    await self._decide(now)
                elif now.status is RegistrationStatus.RETURNED:
                    await self._wait_for_resubmission(now)
                else:
                    await self._protect_to_the_end(now)
            now = await self._look()
        return now.status

    async def _decide(self, now: RegistrationStanding) -> None:
        decided = await self._approval.agreed(policy="registration", kind="registration", id=self._id, round=now.round)
        if decided.outcome is Outcome.APPROVED:
            await step(Deals.protect_registration, self._id, now.round, PROTECTED_DAYS)
        elif decided.outcome is Outcome.RETURNED:
            await step(Deals.return_registration, self._id, now.round, decided.comment)
        elif decided.outcome is Outcome.REJECTED:
            await step(Deals.refuse_registration, self._id, now.round, decided.comment)
        elif await self._look() == now:
            await step(Deals.withdraw_registration, self._id)

    async def _wait_for_resubmission(self, now: RegistrationStanding) -> None:
        if not await self._news.come_before(self._resubmission.until(now.round)):
            await self._approval.withdraw("not submitted again")
            await step(Deals.withdraw_registration, self._id)

    async def _protect_to_the_end(self, now: RegistrationStanding) -> None:
        assert now.protected_until is not None
        if not await self._news.come_before(now.protected_until):
            await step(Deals.release_registration, self._id)

    async def _look(self) -> RegistrationStanding:
        self._news.take()
        self._now = await step(Deals.registration_standing, self._id)
        return self._now

    def _start_again(self) -> NoReturn:
        workflow.continue_as_new(RegistrationStart(registration_id=self._id, asked=self._approval.asked))

    @workflow.signal
    def told(self, told: Told) -> None:
        """A fact about the registration or its approval, perhaps late or for the second time."""
        if self._approval.hears(told):
            return
        self._news.hear(told)
        if told.fact in ENDS:
            self._approval.stop(told.round)

    @workflow.query
    def waiting_for(self) -> list[Waiting]:
        """Why it waits."""
        if self._now is None:
            return []
        if self._now.status is RegistrationStatus.RETURNED:
            until = self._resubmission.told(self._now.round)
            return [Waiting(code="waits.resubmission", params={"until": until})]
        if self._now.protected_until and self._now.status is RegistrationStatus.PROTECTED:
            return [Waiting(code="waits.protection", params={"until": self._now.protected_until.isoformat()})]
        return self._approval.waits_for
