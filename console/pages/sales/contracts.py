"""What do people see of contracts, and what may they do with them?"""

from asyncio import gather
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response

from console.pages.parts.authority import may_act
from console.pages.parts.lists import ListWanted, RecordList
from console.pages.parts.next_signers import submitted_message
from console.pages.parts.order_sums import Accounts, accounts_of, orders_table, standing
from console.pages.parts.pending_approval import newest_request_about
from console.pages.parts.responses import Key, done, list_page, page, record_page
from console.pages.parts.status_chips import chip
from console.pages.parts.waiting import waits
from console.pages.parts.written_terms import offer_to
from console.pages.parts.written_terms import plan_table as kept_plan_table
from console.pages.sales import contract_import
from console.pages.sales.contract_terms import Draft, product_choices, typed_terms
from console.pages.sales.plan_rows import plan_table
from console.service_gateway import Gateway, ServiceGateway
from console.session import Person, Reader
from console.view_models import Action, Cell, Field, Input, Link, Record, Share, Table, Wait, Worded
from console.wording.offered_terms import said_offer
from messages.base import Page
from messages.collections.plans import PaymentPlanView
from messages.deals.contracts import AssessRisk, CancelContract, ContractStatus, ContractView, EditContract
from messages.money import total
from messages.orders.orders import OrderStatus, OrderView
from messages.orders.placing import PlaceOrder
from messages.texts import text

router = APIRouter(prefix="/contracts")
router.include_router(contract_import.router)

COLUMNS = ("number", "status", "customer", "total", "discount_percent", "owner", "created_at")
LIST = RecordList("contract", "/contracts", ContractStatus, COLUMNS)
ENDING = (ContractStatus.CANCELLING, ContractStatus.CANCELLED, ContractStatus.REJECTED)
EDITABLE = (ContractStatus.DRAFT, ContractStatus.RETURNED)


@router.get("")
async def contracts(
    request: Request, person: Reader, gateway: Gateway, asked: ListWanted, status: ContractStatus | None = None
) -> Response:
    found = await gateway.get("deals", "/contracts", Page[ContractView], status=status, **asked.query(person))
    rows = [
        (
            Link(item.number, f"/contracts/{item.id}"),
            chip("contract", item.status),
            item.customer_name,
            item.total,
            item.discount_percent,
            item.owner_name,
            item.created_at,
        )
        for item in found.items
    ]
    new = (
        [Action("open_import_contracts", contract_import.PATH, page=True)]
        if person.may(*contract_import.KEEPERS)
        else []
    )
    return list_page(request, person, LIST.listing(found, rows, asked, status, actions=new))


@router.get("/{contract_id}")
async def contract(request: Request, contract_id: UUID, person: Reader, gateway: Gateway) -> Response:
    seen = await gateway.get("deals", f"/contracts/{contract_id}", ContractView)
    record = await contract_record(gateway, seen, person)
    may_attach = may_act(person, "attach", seen.owner_id) and seen.status in EDITABLE
    files: dict[str, Any] = {"files": seen.files, "may_attach": may_attach}
    return await record_page(request, person, record, "sales/contract.html", **files)


async def contract_record_of(gateway: ServiceGateway, contract_id: UUID, person: Person) -> Record:
    seen = await gateway.get("deals", f"/contracts/{contract_id}", ContractView)
    return await contract_record(gateway, seen, person)


async def contract_record(gateway: ServiceGateway, seen: ContractView, person: Person) -> Record:
    """What a page shows of it, and what the reader may do with it."""
    contract_id = seen.id
    orders, plan, approval_request = await gather(
        gateway.part("orders", gateway.find("orders", "/orders", Page[OrderView], contract_id=contract_id, limit=50)),
        gateway.part("collections", _plan(gateway, contract_id)),
        gateway.part("approvals", newest_request_about(gateway, contract_id)),
    )
    live = [item for item in orders.items if item.status is not OrderStatus.CANCELLED] if orders else None
    accounts = await accounts_of(gateway, live or [])
    return Record(
        "contract",
        seen.id,
        seen.number,
        seen.customer_name,
        chip("contract", seen.status),
        _fields(seen, person.lang),
        [*_tables(seen, plan, person.lang), *([orders_table(orders, accounts)] if orders else [])],
        [*_actions(seen, live, person), *([_see_plan(plan)] if plan else [])],
        note=Worded("console.guidance", {"text": seen.guidance}, "busy") if seen.guidance else None,
        request=approval_request,
        waits=await waits(gateway, [contract_id], approval_request, otherwise=_waits(seen, live)),
        standing=_standing(seen, live, accounts) if live else (),
    )


def _waits(seen: ContractView, orders: list[OrderView] | None) -> list[Wait]:
    """Where nobody has a task."""
    if seen.status in EDITABLE:
        return [Wait(Worded("wait.submit"), (seen.owner_name,), since=seen.created_at)]
    if seen.status is ContractStatus.IN_APPROVAL:
        return [Wait(Worded("wait.starts"))]
    if seen.status is ContractStatus.EFFECTIVE and orders is not None and not _is_all_ordered(seen, orders):
        return [Wait(Worded("wait.order"), (seen.owner_name,), since=seen.effective_at)]
    return []


@router.get("/{contract_id}/edit")
async def edit_page(request: Request, contract_id: UUID, person: Reader, gateway: Gateway) -> Response:
    seen = await gateway.get("deals", f"/contracts/{contract_id}", ContractView)
    offer = await offer_to(gateway, seen.customer_id)
    draft = Draft(f"/contracts/{contract_id}/edit", "button.save", seen, offer)
    about = {"kind": "contract", "number": seen.number, "title": seen.customer_name}
    choices = await product_choices(gateway, person)
    return page(request, "sales/contract_terms.html", person, about=about, draft=draft, products=choices)


@router.post("/{contract_id}/edit")
async def edit(
    request: Request, contract_id: UUID, gateway: Gateway, person: Reader, key: Key, version: Annotated[int, Form()]
) -> Response:
    """Rejected when somebody else changed it since it was read."""
    lines, terms, clauses = await typed_terms(request, gateway)
    command = EditContract(lines=lines, terms=terms, clauses=clauses)
    await gateway.patch("deals", f"/contracts/{contract_id}", command, ContractView, version=version, key=key)
    return done(request, f"/contracts/{contract_id}", text("message.saved", person.lang))


@router.post("/{contract_id}/submit")
async def submit(request: Request, contract_id: UUID, gateway: Gateway, person: Reader, key: Key) -> Response:
    await gateway.post("deals", f"/contracts/{contract_id}/submit", None, key=key)
    return done(
        request, f"/contracts/{contract_id}", await submitted_message(gateway, person, "message.submit", contract_id)
    )


@router.post("/{contract_id}/risk")
async def assess(
    request: Request,
    contract_id: UUID,
    gateway: Gateway,
    person: Reader,
    key: Key,
    score: Annotated[str, Form()] = "",
    reason: Annotated[str, Form()] = "",
) -> Response:
    """Somebody who knows better says how risky it is."""
    command = AssessRisk.model_validate({"score": score, "reason": reason})
    await gateway.post("deals", f"/contracts/{contract_id}/assess-risk", command, key=key)
    return done(request, f"/contracts/{contract_id}", text("message.saved", person.lang))


@router.post("/{contract_id}/withdraw")
async def withdraw(request: Request, contract_id: UUID, gateway: Gateway, person: Reader, key: Key) -> Response:
    await gateway.post("deals", f"/contracts/{contract_id}/withdraw", None, key=key)
    return done(request, f"/contracts/{contract_id}", text("message.withdraw", person.lang))


@router.post("/{contract_id}/cancel")
async def cancel(
    request: Request, contract_id: UUID, gateway: Gateway, person: Reader, key: Key, reason: Annotated[str, Form()] = ""
) -> Response:
    await gateway.post("deals", f"/contracts/{contract_id}/cancel", CancelContract(reason=reason), key=key)
    return done(request, f"/contracts/{contract_id}", text("message.saved", person.lang))


@router.post("/{contract_id}/order")
async def order(
    request: Request,
    contract_id: UUID,
    gateway: Gateway,
    person: Reader,
    key: Key,
    ship_to: Annotated[str, Form()] = "",
) -> Response:
    """Calls off all that is left."""
    command = PlaceOrder(contract_id=contract_id, ship_to=ship_to)
    made = await gateway.post("orders", "/orders", command, OrderView, key=key)
    return done(request, f"/orders/{made.id}", await submitted_message(gateway, person, "message.place_order", made.id))


def _fields(seen: ContractView, lang: str) -> list[Field]:
    return [
        ("customer", Link(seen.customer_name, f"/customers/{seen.customer_id}")),
        ("total", seen.total),
        ("list_total", seen.list_total),
        ("discount_percent", seen.discount_percent),
        ("line_discount_percent", seen.line_discount_percent),
        ("risk_score", seen.risk_score),
        ("owner", seen.owner_name),
        *_offered(seen, lang),
        ("opportunity", Link(Worded("console.open"), f"/opportunities/{seen.opportunity_id}")),
        *((name, getattr(seen, name)) for name in ("round", "effective_at", "created_at", "clauses")),
    ]


def _offered(seen: ContractView, lang: str) -> list[Field]:
    """What its customer was offered when its terms were set; those that are agreed may be others."""
    if seen.offer is None:
        return []
    code = "offer.as_offered" if seen.is_as_offered else "offer.otherwise"
    return [("offered_terms", text(code, lang, offer=said_offer(seen.offer, lang)))]


async def _plan(gateway: ServiceGateway, contract_id: UUID) -> PaymentPlanView | None:
    """Once it is effective; none for who may not see it."""
    path = "/payment-plans"
    found = await gateway.find("collections", path, Page[PaymentPlanView], contract_id=contract_id, limit=1)
    return found.items[0] if found and found.items else None


def _see_plan(plan: PaymentPlanView) -> Action:
    return Action("see_payment_plan", f"/payment-plans/{plan.id}", page=True)


def _tables(seen: ContractView, plan: PaymentPlanView | None, lang: str) -> list[Table]:
    """The plan as it is by now; until there is one, the rows that follow from the terms."""
    lines: list[tuple[Cell, ...]] = [
        (line.product_code, line.product_name, line.quantity, line.list_price, line.price, line.amount)
        for line in seen.lines
    ]
    risks: list[tuple[Cell, ...]] = [
        (Worded(f"value.cause.{factor.cause}"), factor.note, factor.points) for factor in seen.risk_factors
    ]
    columns = ("product_code", "product_name", "quantity", "list_price", "price", "amount")
    return [
        Table("field.lines", columns, lines),
        kept_plan_table(plan, lang) if plan else plan_table(seen.total, seen.terms, lang),
        Table("field.risk_factors", ("cause", "note", "points"), risks),
    ]


def _standing(seen: ContractView, orders: list[OrderView], accounts: Accounts) -> list[tuple[str, Share]]:
    ordered = total([order.total for order in orders], seen.total.currency)
    return [("ordered", Share(ordered, seen.total)), *standing(orders, accounts, seen.total)]


def _is_all_ordered(seen: ContractView, orders: list[OrderView]) -> bool:
    wanted = sum(line.quantity for line in seen.lines)
    return wanted <= sum(line.quantity for order in orders for line in order.lines)


def _actions(seen: ContractView, orders: list[OrderView] | None, person: Person) -> list[Action]:
    """What depends on its orders is offered to who can see them now."""
    base_path, actions = f"/contracts/{seen.id}", []
    sells = may_act(person, "edit", seen.owner_id)
    if sells and seen.status in EDITABLE:
        actions += [
            Action("submit", f"{base_path}/submit", weight="primary"),
            Action("edit", f"{base_path}/edit", page=True),
        ]
    if may_act(person, "assess_risk") and seen.status in EDITABLE:
        actions.append(Action("assess_risk", f"{base_path}/risk", (Input("score", "number"), Input("reason"))))
    if sells and seen.status is ContractStatus.IN_APPROVAL:
        actions.append(Action("withdraw", f"{base_path}/withdraw"))
    if orders is None:
        return actions
    may_order = seen.status is ContractStatus.EFFECTIVE and not _is_all_ordered(seen, orders)
    if may_act(person, "place_order", seen.owner_id) and may_order:
        actions.append(
            Action("place_order", f"{base_path}/order", (Input("ship_to", "area", required=False),), "primary")
        )
        actions.append(Action("write_order", f"/orders/new?contract={seen.id}", page=True))
    if sells and not orders and seen.status not in ENDING:
        actions.append(Action("cancel_contract", f"{base_path}/cancel", (Input("reason"),), "danger"))
    return actions
