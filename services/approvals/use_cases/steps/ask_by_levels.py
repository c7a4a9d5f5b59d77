"""Who is asked by the dunning levels that receivables have reached? (a step of telling people)"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import NAMESPACE_URL, UUID, uuid5

from chassis.db.unit_of_work import Work
from messages.approvals.notices import NoticeConfirmed
from messages.approvals.tasks import OpenTodo
from messages.collections.receivables import LevelEvent
from services.approvals.domain.notices.in_app import notice_id, notice_row
from services.approvals.domain.notices.levels import Asked, asked_by_level, level_of, notice_of
from services.approvals.domain.notices.occasion import Occasion
from services.approvals.domain.notices.recipients import Notification
from services.approvals.domain.people.directory import Directory
from services.approvals.domain.requests.todos import Todo
from services.approvals.store.notices.notices import write_notices
from services.approvals.store.requests.tasks import last_endings, list_todos_of_each, recount_todos
from services.approvals.use_cases.steps.queue_deliveries import queue_notifications
from services.approvals.use_cases.steps.todos import set_all

Whose = tuple[UUID, str, UUID | None, str | None]  # about which record, of which kind, of whom


@dataclass(frozen=True)
class Level:
    """One that was reached. `cause`: the event that said so, of several that are handled together."""

    occasion: Occasion
    event: LevelEvent
    cause: Mapping[str, str] = field(default_factory=dict)

    def kind_of(self, asked: Asked) -> str:
        return asked.todo.kind if asked.todo is not None else self.occasion.words.partition(".")[2]


async def ask_by_levels(work: Work, levels: Sequence[Level], people: Directory) -> None:
    """Whom a level names has one open to-do about the receivable: the next level, or the last one again, is told him,
    and his to-do says what is open by then. Of what is paid by now nobody is asked. A fixed number of statements for
    any number of levels, each of another receivable."""
    named = [(level, asked) for level in levels for asked in asked_by_level(level.occasion, level.event, people)]
    if not named:
        return
    ended = await last_endings(work, {(level.event.receivable_id, level.kind_of(asked)) for level, asked in named})
    named = [
        (level, asked)
        for level, asked in named
        if ended[level.event.receivable_id, level.kind_of(asked)] < level.event.version
    ]
    notices = await _open_todos(work, named, people)
    await notify_people(work, notices, people)
    for level, asked in named:
        if asked.people:
            work.emit(_confirmed(level.event, asked), level.cause)


async def notify_people(work: Work, found: Sequence[Notification], people: Directory) -> None:
    """In the app and by the channels of those who have some, each once."""
    new = await write_notices(work, [notice_row(one, work.now) for one in found])
    await queue_notifications(work, [one for one in found if notice_id(one.person_id, one.key) in new], people)


async def _open_todos(work: Work, named: Sequence[tuple[Level, Asked]], people: Directory) -> list[Notification]:
    """For those who have none about it; the others' say what is open by now, and they are told, as those are whom the
    level names without a to-do: their notices."""
    kinds = {(asked.todo.about.id, asked.todo.kind) for _, asked in named if asked.todo is not None}
    standing = {_whose(one): one.id for one in await list_todos_of_each(work, kinds)} if kinds else {}
    counted: dict[UUID, OpenTodo] = {}
    wanted: dict[UUID, OpenTodo] = {}
    notices: list[Notification] = []
    for level, asked in named:
        todo = asked.todo
        if todo is None or todo.id is None:
            notices += asked.notices
            continue
        known = standing.get(_whose(todo))
        if known is None:
            wanted[todo.id] = todo
            standing[_whose(todo)] = todo.id
            continue
        if known not in wanted:
            counted[known] = todo
        key = f"{level_of(level.event)}/{asked.who}"
        notices += [notice_of(level.occasion, level.event, one, key) for one in asked.people]
    await recount_todos(work, counted)
    if wanted:
        causes = {level.event.receivable_id: level.cause for level, _ in named}
        await set_all(work, [], wanted, people=people, causes=causes)
    return notices


def _whose(todo: OpenTodo | Todo) -> Whose:
    return (todo.about.id, todo.kind, todo.person_id, todo.role)


def _confirmed(event: LevelEvent, asked: Asked) -> NoticeConfirmed:
    """To the owner of the record, who says so from then on."""
    named = {"of": event.subject, "record_id": event.receivable_id, "level": level_of(event), "who": asked.who}
    key = f"confirmed/{event.subject}/{event.receivable_id}/{level_of(event)}/{asked.who}"
    id = asked.todo.id if asked.todo and asked.todo.id else uuid5(NAMESPACE_URL, key)
    return NoticeConfirmed.model_validate(named | {"notice_id": id, "people": asked.people, "version": 1})
