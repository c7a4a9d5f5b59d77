"""What do people see of payments 回款, and what may finance do with them?"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response

from console.form_input import Unreadable
from console.pages.money.allocations import allocation_inputs, typed_allocations
from console.pages.parts.authority import IMPORTERS, RECORDERS, may_act
from console.pages.parts.coded_values import coded
from console.pages.parts.lists import ListWanted, RecordList
from console.pages.parts.responses import Key, done, list_page, record_page
from console.pages.parts.status_chips import chip
from console.pages.parts.waiting import waits
from console.service_gateway import Gateway, ServiceGateway
from console.session import Person, Reader
from console.view_models import Action, Cell, Field, Input, Link, Record, Table, Wait, Worded
from messages.base import Page
from messages.collections.payments import AllocatePayment, ConfirmPayment, PaymentStatus, PaymentView, RejectPayment
from messages.collections.receivables import ReceivableView
from messages.collections.refunds import RefundView, RequestRefund
from messages.roles import Role
from messages.texts import text

router = APIRouter(prefix="/payments")

COLUMNS = ("number", "status", "customer", "amount", "received_on", "reference")
LIST = RecordList("payment", "/payments", PaymentStatus, COLUMNS)
ALLOCATABLE = (PaymentStatus.CONFIRMED, PaymentStatus.REVERSED)  # COL-22
TABS = (
    "payments",
    "receivables",
    "ageing",
    "dunnings",
    "dunning_procedures",
    "invoices",
    "refunds",
    "corrections",
    "write_offs",
)


def tabs(chosen: str) -> list[tuple[str, str, bool]]:
    """The lists of money."""
    return [(f"nav.{name}", f"/{name.replace('_', '-')}", name == chosen) for name in TABS]


@router.get("")
async def payments(
    request: Request, person: Reader, gateway: Gateway, asked: ListWanted, status: PaymentStatus | None = None
) -> Response:
    query = {"status": status, "newest_first": True, **asked.query(person)}
    found = await gateway.get("collections", "/payments", Page[PaymentView], **query)
    rows = [
        (
            Link(item.number, f"/payments/{item.id}"),
            chip("payment", item.status),
            item.customer_name,
            item.amount,
            item.received_on,
            item.reference,
        )
        for item in found.items
    ]
    new = [Action("record_payment", "/payments/new", page=True, weight="primary")] if person.may(*RECORDERS) else []
    new += [Action("open_import_payments", "/payments/import", page=True)] if person.may(*IMPORTERS) else []
    seen = [Action("see_advance_policies", "/advance-policies", page=True)]
    actions = [*new, *seen, Action("see_exchange_rates", "/exchange-rates", page=True)]
    listing = LIST.listing(found, rows, asked, status, tabs=tabs("payments"), actions=actions)
    return list_page(request, person, listing)


@router.get("/{payment_id}")
async def payment(request: Request, payment_id: UUID, person: Reader, gateway: Gateway) -> Response:
    return await record_page(request, person, await payment_record(gateway, payment_id, person))


async def payment_record(gateway: ServiceGateway, payment_id: UUID, person: Person) -> Record:
    """What a page shows of it, and what the reader may do with it."""
    seen = await gateway.get("collections", f"/payments/{payment_id}", PaymentView)
    names = ("amount", "allocated", "refunded", "received_on", "reference", "recorded_at", "confirmed_at")
    fields: list[Field] = [
        ("customer", Link(seen.customer_name, f"/customers/{seen.customer_id}")),
        *((name, getattr(seen, name)) for name in names[:4]),
        *_exchange(seen),
        ("method", coded("method", seen.method)),
        *((name, getattr(seen, name)) for name in names[4:]),
        *([("came_by_file", seen.source)] if seen.source else []),
        *(("order", Link(Worded("console.open"), f"/orders/{one}")) for one in seen.order_ids),
    ]
    note = Worded("console.rejected_because", {"text": seen.rejected_reason}, "bad") if seen.rejected_reason else None
    tables = [await _settles(seen, gateway), *await _goes_back(seen, gateway)]
    actions = await _actions(seen, gateway, person)
    status = chip("payment", seen.status)
    unasked = [Wait(Worded("wait.confirm"), role=Role.FINANCE)] if seen.status is PaymentStatus.RECORDED else []
    waiting = await waits(gateway, [seen.id], otherwise=unasked)
    return Record(
        "payment", seen.id, seen.number, seen.customer_name, status, fields, tables, actions, note, waits=waiting
    )


def _exchange(seen: PaymentView) -> list[Field]:
    """What came, where that was in another currency, and what was gained or lost by its rate."""
    fields: list[Field] = []
    if seen.received is not None:
        other = ({seen.amount.currency, seen.received.currency} - {seen.rate_of}).pop()
        fields.append(("money_received", seen.received))
        fields.append(("rate_said", f"1 {seen.rate_of} = {seen.rate} {other}"))
        fields += [("rate_on", seen.rate_on), ("rate_source", seen.rate_source)]
    if seen.exchange_difference is not None:
        fields.append(("exchange_difference", seen.exchange_difference))
    return fields


async def _actions(seen: PaymentView, gateway: ServiceGateway, person: Person) -> list[Action]:
    actions = await _actions_of_finance(seen, gateway, person) if person.may(Role.FINANCE) else []
    if seen.status in ALLOCATABLE and seen.free and may_act(person, "request_refund", seen.owner_id):
        inputs = (Input("amount", "money", str(seen.free.amount), required=False), Input("reason", "area"))
        actions.append(Action("request_refund", f"/payments/{seen.id}/refund", inputs))
    if seen.status in ALLOCATABLE and not seen.refunded and may_act(person, "request_correction", seen.owner_id):
        to = (Input("customer"), Input("order", required=False), Input("reason", "area"))
        actions.append(Action("request_move", f"/corrections/move/{seen.id}", to))
        actions.append(Action("request_void", f"/corrections/void/{seen.id}", (Input("reason", "area"),), "danger"))
    return actions


async def _actions_of_finance(seen: PaymentView, gateway: ServiceGateway, person: Person) -> list[Action]:
    base_path = f"/payments/{seen.id}"
    if seen.status is PaymentStatus.RECORDED and seen.recorded_by != person.id:  # COL-11
        parts = await allocation_inputs(seen, gateway, person)
        chosen = [Action("confirm_and_allocate", f"{base_path}/confirm-and-allocate", parts)] if parts else []
        return [
            Action("confirm_payment", f"{base_path}/confirm", weight="primary"),
            *chosen,
            Action("reject_payment", f"{base_path}/reject", (Input("reason"),), "danger"),
        ]
    if seen.status in ALLOCATABLE and seen.free:
        parts = await allocation_inputs(seen, gateway, person)
        return [Action("allocate_payment", f"{base_path}/allocate", parts, "primary")] if parts else []
    return []


@router.post("/{payment_id}/confirm")
async def confirm(request: Request, payment_id: UUID, gateway: Gateway, person: Reader, key: Key) -> Response:
    await gateway.post("collections", f"/payments/{payment_id}/confirm", ConfirmPayment(), key=key)
    return done(request, f"/payments/{payment_id}", text("message.confirm_payment", person.lang))


@router.post("/{payment_id}/confirm-and-allocate")
async def confirm_and_allocate(
    request: Request, payment_id: UUID, gateway: Gateway, person: Reader, key: Key
) -> Response:
    """Without any amount all of it stays on the customer's account."""
    command = ConfirmPayment(allocations=await typed_allocations(request))
    await gateway.post("collections", f"/payments/{payment_id}/confirm", command, key=key)
    return done(request, f"/payments/{payment_id}", text("message.confirm_payment", person.lang))


@router.post("/{payment_id}/allocate")
async def allocate(request: Request, payment_id: UUID, gateway: Gateway, person: Reader, key: Key) -> Response:
    parts = await typed_allocations(request)
    if not parts:
        raise Unreadable("amount", "input.missing")
    await gateway.post("collections", f"/payments/{payment_id}/allocate", AllocatePayment(allocations=parts), key=key)
    return done(request, f"/payments/{payment_id}", text("message.allocate_payment", person.lang))


@router.post("/{payment_id}/reject")
async def reject(
    request: Request, payment_id: UUID, gateway: Gateway, person: Reader, key: Key, reason: Annotated[str, Form()] = ""
) -> Response:
    await gateway.post("collections", f"/payments/{payment_id}/reject", RejectPayment(reason=reason), key=key)
    return done(request, f"/payments/{payment_id}", text("message.reject_payment", person.lang))


@router.post("/{payment_id}/refund")
async def request_refund(
    request: Request,
    payment_id: UUID,
    gateway: Gateway,
    person: Reader,
    key: Key,
    reason: Annotated[str, Form()] = "",
    amount: Annotated[str, Form()] = "",
) -> Response:
    said = {"payment_id": payment_id, "reason": reason, "amount": amount or None}
    command = RequestRefund.model_validate(said)
    asked = await gateway.post("collections", "/refunds", command, view=RefundView, key=key)
    return done(request, f"/refunds/{asked.id}", text("message.request_refund", person.lang))


async def _goes_back(seen: PaymentView, gateway: Gateway) -> list[Table]:
    """Its refunds, if any."""
    if not seen.refunded:
        return []
    query = {"payment_id": seen.id, "limit": 50}
    found = await gateway.get("collections", "/refunds", Page[RefundView], **query)
    rows = [
        (Link(one.number, f"/refunds/{one.id}"), chip("refund", one.status), one.amount, one.requested_at, one.paid_on)
        for one in found.items
    ]
    return [Table("nav.refunds", ("number", "status", "amount", "requested_at", "paid_on"), rows)]


async def _settles(seen: PaymentView, gateway: Gateway) -> Table:
    """Which receivables this money pays."""
    query = {"payment_id": seen.id, "limit": 100}
    found = await gateway.get("collections", "/receivables", Page[ReceivableView], **query)
    parts = {allocation.receivable_id: allocation.amount for allocation in seen.allocations}
    rows: list[tuple[Cell, ...]] = [
        (
            Link(owed.number, f"/receivables/{owed.id}"),
            chip("receivable", owed.status),
            owed.due_on,
            owed.amount.model_copy(update={"amount": parts[owed.id]}),
            owed.written_off,
            owed.open,
        )
        for owed in sorted(found.items, key=lambda one: one.number)
        if owed.id in parts
    ]
    return Table("console.settles", ("number", "status", "due_on", "amount", "written_off", "open"), rows)
