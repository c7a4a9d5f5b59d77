"""How does somebody write an order: for whom, what, at which price?"""

from asyncio import gather
from dataclasses import replace
from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Query, Request, Response
from pydantic import ValidationError

from console.form_input import Unreadable, keep_input
from console.pages.orders.order_draft import (
    NO_LINES,
    PATH,
    Draft,
    draft_of_contract,
    draft_of_copy,
    draft_of_exchange,
    typed_order,
)
from console.pages.orders.order_figures import Figures, figures_of
from console.pages.parts.next_signers import submitted_message
from console.pages.parts.responses import Key, done, page
from console.pages.parts.written_terms import offer_to, problem_of
from console.service_gateway import Gateway, ServiceGateway, ServiceProblem
from console.session import Person, Reader
from messages.base import Page
from messages.deals.contracts import ContractStatus, ContractView
from messages.deals.customers import CustomerView
from messages.orders.orders import OrderView
from messages.orders.placing import PlaceOrder
from messages.orders.previews import OrderDraft, OrderPreview
from messages.orders.products import ProductView
from messages.orders.returns import ReturnView
from messages.texts import text

router = APIRouter()
OFFERED = 20  # of each, before one searches


@router.get("/new")
async def order_form(
    request: Request,
    person: Reader,
    gateway: Gateway,
    contract: UUID | None = None,
    customer: UUID | None = None,
    copy: UUID | None = None,
    exchange: UUID | None = None,
    q: Annotated[str, Query(max_length=200)] = "",
) -> Response:
    """Without any of them, or when nothing can be ordered so: for whom, and under which contract?"""
    try:
        draft = await (_exchange(gateway, exchange) if exchange else _draft(gateway, contract, customer, copy))
    except ServiceProblem as refused:
        if refused.status != HTTPStatus.CONFLICT:
            raise
        nothing_left = contract is not None and refused.rule == "ORD-3"  # without lines it takes all that is left
        problem = text("console.contract_used_up", person.lang) if nothing_left else refused.text
        return await _origins(request, person, gateway, q, problem=problem)
    if draft is None:
        return await _origins(request, person, gateway, q)
    if draft.customer_id is not None:
        draft = replace(draft, offer=await offer_to(gateway, draft.customer_id))
    return page(request, "orders/order_form.html", person, draft=draft, figures=None, path=PATH)


@router.post("/new")
async def place(
    request: Request, gateway: Gateway, person: Reader, key: Key, do: Annotated[str, Form()] = "place"
) -> Response:
    """Places it; the button `reckon` only says what it would cost, for a browser without JavaScript."""
    command = await typed_order(request, gateway)
    if do == "reckon":
        seen = await gateway.post("orders", "/orders/preview", command, OrderPreview)
        request.state.kept = await keep_input(request)
        draft = Draft(
            seen.customer_name,
            command.customer_id,
            command.contract_id,
            seen.contract_number,
            exchange_of=command.exchange_of,
        )
        figures = figures_of(seen, person)
        return page(request, "orders/order_form.html", person, draft=draft, figures=figures, path=PATH)
    made = await gateway.post("orders", "/orders", command, OrderView, key=key)
    return done(request, f"/orders/{made.id}", await submitted_message(gateway, person, "message.place_order", made.id))


@router.post("/new/figures")
async def figures(request: Request, gateway: Gateway, person: Reader) -> Response:
    """What it would cost as it is typed now, or why it cannot be placed like this."""
    try:
        seen = await gateway.post("orders", "/orders/preview", await typed_order(request, gateway), OrderPreview)
        shown = figures_of(seen, person)
    except ServiceProblem as refused:
        shown = Figures(problem=refused.text)
    except Unreadable as wrong:
        is_blank = (wrong.name, wrong.code) == NO_LINES
        shown = Figures() if is_blank else Figures(problem=problem_of(wrong, person))
    except ValidationError as wrong:
        shown = Figures(problem=problem_of(wrong, person))
    return page(request, "orders/order_figures.html", person, figures=shown)


@router.get("/new/products")
async def products(
    request: Request, gateway: Gateway, person: Reader, product: Annotated[str, Query(max_length=200)] = ""
) -> Response:
    """Those whose code or name has these words, to be chosen from while one types."""
    found = await gateway.get("orders", "/products", Page[ProductView], q=product.strip() or None, limit=OFFERED)
    return page(request, "orders/product_options.html", person, products=found.items)


async def _exchange(gateway: ServiceGateway, return_id: UUID) -> Draft:
    goods = await gateway.get("orders", f"/returns/{return_id}", ReturnView)
    return draft_of_exchange(goods, await gateway.get("orders", f"/orders/{goods.order_id}", OrderView))


async def _draft(
    gateway: ServiceGateway, contract: UUID | None, customer: UUID | None, copy: UUID | None
) -> Draft | None:
    if copy is not None:
        again, past = await gather(
            gateway.get("orders", f"/orders/{copy}/draft", OrderDraft),
            gateway.get("orders", f"/orders/{copy}", OrderView),
        )
        return draft_of_copy(again, past)
    if contract is not None:
        rest = await gateway.post("orders", "/orders/preview", PlaceOrder(contract_id=contract), OrderPreview)
        return draft_of_contract(rest)
    if customer is not None:
        seen = await gateway.get("deals", f"/customers/{customer}", CustomerView)
        return Draft(seen.name, customer_id=seen.id)
    return None


async def _origins(request: Request, person: Person, gateway: ServiceGateway, q: str, *, problem: str = "") -> Response:
    wanted = {"q": q.strip() or None, "limit": OFFERED}
    contracts, customers = await gather(
        gateway.get("deals", "/contracts", Page[ContractView], status=ContractStatus.EFFECTIVE, **wanted),
        gateway.get("deals", "/customers", Page[CustomerView], **wanted),
    )
    return page(
        request, "orders/order_origins.html", person,
        contracts=contracts.items, customers=customers.items, q=q, problem=problem,
    )  # fmt: skip
