"""Are the clocks of an approval kept, all in parallel, and does a decision that came first win?"""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from temporalio.testing import WorkflowEnvironment

from messages.approvals.events import RequestOpened
from messages.approvals.parts import Clock
from messages.approvals.states import Outcome
from tests.workflows.fake_approvals import Approvers, Bell
from tests.workflows.process_run import Play, play, until
from workflows import workflow_registry
from workflows.engine.signals import LOOK, EventSignal
from workflows.workflow_registry import WorkflowStart

HOUR = timedelta(hours=1)


def a_request(*bells: Bell) -> tuple[WorkflowStart, Approvers]:
    approvers = Approvers(bells=list(bells), round=1, owner_round=1)
    return workflow_registry.request(approvers.request_id, number="X-1"), approvers


async def begun(approvers: Approvers) -> None:
    await until(lambda: "what stands" in approvers.asked)


async def test_a_reminder_rings_at_its_time_and_not_before(env: WorkflowEnvironment) -> None:
    start, approvers = a_request(Bell("finance", "remind", 4 * HOUR))
    async with play(env, start, approvers, saved_as="Approval-reminded") as process:
        await begun(approvers)
        await process.pass_time(hours=3, minutes=59)
        assert approvers.asked == ["what stands"]
        await process.pass_time(minutes=2)
        await until(lambda: "ring finance remind" in approvers.asked)
        assert approvers.rang_after[0] >= 4 * HOUR
        await process.receives(approvers.decides(Outcome.APPROVED))
        assert await process.ends() == "APPROVED"


async def test_open_steps_have_their_clocks_in_parallel(env: WorkflowEnvironment) -> None:
    bells = Bell("legal", "remind", 2 * HOUR), Bell("finance", "remind", HOUR), Bell("legal", "rung", 3 * HOUR)
    start, approvers = a_request(*bells)
    async with play(env, start, approvers, saved_as="Approval-parallel") as process:
        await begun(approvers)
        assert await process.waits() == ["waits.approval"]
        await process.pass_time(hours=4)
        await until(lambda: len(approvers.asked) == 4)
        assert approvers.asked[1:] == ["ring finance remind", "ring legal remind", "ring legal rung"]
        assert [round(after / HOUR) for after in approvers.rang_after] == [1, 2, 3]


async def test_time_out_may_decide_and_the_process_takes_it_from_the_answer(env: WorkflowEnvironment) -> None:
    start, approvers = a_request(Bell("finance", "timeout", 16 * HOUR))
    approvers.timeout_outcome = Outcome.REJECTED
    async with play(env, start, approvers, saved_as="Approval-timed-out") as process:
        await begun(approvers)
        await process.pass_time(hours=17)
        assert await process.ends() == "REJECTED"


async def test_a_decision_that_was_not_published_yet_wins_over_the_timer(env: WorkflowEnvironment) -> None:
    start, approvers = a_request(Bell("finance", "timeout", 16 * HOUR))
    approvers.timeout_outcome = Outcome.REJECTED
    async with play(env, start, approvers) as process:
        await begun(approvers)
        approvers.decides(Outcome.APPROVED)
        await process.pass_time(hours=17)
        assert await process.ends() == "APPROVED"


async def test_a_settled_step_rings_no_more_however_the_facts_are_ordered(env: WorkflowEnvironment) -> None:
    start, approvers = a_request(Bell("legal", "remind", HOUR), Bell("finance", "remind", 50 * HOUR))
    async with play(env, start, approvers, saved_as="Approval-reordered") as process:
        await begun(approvers)
        bell = Clock(kind="remind", level=0, at=datetime.now(UTC) + HOUR)
        settled, opened = approvers.step_settled("legal"), approvers.step_opened("legal", bell)
        await process.receives(settled, settled, opened, opened)
        await process.pass_time(hours=49)
        assert approvers.asked == ["what stands"]
        await process.pass_time(hours=2)
        await until(lambda: approvers.asked == ["what stands", "ring finance remind"])


async def test_a_step_that_opens_later_gets_its_clock_from_the_fact(env: WorkflowEnvironment) -> None:
    start, approvers = a_request()
    async with play(env, start, approvers) as process:
        await begun(approvers)
        await process.receives(
            approvers.step_opened("director", Clock(kind="remind", level=0, at=datetime.now(UTC) + HOUR))
        )
        await process.pass_time(hours=1, minutes=1)
        await until(lambda: "ring director remind" in approvers.asked)


async def test_an_event_of_another_request_changes_nothing(env: WorkflowEnvironment) -> None:
    start, approvers = a_request()
    async with play(env, start, approvers) as process:
        await begun(approvers)
        await process.receives(Approvers(round=1).settled(Outcome.REJECTED))
        await process.receives(approvers.decides(Outcome.APPROVED))
        assert await process.ends() == "APPROVED"


async def test_when_nothing_is_told_the_process_asks_what_stands_after_a_week(env: WorkflowEnvironment) -> None:
    start, approvers = a_request()
    async with play(env, start, approvers) as process:
        await begun(approvers)
        approvers.decides(Outcome.APPROVED)  # the fact is lost
        await process.pass_time(days=6, hours=23)
        assert approvers.asked == ["what stands"]
        await process.pass_time(hours=2)
        assert await process.ends() == "APPROVED"


async def test_the_reconcilers_word_makes_it_look(env: WorkflowEnvironment) -> None:
    start, approvers = a_request()
    async with play(env, start, approvers) as process:
        await begun(approvers)
        approvers.decides(Outcome.REJECTED)
        await process.receives(EventSignal(subject=LOOK))
        assert await process.ends() == "REJECTED"


async def test_a_returned_request_of_nobody_has_thirty_days(env: WorkflowEnvironment) -> None:
    start, approvers = a_request()
    async with play(env, start, approvers, saved_as="Approval-given-up") as process:
        await begun(approvers)
        await process.receives(approvers.decides(Outcome.RETURNED))
        await process.pass_time(days=31)
        assert await process.ends() == "WITHDRAWN"
        assert approvers.asked[-1] == "withdraw request"


async def test_a_returned_request_that_is_submitted_again_is_followed_on(env: WorkflowEnvironment) -> None:
    start, approvers = a_request()
    async with play(env, start, approvers, saved_as="Approval-resubmitted") as process:
        await begun(approvers)
        await process.receives(approvers.decides(Outcome.RETURNED))
        await returned(process)
        approvers.outcome, approvers.round = None, 2
        opened = approvers.settled(Outcome.APPROVED).model_dump(exclude={"outcome", "comment", "actor_id"})
        await process.receives(RequestOpened(**opened, content_hash="0" * 64))
        await until(lambda: approvers.asked.count("what stands") == 2)
        await process.receives(approvers.decides(Outcome.APPROVED))
        assert await process.ends() == "APPROVED"


async def returned(process: Play) -> None:
    """Until it no longer waits for signers."""
    while await process.waits():
        pass


def test_each_request_has_an_id_of_its_process_and_purpose_never_of_the_run() -> None:
    from workflows.activities.approvals import request_id_of

    process = f"order-to-cash/{uuid4()}"
    assert request_id_of(process, "approval") == request_id_of(process, "approval")
    assert (
        len(
            {request_id_of(process, "approval"), request_id_of(process, "price"), request_id_of(process, "approval", 1)}
        )
        == 3
    )
