"""Of what has happened to a record elsewhere: who exactly is notified, and with what?"""

from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from messages.approvals.notices import Notice
from messages.approvals.parts import About
from messages.approvals.tasks import OpenTodo
from messages.base import Event
from messages.collections.bank import BankStatementLeftOpen
from messages.leads.campaign_tasks import CampaignTaskEvent
from messages.money import Money
from messages.orders.orders import OrderPlaced, OrderReserved
from messages.orders.products import StockCountRefused
from messages.roles import Role
from messages.text import shortened
from services.approvals.domain.notices.occasion import How, Occasion, Who
from services.approvals.domain.notices.recipients import GROUP_AT_MOST, Notification
from services.approvals.domain.people.directory import Directory

SAID = ("guidance", "reason")  # what somebody has said about it
OF_ROLE = {Who.FINANCE: Role.FINANCE.value, Who.DIRECTORS: Role.DIRECTOR.value}


def notices_of(occasion: Occasion, event: Event, id: UUID, people: Directory, actor_id: str) -> list[Notification]:
    """APP-163: each event has its people (docs/notices.md). Nobody is notified of his own act; for who has left, his
    nearest superior is."""
    if occasion.how is not How.NOTICE or is_told_already(event):
        return []
    key = f"{event.subject}/{event.aggregate_id}" if occasion.once else f"event/{id}"
    content = content_of(occasion, event)
    found = dict.fromkeys(one for who in occasion.who for one in _people(who, event, people))
    return [Notification(one, Notice.RECORD, key, content) for one in found if one and str(one) != actor_id]


def todo_of(occasion: Occasion, event: Event, people: Directory) -> OpenTodo | None:
    """What finance has to decide is its own to-do, a contact is the owner's, and where pieces are missing it is of who
    keeps stock."""
    if occasion.how is not How.TODO:
        return None
    kind, role = occasion.words.partition(".")[2], Role.FINANCE.value
    key = f"{kind}/{event.aggregate_id}"
    if Who.STOCK in occasion.who:
        role = Role.SHIPPER.value
    owner = next(iter(_people(Who.OWNER, event, people)), None) if Who.OWNER in occasion.who else None
    if occasion.recounts:  # once it was over, another one begins
        key = f"{key}/{event.version}"
    return OpenTodo(
        id=uuid5(NAMESPACE_URL, key), kind=kind, about=about_of(occasion, event), amount=money_of(event),
        person_id=owner, role=None if owner else role, legal_entity_id=getattr(event, "legal_entity_id", None),
        within=occasion.within, due_at=getattr(event, "todo_due_at", None),
    )  # fmt: skip


def content_of(occasion: Occasion, event: Event) -> dict[str, Any]:
    facts = event.model_dump(mode="json")
    said = next((facts[name] for name in SAID if facts.get(name)), "")
    return {
        "about": about_of(occasion, event).model_dump(mode="json"), "code": occasion.code, "comment": said,
        "facts": {name: value for name, value in facts.items() if isinstance(value, str | int) or _is_money(value)},
    }  # fmt: skip


def about_of(occasion: Occasion, event: Event) -> About:
    """The record that it leads to, called by the event's own number."""
    number = str(getattr(event, "number", "") or getattr(event, "person_name", "") or event.aggregate_id)
    id: UUID = getattr(event, f"{occasion.record}_id", event.aggregate_id)
    title = getattr(event, "customer_name", "") or number
    if isinstance(event, CampaignTaskEvent):
        title = shortened(f"{event.title} · {event.activity_name}")
    if isinstance(event, StockCountRefused):
        title = shortened(f"{number} {event.site}: {event.on_hand} < {event.reserved}")
    if isinstance(event, BankStatementLeftOpen):
        title = shortened(f"{event.account or number} × {event.open_entries}")
    return About(kind=occasion.record, id=id, number=number, title=title)


def money_of(event: Event) -> Money | None:
    """What is still owed before what it was once."""
    found = (getattr(event, name, None) for name in ("open", "amount", "total"))
    return next((money for money in found if isinstance(money, Money) and money), None)


def is_told_already(event: Event) -> bool:
    """Goods that were reserved with the approval: the decision was told, and the shipper is asked. An order that its
    seller placed himself."""
    if isinstance(event, OrderPlaced):
        return not event.ordered_by
    return isinstance(event, OrderReserved) and event.waited is False


def _people(who: Who, event: Event, people: Directory) -> list[UUID]:
    if who in OF_ROLE:
        entity = getattr(event, "legal_entity_id", None)
        of_role = people.by_role.get(OF_ROLE[who], ())
        return [one.id for one in of_role if one.legal_entity_id == entity][:GROUP_AT_MOST]
    if who is Who.NAMED:
        named_here = (people.nearest_here(one) for one in getattr(event, "mentions", ()))
        return [one for one in named_here if one]
    named = getattr(event, "former_owner_id" if who is Who.FORMER_OWNER else "owner_id", None)
    if who is Who.MANAGER:
        owner = people.persons.get(named) if named else None
        return [one.id for one in (people.managers_above(owner) if owner else ()) if one.active][:1]
    person = people.nearest_here(named) if named else None
    return [person] if person else []


def _is_money(value: object) -> bool:
    return isinstance(value, dict) and value.keys() == {"amount", "currency"}
