"""What do people see of receivables 应收?"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Query, Request, Response

from console.pages.money.dunning_of_receivable import (
    dunning_fields,
    dunning_of,
    dunning_tables,
    measure_actions,
)
from console.pages.money.payments import tabs
from console.pages.money.write_offs import lines_of
from console.pages.parts.authority import may_act
from console.pages.parts.collecting import agreed_about, course_of, papers_of
from console.pages.parts.lists import ListWanted, RecordList
from console.pages.parts.responses import Key, address, done, list_page, record_page, status_filters
from console.pages.parts.status_chips import chip
from console.pages.parts.waiting import waits
from console.service_gateway import Gateway, ServiceGateway
from console.session import Person, Reader
from console.view_models import Action, Cell, Field, Input, Link, Record, Wait, Worded
from messages.base import Page
from messages.collections.credit import CreditsView
from messages.collections.receivables import Age, ReceivableStatus, ReceivableView
from messages.collections.write_offs import RequestWriteOff, WriteOffView
from messages.payment_terms.words import said_due
from messages.roles import Role
from messages.texts import text

router = APIRouter(prefix="/receivables")

COLUMNS = ("number", "status", "customer", "due_on", "days_late", "amount", "paid", "waiting", "written_off", "open")
LIST = RecordList("receivable", "/receivables", ReceivableStatus, COLUMNS)
FIELDS = (
    "amount", "paid", "waiting", "written_off", "open", "due_on", "days_late", "level", "paused_until", "disputed",
    "settled_on", "external_id",
)  # fmt: skip


@router.get("")
async def receivables(
    request: Request,
    person: Reader,
    gateway: Gateway,
    asked: ListWanted,
    status: ReceivableStatus | None = None,
    overdue: bool = False,
    age: Age | None = None,
    currency: Annotated[str | None, Query(pattern="^[A-Z]{3}$")] = None,
) -> Response:
    """What was closed in another system before it came here is shown to who looks for it. `age` and `currency` are
    those of a class of the ageing, which counts all that is open."""
    history = None if asked.q or status or age else False
    of_class = {"age": age, "currency": currency}
    narrowed = {"status": status, "overdue": overdue or None, "history": history, **of_class}
    query = {**narrowed, "newest_first": True, **asked.query(person)}
    found = await gateway.get("collections", "/receivables", Page[ReceivableView], **query)
    rows = [_row(item) for item in found.items]
    all_of_them, *by_status = status_filters("receivable", ReceivableStatus, LIST.path, status, **asked.kept())
    late = ("filter.overdue", address(LIST.path, asked.kept(overdue="true")), overdue)
    by_age = [(f"ageing.{age}", address(LIST.path, asked.kept(**of_class)), True)] if age else []
    listing = LIST.listing(
        found,
        rows,
        asked,
        status,
        extra={"overdue": "true" if overdue else "", **of_class},
        filters=[(*all_of_them[:2], not (status or overdue or age)), late, *by_status, *by_age],
        tabs=tabs("receivables"),
    )
    return list_page(request, person, listing)


@router.get("/{receivable_id}")
async def receivable(request: Request, receivable_id: UUID, person: Reader, gateway: Gateway) -> Response:
    return await record_page(request, person, await receivable_record(gateway, receivable_id, person))


async def receivable_record(gateway: ServiceGateway, receivable_id: UUID, person: Person) -> Record:
    """What a page shows of it, and what the reader may do with it."""
    seen = await gateway.get("collections", f"/receivables/{receivable_id}", ReceivableView)
    fields: list[Field] = [("customer", Link(seen.customer_name, f"/customers/{seen.customer_id}"))]
    fields.append(("case", Link(Worded("console.open"), f"/collection-cases/{seen.customer_id}")))
    fields += [*((name, getattr(seen, name)) for name in FIELDS), *_agreed(seen, person.lang)]
    if seen.order_id:
        fields.append(("order", Link(Worded("console.open"), f"/orders/{seen.order_id}")))
    if seen.contract_id:
        fields.append(("contract", Link(Worded("console.open"), f"/contracts/{seen.contract_id}")))
    found = await gateway.find("collections", "/write-offs", Page[WriteOffView], receivable_id=seen.id, limit=50)
    tables = [lines_of(found.items)] if found and found.items else []
    dunning = None if seen.history else await dunning_of(gateway, seen.id)
    if dunning is not None:
        fields += dunning_fields(dunning, person.lang)
        tables = [*dunning_tables(dunning, person.lang), *tables]
    course = [] if seen.history else await course_of(gateway, seen.id, person)
    agreed, acts = await agreed_about(gateway, seen, person)
    owing = seen.status is ReceivableStatus.OPEN and not seen.history
    payer = [Wait(Worded("wait.pay"), (seen.customer_name,), until=seen.due_on)] if owing else []
    waiting = payer + await waits(gateway, [seen.id])
    acts += papers_of(seen, person)
    measures = measure_actions(dunning, person) if dunning is not None else []
    actions = [*await _advances(seen, gateway, person), *measures, *_actions(seen, person), *acts]
    status = status_of(seen)
    return Record(
        "receivable", seen.id, seen.number, seen.customer_name, status, fields, [*course, *tables, *agreed], actions,
        waits=waiting,
    )  # fmt: skip


@router.post("/{receivable_id}/write-off")
async def request_write_off(
    request: Request,
    receivable_id: UUID,
    gateway: Gateway,
    person: Reader,
    key: Key,
    reason: Annotated[str, Form()] = "",
    amount: Annotated[str, Form()] = "",
) -> Response:
    said = {"receivable_id": receivable_id, "reason": reason, "amount": amount or None}
    command = RequestWriteOff.model_validate(said)
    asked = await gateway.post("collections", "/write-offs", command, view=WriteOffView, key=key)
    return done(request, f"/write-offs/{asked.id}", text("message.request_write_off", person.lang))


@router.post("/{receivable_id}/use-advance")
async def use_advance(request: Request, receivable_id: UUID, gateway: Gateway, person: Reader, key: Key) -> Response:
    await gateway.post("collections", f"/receivables/{receivable_id}/use-customer-advances", None, key=key)
    return done(request, f"/receivables/{receivable_id}", text("message.use_advance", person.lang))


async def _advances(seen: ReceivableView, gateway: ServiceGateway, person: Person) -> list[Action]:
    """Of the customer's money on account, where there is some."""
    if seen.status is not ReceivableStatus.OPEN or not person.may(Role.FINANCE):
        return []
    found = await gateway.find("collections", f"/credits/{seen.customer_id}", CreditsView)
    currency = seen.amount.currency
    free = found is not None and any(one.unallocated and one.owed.currency == currency for one in found.credits)
    return [Action("use_advance", f"/receivables/{seen.id}/use-advance", weight="primary")] if free else []


def _agreed(seen: ReceivableView, lang: str) -> list[Field]:
    """What was agreed: when it is due, and how much less settles it until when."""
    fields: list[Field] = []
    if seen.trigger is not None:
        fields.append(("terms", said_due(seen.trigger, seen.days, seen.timing, lang)))
    if seen.discount and seen.discount_until and seen.status is ReceivableStatus.OPEN:
        fields += [("early_discount", seen.discount), ("discount_until", seen.discount_until)]
    return fields


def _row(item: ReceivableView) -> tuple[Cell, ...]:
    return (
        Link(item.number, f"/receivables/{item.id}"),
        status_of(item),
        item.customer_name,
        item.due_on,
        item.days_late or None,
        item.amount,
        item.paid,
        item.waiting or None,
        item.written_off or None,
        item.open,
    )


def _actions(seen: ReceivableView, person: Person) -> list[Action]:
    free = seen.open - seen.waiting - seen.write_off_requested
    mine = may_act(person, "request_write_off", seen.owner_id)
    if seen.status is not ReceivableStatus.OPEN or free.amount <= 0 or not mine:
        return []
    inputs = (Input("amount", "money", str(free.amount), required=False), Input("reason", "area"))
    return [Action("request_write_off", f"/receivables/{seen.id}/write-off", inputs)]


def status_of(seen: ReceivableView) -> Worded:
    """An open one that is late is shown as such, and one for which dunning waits."""
    if seen.status is ReceivableStatus.OPEN and seen.paused_until is not None:
        return Worded("console.dunning_waits", tone="busy")
    if seen.status is ReceivableStatus.OPEN and seen.days_late > 0:
        return Worded("console.overdue_by", {"days": seen.days_late}, "bad")
    return chip("receivable", seen.status)
