"""What was spent on customers 费用: how is it written down, what waits for approval, and what does one cost so far?"""

from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response

from chassis.base.clock import now
from console.form_input import amount
from console.pages.customers.admissions import tabs
from console.pages.customers.coded import words_of
from console.pages.deals.follow_ups import Uploads, given_files
from console.pages.parts.authority import may_act
from console.pages.parts.downloads import download
from console.pages.parts.lists import ListWanted, RecordList
from console.pages.parts.next_signers import submitted_message
from console.pages.parts.pending_approval import newest_request_about
from console.pages.parts.responses import Key, done, list_page, page, record_page
from console.pages.parts.status_chips import chip
from console.pages.parts.waiting import waits
from console.service_gateway import Gateway, ServiceGateway
from console.session import Person, Reader
from console.view_models import Action, Cell, Field, Input, Link, Record, Table, Wait, Worded
from console.wording.words import plain
from messages.base import Page
from messages.deals.customer_care.expenses import (
    AddCustomerExpense,
    CustomerCostsView,
    CustomerExpenseView,
    ExpenseStatus,
    ResubmitCustomerExpense,
)
from messages.deals.customer_care.overview import CustomerOverview
from messages.deals.customer_care.rules import CustomerRules, CustomerRulesView
from messages.deals.customers import CustomerView
from messages.texts import text

router = APIRouter()
PATH = "/customer-expenses"
NEW, SEND = f"{PATH}/new", f"{PATH}/new/files"
RUNNING = (ExpenseStatus.SUBMITTED, ExpenseStatus.RETURNED)
COLUMNS = ("number", "status", "customer", "expense_kind", "amount", "spent_on", "spent_by", "submitted_at")
LIST = RecordList("expense", PATH, ExpenseStatus, COLUMNS)
CURRENCY = "CNY"
Text = Annotated[str, Form()]


@router.get(PATH)
async def expenses(
    request: Request, person: Reader, gateway: Gateway, asked: ListWanted, status: ExpenseStatus | None = None
) -> Response:
    found = await gateway.get("deals", PATH, Page[CustomerExpenseView], status=status, **asked.query(person))
    rules = await gateway.get("deals", "/customer-rules", CustomerRulesView)
    rows = [_row(one, rules.rules, person) for one in found.items]
    return list_page(request, person, LIST.listing(found, rows, asked, status, tabs=tabs("customer_expenses", person)))


@router.get(NEW)
async def expense_form(request: Request, person: Reader, gateway: Gateway, customer_id: UUID) -> Response:
    """On a phone: what for, how much, when, for which sale, with a photo of the receipt."""
    whole = await gateway.get("deals", f"/customers/{customer_id}/overview", CustomerOverview)
    rules = (await _rules(gateway, whole.customer.legal_entity_id)).expenses
    spent = ", ".join(plain(one, person.lang) for one in rules.free_up_to)
    sales = [("", "—"), *((str(one.id), f"{one.number} {one.project}") for one in whole.opportunities)]
    kinds = [(one.code, words_of("expense_kind", one.code, rules.kinds, person.lang)) for one in rules.kinds]
    inputs = [
        Input("kind", "select", options=kinds, label=text("field.expense_kind", person.lang)),
        Input("spent", "money", label=text("field.amount", person.lang)),
        Input("currency", value=CURRENCY),
        Input("spent_on", "date", now().astimezone(person.zone).date().isoformat()),
        *([Input("opportunity_id", "select", options=sales, required=False)] if len(sales) > 1 else []),
        Input("note", "area", required=False),
    ]
    return page(
        request, "customers/expense_form.html", person, customer=whole.customer, inputs=inputs, path=SEND, free=spent
    )


@router.post(SEND)
async def add(
    request: Request, gateway: Gateway, person: Reader, key: Key, customer_id: Annotated[UUID, Form()],
    kind: Text = "", spent: Text = "", currency: Text = "", spent_on: Text = "", opportunity_id: Text = "",
    note: Text = "", file: Uploads = [],  # noqa: B006
) -> Response:  # fmt: skip
    money = {"amount": str(amount("spent", spent)), "currency": currency.strip().upper()}
    said: dict[str, Any] = {"kind": kind, "amount": money, "spent_on": spent_on, "note": note}
    said |= {"opportunity_id": opportunity_id or None, "files": await given_files(file)}
    command = AddCustomerExpense.model_validate(said)
    made = await gateway.post("deals", f"/customers/{customer_id}/expenses", command, CustomerExpenseView, key=key)
    return await _done(request, gateway, person, made, f"/customers/{customer_id}")


@router.get(f"{PATH}/{{expense_id}}")
async def expense(request: Request, expense_id: UUID, person: Reader, gateway: Gateway) -> Response:
    return await record_page(request, person, await expense_record(gateway, expense_id, person))


@router.get(f"{PATH}/{{expense_id}}/files/{{sha256}}")
async def read_file(expense_id: UUID, sha256: str, person: Reader, gateway: Gateway) -> Response:
    """To be saved, as the owner of the file says."""
    return download(await gateway.fetch("deals", f"{PATH}/{expense_id}/files/{sha256}"))


@router.post(f"{PATH}/{{expense_id}}/resubmit")
async def resubmit(
    request: Request, expense_id: UUID, gateway: Gateway, person: Reader, key: Key,
    spent: Text = "", currency: Text = "", note: Text = "",
) -> Response:  # fmt: skip
    path = f"{PATH}/{expense_id}"
    money = {"amount": str(amount("spent", spent)), "currency": currency.strip().upper()}
    command = ResubmitCustomerExpense.model_validate({"amount": money, "note": note})
    made = await gateway.post("deals", f"{path}/resubmit", command, CustomerExpenseView, key=key)
    return await _done(request, gateway, person, made, path)


@router.post(f"{PATH}/{{expense_id}}/withdraw")
async def withdraw(request: Request, expense_id: UUID, gateway: Gateway, person: Reader, key: Key) -> Response:
    path = f"{PATH}/{expense_id}"
    await gateway.post("deals", f"{path}/withdraw", None, CustomerExpenseView, key=key)
    return done(request, path, text("message.withdraw", person.lang))


async def expense_record(gateway: ServiceGateway, expense_id: UUID, person: Person) -> Record:
    """What a page shows of it, and what the reader may do with it."""
    seen = await gateway.get("deals", f"{PATH}/{expense_id}", CustomerExpenseView)
    rules = await _rules(gateway, seen.legal_entity_id)
    request = await gateway.part("approvals", newest_request_about(gateway, seen.id))
    unasked = [Wait(Worded("wait.starts"))] if seen.status is ExpenseStatus.SUBMITTED else []
    files = [(Link(one.name, f"{PATH}/{seen.id}/files/{one.sha256}"), one.size) for one in seen.files]
    return Record(
        "customer_expense", seen.id, seen.number, seen.customer_name, chip("expense", seen.status),
        _fields(seen, rules, person),
        [Table("console.files", ("file", "size"), files)] if files else [],
        actions=_actions(seen, person),
        note=Worded("console.guidance", {"text": seen.guidance}, "busy") if seen.guidance else None,
        request=request,
        waits=await waits(gateway, [seen.id], request, otherwise=unasked),
    )  # fmt: skip


def spending(seen: CustomerView, whole: CustomerOverview, person: Person) -> list[Action]:
    """DEA-143."""
    if not whole.may_keep or not may_act(person, "add_customer_expense"):
        return []
    return [Action("add_customer_expense", f"{NEW}?customer_id={seen.id}", page=True)]


async def costs_tables(
    seen: CustomerView, rules: CustomerRules, person: Person, gateway: ServiceGateway
) -> list[Table]:
    """What he costs so far, by kinds, and the newest of it."""
    found = await gateway.find("deals", f"/customers/{seen.id}/costs", CustomerCostsView)
    if found is None or not found.expenses.items:
        return []
    kinds: list[tuple[Cell, ...]] = [(_kind(one.kind, rules, person), one.amount, one.count) for one in found.kinds]
    kinds += [(Worded("value.waits_for_approval"), one, None) for one in found.waiting]
    rows = [(row[0], *row[1:2], *row[3:]) for row in (_row(one, rules, person) for one in found.expenses.items)]
    more = f"{PATH}?q={seen.number}" if found.expenses.next else ""
    columns = [name for name in COLUMNS if name != "customer"]
    return [
        Table("console.costs_of_customer", ("expense_kind", "cost_so_far", "expenses_counted"), kinds),
        Table("nav.customer_expenses", columns, rows, all=more),
    ]


def _row(one: CustomerExpenseView, rules: CustomerRules, person: Person) -> tuple[Cell, ...]:
    return (
        Link(one.number, f"{PATH}/{one.id}"), chip("expense", one.status), one.customer_name,
        _kind(one.kind, rules, person), one.amount, one.spent_on, one.owner_name, one.submitted_at,
    )  # fmt: skip


def _fields(seen: CustomerExpenseView, rules: CustomerRules, person: Person) -> Sequence[Field]:
    fields: list[Field] = [
        ("customer", Link(seen.customer_name, f"/customers/{seen.customer_id}")),
        ("expense_kind", _kind(seen.kind, rules, person)),
        ("amount", seen.amount),
        ("spent_on", seen.spent_on),
        ("spent_by", seen.owner_name),
        ("note", seen.note),
        ("submitted_at", seen.submitted_at),
        ("decided_at", seen.decided_at),
    ]
    if seen.opportunity_id:
        fields.append(("opportunity", Link(Worded("console.open"), f"/opportunities/{seen.opportunity_id}")))
    return fields


def _actions(seen: CustomerExpenseView, person: Person) -> list[Action]:
    """DEA-34."""
    if seen.status not in RUNNING or not may_act(person, "resubmit_customer_expense", seen.owner_id):
        return []
    path, actions = f"{PATH}/{seen.id}", []
    if seen.status is ExpenseStatus.RETURNED:
        inputs = (
            Input("spent", "money", str(seen.amount.amount), label=text("field.amount", person.lang)),
            Input("currency", value=seen.amount.currency),
            Input("note", "area", seen.note, required=False),
        )
        actions.append(Action("resubmit", f"{path}/resubmit", inputs, "primary"))
    return [*actions, Action("withdraw", f"{path}/withdraw", weight="danger")]


async def _done(
    request: Request, gateway: ServiceGateway, person: Person, made: CustomerExpenseView, booked_at: str
) -> Response:
    if made.status is ExpenseStatus.BOOKED:
        return done(request, booked_at, text("message.expense_booked", person.lang))
    message = await submitted_message(gateway, person, "message.add_customer_expense", made.id)
    return done(request, f"{PATH}/{made.id}", message)


async def _rules(gateway: ServiceGateway, entity: str) -> CustomerRules:
    return (await gateway.get("deals", "/customer-rules", CustomerRulesView, legal_entity_id=entity)).rules


def _kind(code: str, rules: CustomerRules, person: Person) -> Cell:
    return words_of("expense_kind", code, rules.expenses.kinds, person.lang)
