"""Who is notified of what has happened elsewhere, and to which programs does it go out?"""

from chassis.db.unit_of_work import UnitOfWork, Work
from chassis.events.envelope import Envelope
from messages.approvals.tasks import OpenTodo
from messages.base import Event
from messages.collections.receivables import LevelEvent
from services.approvals.domain.notices.occasion import Occasion
from services.approvals.domain.notices.outgoing_facts import KINDS as FACTS
from services.approvals.domain.notices.own_occasions import OCCASIONS
from services.approvals.domain.notices.told import is_told_already, notices_of, todo_of
from services.approvals.domain.people.directory import Directory
from services.approvals.store.people.directory import VERSION_NOW, find_directory
from services.approvals.store.requests.tasks import end_todos, list_todos_about, lock_ended_todos
from services.approvals.use_cases.steps.ask_by_levels import Level, ask_by_levels, notify_people
from services.approvals.use_cases.steps.queue_deliveries import queue_fact
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
        await ask_by_levels(work, [Level(occasion, event)], people)
        return
    await notify_people(work, notices_of(occasion, event, envelope.id, people, envelope.actor), people)
    todo = todo_of(occasion, event, people)
    if todo is not None and occasion.recounts:
        await _recount(work, event, todo, people)
        return
    if todo is None or todo.id is None or await end_todos(work, event.aggregate_id, todo.kind, 0) >= event.version:
        return
    await write_todo(work, todo.id, todo, people=people)


async def _recount(work: Work, event: Event, todo: OpenTodo, people: Directory) -> None:
    """The open one says what is left by now; whatever an older event said is over."""
    if todo.id is None or await end_todos(work, event.aggregate_id, todo.kind, event.version - 1) >= event.version:
        return
    known = await list_todos_about(work, event.aggregate_id, todo.kind)
    for one in known:
        await recount(work, one, todo)
    if not known:
        await write_todo(work, todo.id, todo, people=people)
