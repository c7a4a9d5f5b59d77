"""Who is to be told of what has just happened? Written down in the transaction that made it true."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from chassis.unit_of_work import Work
from messages.approvals.events import RequestEvent, TodoEvent, TodoOpened
from messages.approvals.notices import DeliveryDeadlineMoved, DeliveryState, Notice
from messages.base import Event
from messages.business_time import Calendar
from services.approvals.domain.channels import Channel, Listeners
from services.approvals.domain.notices import GROUP_AT_MOST, Telling, tellings
from services.approvals.domain.people import Directory
from services.approvals.domain.record import Case
from services.approvals.domain.schedule import first_due
from services.approvals.domain.standing import Ruling
from services.approvals.store.channels import find_listeners
from services.approvals.store.deliveries import CLOCK, write_deliveries
from services.approvals.store.directory import find_directory

SOMEWHERE = Calendar(tz="Asia/Shanghai")
OPERATORS = ("ops", "admin")


async def note_deliveries(work: Work, before: Case, after: Case, ruling: Ruling, facts: Sequence[Event]) -> None:
    """Of a request. Where nobody who is concerned listens, nothing is asked of the database."""
    listeners = await find_listeners(work, after.people)
    if not listeners.channels and not listeners.hooks:
        return
    found = tellings(before, after, ruling, work.actor.id)
    rows = [row for one in found for row in _rows(work, one, listeners, after.people, request_id=after.record.id)]
    await _write(work, rows + _hooked(work, listeners, facts))


async def tell_todo(work: Work, fact: TodoEvent, unit: str | None = None) -> None:
    """A fact of a plain to-do: whoever has it, or those of its role, are told when it is opened; programs always."""
    work.emit(fact)
    people = await find_directory(work)
    listeners = await find_listeners(work, people)
    if not listeners.channels and not listeners.hooks:
        return
    rows: list[dict[str, Any]] = []
    if isinstance(fact, TodoOpened):
        due = fact.due_at.isoformat() if fact.due_at else None
        said = {"about": fact.about.model_dump(mode="json"), "todo": fact.kind, "due_at": due}
        for person in [fact.person_id] if fact.person_id else _of_role(people, fact, unit):
            one = Telling(person, Notice.TODO, f"todo/{fact.todo_id}/{fact.version}", said, fact.todo_id)
            rows += _rows(work, one, listeners, people)
    await _write(work, rows + _hooked(work, listeners, [fact]))


async def note_given_up(work: Work, failed: dict[str, Any]) -> None:
    """Operators are told that something could not be delivered; of a notice about that, nobody."""
    if failed["what"] == Notice.GIVEN_UP:
        return
    people = await find_directory(work)
    listeners = await find_listeners(work, people)
    said = {"about": failed["said"].get("about"), "error": failed["error"], "channel": failed["kind"]}
    operators = {one.id for role in OPERATORS for one in people.by_role.get(role, ())}
    told = [Telling(one, Notice.GIVEN_UP, f"given_up/{failed['id']}", said) for one in sorted(operators)]
    await _write(work, [row for one in told for row in _rows(work, one, listeners, people)])


async def ring_at(work: Work, at: datetime) -> None:
    """The keeper is told when it has to look earlier than it knows."""
    version = await CLOCK.wake(work, at)
    if version is not None:
        work.emit(DeliveryDeadlineMoved(delivery_id=CLOCK.id, next_due_at=at, version=version))


async def _write(work: Work, rows: list[dict[str, Any]]) -> None:
    moved = await write_deliveries(work, rows) if rows else None
    if moved is not None:
        at, version = moved
        work.emit(DeliveryDeadlineMoved(delivery_id=CLOCK.id, next_due_at=at, version=version))


def _rows(
    work: Work, one: Telling, listeners: Listeners, people: Directory, *, request_id: UUID | None = None
) -> list[dict[str, Any]]:
    now = work.now.astimezone(UTC)
    calendar = _calendar(people, one.person_id)
    return [
        _row(now, channel.id, one.key, one.what, one.said)
        | {
            "channel_id": channel.id, "person_id": one.person_id, "request_id": request_id, "task_id": one.task_id,
            "digest": channel.when != "now", "due_at": first_due(channel, now, calendar),
        }
        for channel in _heard(listeners, one)
    ]  # fmt: skip


def _hooked(work: Work, listeners: Listeners, facts: Sequence[Event]) -> list[dict[str, Any]]:
    now = work.now.astimezone(UTC)
    rows = []
    for number, fact in enumerate(facts):
        if not isinstance(fact, RequestEvent | TodoEvent):
            continue
        key = f"{fact.subject}/{fact.aggregate_id}/{fact.version}/{number}"
        said = {"type": fact.subject, "timestamp": now.isoformat(), "data": fact.model_dump(mode="json")}
        request_id = fact.request_id if isinstance(fact, RequestEvent) else None
        for hook in listeners.hooks:
            if hook.wants(fact.subject, fact.legal_entity_id):
                rows.append(
                    _row(now, hook.id, key, fact.subject, said)
                    | {"endpoint_id": hook.id, "request_id": request_id, "due_at": now}
                )
    return rows


def _row(now: datetime, to: UUID, key: str, what: str, said: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": uuid5(NAMESPACE_URL, f"delivery/{to}/{key}"), "channel_id": None, "endpoint_id": None, "person_id": None,
        "what": str(what), "request_id": None, "task_id": None, "said": said, "digest": False,
        "state": DeliveryState.WAITING, "attempts": 0, "error": "", "created_at": now, "sent_at": None,
    }  # fmt: skip


def _heard(listeners: Listeners, one: Telling) -> list[Channel]:
    return listeners.of(one.person_id, one.what)


def _calendar(people: Directory, person_id: UUID) -> Calendar:
    person = people.persons.get(person_id)
    return (people.calendar_for(person, None) if person else None) or SOMEWHERE


def _of_role(people: Directory, fact: TodoEvent, unit: str | None) -> list[UUID]:
    """Of the legal entity, and of the unit when one is named."""
    of_role = people.by_role.get(fact.role or "", ())
    inside = [
        one
        for one in of_role
        if one.legal_entity_id == fact.legal_entity_id
        if unit is None or one.unit == unit or one.unit.startswith(f"{unit}/")
    ]
    return [one.id for one in inside][:GROUP_AT_MOST]
