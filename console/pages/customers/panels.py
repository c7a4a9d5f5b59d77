"""What stands on the page of a customer, part by part?"""

from collections.abc import Sequence

from console.pages.customers.contact_persons import owners_table, persons_table
from console.pages.parts.status_chips import chip
from console.service_gateway import ServiceGateway
from console.session import Person
from console.view_models import Cell, Link, Table, Worded
from messages.base import Page
from messages.deals.customer_addresses import CustomerAddressView
from messages.deals.customer_care.overview import CustomerOverview, PlannedView
from messages.deals.customers import CustomerView
from messages.deals.opportunities import OpportunityView
from messages.leads.leads import LeadView
from messages.roles import Role

Rows = list[tuple[Cell, ...]]
SHOWN_HOT = 10


def sale_panels(whole: CustomerOverview) -> list[Table]:
    """Who is there, what was planned, what is sold; the parts that have anything to say."""
    return [
        *persons_table(whole.contact_persons),
        *_addresses(whole.addresses),
        *_planned(whole.planned),
        *_guidance(whole),
        _sales(whole.opportunities),
        *_registrations(whole),
        *_contracts(whole),
        *([owners_table(whole.owners)] if len(whole.owners) > 1 else []),
    ]


async def hot_customers(gateway: ServiceGateway, person: Person) -> list[Table]:
    """On top of what waits for a manager, every day until they are cleared; of his unit, and how long they are hot."""
    if not person.may(Role.SALES_MANAGER, Role.DIRECTOR):
        return []
    asking = gateway.find("deals", "/customers", Page[CustomerView], hot="true", managed="true", limit=SHOWN_HOT)
    found = await gateway.part("deals", asking)
    rows: Rows = [
        (Link(one.name, f"/customers/{one.id}"), one.hot_reason, one.hot_by_name, one.hot_since)
        for one in (found.items if found else [])
    ]
    more = "/customers?hot=true" if found and found.next else ""
    columns = ("customer", "reason", "by", "hot_since")
    return [Table("console.hot_customers", columns, rows, all=more)] if rows else []


def leads_table(found: Sequence[LeadView]) -> list[Table]:
    """How it came: the leads that became its business, and every other touch."""
    rows: Rows = [
        (Link(one.number, f"/leads/{one.id}"), chip("lead", one.status), one.source, one.channel, one.created_at)
        for one in found
    ]
    columns = ("number", "status", "source", "channel", "created_at")
    return [Table("console.leads_of_customer", columns, rows)] if rows else []


def _addresses(found: Sequence[CustomerAddressView]) -> list[Table]:
    rows: Rows = [
        (Worded(f"value.address_kind.{one.kind}"), one.street, one.city, one.region, one.receiver, one.phone)
        for one in found
    ]
    columns = ("address_kind", "street", "city", "region", "receiver", "phone")
    return [Table("console.addresses", columns, rows)] if rows else []


def _planned(found: Sequence[PlannedView]) -> list[Table]:
    rows: Rows = [
        (Link(one.next_on, f"/follow-ups/{one.follow_up_id}"), one.note, one.recorded_by_name) for one in found
    ]
    return [Table("console.schedule", ("next_on", "note", "by"), rows)] if rows else []


def _guidance(whole: CustomerOverview) -> list[Table]:
    rows: Rows = [
        (Link(one.number, f"/opportunities/{one.opportunity_id}"), one.text, one.due_on, one.owner_name)
        for one in whole.guidance
    ]
    return [Table("console.open_guidance", ("number", "guidance", "due_on", "owner"), rows)] if rows else []


def _sales(found: Sequence[OpportunityView]) -> Table:
    rows: Rows = [
        (
            Link(one.number, f"/opportunities/{one.id}"),
            chip("opportunity", one.status),
            one.project,
            one.owner_name,
            one.won_amount or one.expected,
        )
        for one in found
    ]
    return Table("nav.opportunities", ("number", "status", "project", "owner", "expected"), rows)


def _registrations(whole: CustomerOverview) -> list[Table]:
    rows: Rows = [
        (Link(one.number, f"/registrations/{one.id}"), chip("registration", one.status), one.project, one.owner_name)
        for one in whole.registrations
    ]
    return [Table("nav.registrations", ("number", "status", "project", "owner"), rows)] if rows else []


def _contracts(whole: CustomerOverview) -> list[Table]:
    rows: Rows = [
        (Link(one.number, f"/contracts/{one.id}"), chip("contract", one.status), one.owner_name, one.total)
        for one in whole.contracts
    ]
    return [Table("nav.contracts", ("number", "status", "owner", "total"), rows)] if rows else []
