"""Who acts on which task: one person at one task of one request, now?"""

from dataclasses import dataclass
from uuid import UUID

from messages.approvals.states import TaskState
from messages.errors import RuleViolation
from services.approvals.domain.requests.context import Context
from services.approvals.domain.requests.progress import RequestProgress, Signer, StepNow


@dataclass(frozen=True)
class Seat:
    progress: RequestProgress
    context: Context
    task_id: UUID
    actor_id: UUID

    def find_task(self) -> tuple[StepNow, Signer]:
        """The task with its step. Raises APP-3 where it is no longer on the live route."""
        for step in self.progress.steps:
            for signer in step.signers:
                if signer.task_id == self.task_id:
                    return step, signer
        raise RuleViolation("APP-3", request=self.progress.state.value, step="", task=TaskState.CLOSED.value)
