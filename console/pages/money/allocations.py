"""Which receivables does money settle, as finance chooses them in a form?"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from fastapi import Request
from pydantic import TypeAdapter

from console.form_input import amount
from console.service_gateway import ServiceGateway
from console.session import Person
from console.view_models import Input
from console.wording.words import plain
from messages.base import Page
from messages.collections.payments import Allocation, PaymentStatus, PaymentView
from messages.collections.receivables import ReceivableStatus, ReceivableView
from messages.money import Money
from messages.texts import text

MOST_CHOSEN = 100  # rows of a form
PARTS = TypeAdapter(list[Allocation])
NOTHING = Decimal(0)


async def allocation_inputs(seen: PaymentView, gateway: ServiceGateway, person: Person) -> list[Input]:
    """Each open receivable of the customer with what of this money goes there at first: as recorded, else the oldest
    due first. Nothing when none is open."""
    waiting = seen.status is PaymentStatus.RECORDED
    own = {part.receivable_id: part.amount for part in seen.allocations} if waiting else {}
    owed = await _open_receivables(seen, own, gateway)
    first = own or _oldest_first(seen.free.amount, owed, own)
    return [
        field
        for row, one in enumerate(owed)
        for field in (
            Input("receivable_id", "hidden", str(one.id), row=row),
            Input(
                "amount",
                "money",
                str(first[one.id]) if one.id in first else "",
                required=False,
                label=_called(one, _room(one, own), person.lang),
                row=row,
            ),
        )
    ]


async def typed_allocations(request: Request) -> list[Allocation]:
    """The rows with an amount. Raises Unreadable or ValidationError."""
    form = await request.form()
    rows = zip(form.getlist("receivable_id"), form.getlist("amount"), strict=False)
    return PARTS.validate_python([_part(id, str(typed), place) for place, (id, typed) in enumerate(rows) if typed])


def _part(id: Any, typed: str, place: int) -> dict[str, Any]:
    return {"receivable_id": id, "amount": amount("amount", typed, place)}


async def _open_receivables(
    seen: PaymentView, own: Mapping[UUID, Decimal], gateway: ServiceGateway
) -> Sequence[ReceivableView]:
    """What this money may settle (COL-10), the oldest due first."""
    query = {"customer_id": seen.customer_id, "status": ReceivableStatus.OPEN, "limit": MOST_CHOSEN}
    found = await gateway.get("collections", "/receivables", Page[ReceivableView], **query)
    fitting = [
        one
        for one in found.items
        if one.amount.currency == seen.amount.currency
        and one.legal_entity_id == seen.legal_entity_id
        and _room(one, own) > NOTHING
    ]
    return sorted(fitting, key=lambda one: (one.due_on or date.max, one.number))


def _room(one: ReceivableView, own: Mapping[UUID, Decimal]) -> Decimal:
    """What no other money was recorded for."""
    return (one.open - one.waiting).amount + own.get(one.id, NOTHING)


def _oldest_first(rest: Decimal, owed: Sequence[ReceivableView], own: Mapping[UUID, Decimal]) -> dict[UUID, Decimal]:
    first: dict[UUID, Decimal] = {}
    for one in owed:
        part = min(rest, _room(one, own))
        if part > NOTHING:
            first[one.id] = part
            rest -= part
    return first


def _called(one: ReceivableView, room: Decimal, lang: str) -> str:
    money = plain(Money(amount=room, currency=one.amount.currency), lang)
    if one.due_on is None:
        return text("console.owed_undated", lang, number=one.number, open=money)
    return text("console.owed", lang, number=one.number, due_on=plain(one.due_on, lang), open=money)
