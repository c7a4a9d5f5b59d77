"""What do people see of corrections 更正 of confirmed payments, and what may they do with them?"""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response

from console.form_input import Unreadable
from console.pages.money.payments import tabs
from console.pages.parts.lists import ListWanted, RecordList
from console.pages.parts.responses import Key, done, list_page, record_page
from console.pages.parts.status_chips import chip
from console.pages.parts.waiting import waits
from console.service_gateway import Gateway, ServiceGateway
from console.session import Person, Reader
from console.view_models import Action, Cell, Field, Input, Link, Record, Wait, Worded
from messages.base import Page
from messages.collections.corrections import (
    CorrectionKind,
    CorrectionStatus,
    CorrectionView,
    RejectCorrection,
    RequestCorrection,
)
from messages.deals.customers import CustomerView
from messages.orders.orders import OrderView
from messages.roles import Role
from messages.texts import text

router = APIRouter(prefix="/corrections")

COLUMNS = ("number", "status", "correction", "payment", "customer", "amount", "requested_at")
LIST = RecordList("correction", "/corrections", CorrectionStatus, COLUMNS)


@router.get("")
async def corrections(
    request: Request, person: Reader, gateway: Gateway, asked: ListWanted, status: CorrectionStatus | None = None
) -> Response:
    query = {"status": status, "newest_first": True, **asked.query(person)}
    found = await gateway.get("collections", "/corrections", Page[CorrectionView], **query)
    rows: list[tuple[Cell, ...]] = [
        (
            Link(item.number, f"/corrections/{item.id}"),
            chip("correction", item.status),
            Worded(f"correction.{item.kind}"),
            Link(item.payment_number, f"/payments/{item.payment_id}"),
            item.customer_name,
            item.amount,
            item.requested_at,
        )
        for item in found.items
    ]
    listing = LIST.listing(found, rows, asked, status, tabs=tabs("corrections"))
    return list_page(request, person, listing)


@router.get("/{correction_id}")
async def correction(request: Request, correction_id: UUID, person: Reader, gateway: Gateway) -> Response:
    return await record_page(request, person, await correction_record(gateway, correction_id, person))


async def correction_record(gateway: ServiceGateway, correction_id: UUID, person: Person) -> Record:
    """What a page shows of it, and what the reader may do with it."""
    seen = await gateway.get("collections", f"/corrections/{correction_id}", CorrectionView)
    fields: list[Field] = [
        ("correction", Worded(f"correction.{seen.kind}")),
        ("payment", Link(seen.payment_number, f"/payments/{seen.payment_id}")),
        ("customer", Link(seen.customer_name, f"/customers/{seen.customer_id}")),
        *((name, getattr(seen, name)) for name in ("amount", "reason", "requested_at", "decided_at")),
    ]
    if seen.to_customer_id:
        fields.insert(3, ("to_customer", Link(seen.to_customer_name, f"/customers/{seen.to_customer_id}")))
    if seen.to_order_id:
        fields.append(("order", Link(Worded("console.open"), f"/orders/{seen.to_order_id}")))
    note = Worded("console.rejected_because", {"text": seen.guidance}, "bad") if seen.guidance else None
    asked = [Wait(Worded("wait.correction"), role=Role.FINANCE)] if seen.status is CorrectionStatus.REQUESTED else []
    waiting = await waits(gateway, [seen.id], otherwise=asked)
    status, actions = chip("correction", seen.status), _actions(seen, person)
    return Record(
        "correction",
        seen.id,
        seen.number,
        seen.customer_name,
        status,
        fields,
        actions=actions,
        note=note,
        waits=waiting,
    )


@router.post("/void/{payment_id}")
async def request_void(
    request: Request, payment_id: UUID, gateway: Gateway, person: Reader, key: Key, reason: Annotated[str, Form()] = ""
) -> Response:
    return await _request(request, gateway, person, key, payment_id, kind=CorrectionKind.VOID, reason=reason)


@router.post("/move/{payment_id}")
async def request_move(
    request: Request,
    payment_id: UUID,
    gateway: Gateway,
    person: Reader,
    key: Key,
    customer: Annotated[str, Form()] = "",
    order: Annotated[str, Form()] = "",
    reason: Annotated[str, Form()] = "",
) -> Response:
    """To whom, and for which of his orders, is said by their numbers."""
    found = await gateway.get("deals", "/customers", Page[CustomerView], q=customer.strip() or None, limit=50)
    to = next((one.id for one in found.items if one.number == customer.strip()), None)
    if to is None:
        raise Unreadable("customer", "input.unknown")
    said: dict[str, Any] = {"kind": CorrectionKind.MOVE, "reason": reason, "to_customer_id": to}
    if order.strip():
        said["to_order_id"] = await _order(gateway, order.strip())
    return await _request(request, gateway, person, key, payment_id, **said)


async def _order(gateway: ServiceGateway, number: str) -> UUID:
    found = await gateway.get("orders", "/orders", Page[OrderView], q=number, limit=50)
    for one in found.items:
        if one.number == number:
            return one.id
    raise Unreadable("order", "input.unknown")


async def _request(
    request: Request, gateway: ServiceGateway, person: Person, key: str, payment_id: UUID, **said: Any
) -> Response:
    command = RequestCorrection(payment_id=payment_id, **said)
    asked = await gateway.post("collections", "/corrections", command, view=CorrectionView, key=key)
    return done(request, f"/corrections/{asked.id}", text("message.request_correction", person.lang))


@router.post("/{correction_id}/confirm")
async def confirm(request: Request, correction_id: UUID, gateway: Gateway, person: Reader, key: Key) -> Response:
    await gateway.post("collections", f"/corrections/{correction_id}/confirm", None, key=key)
    return done(request, f"/corrections/{correction_id}", text("message.confirm_correction", person.lang))


@router.post("/{correction_id}/reject")
async def reject(
    request: Request,
    correction_id: UUID,
    gateway: Gateway,
    person: Reader,
    key: Key,
    reason: Annotated[str, Form()] = "",
) -> Response:
    command = RejectCorrection(reason=reason)
    await gateway.post("collections", f"/corrections/{correction_id}/reject", command, key=key)
    return done(request, f"/corrections/{correction_id}", text("message.reject_correction", person.lang))


@router.post("/{correction_id}/withdraw")
async def withdraw(request: Request, correction_id: UUID, gateway: Gateway, person: Reader, key: Key) -> Response:
    await gateway.post("collections", f"/corrections/{correction_id}/withdraw", None, key=key)
    return done(request, f"/corrections/{correction_id}", text("message.withdraw", person.lang))


def _actions(seen: CorrectionView, person: Person) -> list[Action]:
    if seen.status is not CorrectionStatus.REQUESTED:
        return []
    path, mine = f"/corrections/{seen.id}", seen.requested_by == person.id
    actions = [Action("withdraw", f"{path}/withdraw", weight="danger")] if mine else []
    if person.may(Role.FINANCE):
        sure = f"sure.correction.{seen.kind}"
        confirming = [] if mine else [Action("confirm_correction", f"{path}/confirm", weight="primary", sure=sure)]
        rejecting = Action("reject_correction", f"{path}/reject", (Input("reason"),), "danger")  # COL-59
        actions = [*confirming, rejecting, *actions]
    return actions
