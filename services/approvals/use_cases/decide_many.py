"""What happens when somebody decides many tasks at once?"""

from uuid import UUID

from chassis.unit_of_work import UnitOfWork
from messages.approvals.acts import DecidedItem, DecideMany
from messages.approvals.requests import ApproveTask, RejectTask
from messages.errors import Forbidden, NotFound, Refused
from messages.texts import text
from services.approvals.use_cases.decide_task import approve_task, reject_task


async def decide_many(command: DecideMany, uow: UnitOfWork) -> list[DecidedItem]:
    """Each in a transaction of its own: what could be decided is, each of the others says why not."""
    items = {item.task_id: item for item in command.items}
    return [await _one(item.task_id, item.content_hash, command, uow) for item in items.values()]


async def _one(task_id: UUID, content_hash: str, command: DecideMany, uow: UnitOfWork) -> DecidedItem:
    said = {"content_hash": content_hash, "comment": command.comment}
    try:
        if command.verb == "approve":
            request = await approve_task(task_id, ApproveTask(**said), uow)
        else:
            request = await reject_task(task_id, RejectTask(**said), uow)
    except Refused as no:
        told = text(no.rule, uow.actor.lang, **no.params)
        return DecidedItem(task_id=task_id, done=False, rule=no.rule, text=told)
    except NotFound as no:
        told = text("problem.not_found", uow.actor.lang, kind=no.kind, id=str(no.id))
        return DecidedItem(task_id=task_id, done=False, text=told)
    except Forbidden as no:
        told = text("problem.forbidden", uow.actor.lang, verb=no.verb)
        return DecidedItem(task_id=task_id, done=False, text=told)
    return DecidedItem(task_id=task_id, done=True, request=request)
