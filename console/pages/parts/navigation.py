"""Which pages does the head of every page lead to, for whom?"""

from collections.abc import Sequence

from console.pages.parts.authority import OF_ALL_PLANS
from console.session import Person
from messages.roles import Role

SELLING = (Role.SALES, Role.SALES_MANAGER, Role.DIRECTOR, Role.OPS, Role.ADMIN)
MANAGING = (Role.SALES_MANAGER, Role.DIRECTOR, Role.OPS, Role.ADMIN)
OFFICE = (*SELLING, Role.LEGAL, Role.FINANCE, Role.ORDER_ADMIN)
EVERYBODY = (*OFFICE, Role.SHIPPER)
HOUSE = (*EVERYBODY, Role.MARKETING)
OPERATING = (Role.OPS, Role.ADMIN)
MEASURING = (Role.SALES_MANAGER, Role.DIRECTOR, Role.FINANCE, *OPERATING)
CONNECTING = (Role.ORDER_ADMIN, *OPERATING)
OVERSEEING = (Role.SALES_MANAGER, Role.DIRECTOR, Role.FINANCE)
BRINGING = (Role.SALES, Role.SALES_MANAGER, Role.DIRECTOR, Role.ORDER_ADMIN, Role.FINANCE, *OPERATING)
EARNING = (Role.SALES, Role.SALES_MANAGER, Role.DIRECTOR, Role.FINANCE)
REPORTING = (Role.SALES, Role.SALES_MANAGER, Role.DIRECTOR)
PAGES = (
    ("portal.orders", "/portal", (Role.CUSTOMER,)),
    ("portal.new_order", "/portal/orders/new", (Role.CUSTOMER,)),
    ("portal.statement", "/portal/statement", (Role.CUSTOMER,)),
    ("nav.inbox", "/", HOUSE),
    ("nav.leads", "/leads", SELLING),
    ("nav.customers", "/customers", (*EVERYBODY, Role.PARTNER)),
    ("nav.opportunities", "/opportunities", (*OFFICE, Role.PARTNER)),
    ("nav.contracts", "/contracts", OFFICE),
    ("nav.orders", "/orders", EVERYBODY),
    ("nav.payments", "/payments", OFFICE),
    ("nav.campaigns", "/campaigns", (Role.MARKETING,)),
    ("nav.activities", "/activities", (Role.MARKETING,)),
)
MORE = (  # under one button: what one needs now and then
    ("nav.duplicates", "/duplicates", SELLING),
    ("nav.lead_transfers", "/lead-transfers", SELLING),
    ("nav.pools", "/pools", SELLING),
    ("nav.customer_pools", "/customer-pools", SELLING),
    ("nav.lead_rules", "/lead-rules", SELLING),
    ("nav.campaigns", "/campaigns", MEASURING),
    ("nav.activities", "/activities", MEASURING),
    ("nav.lead_channels", "/lead-channels", (*SELLING, Role.MARKETING)),
    ("nav.lead_forms", "/lead-forms", (Role.MARKETING, *OPERATING)),
    ("nav.order_changes", "/order-changes", EVERYBODY),
    ("nav.returns", "/returns", EVERYBODY),
    ("nav.production", "/production", EVERYBODY),
    ("nav.products", "/products", EVERYBODY),
    ("nav.sales_rules", "/sales-rules", SELLING),
    ("nav.customer_rules", "/customer-rules", SELLING),
    ("nav.receivables", "/receivables", OFFICE),
    ("nav.collection_cases", "/collection-cases", OFFICE),
    ("nav.payment_plans", "/payment-plans", OFFICE),
    ("nav.collection_overview", "/collection-overview", OVERSEEING),
    ("nav.invoices", "/invoices", OFFICE),
    ("nav.bank", "/bank", (Role.FINANCE,)),
    ("nav.credit", "/credit", OFFICE),
    ("nav.commission", "/commission", EARNING),
    ("nav.imports", "/imports", BRINGING),
    ("nav.absences", "/absences", HOUSE),
    ("my_notices", "/my-notices", HOUSE),
    ("nav.daily_report", "/daily-report", REPORTING),
    ("nav.figures", "/figures", MEASURING),
    ("nav.requests", "/requests", OPERATING),
    ("nav.policies", "/policies", OPERATING),
    ("nav.people", "/people", OPERATING),
    ("nav.calendars", "/calendars", OPERATING),
    ("nav.operation", "/operation", OPERATING),
    ("nav.late_deadlines", "/late-deadlines", OPERATING),
    ("nav.deliveries", "/deliveries", CONNECTING),
    ("password.title", "/password", ()),
)

# Who may look at a record of a kind; at all others those who work on sales.
OPENED_BY: dict[str, Sequence[Role]] = {
    "campaign": OF_ALL_PLANS,
    "activity": OF_ALL_PLANS,
    "lead": SELLING,
    "customer": (*EVERYBODY, Role.PARTNER),
    "opportunity": (*OFFICE, Role.PARTNER),
    "registration": (*OFFICE, Role.PARTNER),
    "contract": OFFICE,
    "payment": OFFICE,
    "request": HOUSE,
}


def may_open(person: Person, kind: str) -> bool:
    return person.may(*OPENED_BY.get(kind, EVERYBODY))


def pages_for(person: Person | None, pages: Sequence[tuple[str, str, Sequence[str]]]) -> list[tuple[str, str]]:
    """As (code, address); nothing for who is not signed in, and without roles what everybody may who is."""
    return [(code, href) for code, href, roles in pages if person and (not roles or person.may(*roles))]
