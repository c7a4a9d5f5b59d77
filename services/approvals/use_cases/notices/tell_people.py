"""Who is notified of what has happened elsewhere, and to which programs does it go out?"""

from collections.abc import Sequence
from uuid import NAMESPACE_URL, uuid5

from chassis.db.unit_of_work import UnitOfWork, Work
from chassis.events.envelope import Envelope
from messages.approvals.notices import NoticeConfirmed
from messages.approvals.tasks import OpenTodo
from messages.base import Event
from messages.collections.receivables import LevelEvent
from services.approvals.domain.notices.in_app import notice_id, notice_row
from services.approvals.domain.notices.levels import Asked, asked_by_level, level_of, notice_of
from services.approvals.domain.notices.occasion import Occasion
from services.approvals.domain.notices.outgoing_facts import KINDS as FACTS
from services.approvals.domain.notices.own_occasions import OCCASIONS
from services.approvals.domain.notices.recipients import Notification
from services.approvals.domain.notices.told import is_told_already, notices_of, todo_of
from services.approvals.domain.people.directory import Directory
from services.approvals.domain.requests.todos import Todo
from services.approvals.store.notices.notices import write_notices
from services.approvals.store.people.directory import VERSION_NOW, find_directory
from services.approvals.store.requests.tasks import end_todos, list_todos_about, lock_ended_todos
from services.approvals.use_cases.steps.queue_deliveries import queue_fact, queue_notifications
from services.approvals.use_cases.steps.todos import close, recount, write_todo

KINDS = {event.subject: event for event in OCCASIONS} | FACTS


async def tell_people(envelope: Envelope, uow: UnitOfWork) -> None:
    """As the table says. Each person and program once for each event, however often it comes; of imported history
    nobody is notified. All in the transaction in which the event is received: the keeper sends it."""
    event = envelope.event(KINDS[envelope.type])
    occasion = None if getattr(event, "history", False) else OCCASIONS.get(type(event))
    if occasion is not None and is_told_already(event) and not occasion.closes:
        occasion = None
    if occasion is None and envelope.type not in FACTS:
        return
    async with uow.begin(reading=VERSION_NOW) as work:
        people = await find_directory(work, work.read_with_claim)
        if envelope.type in FACTS:
            await queue_fact(work, envelope, event, people)
        if occasion is None:
            return
        if occasion.closes:
            for todo in await lock_ended_todos(work, event.aggregate_id, occasion.closes, event.version):
                await close(work, todo, "", people=people)
        if occasion.who:
            await _tell(work, occasion, event, envelope, people)


async def _tell(work: Work, occasion: Occasion, event: Event, envelope: Envelope, people: Directory) -> None:
    if isinstance(event, LevelEvent):
        for asked in asked_by_level(occasion, event, people):
            await _ask(work, occasion, event, asked, people)
        return
    await _notify(work, notices_of(occasion, event, envelope.id, people, envelope.actor), people)
    todo = todo_of(occasion, event, people)
    if todo is not None and occasion.recounts:
        await _recount(work, event, todo, people)
        return
    if todo is None or todo.id is None or await end_todos(work, event.aggregate_id, todo.kind, 0) >= event.version:
        return
    await write_todo(work, todo.id, todo, people=people)


async def _notify(work: Work, found: Sequence[Notification], people: Directory) -> None:
    new = await write_notices(work, [notice_row(one, work.now) for one in found])
    await queue_notifications(work, [one for one in found if notice_id(one.person_id, one.key) in new], people)


async def _ask(work: Work, occasion: Occasion, event: LevelEvent, asked: Asked, people: Directory) -> None:
    """Whom a level names has one open to-do about the receivable: the next level, or the last one again, is told him,
    and his to-do says what is open by then. Of what is paid by now nobody is asked."""
    kind = asked.todo.kind if asked.todo is not None else occasion.words.partition(".")[2]
    ended = await end_todos(work, event.receivable_id, kind, 0)
    if ended >= event.version:
        return
    notices = asked.notices
    if asked.todo is not None and asked.todo.id is not None:
        standing = await _standing(work, asked.todo)
        if standing is not None:
            await recount(work, standing, asked.todo)
            key = f"{level_of(event)}/{asked.who}"
            notices = [notice_of(occasion, event, one, key) for one in asked.people]
        else:
            await write_todo(work, asked.todo.id, asked.todo, people=people)
    await _notify(work, notices, people)
    if asked.people:
        _confirm(work, event, asked)


async def _standing(work: Work, wanted: OpenTodo) -> Todo | None:
    """His open one about the same receivable."""
    found = await list_todos_about(work, wanted.about.id, wanted.kind)
    return next((one for one in found if (one.person_id, one.role) == (wanted.person_id, wanted.role)), None)


async def _recount(work: Work, event: Event, todo: OpenTodo, people: Directory) -> None:
    """The open one says what is left by now; whatever an older event said is over."""
    if todo.id is None or await end_todos(work, event.aggregate_id, todo.kind, event.version - 1) >= event.version:
        return
    known = await list_todos_about(work, event.aggregate_id, todo.kind)
    for one in known:
        await recount(work, one, todo)
    if not known:
        await write_todo(work, todo.id, todo, people=people)


def _confirm(work: Work, event: LevelEvent, asked: Asked) -> None:
    """To the owner of the record, who says so from then on."""
    named = {"of": event.subject, "record_id": event.receivable_id, "level": level_of(event), "who": asked.who}
    key = f"confirmed/{event.subject}/{event.receivable_id}/{level_of(event)}/{asked.who}"
    id = asked.todo.id if asked.todo and asked.todo.id else uuid5(NAMESPACE_URL, key)
    work.emit(NoticeConfirmed.model_validate(named | {"notice_id": id, "people": asked.people, "version": 1}))
