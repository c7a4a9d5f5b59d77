"""Why does a record wait: who has to do what, since when, and until when?"""

from collections.abc import Iterable, Sequence
from uuid import UUID

from console.pages.parts.navigation import OFFICE
from console.service_gateway import ServiceGateway
from console.view_models import Wait, Worded
from messages.approvals.requests import RequestView, StepView
from messages.approvals.states import RequestState, StepState, TaskState
from messages.approvals.tasks import PendingTodo

MOST_RECORDS = 100
OF_MONEY = (
    "payment",
    "invoice",
    "receivable",
    "refund",
    "correction",
    "write_off",
    "dunning",
    "credit_request",
)  # a shipper does not see them


async def waits(
    gateway: ServiceGateway, about: Iterable[UUID], *requests: RequestView | None, otherwise: Sequence[Wait] = ()
) -> list[Wait]:
    """For signers and for to-dos about these records; where nobody is asked for anything, what the record says."""
    ids = list(dict.fromkeys(about))[:MOST_RECORDS]
    todos = await gateway.part("approvals", gateway.find("approvals", "/todos", list[PendingTodo], about_id=ids))
    found = [wait for request in requests if request for wait in _for_signers(request)]
    found += [_for_todo(todo) for todo in todos or ()]
    return found or list(otherwise)


def _for_signers(request: RequestView) -> list[Wait]:
    if request.state is not RequestState.PENDING:
        return []
    return [_for_step(step) for step in request.steps if step.state is StepState.OPEN]


def _for_step(step: StepView) -> Wait:
    waiting = [signer.name for signer in step.signers if signer.state in (TaskState.OPEN, TaskState.WAITING)]
    names = [" / ".join(waiting)] if step.mode == "any" and waiting else waiting
    return Wait(dict(step.name) or {"en": step.key}, tuple(names), since=step.opened_at, until=step.due_at)


def _for_todo(todo: PendingTodo) -> Wait:
    who = (todo.person_name,) if todo.person_name else ()
    return Wait(
        Worded(f"todo.{todo.kind}"), who, role=todo.role, since=todo.opened_at, until=todo.due_at,
        href=f"/records/{todo.about_kind}/{todo.about_id}", number=todo.number,
        seen_by=OFFICE if todo.about_kind in OF_MONEY else (),
    )  # fmt: skip
