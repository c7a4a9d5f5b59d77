"""What happens to a contract between its submission and the day it binds?"""

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
    from messages.deals.contracts import ContractCancelled, ContractStatus, ContractWithdrawn
    from workflows.activities.deals import Deals
    from workflows.activities.standings import ContractStanding

RETURNED_AT_MOST = timedelta(days=30)
RUNNING = (ContractStatus.IN_APPROVAL, ContractStatus.RETURNED)
ENDS = {ContractWithdrawn.subject, ContractCancelled.subject}


class ContractStart(View):
    """Which contract; `asked`: the request of a run before."""

    contract_id: UUID
    asked: UUID | None = None


@workflow.defn
class ContractApproval:
    """Starts on ContractSubmitted, one run at a time per contract: contract-approval/{contract_id}."""

    @workflow.init
    def __init__(self, start: ContractStart) -> None:
        self._id = start.contract_id
        self._approval = Approval(self._start_again, asked=start.asked)
        self._news = News()
        self._resubmission = Deadline(RETURNED_AT_MOST)
        self._now: ContractStanding | None = None

    @workflow.run
    async def run(self, start: ContractStart) -> ContractStatus:
        """Approve until it binds or is refused. A returned one has 30 days, then it is a draft again."""
        now = await self._look()
        if now.status not in RUNNING:
            await self._approval.withdraw_left_over()
        while now.status in RUNNING:
            if workflow.info().is_continue_as_new_suggested():
                self._start_again()
            async with unless_moved_on(now, self._look):
                if now.status is ContractStatus.IN_APPROVAL:
                    await self._decide(now)
                else:
                    await self._wait_for_resubmission(now)
            now = await self._look()
        return now.status

    async def _decide(self, now: ContractStanding) -> None:
        decided = await self._approval.agreed(policy="contract", kind="contract", id=self._id, round=now.round)
        if decided.outcome is Outcome.APPROVED:
            await step(Deals.make_contract_effective, self._id, now.round, decided.request_id)
        elif decided.outcome is Outcome.RETURNED:
            await step(Deals.return_contract, self._id, now.round, decided.comment)
        elif decided.outcome is Outcome.REJECTED:
            await step(Deals.refuse_contract, self._id, now.round, decided.comment)
        elif await self._look() == now:
            await step(Deals.withdraw_contract, self._id, now.round)

    async def _wait_for_resubmission(self, now: ContractStanding) -> None:
        if not await self._news.come_before(self._resubmission.until(now.round)):
            await self._approval.withdraw("not submitted again")
            await step(Deals.withdraw_contract, self._id, now.round)

    async def _look(self) -> ContractStanding:
        self._news.take()
        self._now = await step(Deals.contract_standing, self._id)
        return self._now

    def _start_again(self) -> NoReturn:
        workflow.continue_as_new(ContractStart(contract_id=self._id, asked=self._approval.asked))

    @workflow.signal
    def told(self, told: Told) -> None:
        """A fact about the contract or its approval, perhaps late or for the second time."""
        if self._approval.hears(told):
            return
        self._news.hear(told)
        if told.fact in ENDS:
            self._approval.stop(told.round)

    @workflow.query
    def waiting_for(self) -> list[Waiting]:
        """Why it waits."""
        if self._now is not None and self._now.status is ContractStatus.RETURNED:
            until = self._resubmission.told(self._now.round)
            return [Waiting(code="waits.resubmission", params={"until": until})]
        return self._approval.waits_for
