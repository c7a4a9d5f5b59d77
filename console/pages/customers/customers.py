"""What do people see of customers?"""

from asyncio import gather
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Request, Response

from console.pages.customers.admissions import admissions_table, tabs
from console.pages.customers.customer_acts import acts_on_customer, list_acts
from console.pages.customers.panels import debts_table, leads_table, receivable_credit, sale_panels
from console.pages.deals.follow_ups import follow_ups_table, following_up
from console.pages.deals.own_values import own_fields
from console.pages.parts.authority import may_act
from console.pages.parts.lists import ListWanted, RecordList
from console.pages.parts.order_sums import accounts_of, orders_table
from console.pages.parts.responses import list_page, record_page
from console.pages.parts.status_chips import chip
from console.pages.parts.waiting import waits
from console.service_gateway import Gateway, ServiceGateway
from console.session import Person, Reader
from console.view_models import Action, Field, Link, Record, Table, Wait, Worded
from console.wording.org_unit_names import refresh_unit_names, unit_names
from messages.approvals.customer_accounts import CustomerAccountView
from messages.base import Page
from messages.collections.credit import CreditsView
from messages.collections.invoice_titles import InvoiceTitleView
from messages.collections.receivables import ReceivableView
from messages.custom_fields import FieldTemplate
from messages.deals.customer_care.overview import CustomerOverview
from messages.deals.customers import CustomerStatus, CustomerView
from messages.leads.leads import LeadView
from messages.orders.orders import OrderView

router = APIRouter(prefix="/customers")

COLUMNS = ("number", "name", "status", "sector", "region", "country")
FIELDS = ("name", "external_id", "tax_id", "sector", "region", "country")
ORIGIN = ("source", "channel", "product_line", "business_type", "department")
LIST = RecordList("customer", "/customers", CustomerStatus, COLUMNS)


@router.get("")
async def customers(
    request: Request, person: Reader, gateway: Gateway, asked: ListWanted, status: CustomerStatus | None = None
) -> Response:
    found = await gateway.get("deals", "/customers", Page[CustomerView], status=status, **asked.query(person))
    rows = [
        (
            Link(item.number, f"/customers/{item.id}"), item.name, chip("customer", item.status), item.sector,
            item.region, item.country,
        )
        for item in found.items
    ]  # fmt: skip
    actions = await list_acts(person, gateway)
    return list_page(request, person, LIST.listing(found, rows, asked, status, actions=actions, tabs=tabs("customers")))


@router.get("/{customer_id}")
async def customer(request: Request, customer_id: UUID, person: Reader, gateway: Gateway) -> Response:
    """All around him: who he is, whose he is, what goes on, what he bought, what he owes; each part from its owner."""
    query = {"customer_id": customer_id, "limit": 20}
    seen, whole, orders, debts, credit, titles = await gather(
        gateway.get("deals", f"/customers/{customer_id}", CustomerView),
        gateway.find("deals", f"/customers/{customer_id}/overview", CustomerOverview),
        gateway.part("orders", gateway.find("orders", "/orders", Page[OrderView], **query)),
        gateway.part("collections", gateway.find("collections", "/receivables", Page[ReceivableView], **query)),
        gateway.part("collections", gateway.find("collections", f"/credits/{customer_id}", CreditsView)),
        gateway.part("collections", _titles(gateway, customer_id)),
    )
    await refresh_unit_names(gateway)
    own = await deals_panels(gateway, seen, whole, person)
    accounts, logins, leads, waiting, acts = await gather(
        accounts_of(gateway, orders.items if orders else []),
        gateway.part("approvals", accounts_of_customer(gateway, customer_id)),
        gateway.part("leads", gateway.find("leads", "/leads", Page[LeadView], **query)),
        waits(gateway, _records(seen, whole)),
        acts_on_customer(seen, whole, person, gateway),
    )
    tables = [
        *own,
        *([receivable_credit(credit.credits)] if credit and credit.credits else []),
        *(follow_ups_table(whole.follow_ups, person.lang) if whole else []),
        *([orders_table(orders, accounts, f"/orders?q={quote(seen.name)}")] if orders else []),
        *(leads_table(leads.items) if leads else []),
        *([debts_table(debts, f"/receivables?q={quote(seen.name)}")] if debts else []),
    ]
    links = {
        f"/statements/{customer_id}": ("see_statement", bool(credit and credit.credits)),
        f"/customers/{customer_id}/contact-persons": ("see_contact_persons", whole is not None),
        f"/customers/{customer_id}/duplicates": ("see_duplicates", may_act(person, "judge_customers")),
        f"/credit/{customer_id}": ("see_credit_file", credit is not None),
        f"/invoice-titles/{customer_id}": ("see_invoice_titles", titles is not None),
        f"/customers/{customer_id}/accounts": ("see_customer_accounts", logins is not None),
    }
    actions = acts if seen.merged_into else following_up(person, seen.owner_id, customer_id=seen.id) + acts
    actions += [Action(name, path, page=True) for path, (name, is_there) in links.items() if is_there]
    return await record_page(request, person, _record(seen, whole, tables, actions, waiting))


async def deals_panels(
    gateway: ServiceGateway, seen: CustomerView, whole: CustomerOverview | None, person: Person
) -> list[Table]:
    """What deals says of him."""
    template = await gateway.get("deals", "/customers/fields", FieldTemplate)
    panels = sale_panels(whole) if whole else []
    return [*own_fields(template, seen.extra, person.lang), *panels, *await admissions_table(seen, gateway)]


def _record(
    seen: CustomerView, whole: CustomerOverview | None, tables: list[Table], actions: list[Action], waiting: list[Wait]
) -> Record:
    fields = _fields(seen, whole)
    note = Worded("console.joined_into", tone="busy") if seen.merged_into else None
    status = None if seen.status is CustomerStatus.ACTIVE else chip("customer", seen.status)
    return Record("customer", seen.id, seen.number, seen.name, status, fields, tables, actions, note, waits=waiting)


def _fields(seen: CustomerView, whole: CustomerOverview | None) -> list[Field]:
    """Who he is, whose he is, and where he came from."""
    fields: list[Field] = [(name, getattr(seen, name)) for name in FIELDS]
    if seen.merged_into:
        fields.append(("merged_into", Link(Worded("console.open"), f"/customers/{seen.merged_into}")))
    if whole:
        fields += [("owner", whole.owner_name or Worded("value.nobody")), ("unit", unit_names().get(whole.owner_unit))]
    origin = seen.origin.model_dump() | {"department": unit_names().get(seen.origin.department or "")}
    fields += [(f"origin_{name}", origin[name]) for name in ORIGIN if origin[name]]
    if seen.origin.lead_id:
        fields.append(("origin_lead", Link(Worded("console.open"), f"/leads/{seen.origin.lead_id}")))
    if seen.admitted_at:
        fields.append(("admitted_at", seen.admitted_at))
    return [*fields, ("created_at", seen.created_at)]


def _records(seen: CustomerView, whole: CustomerOverview | None) -> list[UUID]:
    """What somebody may be asked to do something about."""
    if whole is None:
        return [seen.id]
    sales = [*(one.id for one in whole.opportunities), *(one.id for one in whole.registrations)]
    agreed = [*(one.id for one in whole.contracts), *(one.id for one in whole.guidance)]
    return [seen.id, *(one.follow_up_id for one in whole.planned), *sales, *agreed]


async def _titles(gateway: ServiceGateway, customer_id: UUID) -> list[InvoiceTitleView] | None:
    return await gateway.find("collections", "/invoice-titles", list[InvoiceTitleView], customer_id=customer_id)


async def accounts_of_customer(gateway: ServiceGateway, customer_id: UUID) -> list[CustomerAccountView] | None:
    """None where the reader does not keep them."""
    return await gateway.find(
        "approvals", "/customer-accounts", list[CustomerAccountView], customer_id=str(customer_id)
    )
