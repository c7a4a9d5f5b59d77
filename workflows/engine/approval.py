"""How does a process submit a record for approval, keep the timers of the request, and learn the outcome?"""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import NamedTuple, NoReturn
from uuid import UUID

from temporalio import workflow

from workflows.engine.signals import LOOK, EventSignal, Waiting
from workflows.engine.steps import step

with workflow.unsafe.imports_passed_through():
    from messages.approvals.clocks import LONGEST_SILENCE
    from messages.approvals.events import RequestOpened, RequestSettled, StepOpened, StepSettled
    from messages.approvals.parts import Clock
    from messages.approvals.states import Outcome
    from messages.base import View
    from workflows.activities.approvals import Approvals
    from workflows.activities.snapshots import RequestSnapshot, StepTimer, Submission, TimerDue

FIRE_AGAIN = timedelta(minutes=1)  # a timer that changed nothing does not fire again without a pause
APPROVAL_EVENTS = {RequestOpened.subject, RequestSettled.subject, StepOpened.subject, StepSettled.subject}


class Meanwhile(NamedTuple):
    """What the process does while it waits for the decision: whenever it is due."""

    is_due: Callable[[], bool]
    act: Callable[[], Awaitable[None]]


class ApprovalDecision(View):
    """The outcome of one round; `comment` is the guidance of a return or the reason of a rejection."""

    outcome: Outcome
    comment: str = ""
    request_id: UUID | None = None  # what was signed is read there; it never enters the history


class Approval:
    """One approval inside a process: `decision = await self.approval.decision(policy="contract", …)`.

    A decision is made in the approvals service; here is only the time, and the outcome on its way to the owner.
    `start_again`: how the process begins anew when its history is long. It then submits the same record again, and the
    answer says what stands: so no event of the meantime is lost. `request_id`: the request of the run before, to be
    withdrawn if the owner's record turns out not to need it any more.
    """

    def __init__(
        self, start_again: Callable[[], NoReturn], *, request_id: UUID | None = None, purpose: str = "approval"
    ) -> None:
        self._purpose = purpose
        self._start_again = start_again
        self._request_id = request_id
        self._received: list[EventSignal] = []
        self._snapshot: RequestSnapshot | None = None
        self._timers: dict[tuple[int, UUID], StepTimer] = {}
        self._settled_steps: set[tuple[int, UUID]] = set()
        self._stopped_round = 0
        self._decided: ApprovalDecision | None = None
        self._meanwhile: Meanwhile | None = None

    def receive(self, signal: EventSignal) -> bool:
        """Keep an event of the request; False when it is (also) about something else."""
        if signal.subject in APPROVAL_EVENTS or signal.subject == LOOK:
            self._received.append(signal)
        return signal.subject in APPROVAL_EVENTS

    def stop(self, round: int) -> None:
        """The owner's record, in this round of its own, no longer needs approval: the request is withdrawn."""
        self._stopped_round = max(self._stopped_round, round)

    @property
    def request_id(self) -> UUID | None:
        """The request, once it was submitted; for a run that begins anew."""
        return self._request_id

    @property
    def waits(self) -> list[Waiting]:
        """The open steps, while nothing is decided."""
        if self._snapshot is None or self._decided is not None:
            return []
        steps = [timer.step for timer in self._timers.values()] or self._snapshot.open_steps
        return [Waiting(code="waits.approval", params={"request_id": str(self._snapshot.request_id), "steps": steps})]

    async def decision(
        self, *, policy: str, kind: str, id: UUID, round: int, meanwhile: Meanwhile | None = None
    ) -> ApprovalDecision:
        """Put the owner's record, in its round, before the approvers of a policy, and wait for the outcome."""
        self._meanwhile = meanwhile
        submission = Submission(
            process_id=workflow.info().workflow_id, purpose=self._purpose, policy=policy, kind=kind, id=id, round=round
        )
        self._decided = None
        self._apply_snapshot(await step(Approvals.submit_request, submission))
        return await self._outcome(owner_round=round)

    async def follow(self, request_id: UUID) -> ApprovalDecision:
        """Keep the timers of a request that somebody else submitted."""
        self._meanwhile, self._decided = None, None
        self._apply_snapshot(await step(Approvals.request_snapshot, request_id))
        return await self._outcome(owner_round=1)

    async def reopened(self, at_most: timedelta) -> bool:
        """After a return: wait until the request may have been submitted again; False when it was not in that time."""
        try:
            await workflow.wait_condition(lambda: bool(self._received), timeout=at_most)
        except TimeoutError:
            return False
        self._received.clear()
        return True

    async def withdraw(self) -> None:
        """Nobody has to decide any more; why, the record says, in the words of its reader. Nothing happens when it is
        decided already."""
        if self._request_id is not None:
            self._apply_snapshot(await step(Approvals.withdraw_request, self._request_id, ""))

    async def withdraw_left_over(self) -> None:
        """The record of a process that began anew no longer needs what the run before had submitted."""
        if self._snapshot is None:
            await self.withdraw()

    async def _outcome(self, *, owner_round: int) -> ApprovalDecision:
        while self._decided is None:
            if workflow.info().is_continue_as_new_suggested() and workflow.patched("begins-anew-while-it-waits"):
                self._start_again()
            if self._received:
                await self._apply_event(self._received.pop(0))
            elif self._stopped_round >= owner_round:
                await self.withdraw()
            elif (due := self._nearest()) and due.at <= workflow.now():
                await self._fire(due)
            elif self._meanwhile is not None and self._meanwhile.is_due():
                await self._meanwhile.act()
            elif not await self._wait(owner_round):
                await self._look()
        return self._decided

    async def _wait(self, owner_round: int) -> bool:
        """Until an event, a stop or the nearest timer; False after a long silence without any timer."""
        nearest = self._nearest()
        until = min(nearest.at - workflow.now(), LONGEST_SILENCE) if nearest else LONGEST_SILENCE
        try:
            await workflow.wait_condition(
                lambda: bool(self._received) or self._stopped_round >= owner_round or self._has_something_else(),
                timeout=max(until, timedelta(milliseconds=1)),
            )
        except TimeoutError:
            return nearest is not None and nearest.at <= workflow.now()
        return True

    def _has_something_else(self) -> bool:
        return self._meanwhile is not None and self._meanwhile.is_due()

    async def _fire(self, timer: StepTimer) -> None:
        """Fire a timer that is due; the snapshot in the answer wins over what was believed."""
        assert self._snapshot is not None
        due = TimerDue(request_id=self._snapshot.request_id, timer=timer)
        self._apply_snapshot(await step(Approvals.fire_timer, due))
        if self._timers.get(timer.key) == timer:
            self._timers[timer.key] = timer.model_copy(update={"at": workflow.now() + FIRE_AGAIN})

    async def _look(self) -> None:
        assert self._snapshot is not None
        self._apply_snapshot(await step(Approvals.request_snapshot, self._snapshot.request_id))

    def _apply_snapshot(self, snapshot: RequestSnapshot) -> None:
        """What the service answered; events received since are applied after it."""
        self._snapshot, self._request_id = snapshot, snapshot.request_id
        self._timers = {timer.key: timer for timer in snapshot.timers if timer.key not in self._settled_steps}
        if snapshot.outcome is not None:
            self._decided = ApprovalDecision(
                outcome=snapshot.outcome, comment=snapshot.comment, request_id=snapshot.request_id
            )

    async def _apply_event(self, signal: EventSignal) -> None:
        """An event, perhaps for the second time or late: an older round or a settled step changes nothing."""
        assert self._snapshot is not None
        if signal.subject == LOOK:
            await self._look()
        elif signal.data.get("request_id") != str(self._snapshot.request_id):
            return
        elif signal.subject == RequestSettled.subject and signal.round >= self._snapshot.round:
            self._decided = ApprovalDecision(
                outcome=Outcome(signal.data["outcome"]), comment=signal.data.get("comment", ""),
                request_id=self._snapshot.request_id,
            )  # fmt: skip
        elif signal.subject == StepSettled.subject:
            self._settled_steps.add((signal.round, UUID(signal.data["step_id"])))
            self._timers.pop((signal.round, UUID(signal.data["step_id"])), None)
        elif signal.subject == StepOpened.subject and signal.data.get("next_clock"):
            self._start_timer(signal)

    def _start_timer(self, signal: EventSignal) -> None:
        next_timer = Clock.model_validate(signal.data["next_clock"])
        timer = StepTimer(
            step_id=UUID(signal.data["step_id"]),
            step=signal.data["step"],
            round=signal.round,
            **next_timer.model_dump(),
        )
        known = self._timers.get(timer.key)
        if timer.key not in self._settled_steps and (known is None or known.level < timer.level):
            self._timers[timer.key] = timer

    def _nearest(self) -> StepTimer | None:
        return min(self._timers.values(), key=_when, default=None)


def _when(timer: StepTimer) -> tuple[datetime, UUID]:
    return timer.at, timer.step_id
