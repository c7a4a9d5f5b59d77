"""How is an invoice of an order requested: an amount of it, or lines of it?"""

from asyncio import gather
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response

from console.form_input import Unreadable, whole
from console.form_input import amount as typed_amount
from console.pages.parts.invoice_choices import Titles, made_out, title_inputs, titles_of
from console.pages.parts.responses import Key, done, page
from console.service_gateway import Gateway
from console.session import Person, Reader
from console.view_models import Action, Field, Input, Worded
from messages.collections.invoices import (
    BillableLineView,
    BillableOrder,
    InvoiceView,
    JoinableOrder,
    RequestInvoice,
)
from messages.collections.receivables import OrderAccount
from messages.money import Money
from messages.orders.orders import OrderView
from messages.texts import text

router = APIRouter()


def invoice_actions(seen: OrderView, account: OrderAccount, titles: Titles, person: Person) -> list[Action]:
    """As long as anything of it can be invoiced."""
    left = account.to_invoice
    if not left:
        return []
    figures: list[Field] = [
        ("order_amount", account.total), ("to_invoice", left), ("requested", account.requested)
    ]  # fmt: skip
    inputs = (Input("amount", "money", str(left.amount)), *title_inputs(titles, seen.customer_name, person))
    at = f"/orders/{seen.id}/invoice"
    return [
        Action("request_invoice", at, inputs, figures=figures),
        Action("request_invoice_by_lines", at, page=True),
    ]


@router.get("/{order_id}/invoice")
async def invoice_form(request: Request, order_id: UUID, gateway: Gateway, person: Reader) -> Response:
    """The order's lines, how much of each can be invoiced, and the customer's orders that can be invoiced with it."""
    at = f"/order-accounts/{order_id}"
    seen, joinable = await gather(
        gateway.get("collections", f"{at}/billable", BillableOrder),
        gateway.get("collections", f"{at}/joinable", list[JoinableOrder]),
    )
    figures: list[Field] = [
        ("order_amount", seen.amount), ("credited", seen.credited or None), ("to_invoice", seen.to_invoice),
        ("requested", seen.requested), ("invoiced", seen.invoiced),
    ]  # fmt: skip
    lines = [(line, description(line), f"{line.position}") for line in seen.lines if line.left]
    inputs = title_inputs(await titles_of(gateway, seen.customer_id), seen.customer_name, person)
    shown: dict[str, Any] = {"seen": seen, "figures": [one for one in figures if one[1]], "lines": lines}
    path = f"/orders/{order_id}/invoice"
    return page(request, "orders/order_invoice.html", person, **shown, joinable=joinable, inputs=inputs, path=path)


@router.post("/{order_id}/invoice")
async def invoice(
    request: Request,
    order_id: UUID,
    gateway: Gateway,
    person: Reader,
    key: Key,
    title_id: Annotated[str, Form()] = "",
    invoice_kind: Annotated[str, Form()] = "",
) -> Response:
    seen = await gateway.get("collections", f"/order-accounts/{order_id}/billable", BillableOrder)
    asked = await _asked_for(request, seen)
    made = made_out(title_id, invoice_kind, seen.customer_name)
    others = [{"order_id": str(one)} for one in (await request.form()).getlist("with_order")]
    command = RequestInvoice.model_validate({"order_id": order_id, "with_orders": others, **asked, **made})
    found = await gateway.post("collections", "/invoices", command, InvoiceView, key=key)
    return done(request, f"/invoices/{found.id}", text("message.request_invoice", person.lang))


def description(line: BillableLineView) -> str | Worded:
    """A charge without a name of its own is called by its kind."""
    if line.charge and not line.description:
        return Worded(f"value.charge.{line.charge}")
    return " · ".join(part for part in (line.product_code, line.description) if part)


async def _asked_for(request: Request, seen: BillableOrder) -> dict[str, Any]:
    """Lines where the form has lines, else the amount. Raises Unreadable, also where nothing is asked for."""
    form = await request.form()
    if "position" not in form:
        money = Money(amount=typed_amount("amount", str(form.get("amount") or "")), currency=seen.amount.currency)
        return {"amount": money}
    rows = zip(form.getlist("position"), form.getlist("to_bill"), form.getlist("per"), strict=False)
    lines = [_line(str(position), str(typed), str(per), row) for row, (position, typed, per) in enumerate(rows)]
    wanted = [line for line in lines if line]
    if not wanted:
        raise Unreadable("to_bill", "input.missing")
    return {"lines": wanted}


def _line(position: str, typed: str, per: str, row: int) -> dict[str, Any] | None:
    """Pieces, or an amount of a line that has none; nothing typed: not this line."""
    if not typed.strip():
        return None
    if per == "amount":
        money = typed_amount("to_bill", typed, row)
        return {"position": position, "amount": money} if money else None
    pieces = whole("to_bill", typed, row)
    return {"position": position, "quantity": pieces} if pieces else None
