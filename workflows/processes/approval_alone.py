"""What does a process look like that is nothing but one approval?"""

from uuid import UUID

from temporalio import workflow

from workflows.engine.approval import Approval
from workflows.engine.signals import EventSignal, Waiting

with workflow.unsafe.imports_passed_through():
    from messages.approvals.clocks import RETURNED_AT_MOST
    from messages.approvals.states import Outcome
    from messages.base import View


class ApprovalStart(View):
    """The request whose timers are kept."""

    request_id: UUID


@workflow.defn(name="Approval")
class ApprovalAlone:
    """One run per request: approval/{request_id}. It receives events when it is named as the submitting process.

    Requests that no process submitted had one each, until they got a keeper (docs/decisions). Those that run end so.
    """

    @workflow.init
    def __init__(self, start: ApprovalStart) -> None:
        self._approval = Approval(lambda: workflow.continue_as_new(start))

    @workflow.signal(name="told")
    def receive_event(self, signal: EventSignal) -> None:
        """An event of its request."""
        self._approval.receive(signal)

    @workflow.query
    def waiting_for(self) -> list[Waiting]:
        """Why it waits."""
        return self._approval.waits

    @workflow.run
    async def run(self, start: ApprovalStart) -> Outcome:
        """Keep the timers until it is decided; a returned request has 30 days to be resubmitted."""
        decision = await self._approval.follow(start.request_id)
        while decision.outcome is Outcome.RETURNED:
            received = await self._approval.reopened(RETURNED_AT_MOST)
            if received or workflow.patched("asks-before-it-withdraws"):
                decision = await self._approval.follow(start.request_id)
            if not received and decision.outcome is Outcome.RETURNED:
                await self._approval.withdraw()
                return Outcome.WITHDRAWN
        return decision.outcome
