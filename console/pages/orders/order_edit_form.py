"""How does somebody change a returned order before he places it again?"""

from http import HTTPStatus
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response
from pydantic import ValidationError

from console.form_input import Unreadable, keep_input
from console.pages.orders.change_draft import EditWords, draft_of_order, typed_lines
from console.pages.orders.order_draft import LINE
from console.pages.orders.order_figures import Figures, figures_of
from console.pages.parts.next_signers import submitted_message
from console.pages.parts.responses import Key, done, page
from console.pages.parts.written_terms import problem_of
from console.service_gateway import Gateway, ServiceGateway, ServiceProblem
from console.session import Person, Reader
from console.view_models import Worded
from messages.orders.orders import OrderView
from messages.orders.placing import ResubmitOrder
from messages.orders.previews import OrderPreview

router = APIRouter()
WORDS = EditWords(
    "button.resubmit",
    "hint.edit_order",
    "hint.order_lines",
    "console.order_figures",
    "empty.figures",
    "button.resubmit",
    "button.reckon",
)


@router.get("/{order_id}/edit")
async def edit_form(request: Request, order_id: UUID, person: Reader, gateway: Gateway) -> Response:
    return await _form(request, person, gateway, order_id, None)


@router.post("/{order_id}/edit")
async def resubmit_edited(
    request: Request,
    order_id: UUID,
    gateway: Gateway,
    person: Reader,
    key: Key,
    do: Annotated[str, Form()] = "submit",
) -> Response:
    """Places it again; the button `reckon` only says what it would cost, for a browser without JavaScript."""
    command = await _typed(request, gateway)
    if do == "reckon":
        seen = await _reckoned(gateway, order_id, command)
        request.state.kept = await keep_input(request)
        return await _form(request, person, gateway, order_id, figures_of(seen, person))
    await gateway.post("orders", f"/orders/{order_id}/resubmit", command, OrderView, key=key)
    message = await submitted_message(gateway, person, "message.place_order", order_id)
    return done(request, f"/orders/{order_id}", message)


@router.post("/{order_id}/edit/figures")
async def edited_figures(request: Request, order_id: UUID, gateway: Gateway, person: Reader) -> Response:
    """What it would cost as it is typed now, or why it cannot be placed like this."""
    try:
        shown = figures_of(await _reckoned(gateway, order_id, await _typed(request, gateway)), person)
    except ServiceProblem as refused:
        if refused.status not in (HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY):
            raise
        shown = Figures(problem=refused.text)
    except (Unreadable, ValidationError) as wrong:
        shown = Figures(problem=problem_of(wrong, person))
    return page(request, "orders/order_figures.html", person, figures=shown)


async def _typed(request: Request, gateway: ServiceGateway) -> ResubmitOrder:
    said: dict[str, Any] = await typed_lines(request, gateway, LINE)
    return ResubmitOrder.model_validate(said)


async def _reckoned(gateway: ServiceGateway, order_id: UUID, command: ResubmitOrder) -> OrderPreview:
    return await gateway.post("orders", f"/orders/{order_id}/preview-resubmission", command, OrderPreview)


async def _form(
    request: Request, person: Person, gateway: ServiceGateway, order_id: UUID, figures: Figures | None
) -> Response:
    order = await gateway.get("orders", f"/orders/{order_id}", OrderView)
    path = f"/orders/{order.id}/edit"
    note = Worded("console.guidance", {"text": order.guidance}, "busy") if order.guidance else None
    draft = draft_of_order(order, path, LINE)
    return page(
        request, "orders/order_edit_form.html", person,
        draft=draft, figures=figures, path=path, order=order, note=note, words=WORDS,
    )  # fmt: skip
