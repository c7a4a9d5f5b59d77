"""How does somebody change an order after its approval?"""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response
from pydantic import ValidationError

from console.form_input import Unreadable, keep_input
from console.pages.orders.change_draft import EditWords, draft_of_change, figures_of_change, typed_change
from console.pages.orders.order_figures import Figures
from console.pages.parts.next_signers import submitted_message
from console.pages.parts.responses import Key, done, page
from console.pages.parts.written_terms import problem_of
from console.service_gateway import Gateway, ServiceGateway, ServiceProblem
from console.session import Person, Reader
from console.view_models import Worded
from messages.orders.order_changes import (
    OrderChangeStatus,
    OrderChangeView,
    OrderDifference,
    PreviewOrderChange,
    RequestOrderChange,
    ResubmitOrderChange,
)
from messages.orders.orders import OrderView

router = APIRouter()
WORDS = EditWords(
    "button.change_order",
    "hint.change_order",
    "hint.change_lines",
    "console.order_difference",
    "empty.difference",
    "button.submit_change",
    "button.show_difference",
    reason=True,
)


@router.get("/{order_id}/change")
async def change_form(request: Request, order_id: UUID, person: Reader, gateway: Gateway) -> Response:
    """With what stands in it; with what was wanted, when that was sent back. While one waits, that one is shown."""
    order, change = await _found(gateway, order_id)
    if change is not None and change.status is not OrderChangeStatus.RETURNED:
        return done(request, f"/order-changes/{change.id}")
    return await _form(request, person, order, change, None)


@router.post("/{order_id}/change")
async def submit_change(
    request: Request,
    order_id: UUID,
    gateway: Gateway,
    person: Reader,
    key: Key,
    do: Annotated[str, Form()] = "submit",
    reason: Annotated[str, Form()] = "",
) -> Response:
    """Submits it; the button `reckon` only shows the difference, for a browser without JavaScript."""
    said = await typed_change(request, gateway)
    order, change = await _found(gateway, order_id)
    if do == "reckon":
        command = PreviewOrderChange.model_validate(said | {"order_id": order_id})
        seen = await gateway.post("orders", "/order-changes/preview", command, OrderDifference)
        request.state.kept = await keep_input(request)
        return await _form(request, person, order, change, figures_of_change(seen))
    if change is not None and change.status is OrderChangeStatus.RETURNED:
        again = ResubmitOrderChange.model_validate(said | {"reason": reason})
        path = f"/order-changes/{change.id}/resubmit"
        made = await gateway.post("orders", path, again, OrderChangeView, key=key)
    else:
        wanted = RequestOrderChange.model_validate(said | {"order_id": order_id, "reason": reason})
        made = await gateway.post("orders", "/order-changes", wanted, OrderChangeView, key=key)
    message = await submitted_message(gateway, person, "message.change_order", made.id)
    return done(request, f"/order-changes/{made.id}", message)


@router.post("/{order_id}/change/figures")
async def difference(request: Request, order_id: UUID, gateway: Gateway, person: Reader) -> Response:
    """In what it would differ as it is typed now, or why it cannot be changed like this."""
    try:
        said = await typed_change(request, gateway)
        command = PreviewOrderChange.model_validate(said | {"order_id": order_id})
        shown = figures_of_change(await gateway.post("orders", "/order-changes/preview", command, OrderDifference))
    except ServiceProblem as refused:
        if refused.status not in (HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY):
            raise
        shown = Figures(problem=refused.text)
    except (Unreadable, ValidationError) as wrong:
        shown = Figures(problem=problem_of(wrong, person))
    return page(request, "orders/order_figures.html", person, figures=shown)


async def _found(gateway: ServiceGateway, order_id: UUID) -> tuple[OrderView, OrderChangeView | None]:
    """The order, and the change of it that waits."""
    order = await gateway.get("orders", f"/orders/{order_id}", OrderView)
    if order.open_change_id is None:
        return order, None
    return order, await gateway.get("orders", f"/order-changes/{order.open_change_id}", OrderChangeView)


async def _form(
    request: Request, person: Person, order: OrderView, change: OrderChangeView | None, figures: Figures | None
) -> Response:
    path = f"/orders/{order.id}/change"
    note = Worded("console.guidance", {"text": change.guidance}, "busy") if change and change.guidance else None
    draft = draft_of_change(order, path, change)
    return page(
        request, "orders/order_edit_form.html", person,
        draft=draft, figures=figures, path=path, order=order, note=note, words=WORDS,
    )  # fmt: skip
