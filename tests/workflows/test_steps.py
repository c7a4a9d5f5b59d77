"""Is a process patient with a service that does not answer, and not with a no?"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

from temporalio import activity
from temporalio.exceptions import ApplicationError
from temporalio.testing import WorkflowEnvironment

from messages.approvals.states import Outcome
from messages.errors import Forbidden
from tests.workflows.process_run import play, until
from tests.workflows.test_contract_approval import FakeServices, fake_services
from tests.workflows.test_operator_routes import seen
from workflows.activities.snapshots import ContractSnapshot
from workflows.faults import FORGOTTEN_AFTER, REPORTED_FROM, Faults, FaultWatch


class Away(FakeServices):
    """Deals, down for the first quick try."""

    tries = 0

    @activity.defn(name="contract_standing")
    async def contract_snapshot(self, as_of: datetime, id: UUID) -> ContractSnapshot:
        self.tries += 1
        if self.tries == 1:
            raise ApplicationError("down", non_retryable=True)  # stands for ten seconds without an answer
        return ContractSnapshot(status=self.status, round=self.round)


async def test_after_the_quick_tries_a_process_asks_on_stubbornly(env: WorkflowEnvironment) -> None:
    _, approvers = fake_services()
    services = Away(asked=approvers.asked)
    approvers.outcome, approvers.owner_round, approvers.round = Outcome.APPROVED, 1, 1
    async with play(env, services.start, services, approvers) as process:
        assert await process.ends() == "EFFECTIVE"
        assert services.tries == 3


@dataclass
class Forbidding(FakeServices):
    """Deals, which does not let the worker in until somebody has given it the right."""

    mended: bool = False
    tries: list[int] = field(default_factory=list)

    @activity.defn(name="contract_standing")
    async def contract_snapshot(self, as_of: datetime, id: UUID) -> ContractSnapshot:
        if self.mended:
            return ContractSnapshot(status=self.status, round=self.round)
        if activity.info().is_local:
            raise ApplicationError("refused for ten seconds", non_retryable=True)
        self.tries.append(activity.info().attempt)
        raise Forbidden("GET /contracts")


async def test_what_a_service_refuses_for_good_is_told_to_ops_and_goes_on_when_mended(env: WorkflowEnvironment) -> None:
    _, approvers = fake_services()
    services, faults = Forbidding(asked=approvers.asked), Faults()
    approvers.outcome, approvers.owner_round, approvers.round = Outcome.APPROVED, 1, 1
    async with play(env, services.start, services, approvers, interceptors=[FaultWatch(faults)]) as process:
        await until(lambda: services.tries)
        assert faults.lately(datetime.now(UTC)) == [], "at first it may just not have arrived there yet"
        while REPORTED_FROM not in services.tries:
            await process.pass_time(seconds=10)
        await until(lambda: faults.lately(datetime.now(UTC)))
        told = faults.lately(datetime.now(UTC))[0]
        assert (told.process_id, told.step) == (process.handle.id, "contract_standing")
        assert told.error == "Forbidden: GET /contracts"
        shown = (await seen(env, process.handle.id))["waiting_for"][0]
        assert shown["code"] == "waits.fault"
        assert "contract_standing" in shown["text"]
        assert "Forbidden: GET /contracts" in shown["text"]
        services.mended = True
        await process.pass_time(minutes=1)
        assert await process.ends() == "EFFECTIVE"
        assert faults.lately(datetime.now(UTC)) == []


def test_a_fault_of_which_nothing_is_heard_any_more_is_forgotten() -> None:
    faults, now = Faults(), datetime(2026, 3, 2, tzinfo=UTC)
    faults.record("p/1", "ship", "NotFound", 4, now)
    faults.record("p/1", "ship", "NotFound", 5, now + timedelta(minutes=1))
    assert [(one.tries, one.since) for one in faults.lately(now + FORGOTTEN_AFTER)] == [(5, now)]
    assert faults.lately(now + timedelta(minutes=1) + FORGOTTEN_AFTER) == []
