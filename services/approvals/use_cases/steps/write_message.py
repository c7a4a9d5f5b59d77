"""What stands in one message: its words, its links, and what a program reads?"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from chassis.base import clock
from chassis.db.unit_of_work import Work
from messages.business_time import Calendar
from services.approvals.domain.notices.batches import FOR_A_TURN, Due
from services.approvals.domain.notices.links import VALID_FOR, Limit, may_link_decide
from services.approvals.domain.notices.wording import Item, Reader, worded
from services.approvals.domain.people.directory import Directory
from services.approvals.settings import ApprovalsSettings
from services.approvals.store.notices.channels import Row
from services.approvals.store.notices.links import add_links
from services.approvals.store.people.people import find_person
from services.approvals.store.requests.requests import find_request
from services.approvals.store.requests.tasks import find_task
from services.approvals.use_cases.steps.send_message import Outgoing

SOMEWHERE = Calendar(tz="Asia/Shanghai")


@dataclass(frozen=True)
class MessageContext:
    """What goes out together, and to which channel."""

    channel: Row
    due: tuple[Due, ...]
    open_tasks: Collection[UUID]


async def to_person(work: Work, context: MessageContext, settings: ApprovalsSettings) -> Outgoing:
    """Worded in his language and zone. A digest leads to the pages only; one notice may carry a link that decides."""
    person = await find_person(work, context.channel["person_id"])
    reader = Reader(person.lang, person.tz) if person else Reader("zh", "Asia/Shanghai")
    items = [_item(one, settings) for one in context.due]
    if len(context.due) == 1 and context.channel["one_click"]:
        items = [await _with_link(work, context.due[0], items[0], context, settings)]
    message = worded(items, reader)
    id = str(
        context.due[0].id if len(context.due) == 1 else uuid5(NAMESPACE_URL, "/".join(str(o.id) for o in context.due))
    )
    secret = context.channel["secret"]
    return Outgoing(
        id, context.channel["kind"], context.channel["address"], (secret,) if secret else (), message.subject,
        message.body, _payload(items, context.due, message.subject, message.body, work.now),
    )  # fmt: skip


def to_endpoint(endpoint: Row, row: Row, now: datetime) -> Outgoing:
    old = endpoint["old_secret"] if endpoint["old_secret_until"] and now < endpoint["old_secret_until"] else None
    secrets = tuple(one for one in (endpoint["secret"], old) if one)
    tries = row["attempts"] + bool(row["error"])  # one that is sent again by hand was tried before
    return Outgoing(str(row["id"]), "webhook", endpoint["url"], secrets, payload=row["content"], tries=tries)


def calendar_for(people: Directory, person_id: UUID) -> Calendar:
    person = people.persons.get(person_id)
    return (people.calendar_for(person, None) if person else None) or SOMEWHERE


def _item(one: Due, settings: ApprovalsSettings) -> Item:
    console = settings.console_url.rstrip("/")
    about = one.content.get("about")
    if one.what in FOR_A_TURN and one.task_id:
        return Item(one.what, one.content, f"{console}/tasks/{one.task_id}")
    if about:
        return Item(one.what, one.content, f"{console}/records/{about['kind']}/{about['id']}")
    return Item(one.what, one.content, f"{console}/my-notices")


async def _with_link(work: Work, one: Due, item: Item, context: MessageContext, settings: ApprovalsSettings) -> Item:
    """A new token for each message: what was sent before cannot be read again."""
    if one.what not in FOR_A_TURN or one.task_id not in context.open_tasks or "requester" not in one.content:
        return item
    assert one.task_id is not None
    request_id = await request_of(work, one.task_id)
    request = await find_request(work, request_id) if request_id else None
    if request is None or not may_link_decide(request, one.task_id, limit_of(settings)):
        return item
    token, now = clock.new_secret(), work.now.astimezone(UTC)
    row: dict[str, Any] = {
        "hash": hash_of(token), "task_id": one.task_id, "person_id": context.channel["person_id"],
        "content_hash": request.progress.content_hash, "made_at": now, "expires_at": now + VALID_FOR, "used_at": None,
        "verdict": None,
    }  # fmt: skip
    await add_links(work, [row])
    decide_at = f"{settings.console_url.rstrip('/')}/l/{token}"
    return Item(item.what, item.content, item.open_at, decide_at, now + VALID_FOR)


def limit_of(settings: ApprovalsSettings) -> Limit | None:
    up_to = settings.one_click_up_to
    return Limit(up_to, settings.one_click_currency) if up_to is not None else None


def hash_of(token: str) -> str:
    return sha256(token.encode()).hexdigest()


async def request_of(work: Work, task_id: UUID) -> UUID | None:
    found: UUID | None = (await find_task(work, task_id))["request_id"]
    return found


def _payload(items: list[Item], due: tuple[Due, ...], subject: str, body: str, now: datetime) -> dict[str, Any]:
    """Of a person's own webhook."""
    items_shown = [
        {"what": item.what, "task_id": str(one.task_id) if one.task_id else None, "url": item.open_at}
        | dict(item.content)
        for item, one in zip(items, due, strict=True)
    ]
    data = {"subject": subject, "text": body, "items": items_shown}
    return {"type": "approvals.notice", "timestamp": now.astimezone(UTC).isoformat(), "data": data}
