"""How does a customer choose what he needs, and order it?"""

from asyncio import gather
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Query, Request, Response
from pydantic import ValidationError

from console.form_input import NO_INPUT, KeptInput, Unreadable, keep_input, whole
from console.pages.parts.responses import Key, done, page
from console.service_gateway import Gateway, ServiceGateway, ServiceProblem
from console.session import Buyer, Person
from console.view_models import Cell, Field, Table
from console.wording.field_errors import field_errors, said
from messages.base import Page
from messages.orders.portal import (
    PlacePortalOrder,
    PortalContract,
    PortalDraft,
    PortalOffer,
    PortalOrderPreview,
    PortalOrderView,
)
from messages.texts import text

router = APIRouter(prefix="/portal/orders")

PATH = "/portal/orders/new"
SHOWN = 50  # products at once; who looks for another one searches
TEXTS = ("ship_to", "deliver_on", "purchase_order_number", "remark")
NO_PIECES = ("", "0")
NOTHING_CHOSEN = ("quantity", "portal.nothing_chosen")
Search = Annotated[str, Query(max_length=200)]


@dataclass(frozen=True)
class Sums:
    """What it would cost, or why it cannot be ordered so."""

    fields: Sequence[Field] = ()
    lines: Table | None = None
    problem: str = ""


@dataclass(frozen=True)
class Cart:
    """What the form shows: under which contract, how many of which product, what else was said."""

    contract_id: UUID | None = None
    quantities: Mapping[str, str] = field(default_factory=dict)  # product id → as typed
    values: Mapping[str, str] = field(default_factory=dict)
    left_out: Sequence[str] = ()


@router.get("/new")
async def order_form(
    request: Request,
    person: Buyer,
    gateway: Gateway,
    contract: UUID | None = None,
    copy: UUID | None = None,
    q: Search = "",
) -> Response:
    """What was typed stays, also when it was refused."""
    kept: KeptInput = getattr(request.state, "kept", NO_INPUT)
    if kept.path == PATH:
        return await _shown(request, person, gateway, _kept_cart(kept), q=q)
    cart = Cart(contract) if copy is None else await _copied(gateway, copy)
    return await _shown(request, person, gateway, cart, q=q)


@router.post("/new")
async def place(
    request: Request,
    person: Buyer,
    gateway: Gateway,
    key: Key,
    do: Annotated[str, Form()] = "place",
    q: Annotated[str, Form(max_length=200)] = "",
) -> Response:
    """Places it. `search`: other products beside those chosen; `reckon`: what it costs, without JavaScript."""
    if do == "search":
        request.state.kept = kept = await keep_input(request)
        return await _shown(request, person, gateway, _kept_cart(kept), q=q)
    command = await _typed(request)
    if do == "reckon":
        sums = _sums(await gateway.post("orders", "/portal/orders/preview", command, PortalOrderPreview))
        request.state.kept = kept = await keep_input(request)
        return await _shown(request, person, gateway, _kept_cart(kept), q=q, figures=sums)
    made = await gateway.post("orders", "/portal/orders", command, PortalOrderView, key=key)
    message = text("portal.placed", person.lang, number=made.number, seller=made.seller)
    return done(request, f"/portal/orders/{made.id}", message)


@router.post("/new/sums")
async def sums(request: Request, person: Buyer, gateway: Gateway) -> Response:
    """What it would cost as it is typed now, or why it cannot be ordered like this."""
    try:
        command = await _typed(request)
        shown = _sums(await gateway.post("orders", "/portal/orders/preview", command, PortalOrderPreview))
    except ServiceProblem as refused:
        shown = Sums(problem=refused.text)
    except Unreadable as wrong:
        is_empty = (wrong.name, wrong.code) == NOTHING_CHOSEN
        problem = said(field_errors([{"loc": (wrong.name, wrong.row), "code": wrong.code}], person.lang), person.lang)
        shown = Sums() if is_empty else Sums(problem=problem)
    except ValidationError as wrong:
        shown = Sums(problem=said(field_errors(list(wrong.errors()), person.lang), person.lang))
    return page(request, "portal/sums.html", person, sums=shown)


async def _copied(gateway: ServiceGateway, order_id: UUID) -> Cart:
    draft = await gateway.get("orders", f"/portal/orders/{order_id}/draft", PortalDraft)
    quantities = {str(line.product_id): str(line.quantity) for line in draft.order.lines}
    return Cart(draft.order.contract_id, quantities, {"ship_to": draft.order.ship_to}, draft.left_out)


def _kept_cart(kept: KeptInput) -> Cart:
    contract = kept.of(PATH, "contract_id", "")
    rows = kept.rows(PATH, ("product_id", "quantity")) or []
    quantities = {row["product_id"]: row["quantity"] for row in rows if row["quantity"].strip() not in NO_PIECES}
    values = {name: kept.of(PATH, name, "") for name in TEXTS}
    return Cart(UUID(contract) if contract else None, quantities, values)


async def _shown(
    request: Request, person: Person, gateway: ServiceGateway, cart: Cart, *, q: str, figures: Sums | None = None
) -> Response:
    """What is chosen first, then what else there is."""
    of = {"contract_id": cart.contract_id and str(cart.contract_id)}
    found, chosen, contracts = await gather(
        _offers(gateway, **of, q=q.strip() or None, limit=SHOWN),
        _offers(gateway, **of, product_id=list(cart.quantities), limit=100) if cart.quantities else _no_offers(),
        gateway.get("orders", "/portal/contracts", list[PortalContract]),
    )
    typed = list(cart.quantities)  # in this order, so that what is wrong with a row stands in it
    in_cart = sorted(chosen.items, key=lambda one: typed.index(str(one.product_id)))
    offers = {str(one.product_id): one for one in reversed((*in_cart, *found.items))}  # the first of each counts
    rows = [(one, cart.quantities.get(id, "")) for id, one in reversed(offers.items())]
    return page(
        request, "portal/order_form.html", person, cart=cart, rows=rows, contracts=contracts, q=q, path=PATH,
        sums=figures, more=bool(found.next),
    )  # fmt: skip


async def _offers(gateway: ServiceGateway, **query: Any) -> Page[PortalOffer]:
    return await gateway.get("orders", "/portal/offers", Page[PortalOffer], **query)


async def _no_offers() -> Page[PortalOffer]:
    return Page[PortalOffer](items=[])


async def _typed(request: Request) -> PlacePortalOrder:
    """Products without a number of pieces do not count. Raises Unreadable, ValidationError."""
    form = await request.form()
    rows = zip(form.getlist("product_id"), form.getlist("quantity"), strict=False)
    typed = [(str(id), str(n)) for id, n in rows if str(n).strip() not in NO_PIECES]
    lines = [{"product_id": id, "quantity": whole("quantity", n, row)} for row, (id, n) in enumerate(typed)]
    if not lines:
        raise Unreadable(*NOTHING_CHOSEN)
    own = {name: value for name in TEXTS if (value := str(form.get(name) or "").strip())}
    contract = {"contract_id": form["contract_id"]} if form.get("contract_id") else {}
    return PlacePortalOrder.model_validate({"lines": lines, **own, **contract})


def _sums(seen: PortalOrderPreview) -> Sums:
    rows: list[tuple[Cell, ...]] = [
        (line.product_code, line.product_name, line.quantity, line.price, line.total) for line in seen.lines
    ]
    fields: list[Field] = [("total", seen.total), *([("tax", seen.tax)] if seen.tax else [])]
    return Sums(fields, Table("field.lines", ("product_code", "product_name", "quantity", "price", "total"), rows))
