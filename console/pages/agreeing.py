"""Who has to agree to a record, and who has it now?"""

from uuid import UUID

from console.house import HouseClient
from messages.approvals.requests import RequestView
from messages.approvals.states import RequestState, StepState, TaskState
from messages.base import Page


async def asked_about(house: HouseClient, id: UUID) -> RequestView | None:
    """The newest request about this record, with what comes next while it is pending."""
    found = await house.find("approvals", "/requests", Page[RequestView], about_id=id, limit=1)
    if found is None or not found.items:
        return None
    newest = found.items[0]
    if newest.state is not RequestState.PENDING:
        return newest
    return await house.find("approvals", f"/requests/{newest.id}", RequestView)


def waits_for(request: RequestView, *, but: UUID | None = None) -> list[str]:
    """The names of those who have it now, `but` for one task."""
    found = [
        signer.name
        for step in request.steps
        if step.state is StepState.OPEN and not _settled_by(but, [one.task_id for one in step.signers], step.mode)
        for signer in step.signers
        if signer.state in (TaskState.OPEN, TaskState.WAITING) and signer.task_id != but
    ]
    return list(dict.fromkeys(found))


def _settled_by(task: UUID | None, tasks: list[UUID], mode: str) -> bool:
    """One yes is enough where any of them may say it."""
    return mode == "any" and task in tasks
