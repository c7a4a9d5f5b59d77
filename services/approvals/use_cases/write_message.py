"""What stands in one message: its words, its links, and what a program reads?"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from chassis import clock
from chassis.unit_of_work import Work
from messages.business_time import Calendar
from services.approvals.domain.links import VALID_FOR, Limit, link_may_decide
from services.approvals.domain.people import Directory
from services.approvals.domain.sending import FOR_A_TURN, Due
from services.approvals.domain.wording import Item, Reader, worded
from services.approvals.settings import ApprovalsSettings
from services.approvals.store.cases import find_case
from services.approvals.store.channels import Row
from services.approvals.store.links import add_links
from services.approvals.store.people import find_person
from services.approvals.store.tasks import find_task
from services.approvals.use_cases.send_message import Outgoing

SOMEWHERE = Calendar(tz="Asia/Shanghai")


@dataclass(frozen=True)
class Asked:
    """What goes out together, and to which channel."""

    channel: Row
    due: tuple[Due, ...]
    open_tasks: Collection[UUID]


async def to_person(work: Work, asked: Asked, settings: ApprovalsSettings) -> Outgoing:
    """Worded in his language and zone. A digest leads to the pages only; one notice may carry a link that decides."""
    person = await find_person(work, asked.channel["person_id"])
    reader = Reader(person.lang, person.tz) if person else Reader("zh", "Asia/Shanghai")
    items = [_item(one, settings) for one in asked.due]
    if len(asked.due) == 1 and asked.channel["one_click"]:
        items = [await _with_link(work, asked.due[0], items[0], asked, settings)]
    message = worded(items, reader)
    id = str(asked.due[0].id if len(asked.due) == 1 else uuid5(NAMESPACE_URL, "/".join(str(o.id) for o in asked.due)))
    secret = asked.channel["secret"]
    return Outgoing(
        id, asked.channel["kind"], asked.channel["address"], (secret,) if secret else (), message.subject,
        message.body, _payload(items, asked.due, message.subject, message.body, work.now),
    )  # fmt: skip


def to_endpoint(endpoint: Row, row: Row, now: datetime) -> Outgoing:
    old = endpoint["old_secret"] if endpoint["old_secret_until"] and now < endpoint["old_secret_until"] else None
    secrets = tuple(one for one in (endpoint["secret"], old) if one)
    return Outgoing(str(row["id"]), "webhook", endpoint["url"], secrets, payload=row["said"])


def calendar_for(people: Directory, person_id: UUID) -> Calendar:
    person = people.persons.get(person_id)
    return (people.calendar_for(person, None) if person else None) or SOMEWHERE


def _item(one: Due, settings: ApprovalsSettings) -> Item:
    console = settings.console_url.rstrip("/")
    about = one.said.get("about")
    if one.what in FOR_A_TURN and one.task_id:
        return Item(one.what, one.said, f"{console}/tasks/{one.task_id}")
    if about:
        return Item(one.what, one.said, f"{console}/records/{about['kind']}/{about['id']}")
    return Item(one.what, one.said, f"{console}/my-notices")


async def _with_link(work: Work, one: Due, item: Item, asked: Asked, settings: ApprovalsSettings) -> Item:
    """A new token for each message: what was sent before cannot be read again."""
    if one.what not in FOR_A_TURN or one.task_id not in asked.open_tasks or "requester" not in one.said:
        return item
    assert one.task_id is not None
    request_id = await request_of(work, one.task_id)
    case = await find_case(work, request_id) if request_id else None
    if case is None or not link_may_decide(case, one.task_id, limit_of(settings)):
        return item
    token, now = clock.new_secret(), work.now.astimezone(UTC)
    row: dict[str, Any] = {
        "hash": hash_of(token), "task_id": one.task_id, "person_id": asked.channel["person_id"],
        "content_hash": case.standing.content_hash, "made_at": now, "expires_at": now + VALID_FOR, "used_at": None,
        "verdict": None,
    }  # fmt: skip
    await add_links(work, [row])
    decide_at = f"{settings.console_url.rstrip('/')}/l/{token}"
    return Item(item.what, item.said, item.open_at, decide_at, now + VALID_FOR)


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
    told = [
        {"what": item.what, "task_id": str(one.task_id) if one.task_id else None, "url": item.open_at} | dict(item.said)
        for item, one in zip(items, due, strict=True)
    ]
    data = {"subject": subject, "text": body, "items": told}
    return {"type": "approvals.notice", "timestamp": now.astimezone(UTC).isoformat(), "data": data}
