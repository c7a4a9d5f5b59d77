"""What do people see of customers?"""

from asyncio import gather
from uuid import UUID

from fastapi import APIRouter, Request, Response

from console.pages.customers.admissions import admissions_table, tabs
from console.pages.customers.coded import attribute_cells, cell_of, deal_status
from console.pages.customers.customer_acts import acts_on_customer, list_acts
from console.pages.customers.customer_filter import NAMES, asked_of, filter_inputs
from console.pages.customers.customer_pools import pool_fields, pools_for
from console.pages.customers.expenses import costs_tables
from console.pages.customers.money_panels import money_of
from console.pages.customers.panels import leads_table, sale_panels
from console.pages.customers.phase_acts import phases_table
from console.pages.deals.follow_ups import follow_ups_table, following_up
from console.pages.deals.own_values import own_fields
from console.pages.parts.authority import may_act
from console.pages.parts.lists import BY_PARTY, ListWanted, RecordList
from console.pages.parts.responses import page, record_page
from console.pages.parts.status_chips import chip
from console.pages.parts.waiting import waits
from console.service_gateway import Gateway, ServiceGateway
from console.session import Person, Reader
from console.view_models import Action, Cell, Field, Link, Record, Table, Wait, Worded
from console.wording.org_unit_names import refresh_unit_names, unit_names
from messages.approvals.customer_accounts import CustomerAccountView
from messages.base import Page
from messages.custom_fields import FieldTemplate
from messages.deals.customer_care.overview import CustomerOverview
from messages.deals.customer_care.rules import CustomerRules, CustomerRulesView
from messages.deals.customers import CustomerStatus, CustomerView
from messages.leads.leads import LeadView

router = APIRouter(prefix="/customers")

COLUMNS = ("number", "name", "status", "phase", "deal_status", "importance", "sector", "region", "hot_since")
FIELDS = ("name", "external_id", "tax_id", "sector", "region", "country")
ORIGIN = ("source", "channel", "product_line", "business_type", "department")
LIST = RecordList("customer", "/customers", CustomerStatus, COLUMNS)


@router.get("")
async def customers(
    request: Request, person: Reader, gateway: Gateway, asked: ListWanted, status: CustomerStatus | None = None
) -> Response:
    narrowed = asked_of(request)
    found = await gateway.get(
        "deals", "/customers", Page[CustomerView], status=status, **asked.query(person), **narrowed
    )
    rules = (await gateway.get("deals", "/customer-rules", CustomerRulesView)).rules
    rows: list[tuple[Cell, ...]] = [
        (
            Link(item.number, f"/customers/{item.id}"), item.name, chip("customer", item.status),
            cell_of("phase", item.phase, rules.phases, person.lang), deal_status(item.deal_status),
            cell_of("customer_importance", item.importance, rules.attributes.importance, person.lang),
            item.sector, item.region, item.hot_since,
        )
        for item in found.items
    ]  # fmt: skip
    actions, more = await list_acts(person, gateway), {"extra": narrowed, "tabs": tabs("customers", person)}
    listing = LIST.listing(found, rows, asked, status, hint=BY_PARTY, actions=actions, **more)
    inputs = filter_inputs(rules, narrowed, person.lang)
    return page(
        request, "customers/customers.html", person, listing=listing, inputs=inputs, narrowed=narrowed, names=NAMES
    )


@router.get("/{customer_id}")
async def customer(request: Request, customer_id: UUID, person: Reader, gateway: Gateway) -> Response:
    """All around him: who he is, whose he is, what goes on, what he bought, what he owes; each part from its owner."""
    seen, whole, _ = await gather(
        gateway.get("deals", f"/customers/{customer_id}", CustomerView),
        gateway.find("deals", f"/customers/{customer_id}/overview", CustomerOverview),
        refresh_unit_names(gateway),
    )
    rules, pools = await gather(rules_for(gateway, seen), pools_for(gateway, seen))
    own, money, logins, leads, waiting, acts = await gather(
        deals_panels(gateway, seen, whole, rules, person),
        money_of(gateway, seen),
        gateway.part("approvals", accounts_of_customer(gateway, customer_id)),
        gateway.part("leads", gateway.find("leads", "/leads", Page[LeadView], customer_id=customer_id, limit=20)),
        waits(gateway, _records(seen, whole)),
        acts_on_customer(seen, whole, rules, person, gateway),
    )
    spoken = follow_ups_table(whole.follow_ups, person.lang) if whole else []
    tables = [*own, *money.credit, *spoken, *money.orders, *(leads_table(leads.items) if leads else []), *money.debts]
    here = f"/customers/{customer_id}"
    links = {
        f"/statements/{customer_id}": ("see_statement", bool(money.credit)),
        f"{here}/contact-persons": ("see_contact_persons", whole is not None),
        f"{here}/duplicates": ("see_duplicates", may_act(person, "judge_customers")),
        f"/credit/{customer_id}": ("see_credit_file", money.is_seen),
        f"/invoice-titles/{customer_id}": ("see_invoice_titles", money.has_titles),
        f"{here}/accounts": ("see_customer_accounts", logins is not None),
    }
    actions = acts if seen.merged_into else following_up(person, seen.owner_id, customer_id=seen.id) + acts
    actions += [Action(name, path, page=True) for path, (name, is_there) in links.items() if is_there]
    fields = [*_fields(seen, whole, rules, person), *pool_fields(seen, pools)]
    return await record_page(request, person, _record(seen, fields, tables, actions, waiting))


async def deals_panels(
    gateway: ServiceGateway, seen: CustomerView, whole: CustomerOverview | None, rules: CustomerRules, person: Person
) -> list[Table]:
    """What deals says of him."""
    template = await gateway.get("deals", "/customers/fields", FieldTemplate)
    panels = sale_panels(whole) if whole else []
    way = [*await admissions_table(seen, gateway), *await phases_table(seen, rules, person, gateway)]
    way += await costs_tables(seen, rules, person, gateway)
    return [*own_fields(template, seen.extra, person.lang), *panels, *way]


async def rules_for(gateway: ServiceGateway, seen: CustomerView) -> CustomerRules:
    asking = gateway.get("deals", "/customer-rules", CustomerRulesView, legal_entity_id=seen.legal_entity_id)
    return (await asking).rules


def _record(
    seen: CustomerView, fields: list[Field], tables: list[Table], actions: list[Action], waiting: list[Wait]
) -> Record:
    note = Worded("console.joined_into", tone="busy") if seen.merged_into else _hot(seen)
    status = None if seen.status is CustomerStatus.ACTIVE else chip("customer", seen.status)
    return Record("customer", seen.id, seen.number, seen.name, status, fields, tables, actions, note, waits=waiting)


def _hot(seen: CustomerView) -> Worded | None:
    said: dict[str, object] = {"reason": seen.hot_reason or "", "by": seen.hot_by_name or ""}
    return Worded("console.hot_customer", said, tone="busy") if seen.hot_since else None


def _fields(seen: CustomerView, whole: CustomerOverview | None, rules: CustomerRules, person: Person) -> list[Field]:
    """Who he is, whose he is, how far one is with him, and where he came from."""
    fields: list[Field] = [(name, getattr(seen, name)) for name in FIELDS]
    fields += [*attribute_cells(rules, seen, person.lang).items(), ("deal_status", deal_status(seen.deal_status))]
    if seen.phase:
        phase = cell_of("phase", seen.phase, rules.phases, person.lang)
        fields += [("phase", phase), ("phase_since", seen.phase_since)]
    if seen.hot_since:
        fields.append(("hot_since", seen.hot_since))
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


async def accounts_of_customer(gateway: ServiceGateway, customer_id: UUID) -> list[CustomerAccountView] | None:
    """None where the reader does not keep them."""
    return await gateway.find(
        "approvals", "/customer-accounts", list[CustomerAccountView], customer_id=str(customer_id)
    )
