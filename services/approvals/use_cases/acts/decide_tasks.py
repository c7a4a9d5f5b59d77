"""What happens when somebody decides many tasks at once?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.approvals.acts import DecidedItem, DecideMany
from messages.approvals.requests import ApproveTask, RejectTask
from messages.errors import Forbidden, NotFound, RuleViolation
from messages.texts import text
from services.approvals.use_cases.acts.approve_task import approve_task
from services.approvals.use_cases.acts.reject_task import reject_task


async def decide_tasks(command: DecideMany, uow: UnitOfWork) -> list[DecidedItem]:
    """Each in a transaction of its own: what could be decided is, each of the others says why not."""
    items = {item.task_id: item for item in command.items}
    return [await _decide_one(item.task_id, item.content_hash, command, uow) for item in items.values()]


async def _decide_one(task_id: UUID, content_hash: str, command: DecideMany, uow: UnitOfWork) -> DecidedItem:
    given = {"content_hash": content_hash, "comment": command.comment}
    try:
        if command.verb == "approve":
            request = await approve_task(task_id, ApproveTask(**given), uow)
        else:
            request = await reject_task(task_id, RejectTask(**given), uow)
    except RuleViolation as no:
        why = text(no.rule, uow.actor.lang, **no.params)
        return DecidedItem(task_id=task_id, done=False, rule=no.rule, text=why)
    except NotFound as no:
        why = text("problem.not_found", uow.actor.lang, kind=no.kind, id=str(no.id))
        return DecidedItem(task_id=task_id, done=False, text=why)
    except Forbidden as no:
        why = text("problem.forbidden", uow.actor.lang, verb=no.verb)
        return DecidedItem(task_id=task_id, done=False, text=why)
    return DecidedItem(task_id=task_id, done=True, request=request)
