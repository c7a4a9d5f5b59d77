"""What does a process look like that is nothing but one approval?"""

from datetime import timedelta
from uuid import UUID

from temporalio import workflow

from workflows.approval import Approval
from workflows.facts import Told, Waiting

with workflow.unsafe.imports_passed_through():
    from messages.approvals.states import Outcome
    from messages.base import View

RETURNED_AT_MOST = timedelta(days=30)


class Followed(View):
    """The request whose time is kept."""

    request_id: UUID


@workflow.defn(name="Approval")
class ApprovalAlone:
    """One run per request: approval/{request_id}. It is told of its request when it is named as the asking process.

    Requests that no process asked for had one each, until they got a keeper (docs/decisions). Those that run end so.
    """

    @workflow.init
    def __init__(self, followed: Followed) -> None:
        self._approval = Approval(lambda: workflow.continue_as_new(followed))

    @workflow.signal
    def told(self, told: Told) -> None:
        """A fact of its request."""
        self._approval.hears(told)

    @workflow.query
    def waiting_for(self) -> list[Waiting]:
        """Why it waits."""
        return self._approval.waits_for

    @workflow.run
    async def run(self, followed: Followed) -> Outcome:
        """Keep the time until it is decided; a returned request has 30 days to be submitted again."""
        decided = await self._approval.follow(followed.request_id)
        while decided.outcome is Outcome.RETURNED:
            heard = await self._approval.reopened(RETURNED_AT_MOST)
            if heard or workflow.patched("asks-before-it-withdraws"):
                decided = await self._approval.follow(followed.request_id)
            if not heard and decided.outcome is Outcome.RETURNED:
                await self._approval.withdraw("not submitted again")
                return Outcome.WITHDRAWN
        return decided.outcome
