"""Who is notified of what has just happened? Written down in the transaction that made it true."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from chassis.db.unit_of_work import Work
from chassis.events.envelope import Envelope
from messages.approvals.events import RequestEvent, TodoEvent, TodoOpened
from messages.approvals.notices import DeliveryDeadlineMoved, DeliveryState, Notice
from messages.base import Event
from messages.business_time import Calendar
from messages.org_path import is_within
from messages.roles import Role
from services.approvals.domain.notices.channels import Channel, Recipients
from services.approvals.domain.notices.in_app import notice_row
from services.approvals.domain.notices.outgoing_facts import record_of
from services.approvals.domain.notices.recipients import GROUP_AT_MOST, Notification, notifications
from services.approvals.domain.notices.schedule import first_due
from services.approvals.domain.people.directory import Directory
from services.approvals.domain.requests.events import Transition
from services.approvals.domain.requests.request import Request
from services.approvals.domain.requests.todos import RESUBMIT
from services.approvals.store.notices.channels import find_recipients
from services.approvals.store.notices.deliveries import CLOCK, write_deliveries
from services.approvals.store.notices.notices import write_notices
from services.approvals.store.people.directory import find_directory

SOMEWHERE = Calendar(tz="Asia/Shanghai")
OPERATORS = (Role.OPS, Role.ADMIN)


async def queue_deliveries(
    work: Work, before: Request, after: Request, transition: Transition, events: Sequence[Event]
) -> None:
    """Of a request. Where nobody who is concerned has a channel, the database is not asked."""
    recipients = await find_recipients(work, after.people)
    if not recipients.channels and not recipients.hooks:
        return
    found = notifications(before, after, transition, work.actor.id)
    rows = [row for one in found for row in _rows(work, one, recipients, after.people, request_id=after.header.id)]
    await _write(work, rows + _webhook_rows(work, recipients, events))


@dataclass(frozen=True)
class TodoNews:
    """What is published of a to-do. `unit`: of its role, those within; `cause`: the event that led to it."""

    event: TodoEvent
    unit: str | None = None
    cause: Mapping[str, str] = field(default_factory=dict)


async def publish_todo_event(
    work: Work, event: TodoEvent, unit: str | None = None, *, people: Directory | None = None
) -> None:
    """Of a plain to-do: whoever has it, or those of its role, are notified when it is opened; programs always.
    `people`: where this transaction has read them."""
    await publish_todo_events(work, [TodoNews(event, unit)], people or await find_directory(work))


async def publish_todo_events(work: Work, news: Sequence[TodoNews], people: Directory) -> None:
    """The same of many."""
    for one in news:
        work.emit(one.event, one.cause)
    recipients = await find_recipients(work, people)
    if not recipients.channels and not recipients.hooks:
        return
    rows: list[dict[str, Any]] = []
    for one in news:
        rows += [row for told in _told(one, people) for row in _rows(work, told, recipients, people)]
        rows += _webhook_rows(work, recipients, [one.event])
    await _write(work, rows)


def _told(news: TodoNews, people: Directory) -> list[Notification]:
    event = news.event
    if not isinstance(event, TodoOpened) or event.kind == RESUBMIT:  # that it was returned is told with the guidance
        return []
    due = event.due_at.isoformat() if event.due_at else None
    amount = event.amount.model_dump(mode="json") if event.amount else None
    content = {"about": event.about.model_dump(mode="json"), "todo": event.kind, "due_at": due, "amount": amount}
    asked = (
        [event.person_id] if event.person_id else people_of_role(people, event.role, event.legal_entity_id, news.unit)
    )
    key = f"todo/{event.todo_id}/{event.version}"
    return [Notification(one, Notice.TODO, key, content, event.todo_id) for one in filter(people.is_here, asked)]


async def queue_fact(work: Work, envelope: Envelope, event: Event, people: Directory) -> None:
    """Of another service: to each program that asked for facts of this kind, in the line of its record."""
    recipients = await find_recipients(work, people)
    now = work.now.astimezone(UTC)
    content = {
        "id": str(envelope.id), "type": envelope.type, "timestamp": envelope.time.isoformat(), "data": envelope.data,
    }  # fmt: skip
    in_line = {"record_id": record_of(event), "happened_at": envelope.time, "sequence": envelope.sequence}
    entity = str(getattr(event, "legal_entity_id", ""))
    rows = [
        _row(now, hook.id, f"event/{envelope.id}", envelope.type, content)
        | in_line
        | {"endpoint_id": hook.id, "due_at": now}
        for hook in recipients.hooks
        if hook.wants(envelope.type, entity)
    ]
    await _write(work, rows)


async def queue_given_up(work: Work, failed: dict[str, Any]) -> None:
    """Operators are notified that something could not be delivered; of a notice about that, nobody."""
    if failed["what"] == Notice.GIVEN_UP:
        return
    people = await find_directory(work)
    recipients = await find_recipients(work, people)
    content = {"about": _about_of(failed["content"]), "error": failed["error"], "channel": failed["kind"]}
    operators = {row.id for role in OPERATORS for row in people.by_role.get(role, ())}
    found = [
        Notification(operator, Notice.GIVEN_UP, f"given_up/{failed['id']}", content) for operator in sorted(operators)
    ]
    await write_notices(work, [notice_row(one, work.now) for one in found])
    await _write(work, [row for one in found for row in _rows(work, one, recipients, people)])


def _about_of(content: dict[str, Any]) -> dict[str, Any] | None:
    """The record that a message speaks of."""
    fact: dict[str, Any] = content.get("data") or {}
    known: dict[str, Any] | None = content.get("about") or fact.get("about")
    if known or not fact.get("number"):
        return known
    kind, number = content["type"].split(".")[1], fact["number"]
    return {"kind": kind, "id": fact[f"{kind}_id"], "number": number, "title": fact.get("customer_name") or number}


async def queue_notifications(work: Work, found: Sequence[Notification], people: Directory) -> None:
    """By the channels of those who have some."""
    recipients = await find_recipients(work, people) if found else Recipients()
    await _write(work, [row for one in found for row in _rows(work, one, recipients, people)])


async def wake_up_keeper_at(work: Work, at: datetime) -> None:
    """The keeper is woken up when something is due earlier than it knows."""
    version = await CLOCK.wake(work, at)
    if version is not None:
        work.emit(DeliveryDeadlineMoved(delivery_id=CLOCK.id, next_due_at=at, version=version))


async def _write(work: Work, rows: list[dict[str, Any]]) -> None:
    moved = await write_deliveries(work, rows) if rows else None
    if moved is not None:
        at, version = moved
        work.emit(DeliveryDeadlineMoved(delivery_id=CLOCK.id, next_due_at=at, version=version))


def _rows(
    work: Work, one: Notification, recipients: Recipients, people: Directory, *, request_id: UUID | None = None
) -> list[dict[str, Any]]:
    now = work.now.astimezone(UTC)
    calendar = _calendar(people, one.person_id)
    return [
        _row(now, channel.id, one.key, one.what, one.content)
        | {
            "channel_id": channel.id, "person_id": one.person_id, "request_id": request_id, "task_id": one.task_id,
            "digest": channel.when != "now", "due_at": first_due(channel, now, calendar),
        }
        for channel in _channels_of(recipients, one)
    ]  # fmt: skip


def _webhook_rows(work: Work, recipients: Recipients, events: Sequence[Event]) -> list[dict[str, Any]]:
    now = work.now.astimezone(UTC)
    rows = []
    for number, event in enumerate(events):
        if not isinstance(event, RequestEvent | TodoEvent):
            continue
        key = f"{event.subject}/{event.aggregate_id}/{event.version}/{number}"
        content = {"type": event.subject, "timestamp": now.isoformat(), "data": event.model_dump(mode="json")}
        request_id = event.request_id if isinstance(event, RequestEvent) else None
        for hook in recipients.hooks:
            if hook.receives(event.subject, event.legal_entity_id):
                rows.append(
                    _row(now, hook.id, key, event.subject, content)
                    | {"endpoint_id": hook.id, "request_id": request_id, "due_at": now}
                )
    return rows


def _row(now: datetime, to: UUID, key: str, what: str, content: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": uuid5(NAMESPACE_URL, f"delivery/{to}/{key}"), "channel_id": None, "endpoint_id": None, "person_id": None,
        "what": str(what), "request_id": None, "task_id": None, "content": content, "digest": False,
        "state": DeliveryState.WAITING, "attempts": 0, "error": "", "created_at": now, "sent_at": None,
        "record_id": None, "happened_at": None, "sequence": None,
    }  # fmt: skip


def _channels_of(recipients: Recipients, one: Notification) -> list[Channel]:
    return recipients.of(one.person_id, one.what)


def _calendar(people: Directory, person_id: UUID) -> Calendar:
    person = people.persons.get(person_id)
    return (people.calendar_for(person, None) if person else None) or SOMEWHERE


def people_of_role(people: Directory, role: str | None, legal_entity_id: str, unit: str | None = None) -> list[UUID]:
    """Of the legal entity, and of the unit when one is named."""
    of_role = people.by_role.get(role or "", ())
    inside = [
        one for one in of_role if one.legal_entity_id == legal_entity_id if unit is None or is_within(one.unit, unit)
    ]
    return [one.id for one in inside][:GROUP_AT_MOST]
