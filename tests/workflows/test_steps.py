"""Is a process patient with a service that does not answer, and not with a no?"""

from datetime import datetime
from uuid import UUID

from temporalio import activity
from temporalio.exceptions import ApplicationError
from temporalio.testing import WorkflowEnvironment

from messages.approvals.states import Outcome
from tests.workflows.stage import play
from tests.workflows.test_contract_approval import House, a_house
from workflows.activities.standings import ContractStanding


class Away(House):
    """Deals, down for the first quick try."""

    tries = 0

    @activity.defn
    async def contract_standing(self, as_of: datetime, id: UUID) -> ContractStanding:
        self.tries += 1
        if self.tries == 1:
            raise ApplicationError("down", non_retryable=True)  # stands for ten seconds without an answer
        return ContractStanding(status=self.status, round=self.round)


async def test_after_the_quick_tries_a_process_asks_on_stubbornly(env: WorkflowEnvironment) -> None:
    _, approvers = a_house()
    house = Away(asked=approvers.asked)
    approvers.outcome, approvers.owner_round, approvers.round = Outcome.APPROVED, 1, 1
    async with play(env, house.begin, house, approvers) as process:
        assert await process.ends() == "EFFECTIVE"
        assert house.tries == 3
