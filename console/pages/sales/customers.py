"""What do people see of customers?"""

from asyncio import gather
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Request, Response

from console.pages.deals.follow_ups import follow_ups_about, following_up
from console.pages.parts.lists import ListWanted, RecordList
from console.pages.parts.order_sums import accounts_of, orders_table
from console.pages.parts.responses import list_page, record_page
from console.pages.parts.status_chips import chip
from console.pages.sales.contact_persons import persons_table
from console.service_gateway import Gateway, ServiceGateway
from console.session import Reader
from console.view_models import Action, Cell, Field, Link, Record, Table
from messages.approvals.customer_accounts import CustomerAccountView
from messages.base import Page
from messages.collections.credit import CreditsView, CreditView
from messages.collections.invoice_titles import InvoiceTitleView
from messages.collections.receivables import ReceivableView
from messages.deals.contact_persons import ContactPersonsView
from messages.deals.customers import CustomerView
from messages.deals.opportunities import OpportunityView
from messages.leads.leads import LeadView
from messages.money import Money
from messages.orders.orders import OrderView

router = APIRouter(prefix="/customers")

COLUMNS = ("number", "name", "sector", "region", "country")
FIELDS = ("name", "external_id", "tax_id", "sector", "region", "country", "created_at")
LIST = RecordList("customer", "/customers", (), COLUMNS)


@router.get("")
async def customers(request: Request, person: Reader, gateway: Gateway, asked: ListWanted) -> Response:
    found = await gateway.get("deals", "/customers", Page[CustomerView], **asked.query(person))
    rows = [
        (Link(item.number, f"/customers/{item.id}"), item.name, item.sector, item.region, item.country)
        for item in found.items
    ]
    return list_page(request, person, LIST.listing(found, rows, asked, None, filters=()))


@router.get("/{customer_id}")
async def customer(request: Request, customer_id: UUID, person: Reader, gateway: Gateway) -> Response:
    """One view of a customer: his facts, the sales on the way, what he owes."""
    query = {"customer_id": customer_id, "limit": 20}
    seen, sales, orders, debts, credit, titles = await gather(
        gateway.get("deals", f"/customers/{customer_id}", CustomerView),
        gateway.find("deals", "/opportunities", Page[OpportunityView], **query),
        gateway.part("orders", gateway.find("orders", "/orders", Page[OrderView], **query)),
        gateway.part("collections", gateway.find("collections", "/receivables", Page[ReceivableView], **query)),
        gateway.part("collections", gateway.find("collections", f"/credits/{customer_id}", CreditsView)),
        gateway.part("collections", _titles(gateway, customer_id)),
    )
    accounts, logins, persons, leads, spoken = await gather(
        accounts_of(gateway, orders.items if orders else []),
        gateway.part("approvals", accounts_of_customer(gateway, customer_id)),
        gateway.find("deals", f"/customers/{customer_id}/contact-persons", ContactPersonsView),
        gateway.part("leads", gateway.find("leads", "/leads", Page[LeadView], **query)),
        follow_ups_about(gateway, person, customer_id=customer_id),
    )
    fields: list[Field] = [(name, getattr(seen, name)) for name in FIELDS]
    tables = [
        *(persons_table(persons.persons) if persons else []),
        *spoken,
        *([_credit(credit.credits)] if credit and credit.credits else []),
        *([_sales(sales.items)] if sales else []),
        *([orders_table(orders, accounts, f"/orders?q={quote(seen.name)}")] if orders else []),
        *(_leads(leads.items) if leads else []),
        *([_debts(debts, f"/receivables?q={quote(seen.name)}")] if debts else []),
    ]
    owing = credit is not None and bool(credit.credits)
    actions = following_up(person, seen.owner_id, customer_id=seen.id)
    more = [
        ("see_statement", f"/statements/{customer_id}", owing),
        ("see_contact_persons", f"/customers/{customer_id}/contact-persons", True),
        ("see_credit_file", f"/credit/{customer_id}", credit is not None),
        ("see_invoice_titles", f"/invoice-titles/{customer_id}", titles is not None),
        ("see_customer_accounts", f"/customers/{customer_id}/accounts", logins is not None),
    ]
    actions += [Action(name, path, page=True) for name, path, is_there in more if is_there]
    record = Record("customer", seen.id, seen.number, seen.name, None, fields, tables, actions)
    return await record_page(request, person, record)


async def _titles(gateway: ServiceGateway, customer_id: UUID) -> list[InvoiceTitleView] | None:
    return await gateway.find("collections", "/invoice-titles", list[InvoiceTitleView], customer_id=customer_id)


async def accounts_of_customer(gateway: ServiceGateway, customer_id: UUID) -> list[CustomerAccountView] | None:
    """None where the reader does not keep them."""
    return await gateway.find(
        "approvals", "/customer-accounts", list[CustomerAccountView], customer_id=str(customer_id)
    )


def _credit(found: list[CreditView]) -> Table:
    """How much he may owe, how much he owes, and how much more he may; without a limit nothing says that."""
    rows: list[tuple[Cell, ...]] = [
        (one.limit, one.owed, _free(one), one.unallocated, one.oldest_days_late) for one in found
    ]
    return Table("console.credit", ("credit_limit", "owed", "free", "unallocated", "oldest_days_late"), rows)


def _free(one: CreditView) -> Money | None:
    return one.limit - one.owed if one.limit is not None else None


def _leads(found: list[LeadView]) -> list[Table]:
    """How it came: the leads that became its business, and every other touch."""
    rows: list[tuple[Cell, ...]] = [
        (Link(one.number, f"/leads/{one.id}"), chip("lead", one.status), one.source, one.channel, one.created_at)
        for one in found
    ]
    columns = ("number", "status", "source", "channel", "created_at")
    return [Table("console.leads_of_customer", columns, rows)] if rows else []


def _sales(found: list[OpportunityView]) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (
            Link(one.number, f"/opportunities/{one.id}"),
            chip("opportunity", one.status),
            one.project,
            one.won_amount or one.expected,
        )
        for one in found
    ]
    return Table("nav.opportunities", ("number", "status", "project", "expected"), rows)


def _debts(found: Page[ReceivableView], everything: str) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (
            Link(one.number, f"/receivables/{one.id}"),
            chip("receivable", one.status),
            one.due_on,
            one.amount,
            one.paid,
        )
        for one in found.items
    ]
    columns = ("number", "status", "due_on", "amount", "paid")
    return Table("nav.receivables", columns, rows, all=everything if found.next else "")
