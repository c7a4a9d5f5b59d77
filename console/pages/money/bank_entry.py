"""Whose money is this one entry, chosen by a person?"""

from asyncio import gather
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from console.pages.money.bank import bank_tabs, card_of
from console.pages.parts.exchanges import rate_inputs
from console.pages.parts.responses import page
from console.pages.parts.status_chips import chip
from console.service_gateway import Gateway, ServiceGateway
from console.session import Person, Reader
from console.view_models import Action, Field, Input, Link
from console.wording.words import plain
from messages.base import Page
from messages.collections.bank import BankEntryStatus, BankEntryView
from messages.collections.receivables import ReceivableStatus, ReceivableView
from messages.deals.customers import CustomerView
from messages.texts import text

router = APIRouter(prefix="/bank")

MOST_CHOSEN = 100  # rows of the form
MOST_FOUND = 20
NAMES = ("counterparty", "counterparty_account", "remittance", "reference", "value_on", "occurrence", "reason")


@router.get("/{entry_id}")
async def entry(
    request: Request,
    entry_id: UUID,
    person: Reader,
    gateway: Gateway,
    q: Annotated[str, Query(max_length=200)] = "",
    customer_id: UUID | None = None,
) -> Response:
    """With its suggestions; or with what a customer owes, who was looked for by name or number."""
    seen = await gateway.get("collections", f"/bank-entries/{entry_id}", BankEntryView)
    is_open = seen.status is BankEntryStatus.OPEN and seen.amount.amount > 0
    found = await _customers(gateway, q.strip()) if is_open and q.strip() else []
    chosen = await _chosen(gateway, seen, customer_id, person) if is_open and customer_id else None
    return page(
        request,
        "money/bank_entry.html",
        person,
        card=card_of(seen, person),
        fields=_fields(seen),
        state=chip("bank_entry", seen.status),
        is_open=is_open,
        q=q.strip(),
        found=found,
        chosen=chosen,
        tabs=bank_tabs("nav.bank"),
    )


def _fields(seen: BankEntryView) -> list[Field]:
    fields: list[Field] = [("booked_on", seen.booked_on), ("amount", seen.amount), ("bank_account", seen.account)]
    fields += [
        (name, value) for name in NAMES if (value := getattr(seen, name)) and (name != "occurrence" or value > 1)
    ]
    if seen.is_reversal:
        fields.append(("is_reversal", True))
    if seen.payment_id is not None:
        fields.append(("payment", Link(seen.payment_number, f"/payments/{seen.payment_id}")))
        fields.append(("customer", seen.customer_name))
    return fields


async def _customers(gateway: ServiceGateway, q: str) -> list[tuple[UUID, str]]:
    """Who owes something that is found by this, then who bears it as his name or number."""
    owing, known = await gather(
        gateway.get(
            "collections", "/receivables", Page[ReceivableView], q=q, status=ReceivableStatus.OPEN, limit=MOST_FOUND
        ),
        gateway.part("deals", gateway.get("deals", "/customers", Page[CustomerView], q=q, limit=MOST_FOUND)),
    )
    found = {one.customer_id: one.customer_name for one in owing.items}
    return list((found | {one.id: one.name for one in (known.items if known else ())}).items())[:MOST_FOUND]


async def _chosen(gateway: ServiceGateway, seen: BankEntryView, customer_id: UUID, person: Person) -> list[Action]:
    """What this customer owes in the currency of the entry, the oldest due first, with what of it would go there; and
    what he owes in another one, to which the money is exchanged."""
    query = {"customer_id": customer_id, "status": ReceivableStatus.OPEN, "limit": MOST_CHOSEN}
    found = await gateway.get("collections", "/receivables", Page[ReceivableView], **query)
    owed = sorted(
        (one for one in found.items if _fits(one, seen)), key=lambda one: (one.due_on or date.max, one.number)
    )
    own, path = seen.amount.currency, f"/bank/{seen.id}/accept"
    whose = Input("customer_id", "hidden", str(customer_id))
    same = [one for one in owed if one.amount.currency == own]
    chosen = [Action("accept_entry", path, [whose, *_inputs(same, seen.amount.amount, person.lang)], "primary")]
    for other in sorted({one.amount.currency for one in owed} - {own}):
        debts = [one for one in owed if one.amount.currency == other]
        inputs = [whose, *rate_inputs(other, own), *_inputs(debts, Decimal(0), person.lang)]
        chosen.append(Action("accept_exchanged", path, inputs))
    return chosen


def _fits(one: ReceivableView, seen: BankEntryView) -> bool:
    return one.legal_entity_id == seen.legal_entity_id and bool(one.open - one.waiting)


def _inputs(owed: Sequence[ReceivableView], rest: Decimal, lang: str) -> list[Input]:
    inputs: list[Input] = []
    for row, one in enumerate(owed):
        room = one.open - one.waiting
        part = min(rest, room.amount)
        rest -= part
        label = text("console.owed_undated", lang, number=one.number, open=plain(room, lang))
        if one.due_on is not None:
            due = plain(one.due_on, lang)
            label = text("console.owed", lang, number=one.number, due_on=due, open=plain(room, lang))
        inputs.append(Input("receivable_id", "hidden", str(one.id), row=row))
        inputs.append(Input("amount", "money", str(part) if part else "", required=False, label=label, row=row))
    return inputs
