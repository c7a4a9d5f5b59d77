"""What were customers written about what they owe, and did it go out?"""

from asyncio import gather
from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response

from console.form_input import Unreadable
from console.pages.money.dunning_address import TypedAddress, address_actions, address_of, set_address
from console.pages.money.payments import tabs
from console.pages.parts.authority import may_act
from console.pages.parts.downloads import download
from console.pages.parts.lists import ListWanted, RecordList
from console.pages.parts.responses import Key, done, page, record_page
from console.pages.parts.status_chips import chip
from console.pages.parts.waiting import waits
from console.service_gateway import Gateway, ServiceGateway
from console.session import Person, Reader
from console.view_models import Action, Cell, Field, Input, Link, Record, Table, Worded
from messages.base import Page
from messages.collections.dunning.dunnings import DunningView
from messages.collections.dunning.letters import LetterMailView, LetterState, LetterView, MarkDunningPosted
from messages.texts import text

router = APIRouter(prefix="/dunnings")
COLUMNS = ("number", "customer", "status", "total", "prepared_at", "letter_sent_at", "posted_on")
LIST = RecordList("dunning", "/dunnings", (), COLUMNS)
ITEMS = ("number", "due_on", "days_late", "level", "open_now", "late_interest")
MAILS = ("mailed_to", "status", "attempts", "requested_at", "mailed_at", "tried_again_at", "reason")


@router.get("")
async def dunnings(
    request: Request, person: Reader, gateway: Gateway, asked: ListWanted, customer_id: UUID | None = None
) -> Response:
    """Each letter as it was worded on its day, and what became of it; of one customer, or of all."""
    query = {**asked.query(person), "customer_id": customer_id, "limit": 20}
    found = await gateway.get("collections", "/dunnings", Page[DunningView], **query)
    of = {"customer_id": customer_id}
    rows = [
        (one.number, one.customer_name, chip("letter", one.letter_state), one.total, one.prepared_at, one.sent_at,
         one.posted_on)
        for one in found.items
    ]  # fmt: skip
    listing = LIST.listing(found, rows, asked, None, tabs=tabs("dunnings"), filters=(), extra=of)
    shown = [(one, chip("letter", one.letter_state)) for one in found.items]
    return page(request, "money/dunnings.html", person, letters=shown, listing=listing)


@router.get("/{dunning_id}")
async def dunning(request: Request, dunning_id: UUID, person: Reader, gateway: Gateway) -> Response:
    return await record_page(request, person, await dunning_record(gateway, dunning_id, person))


async def dunning_record(gateway: ServiceGateway, dunning_id: UUID, person: Person) -> Record:
    """What a page shows of it, and what the reader may do with it."""
    at = f"/dunnings/{dunning_id}"
    seen, letter, mails = await gather(
        gateway.get("collections", at, DunningView),
        gateway.get("collections", f"{at}/letter", LetterView),
        gateway.get("collections", f"{at}/mails", list[LetterMailView]),
    )
    known = await address_of(gateway, seen.customer_id)
    fields: list[Field] = [
        ("customer", Link(seen.customer_name, f"/customers/{seen.customer_id}")),
        ("total", letter.open),
        ("late_interest", letter.interest),
        ("letter_total", letter.total),
        ("mailed_to", letter.mailed_to),
        ("recipient", letter.recipient),
        ("prepared_at", seen.prepared_at),
        ("counted_at", letter.counted_at),
        ("letter_sent_at", seen.sent_at or Worded("console.not_sent")),
    ]
    if seen.posted_on:
        fields.append(("posted_on", seen.posted_on))
    reason = Worded("console.letter_reason", {"text": text(seen.letter_reason, person.lang)}, "bad")
    number = seen.number or seen.customer_name
    return Record(
        "dunning", seen.id, number, seen.customer_name, chip("letter", seen.letter_state), fields,
        [_items(letter), *_mails(mails)],
        actions=[*_actions(seen, letter, person), *address_actions(known, f"{at}/address", person)],
        note=reason if seen.letter_reason else None,
        waits=await waits(gateway, [seen.id]),
    )  # fmt: skip


def _items(letter: LetterView) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (one.number, one.due_on, one.days_late, one.level, one.open, one.interest) for one in letter.items
    ]
    return Table("field.letter_items", ITEMS, rows)


def _mails(found: Sequence[LetterMailView]) -> list[Table]:
    """Newest first; no table where nothing was mailed."""
    rows: list[tuple[Cell, ...]] = [
        (
            one.mailed_to,
            chip("invoice_mail", one.status),
            one.attempts,
            one.requested_at,
            one.mailed_at,
            one.due_at,
            Worded(one.error) if one.error else None,
        )
        for one in reversed(found)
    ]
    return [Table("field.letter_mails", MAILS, rows)] if rows else []


def _actions(seen: DunningView, letter: LetterView, person: Person) -> list[Action]:
    at, actions = f"/dunnings/{seen.id}", []
    goes = seen.letter_state is not LetterState.CANCELLED
    if goes and may_act(person, "send_dunning") and (letter.mailed_to or seen.sent_at):
        actions.append(Action("send_dunning", f"{at}/send", weight="primary"))
    if goes and may_act(person, "mark_dunning_posted"):
        actions.append(Action("mark_dunning_posted", f"{at}/mark-posted", (Input("posted_on", "date"),)))
    if letter.items and (goes or letter.left_at):
        actions.append(Action("print_letter", f"{at}/pdf", page=True))
    return actions


@router.get("/{dunning_id}/pdf")
async def print_letter(dunning_id: UUID, person: Reader, gateway: Gateway) -> Response:
    """In the customer's language."""
    return download(await gateway.fetch("collections", f"/dunnings/{dunning_id}/pdf"))


@router.post("/{dunning_id}/send")
async def send_dunning(request: Request, dunning_id: UUID, gateway: Gateway, person: Reader, key: Key) -> Response:
    await gateway.post("collections", f"/dunnings/{dunning_id}/send", None, key=key)
    return done(request, f"/dunnings/{dunning_id}", text("message.send_dunning", person.lang))


@router.post("/{dunning_id}/mark-posted")
async def mark_dunning_posted(
    request: Request,
    dunning_id: UUID,
    gateway: Gateway,
    person: Reader,
    key: Key,
    posted_on: Annotated[str, Form()] = "",
) -> Response:
    if not posted_on.strip():
        raise Unreadable("posted_on", "input.missing")
    command = MarkDunningPosted.model_validate({"posted_on": posted_on})
    await gateway.post("collections", f"/dunnings/{dunning_id}/mark-posted", command, key=key)
    return done(request, f"/dunnings/{dunning_id}", text("message.mark_dunning_posted", person.lang))


@router.post("/{dunning_id}/address")
async def set_dunning_address(
    request: Request, dunning_id: UUID, gateway: Gateway, person: Reader, key: Key, typed: TypedAddress
) -> Response:
    seen = await gateway.get("collections", f"/dunnings/{dunning_id}", DunningView)
    await set_address(gateway, seen.customer_id, typed, key)
    return done(request, f"/dunnings/{dunning_id}", text("message.saved", person.lang))
