"""How does a process ask for approval, keep its clocks, and learn the outcome?"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NoReturn
from uuid import UUID

from temporalio import workflow

from workflows.facts import LOOK, Told, Waiting
from workflows.steps import step

with workflow.unsafe.imports_passed_through():
    from messages.approvals.events import RequestOpened, RequestSettled, StepOpened, StepSettled
    from messages.approvals.parts import Clock
    from messages.approvals.states import Outcome
    from messages.base import View
    from workflows.activities.approvals import Approvals
    from workflows.activities.standings import Ring, Standing, StepClock, Submission

LONGEST_SILENCE = timedelta(days=7)  # then the process asks what stands, whatever it was told
RING_AGAIN = timedelta(minutes=1)  # a bell that changed nothing is not rung without a pause
HEARD = {RequestOpened.subject, RequestSettled.subject, StepOpened.subject, StepSettled.subject}


class Decided(View):
    """The outcome of one round; `comment` is the guidance of a return or the reason of a rejection."""

    outcome: Outcome
    comment: str = ""
    request_id: UUID | None = None  # what was signed is asked for there; it never enters the history


class Approval:
    """One approval inside a process: `decided = await self.approval.agreed(policy="contract", …)`.

    A decision is made in the approvals service; here is only the time, and the outcome on its way to the owner.
    `start_again`: how the process begins anew when its history is long. It asks then for the same approval, and the
    answer says what stands: so nothing that was told meanwhile is lost. `asked`: the request of the run before, to be
    withdrawn if the owner's record turns out not to need it any more.
    """

    def __init__(
        self, start_again: Callable[[], NoReturn], *, asked: UUID | None = None, purpose: str = "approval"
    ) -> None:
        self._purpose = purpose
        self._start_again = start_again
        self._asked = asked
        self._heard: list[Told] = []
        self._standing: Standing | None = None
        self._clocks: dict[tuple[int, UUID], StepClock] = {}
        self._settled_steps: set[tuple[int, UUID]] = set()
        self._stopped_round = 0
        self._decided: Decided | None = None

    def hears(self, told: Told) -> bool:
        """Take a fact about the request; False when it is (also) about something else."""
        if told.fact in HEARD or told.fact == LOOK:
            self._heard.append(told)
        return told.fact in HEARD

    def stop(self, round: int) -> None:
        """The owner's record, in this round of its own, no longer asks for approval: the request is withdrawn."""
        self._stopped_round = max(self._stopped_round, round)

    @property
    def asked(self) -> UUID | None:
        """The request, once it was asked for; for a run that begins anew."""
        return self._asked

    @property
    def waits_for(self) -> list[Waiting]:
        """The open steps, while nothing is decided."""
        if self._standing is None or self._decided is not None:
            return []
        steps = [clock.step for clock in self._clocks.values()] or self._standing.open_steps
        return [Waiting(code="waits.approval", params={"request_id": str(self._standing.request_id), "steps": steps})]

    async def agreed(self, *, policy: str, kind: str, id: UUID, round: int) -> Decided:
        """Put the owner's record, in its round, before the approvers of a policy, and wait for the outcome."""
        asked = Submission(
            process_id=workflow.info().workflow_id, purpose=self._purpose, policy=policy, kind=kind, id=id, round=round
        )
        self._decided = None
        self._take(await step(Approvals.submit_request, asked))
        return await self._outcome(owner_round=round)

    async def follow(self, request_id: UUID) -> Decided:
        """Keep the time of a request that somebody else made."""
        self._decided = None
        self._take(await step(Approvals.request_standing, request_id))
        return await self._outcome(owner_round=1)

    async def reopened(self, at_most: timedelta) -> bool:
        """After a return: wait until the request may have been submitted again; False when it was not in that time."""
        try:
            await workflow.wait_condition(lambda: bool(self._heard), timeout=at_most)
        except TimeoutError:
            return False
        self._heard.clear()
        return True

    async def withdraw(self, comment: str = "") -> None:
        """Nobody has to decide any more. Nothing happens when it is decided already."""
        if self._asked is not None:
            self._take(await step(Approvals.withdraw_request, self._asked, comment))

    async def withdraw_left_over(self) -> None:
        """The record of a process that began anew no longer asks for what the run before had asked for."""
        if self._standing is None:
            await self.withdraw()

    async def _outcome(self, *, owner_round: int) -> Decided:
        while self._decided is None:
            if workflow.info().is_continue_as_new_suggested() and workflow.patched("begins-anew-while-it-waits"):
                self._start_again()
            if self._heard:
                await self._apply(self._heard.pop(0))
            elif self._stopped_round >= owner_round:
                await self.withdraw()
            elif (due := self._nearest()) and due.at <= workflow.now():
                await self._ring(due)
            elif not await self._something_comes(owner_round):
                await self._look()
        return self._decided

    async def _something_comes(self, owner_round: int) -> bool:
        """Until a fact, a stop or the nearest bell; False after a long silence without any bell."""
        nearest = self._nearest()
        until = min(nearest.at - workflow.now(), LONGEST_SILENCE) if nearest else LONGEST_SILENCE
        try:
            await workflow.wait_condition(
                lambda: bool(self._heard) or self._stopped_round >= owner_round,
                timeout=max(until, timedelta(milliseconds=1)),
            )
        except TimeoutError:
            return nearest is not None and nearest.at <= workflow.now()
        return True

    async def _ring(self, clock: StepClock) -> None:
        """Tell the service that a bell is due; what stands in its answer wins over what was believed."""
        assert self._standing is not None
        rung = Ring(request_id=self._standing.request_id, clock=clock)
        self._take(await step(Approvals.ring_clock, rung))
        if self._clocks.get(clock.key) == clock:
            self._clocks[clock.key] = clock.model_copy(update={"at": workflow.now() + RING_AGAIN})

    async def _look(self) -> None:
        assert self._standing is not None
        self._take(await step(Approvals.request_standing, self._standing.request_id))

    def _take(self, standing: Standing) -> None:
        """What the service said stands; facts heard since are applied after it."""
        self._standing, self._asked = standing, standing.request_id
        self._clocks = {clock.key: clock for clock in standing.clocks if clock.key not in self._settled_steps}
        if standing.outcome is not None:
            self._decided = Decided(outcome=standing.outcome, comment=standing.comment, request_id=standing.request_id)

    async def _apply(self, told: Told) -> None:
        """A fact, perhaps for the second time or late: an older round or a settled step changes nothing."""
        assert self._standing is not None
        if told.fact == LOOK:
            await self._look()
        elif told.data.get("request_id") != str(self._standing.request_id):
            return
        elif told.fact == RequestSettled.subject and told.round >= self._standing.round:
            self._decided = Decided(
                outcome=Outcome(told.data["outcome"]), comment=told.data.get("comment", ""),
                request_id=self._standing.request_id,
            )  # fmt: skip
        elif told.fact == StepSettled.subject:
            self._settled_steps.add((told.round, UUID(told.data["step_id"])))
            self._clocks.pop((told.round, UUID(told.data["step_id"])), None)
        elif told.fact == StepOpened.subject and told.data.get("next_clock"):
            self._start_clock(told)

    def _start_clock(self, told: Told) -> None:
        bell = Clock.model_validate(told.data["next_clock"])
        clock = StepClock(
            step_id=UUID(told.data["step_id"]), step=told.data["step"], round=told.round, **bell.model_dump()
        )
        known = self._clocks.get(clock.key)
        if clock.key not in self._settled_steps and (known is None or known.rung < clock.rung):
            self._clocks[clock.key] = clock

    def _nearest(self) -> StepClock | None:
        return min(self._clocks.values(), key=_when, default=None)


def _when(clock: StepClock) -> tuple[datetime, UUID]:
    return clock.at, clock.step_id
