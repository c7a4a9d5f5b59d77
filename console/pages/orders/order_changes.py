"""What do people see of changes of orders 订单变更 after their approval, and what may they do with them?"""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from console.pages.orders.change_draft import both, difference_table
from console.pages.parts.lists import ListWanted, RecordList
from console.pages.parts.pending_approval import newest_request_about
from console.pages.parts.responses import Key, done, list_page, record_page
from console.pages.parts.status_chips import chip
from console.pages.parts.waiting import waits
from console.service_gateway import Gateway, ServiceGateway
from console.session import Person, Reader
from console.view_models import Action, Cell, Field, Link, Record, Table, Worded
from messages.base import Page
from messages.orders.order_changes import OrderChangeStatus, OrderChangeView
from messages.texts import text

router = APIRouter(prefix="/order-changes")

COLUMNS = ("number", "status", "customer", "order", "difference", "reason", "requested_at")
LIST = RecordList("order_change", "/order-changes", OrderChangeStatus, COLUMNS)
OPEN = (OrderChangeStatus.REQUESTED, OrderChangeStatus.RETURNED)


@router.get("")
async def order_changes(
    request: Request, person: Reader, gateway: Gateway, asked: ListWanted, status: OrderChangeStatus | None = None
) -> Response:
    found = await gateway.get("orders", "/order-changes", Page[OrderChangeView], status=status, **asked.query(person))
    rows: list[tuple[Cell, ...]] = [
        (
            Link(item.number, f"/order-changes/{item.id}"),
            chip("order_change", item.status),
            item.customer_name,
            Link(item.order_number, f"/orders/{item.order_id}"),
            item.difference.difference,
            item.reason,
            item.requested_at,
        )
        for item in found.items
    ]
    return list_page(request, person, LIST.listing(found, rows, asked, status))


@router.get("/{order_change_id}")
async def order_change(request: Request, order_change_id: UUID, person: Reader, gateway: Gateway) -> Response:
    return await record_page(request, person, await order_change_record(gateway, order_change_id, person))


async def order_change_record(gateway: ServiceGateway, order_change_id: UUID, person: Person) -> Record:
    """What a page shows of it, and what the reader may do with it."""
    seen = await gateway.get("orders", f"/order-changes/{order_change_id}", OrderChangeView)
    approval_request = await gateway.part("approvals", newest_request_about(gateway, seen.id))
    return Record(
        "order_change",
        seen.id,
        seen.number,
        f"{seen.customer_name} · {seen.order_number}",
        chip("order_change", seen.status),
        _fields(seen),
        _tables(seen),
        _actions(seen, person),
        _note(seen, person),
        request=approval_request,
        waits=await waits(gateway, [seen.id], approval_request) if seen.status in OPEN else [],
    )


def _fields(seen: OrderChangeView) -> list[Field]:
    differs = seen.difference
    fields: list[Field] = [
        ("customer", Link(seen.customer_name, f"/customers/{seen.customer_id}")),
        ("order", Link(seen.order_number, f"/orders/{seen.order_id}")),
        ("reason", seen.reason),
        ("total", both(differs.total_before, differs.total_after)),
        ("difference", differs.difference),
    ]
    if differs.ship_to_before != differs.ship_to_after:
        fields.append(("ship_to", both(differs.ship_to_before, differs.ship_to_after)))
    if differs.deliver_on_before != differs.deliver_on_after:
        fields.append(("deliver_on", both(differs.deliver_on_before, differs.deliver_on_after)))
    return [*fields, ("requested_at", seen.requested_at), ("changed_at", seen.applied_at)]


def _tables(seen: OrderChangeView) -> list[Table]:
    found = difference_table(seen.difference)
    return [found] if found.rows else []


def _note(seen: OrderChangeView, person: Person) -> Worded | None:
    """What the approvers asked for, or why it could not be applied after they agreed."""
    if seen.obstacle is not None:
        why = text(seen.obstacle, person.lang, **seen.obstacle_params)
        return Worded("console.overtaken", {"why": why}, "bad")
    return Worded("console.guidance", {"text": seen.guidance}, "busy") if seen.guidance else None


def _actions(seen: OrderChangeView, person: Person) -> list[Action]:
    if seen.status not in OPEN or person.id not in (seen.requested_by, seen.owner_id):
        return []
    base_path, actions = f"/order-changes/{seen.id}", []
    if seen.status is OrderChangeStatus.RETURNED:
        actions.append(Action("resubmit", f"/orders/{seen.order_id}/change", page=True, weight="primary"))
    withdraw = Action("withdraw_order_change", f"{base_path}/withdraw", weight="danger", sure="sure.withdraw_change")
    return [*actions, withdraw]


@router.post("/{order_change_id}/withdraw")
async def withdraw(request: Request, order_change_id: UUID, gateway: Gateway, person: Reader, key: Key) -> Response:
    await gateway.post("orders", f"/order-changes/{order_change_id}/withdraw", None, key=key)
    return done(request, f"/order-changes/{order_change_id}", text("message.withdraw", person.lang))
