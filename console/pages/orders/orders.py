"""What do people see of orders?"""

from asyncio import gather
from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from fastapi import APIRouter, Request, Response

from chassis.base.clock import now
from console.pages.orders import (
    order_actions,
    order_change_form,
    order_edit_form,
    order_form,
    order_import,
    order_invoice,
)
from console.pages.orders.goods import change_order, close_short, goods_of, goods_of_order, order_lines, pieces_left
from console.pages.orders.order_figures import charges_table
from console.pages.orders.order_invoice import invoice_actions
from console.pages.orders.order_release import releasing, trust_of
from console.pages.parts.authority import ORDERERS, may_act
from console.pages.parts.invoice_choices import Titles, titles_of
from console.pages.parts.lists import ListWanted, RecordList
from console.pages.parts.order_sums import DUE, SUMS, accounts_of, due_of, echo_of, standing, sums_of
from console.pages.parts.pending_approval import newest_request_about
from console.pages.parts.responses import list_page, record_page
from console.pages.parts.status_chips import chip
from console.pages.parts.waiting import waits
from console.service_gateway import Gateway, ServiceGateway
from console.session import Person, Reader
from console.view_models import Action, Cell, Field, Input, Link, Record, Share, Table, Wait, Worded
from console.wording.offered_terms import said_offer
from console.wording.words import plain
from messages.base import Page
from messages.collections.invoices import InvoiceView
from messages.collections.payments import PaymentView
from messages.collections.receivables import OrderAccount, ReceivableView
from messages.money import Money, exact
from messages.orders.orders import LineStock, OrderStatus, OrderView
from messages.payment_terms.words import said as said_terms

router = APIRouter(prefix="/orders")
router.include_router(order_actions.router)
router.include_router(order_form.router)
router.include_router(order_change_form.router)
router.include_router(order_edit_form.router)
router.include_router(order_invoice.router)
router.include_router(order_import.router)

LIST = RecordList(
    "order", "/orders", OrderStatus, ("number", "status", "goods", "customer", *SUMS, *DUE, "owner", "placed_at")
)
HAPPY_PATH = (
    OrderStatus.PLACED,
    OrderStatus.CONFIRMED,
    OrderStatus.RESERVED,
    OrderStatus.SHIPPED,
    OrderStatus.RECEIVED,
    OrderStatus.COMPLETED,
)
OFF_THE_PATH = (OrderStatus.COMPLETED, OrderStatus.CANCELLED, OrderStatus.CANCELLING)


@router.get("")
async def orders(
    request: Request, person: Reader, gateway: Gateway, asked: ListWanted, status: OrderStatus | None = None
) -> Response:
    found = await gateway.get("orders", "/orders", Page[OrderView], status=status, **asked.query(person))
    accounts = await accounts_of(gateway, found.items)
    rows = [
        (
            Link(item.number, f"/orders/{item.id}"),
            chip("order", item.status),
            goods_of(item),
            item.customer_name,
            *(replace(cell, brief=True) if isinstance(cell, Share) else cell for cell in sums_of(item, accounts)),
            *due_of(item, accounts),
            item.owner_name,
            item.placed_at,
        )
        for item in found.items
    ]
    new = [Action("new_order", "/orders/new", page=True, weight="primary")] if person.may(*ORDERERS) else []
    new += [Action("open_import_orders", "/orders/import", page=True)] if person.may(*ORDERERS) else []
    return list_page(request, person, LIST.listing(found, rows, asked, status, actions=new))


@router.get("/{order_id}")
async def order(request: Request, order_id: UUID, person: Reader, gateway: Gateway) -> Response:
    return await record_page(request, person, await order_record(gateway, order_id, person))


async def order_record(gateway: ServiceGateway, order_id: UUID, person: Person) -> Record:
    """What a page shows of it, and what the reader may do with it."""
    seen, account, goods, money, approval_request = await gather(
        gateway.get("orders", f"/orders/{order_id}", OrderView),
        gateway.part("collections", gateway.find("collections", f"/order-accounts/{order_id}", OrderAccount)),
        goods_of_order(gateway, order_id),
        gateway.part("collections", _money(order_id, gateway)),
        gateway.part("approvals", newest_request_about(gateway, order_id)),
    )
    trust = await gateway.part("collections", trust_of(gateway, seen))
    ids = [seen.id, *goods.ids, *(money.ids if money else ())]
    may_invoice = account is not None and may_act(person, "request_invoice", seen.owner_id)
    titles = await titles_of(gateway, seen.customer_id) if may_invoice else ()
    return Record(
        "order",
        seen.id,
        seen.number,
        seen.customer_name,
        chip("order", seen.status),
        [*fields_of(seen, account), *_terms(seen, person.lang)],
        [order_lines(seen, goods.stock), *charges_table(seen.charges), *goods.tables, *(money.tables if money else ())],
        [*_actions(seen, account, goods.stock, titles, person), *releasing(seen, trust, person)],
        _note(seen, account, person),
        _progress(seen),
        approval_request,
        await waits(gateway, ids, approval_request, otherwise=_waits(seen, account)),
        standing=[("ordered", seen.total), *standing([seen], {seen.id: account} if account else {}, seen.total)],
    )


def _waits(seen: OrderView, account: OrderAccount | None) -> list[Wait]:
    """Where nobody has a task: for the customer's money, else for the process, which asks the next one."""
    if seen.status in OFF_THE_PATH:
        return []
    if seen.status is OrderStatus.RECEIVED and account and account.paid + account.waiting < account.receivable:
        return [Wait(Worded("wait.pay"), (seen.customer_name,), until=account.next_due_on)]
    return [Wait(Worded("wait.starts"))]


def fields_of(seen: OrderView, account: OrderAccount | None) -> list[Field]:
    fields: list[Field] = [
        ("customer", Link(seen.customer_name, f"/customers/{seen.customer_id}")),
        ("contract", Link(seen.contract_number, f"/contracts/{seen.contract_id}") if seen.contract_id else None),
        ("total", seen.total),
        *((name, amount) for name in ("discount", "tax") if (amount := getattr(seen, name))),
    ]
    own = ("ordered_by", "purchase_order_number", "remark")
    fields += [(name, said) for name in own if (said := getattr(seen, name))]
    if goods := goods_of(seen):
        fields.append(("goods", goods))
    if account:
        fields += [("requested", account.requested), *echo_of(account)]
    fields += [("owner", seen.owner_name), ("ship_to", seen.ship_to), ("placed_at", seen.placed_at)]
    fields += [("deliver_on", seen.deliver_on)] if seen.deliver_on else []
    fields += [("production", Worded(f"status.production.{seen.production}"))] if seen.production else []
    fields += [("promised_on", seen.promised_on)] if seen.promised_on else []
    if seen.exchange_of:
        fields.append(("exchange_of", Link(seen.exchange_number, f"/returns/{seen.exchange_of}")))
    if seen.cancel_reason:
        fields.append(("cancel_reason", Worded(seen.cancel_reason)))  # a code where the house has cancelled it
    return fields + [
        (name, getattr(seen, name)) for name in ("credited", "completed_at", "closed_reason") if getattr(seen, name)
    ]


def _terms(seen: OrderView, lang: str) -> list[Field]:
    """Of an order without a contract; and what its customer was offered then."""
    fields: list[Field] = [("terms", said_terms(seen.terms, lang))] if seen.terms else []
    return [*fields, ("offered_terms", said_offer(seen.offer, lang))] if seen.offer else fields


def _note(seen: OrderView, account: OrderAccount | None, person: Person) -> Worded | None:
    """What was completed and stands no longer, or what the approvers asked for."""
    if account and seen.status is OrderStatus.COMPLETED:
        costs = account.total - (account.credited or Money.zero(account.total.currency))
        lacks = {"paid": costs - account.paid - account.written_off, "invoiced": costs - account.invoiced}
        missing = [name for name, money in lacks.items() if money.amount > 0]  # too much is a to-do of finance
        if missing:
            code = "both" if len(missing) == len(lacks) else missing[0]
            return Worded(
                f"console.no_longer_{code}", {name: plain(lacks[name], person.lang) for name in missing}, "bad"
            )
    return Worded("console.guidance", {"text": seen.guidance}, "busy") if seen.guidance else None


def _progress(order: OrderView) -> list[tuple[str, str]]:
    """Where the order is on its way, as a picture; a cancelled order has left it."""
    if order.status not in HAPPY_PATH:
        return []
    at = HAPPY_PATH.index(order.status)
    last = at == len(HAPPY_PATH) - 1
    return [
        (f"status.order.{one}", "done" if place < at or last else "now" if place == at else "ahead")
        for place, one in enumerate(HAPPY_PATH)
    ]


@dataclass(frozen=True)
class OrderMoney:
    """Of one order; `ids` of what somebody may have to do something about."""

    tables: Sequence[Table]
    ids: Sequence[UUID]


async def _money(order_id: UUID, gateway: ServiceGateway) -> OrderMoney | None:
    """What is owed, paid and invoiced; nothing for who may not see it."""
    debts, payments, invoices = await gather(
        gateway.find("collections", "/receivables", Page[ReceivableView], order_id=order_id, limit=50),
        gateway.find("collections", "/payments", Page[PaymentView], order_id=order_id, limit=50),
        gateway.find("collections", "/invoices", Page[InvoiceView], order_id=order_id, limit=50),
    )
    if debts is None or payments is None or invoices is None:
        return None
    owed: list[tuple[Cell, ...]] = [
        (
            Link(item.number, f"/receivables/{item.id}"),
            chip("receivable", item.status),
            item.due_on,
            item.amount,
            item.paid,
            item.written_off or None,
        )
        for item in debts.items
    ]
    paid: list[tuple[Cell, ...]] = [
        (Link(item.number, f"/payments/{item.id}"), chip("payment", item.status), item.received_on, item.amount)
        for item in payments.items
    ]
    billed: list[tuple[Cell, ...]] = [
        (Link(item.invoice_number or item.number, f"/invoices/{item.id}"), chip("invoice", item.status), item.amount)
        for item in invoices.items
    ]
    tables = [
        Table("nav.receivables", ("number", "status", "due_on", "amount", "paid", "written_off"), owed),
        Table("nav.payments", ("number", "status", "received_on", "amount"), paid),
        Table("nav.invoices", ("number", "status", "amount"), billed),
    ]
    ids = [item.id for found in (debts.items, payments.items, invoices.items) for item in found]
    return OrderMoney(tables, ids)


def _actions(
    seen: OrderView, account: OrderAccount | None, stock: Sequence[LineStock], titles: Titles, person: Person
) -> list[Action]:
    base_path, actions = f"/orders/{seen.id}", []
    mine = may_act(person, "cancel_order", seen.owner_id)
    if seen.status is OrderStatus.RETURNED and mine:
        actions.append(
            Action(
                "resubmit",
                f"{base_path}/resubmit",
                (Input("ship_to", "area", seen.ship_to, required=False),),
                "primary",
            )
        )
        actions.append(Action("edit", f"{base_path}/edit", page=True))
    if seen.status is OrderStatus.RESERVED and may_act(person, "ship"):
        sent = (Input("carrier", required=False), Input("tracking", required=False))
        actions.append(Action("ship", f"{base_path}/ship", (*pieces_left(seen, stock, person), *sent), "primary"))
    if seen.status is OrderStatus.CONFIRMED and may_act(person, "count_stock"):
        products = [(str(line.product_id), f"{line.product_code} · {line.product_name}") for line in seen.lines]
        counted = (Input("product_id", "select", options=products), Input("on_hand", "number"))
        actions.append(Action("count_stock", f"{base_path}/count-stock", counted))
    if person.may(*ORDERERS):
        actions.append(Action("copy_order", f"/orders/new?copy={seen.id}", page=True))
    if account and may_act(person, "split_commission"):
        actions.append(Action("see_commission_split", f"/commission-splits/{seen.id}", page=True))
    if account and seen.status not in OFF_THE_PATH[1:]:
        actions += _money_actions(seen, account, titles, person)
    actions += change_order(seen) if mine else []
    actions += close_short(seen) if mine else []
    has_shipped = any(line.shipped for line in seen.lines)
    if seen.goods_asked_for and seen.status not in OFF_THE_PATH and may_act(person, "confirm_goods_back"):
        path, sure = f"{base_path}/confirm-goods-back", "sure.confirm_goods_back"
        actions.append(Action("confirm_goods_back", path, weight="danger", sure=sure))
    if has_shipped and mine and seen.goods_back_at is None and seen.status not in OFF_THE_PATH:
        actions.append(Action("request_goods", f"{base_path}/request-goods", (Input("reason"),), "danger"))
    may_cancel = mine and (not has_shipped or (seen.goods_back_at is not None and seen.owner_id != person.id))
    if may_cancel and seen.status not in OFF_THE_PATH:
        actions.append(Action("cancel_order", f"{base_path}/cancel", (Input("reason"),), "danger"))
    return actions


def _money_actions(seen: OrderView, account: OrderAccount, titles: Titles, person: Person) -> list[Action]:
    base_path, actions = f"/orders/{seen.id}", []
    if not may_act(person, "record_payment", seen.owner_id):
        return []
    owed = account.receivable - account.paid - account.written_off - account.waiting
    if owed.amount > 0:
        inputs = (
            Input("amount", "money", str(max(owed.amount, exact(0)))),
            Input("received_on", "date", now().astimezone(person.zone).date().isoformat()),
            Input("reference", required=False),
            Input("occurrence", "number", "1"),
        )
        actions.append(Action("record_payment", f"{base_path}/pay", inputs))
    if account.receivable:
        actions += invoice_actions(seen, account, titles, person)
    return actions
