"""What have the processes of all records in common that are submitted, perhaps returned, and submitted again?"""

from collections.abc import Container
from enum import StrEnum
from typing import ClassVar, Generic, NoReturn, TypeVar
from uuid import UUID

from temporalio import workflow

from workflows.engine.approval import Approval
from workflows.engine.signals import Deadline, EventSignal, PendingEvents, Waiting
from workflows.engine.steps import unless_moved_on

with workflow.unsafe.imports_passed_through():
    from messages.approvals.clocks import RETURNED_AT_MOST
    from messages.orders.order_changes import OrderChangeSnapshot
    from messages.orders.returns import ReturnSnapshot
    from workflows.activities.snapshots import (
        AdmissionSnapshot,
        BudgetSnapshot,
        ContractSnapshot,
        ExtensionSnapshot,
        RegistrationSnapshot,
        RepaymentPlanSnapshot,
        WriteOffSnapshot,
    )

S = TypeVar(
    "S",
    ContractSnapshot,
    RegistrationSnapshot,
    WriteOffSnapshot,
    ReturnSnapshot,
    OrderChangeSnapshot,
    RepaymentPlanSnapshot,
    ExtensionSnapshot,
    AdmissionSnapshot,
    BudgetSnapshot,
)


class SubmittedRecord(Generic[S]):
    """A process of such a record inherits its signal and its query; `@workflow.init` and `run` stand in its own class,
    with what to do in each state.

    `withdrawn_by`: the events after which nobody has to decide any more. `returned`: the state in which it waits to be
    resubmitted. `request_id`: of the run before.
    """

    withdrawn_by: ClassVar[frozenset[str]]
    returned: ClassVar[StrEnum]

    def __init__(self, request_id: UUID | None) -> None:
        self._approval = Approval(self._start_again, request_id=request_id)
        self._pending_events = PendingEvents()
        self._resubmission = Deadline(RETURNED_AT_MOST)
        self._now: S | None = None

    async def _go_on(self, now: S) -> None:
        """What has to happen in this state, or the wait for it."""
        raise NotImplementedError

    async def _snapshot(self) -> S:
        """Ask the owner where the record stands."""
        raise NotImplementedError

    async def _withdraw(self, now: S) -> None:
        """Nobody resubmitted it, or its request was withdrawn."""
        raise NotImplementedError

    def _start_again(self) -> NoReturn:
        """With a short history."""
        raise NotImplementedError

    async def _follow(self, running: Container[StrEnum]) -> S:
        """Go on with it for as long as it is in one of these states, each time as its owner says that it stands."""
        now = await self._look()
        if now.status not in running:
            await self._approval.withdraw_left_over()
        while now.status in running:
            if workflow.info().is_continue_as_new_suggested():
                self._start_again()
            async with unless_moved_on(now, self._look):
                await self._go_on(now)
            now = await self._look()
        return now

    async def _look(self) -> S:
        self._pending_events.take_all()
        self._now = await self._snapshot()
        return self._now

    async def _wait_for_resubmission(self, now: S) -> None:
        if not await self._pending_events.wait_until(self._resubmission.until(now.round)):
            await self._approval.withdraw()
            await self._withdraw(now)

    @workflow.signal(name="told")
    def receive_event(self, signal: EventSignal) -> None:
        """An event of the record or its approval, perhaps late or for the second time."""
        if self._approval.receive(signal):
            return
        self._pending_events.receive(signal)
        if signal.subject in self.withdrawn_by:
            self._approval.stop(signal.round)

    @workflow.query
    def waiting_for(self) -> list[Waiting]:
        """Why it waits."""
        if self._now is not None and self._now.status is self.returned:
            until = self._resubmission.text(self._now.round)
            return [Waiting(code="waits.resubmission", params={"until": until})]
        return self._approval.waits
