"""What does an event say of its record: number, state, money, owner, and to what it belongs?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from services.insights.domain.record_kinds import DEPTH

STATES = {
    "lead.claimed": "OWNED",
    "lead.assigned": "OWNED",
    "lead.reclaimed": "POOLED",
    "lead.released": "POOLED",
    "lead.converted": "CONVERTED",
    "lead.dropped": "DROPPED",
    "opportunity.opened": "OPEN",
    "opportunity.reopened": "OPEN",
    "registration.restored": "PROTECTED",
    "lead.merged": "DUPLICATE",
    "lead.unmerged": "POOLED",
    "contract.drafted": "DRAFT",
    "contract.withdrawn": "DRAFT",
    "contract.submitted": "IN_APPROVAL",
    "contract.cancel_requested": "CANCELLING",
    "contract.kept": "EFFECTIVE",
    "order.cancel_requested": "CANCELLING",
    "receivable.opened": "OPEN",
    "receivable.added": "OPEN",
    "order_change.sent_back": "RETURNED",
    "order_change.overtaken": "RETURNED",
    "invoice.reduced": "REQUESTED",
    "invoice.reversal_due": "ISSUED",
    "request.opened": "OPEN",
}
SILENT = frozenset({
    "opportunity.edited", "opportunity.set_back", "opportunity.step_completed", "opportunity.facts_recorded",
    "opportunity.risk_added", "opportunity.risk_closed", "opportunity.commented", "opportunity.stalled",
    "opportunity.stall_escalated",
    "registration.graded", "registration.extended",
    "lead.duplicate_found", "lead.followed_up", "lead.warned", "lead.edited", "opportunity.advanced",
    "contract.edited", "contract.file_attached", "contract.file_removed", "contract.assessed",
    "receivable.due", "receivable.reminded", "receivable.overdue", "invoice.mail_requested", "invoice.mail_given_up",
    "invoice.filed", "invoice.filing_failed", "receivable.commented",
})  # fmt: skip
SETTLED = frozenset({"request.settled", "step.settled"})
WITH_STATE = frozenset(DEPTH) - {
    "campaign", "activity",
    "payment_plan", "step", "task", "dunning_pause", "promise", "contact", "repayment_plan",
    "follow_up", "guidance", "extension", "budget",
}  # fmt: skip
NUMBERS = ("number", "invoice_number", "credit_note_number", "external_id")
OWNERS = ("owner_id", "recorded_by", "requested_by", "requester_id")
WORKERS = (*OWNERS, "former_owner_id", "person_id", "by_id", "actor_id")
OWNERLESS = frozenset({"lead.reclaimed", "lead.released", "lead.reused"})
NOBODY = UUID(int=0)


@dataclass(frozen=True)
class Link:
    """One record belongs to another; `parent` is the one nearer to the lead."""

    child: UUID
    child_kind: str
    parent: UUID
    parent_kind: str


@dataclass(frozen=True)
class Reading:
    """What an event says. None: nothing of it, which leaves what was known."""

    service: str
    kind: str
    record_id: UUID
    number: str | None
    numbers: tuple[str, ...]
    title: str | None
    status: str | None
    stage: str | None
    amount: Decimal | None
    currency: str | None
    due_on: date | None
    owner_id: UUID | None  # NOBODY: it lost its owner
    customer_id: UUID | None
    legal_entity_id: str | None
    history: bool | None
    tz: str | None
    person_id: UUID | None  # whose day's work it is
    refs: tuple[UUID, ...]
    links: tuple[Link, ...]


def read(subject: str, record_id: UUID, data: Mapping[str, Any], *, actor_id: UUID | None) -> Reading:
    """Of any event, also of a kind that is not known here."""
    service, kind, verb = [*subject.split("."), "", ""][:3]
    money = next((data[name] for name in ("open", "amount", "total", "expected") if _is_money(data.get(name))), None)
    owner = next((id for name in OWNERS if (id := _uuid(data.get(name)))), None)
    return Reading(
        service=service,
        kind=kind,
        record_id=record_id,
        number=_text(data.get("number")) or _text(_about(data).get("number")),
        numbers=tuple(text for name in NUMBERS if (text := _text(data.get(name)))),
        title=next((text for name in TITLES if (text := _text(data.get(name)))), _text(_about(data).get("title"))),
        status=_state(kind, verb, data),
        stage=_text(data.get("stage")) if kind == "opportunity" else None,
        amount=Decimal(str(money["amount"])) if money else None,
        currency=str(money["currency"]) if money else None,
        due_on=_date(data.get("due_on")),
        owner_id=NOBODY if f"{kind}.{verb}" in OWNERLESS else owner,
        customer_id=_uuid(data.get("customer_id")),
        legal_entity_id=_text(data.get("legal_entity_id")),
        history=bool(data["history"]) if "history" in data else None,
        tz=_text(data.get("tz")) if kind == "receivable" else None,
        person_id=next((id for name in WORKERS if (id := _uuid(data.get(name)))), actor_id),
        refs=tuple(sorted({record_id, *_ids(data)})),
        links=tuple(_links(kind, record_id, data)),
    )


TITLES = ("project", "name", "customer_name", "title", "login")


def _state(kind: str, verb: str, data: Mapping[str, Any]) -> str | None:
    """The record's own status (messages), after what happened to it."""
    happened = f"{kind}.{verb}"
    if kind not in WITH_STATE or happened in SILENT:
        return None
    if happened in SETTLED:
        return _text(data.get("outcome"))
    return STATES.get(happened) or _text(data.get("status")) or verb.upper()


def _links(kind: str, record_id: UUID, data: Mapping[str, Any]) -> Iterator[Link]:
    depth = DEPTH.get(kind)
    if depth is None:
        return
    for other_kind, other in {*_mentioned(data)}:
        other_depth = DEPTH[other_kind]
        if other_depth < depth:
            yield Link(record_id, kind, other, other_kind)
        elif other_depth > depth:
            yield Link(other, other_kind, record_id, kind)


def _mentioned(data: Mapping[str, Any]) -> Iterator[tuple[str, UUID]]:
    for kind in DEPTH:
        if id := _uuid(data.get(f"{kind}_id")):
            yield kind, id
        several = data.get(f"{kind}_ids")
        for other in several if isinstance(several, list) else ():
            if id := _uuid(other):
                yield kind, id
    about = _about(data)
    if about.get("kind") in DEPTH and (id := _uuid(about.get("id"))):
        yield str(about["kind"]), id


def _about(data: Mapping[str, Any]) -> Mapping[str, Any]:
    about = data.get("about")
    return about if isinstance(about, Mapping) else {}


def _ids(value: Any) -> Iterator[UUID]:
    """Every id anywhere in it: an event is found by all that it mentions."""
    if isinstance(value, Mapping):
        for part in value.values():
            yield from _ids(part)
    elif isinstance(value, list):
        for part in value:
            yield from _ids(part)
    elif id := _uuid(value):
        yield id


def _uuid(value: Any) -> UUID | None:
    if isinstance(value, UUID):
        return value
    if not isinstance(value, str) or len(value) != 36:
        return None
    try:
        return UUID(value)
    except ValueError:
        return None


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


def _date(value: Any) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _is_money(value: Any) -> bool:
    return isinstance(value, Mapping) and {"amount", "currency"} <= set(value)
