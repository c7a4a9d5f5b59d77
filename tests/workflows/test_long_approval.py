"""Does an approval of thousands of acts go on in ever new runs, and is nothing lost that is told meanwhile?"""

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

import pytest
from temporalio import activity
from temporalio.client import WorkflowHandle
from temporalio.testing import WorkflowEnvironment

from messages.approvals.parts import Clock
from messages.approvals.states import Outcome
from messages.base import Event
from messages.deals.contracts import ContractStatus, ContractWithdrawn
from tests.workflows.fake_approvals import Approvers, Bell
from tests.workflows.process_run import Play, play, until
from tests.workflows.test_contract_approval import FakeServices
from workflows.activities.snapshots import RequestSnapshot, TimerDue

ACTS = 5_000
AT_ONCE = 50
SUGGESTED_AT = 200  # events, as these tests' server says; a run may pass it by what one task takes
LONGEST_RUN = 1_000


@dataclass
class Busy(Approvers):
    """Nobody rings here: a bell that rings would be one that has been settled."""

    @activity.defn(name="ring_clock")
    async def fire_timer(self, as_of: object, ring: TimerDue) -> RequestSnapshot:
        self.asked.append("ring")
        return self.standing()


async def runs_of(handle: WorkflowHandle[object, object], env: WorkflowEnvironment) -> list[int]:
    """The lengths of the histories of all runs."""
    lengths = []
    run_id = handle.first_execution_run_id
    while run_id:
        history = await env.client.get_workflow_handle(handle.id, run_id=run_id).fetch_history()
        lengths.append(len(history.events))
        run_id = history.events[-1].workflow_execution_continued_as_new_event_attributes.new_execution_run_id
    return lengths


def in_a_month(approvers: Approvers) -> Clock:
    assert approvers.opened_at is not None
    return Clock(kind="remind", level=0, at=approvers.opened_at + timedelta(days=30))


async def receive_all(process: Play, facts: Sequence[Event]) -> None:
    """Many at a time, in no order."""
    for start in range(0, len(facts), AT_ONCE):
        await asyncio.gather(*(process.receives(fact) for fact in facts[start : start + AT_ONCE]))


@pytest.mark.timeout(300)
async def test_a_request_of_five_thousand_acts_is_carried_to_its_end(env: WorkflowEnvironment) -> None:
    services = FakeServices()
    approvers = Busy(asked=services.asked)
    async with play(env, services.start, services, approvers) as process:
        await until(lambda: approvers.opened_at)
        bell = in_a_month(approvers)
        names = [f"step-{number}" for number in range(ACTS // 2)]
        acts = [fact for name in names for fact in (approvers.step_opened(name, bell), approvers.step_settled(name))]
        for start in range(0, ACTS, AT_ONCE):
            await receive_all(process, acts[start : start + AT_ONCE])
            await process.handle.query("waiting_for")  # it has taken them: no run ends while facts pour in
        await process.receives(approvers.decides(Outcome.APPROVED))
        assert await process.ends() == "EFFECTIVE"
        lengths = await runs_of(process.handle, env)
        assert services.asked == ["submit 1", "effective"], (
            "asked once, decided once, and no bell of a settled step rang"
        )
        assert len(lengths) > 3
        assert max(lengths) < LONGEST_RUN
        assert min(lengths[:-1]) > SUGGESTED_AT


@pytest.mark.parametrize("seed", range(6))
async def test_nothing_that_is_told_while_it_begins_anew_is_lost(env: WorkflowEnvironment, seed: int) -> None:
    """Each fact is told once, at any moment of several runs; no silence helps the process out."""
    dice = random.Random(seed)
    services = FakeServices()
    approvers = Approvers(asked=services.asked)
    async with play(env, services.start, services, approvers) as process:
        await until(lambda: approvers.opened_at)
        noise: list[Event] = []
        for number in range(dice.randint(100, 200)):
            noise += [approvers.step_opened(f"s{number}", in_a_month(approvers)), approvers.step_settled(f"s{number}")]
        dice.shuffle(noise)
        told = asyncio.create_task(receive_all(process, noise))
        await asyncio.sleep(dice.random())
        withdrawn = dice.random() < 0.5
        if withdrawn:
            services.status = ContractStatus.DRAFT
            await process.receives(services.fact(ContractWithdrawn))
        else:
            await process.receives(approvers.decides(dice.choice([Outcome.APPROVED, Outcome.REJECTED]), "said once"))
        assert await process.ends() in ("DRAFT", "EFFECTIVE", "REJECTED")
        await told
        if withdrawn:
            assert approvers.outcome is Outcome.WITHDRAWN, "nobody is asked any more"
        assert services.asked.count("submit 1") == 1
        assert len(services.asked) == 2


async def test_a_step_that_was_opened_before_it_began_anew_still_rings(env: WorkflowEnvironment) -> None:
    services = FakeServices()
    approvers = Approvers(asked=services.asked, bells=[Bell("sign", "remind", timedelta(days=2))])
    async with play(env, services.start, services, approvers) as process:
        await until(lambda: approvers.opened_at)
        noise = [approvers.step_opened(f"s{uuid4()}") for _ in range(3 * SUGGESTED_AT)]
        await receive_all(process, list(noise))
        await until_anew(process)
        await process.pass_time(days=2, minutes=1)
        await until(lambda: "ring sign remind" in services.asked)
        assert services.asked.count("ring sign remind") == 1


async def until_anew(process: Play) -> None:
    """It runs under another run id."""
    while (await process.env.client.get_workflow_handle(process.handle.id).describe()).run_id == (
        process.handle.first_execution_run_id
    ):
        pass
